"""The demo's contract and what came of it; the figures rest on a few contacts of each day of the story."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from pledgeline.contacts import queries as contacts
from pledgeline.kernel.interval import Period
from pledgeline.organisation.queries import audit_head
from pledgeline.partnership import evidence
from pledgeline.partnership.models import Improvement, Objection, Statement
from pledgeline.web.demo import history, plot, records
from tests.contacts_double import FakeContacts

pytestmark = pytest.mark.django_db
TODAY = plot().last + timedelta(days=1)
YEAR = Period(plot().first, TODAY)


def test_the_demo_settles_reviews_and_mends_and_writes_it_once(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PLEDGELINE_HOME = tmp_path
    (tmp_path / "keys").mkdir()
    settings.KEYS = tmp_path / "keys"
    records.register()
    history.write(today=TODAY)
    fake = FakeContacts({("west", "card", "voice"): {"met_by_answer": 700, "not_met": 300}})

    def ask(question: Any, *, snapshot: str | None = None) -> Any:
        answer = fake.ask(_without_clock(question), snapshot="s-1")
        groups = tuple({**group, "by": {**group["by"], "day": "2026-10-20", "hour": 8}} for group in answer.groups)
        return type(answer)(question, answer.version, answer.params, "s-1", groups)

    monkeypatch.setattr(contacts, "ask", ask)
    monkeypatch.setattr(contacts, "current_snapshot", lambda: "s-1")
    monkeypatch.setattr(contacts, "data_period", lambda snapshot=None, *, centres=None: YEAR)
    with time_machine.travel(TODAY, tick=False):
        history.write_from_contacts(today=TODAY)
        before = audit_head()
        history.write_from_contacts(today=TODAY)
    assert audit_head() == before
    (statement,) = Statement.objects.all()
    assert (statement.state, statement.agreed_name) == ("frozen", "唐蔚")
    assert Objection.objects.get().outcome == "rejected"
    punctual = {one.values["series"]: one.values["punctuality"] for one in evidence.reviews(YEAR, day=TODAY)}
    assert (punctual["west-monthly"], punctual["south-monthly"]) == ("on_time", "overdue")
    assert Improvement.objects.get(code="west-lunch").state in ("done", "effective", "not_effective")
    late = {one.key: one.values["late"] for one in evidence.actions(YEAR, day=TODAY)}
    assert late == {"west-lunch": False, "campaign-notice": True}
    assert sorted(one.values["late"] for one in evidence.escalations(YEAR, day=TODAY)) == [False, True]


def _without_clock(question: Any) -> Any:
    from dataclasses import replace

    return replace(question, by=tuple(name for name in question.by if name in ("centre", "service", "channel")))
