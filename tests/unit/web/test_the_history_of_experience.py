from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pledgeline.experience import queries
from pledgeline.experience.models import ContractVersion, DefinitionVersion, PromiseVersion
from pledgeline.kernel.interval import Period
from pledgeline.web.demo import history, plot, records

pytestmark = pytest.mark.django_db


def test_the_demo_has_approved_definitions_and_contracts_and_writing_them_again_changes_nothing(settings: Any) -> None:
    (settings.PLEDGELINE_HOME / "keys").mkdir(exist_ok=True)
    records.register()
    today = plot().last + timedelta(days=1)
    history.write(today=today)
    in_force = queries.definitions_during(Period.from_days(today, today))
    assert [one.service for one in in_force] == ["card", "instalment", "loss"]
    hands = queries.approvals_during(Period.from_days(today, today))
    assert {name for name, _at in hands.values()} == {hands["card", 1][0]}
    assert [one.centre for one in queries.contracts_during(Period.from_days(today, today))] == ["west"]
    waiting = DefinitionVersion.objects.get(state="in_review")
    assert (waiting.definition.service, waiting.number) == ("card", 2)
    drafts = PromiseVersion.objects.filter(state="draft").values_list("promise__code", "number", "target")
    assert sorted(drafts) == [("chat-human-60", 2, 0.9), ("one-clear-answer", 1, 0.95)]
    assert ContractVersion.objects.get(state="draft").contract.centre == "west"
    history.write(today=today)
    assert queries.definitions_during(Period.from_days(today, today)) == in_force
    assert PromiseVersion.objects.filter(state="draft").count() == 2
