from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pledgeline.briefing import queries
from pledgeline.briefing.models import Acknowledgement, BriefingVersion, CheckResult, Override, Question
from pledgeline.organisation.models import User
from pledgeline.organisation.queries import parameters
from pledgeline.web.demo import records
from pledgeline.web.demo.history import briefing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_the_demo_has_a_past_in_briefings_and_writes_it_once(settings: Any, tmp_path: Path) -> None:
    settings.PLEDGELINE_HOME = tmp_path
    (tmp_path / "keys").mkdir()
    settings.KEYS = tmp_path / "keys"
    records.register()
    briefing.write(today=TODAY)
    counts = [model.objects.count() for model in (BriefingVersion, Acknowledgement, CheckResult, Question)]
    assert counts[0] == 6
    assert all(counts)
    briefing.write(today=TODAY)
    assert counts == [model.objects.count() for model in (BriefingVersion, Acknowledgement, CheckResult, Question)]
    # The instalment month started by override; Double Eleven was ready on its eve.
    assert Override.objects.get().campaign.code == "instalment-month"
    assert not queries.gate_of("instalment-month", day=date(2026, 9, 7)).is_open
    assert queries.gate_of("double-eleven", day=date(2026, 11, 8)).is_open
    assert queries.row_of("autumn-gifts", day=TODAY).standing == "cancelled"
    owner = User.objects.get(username="lin.yue")
    # The next one stands in the calendar already, and nobody has been told.
    assert [one.planned.code for one in queries.next_campaigns(owner, day=TODAY, most=4)] == ["double-twelve"]
    assert not queries.gate_of("double-twelve", day=TODAY).is_open
    # Who covers since today has read what holds there; who covers tomorrow has it still to read.
    covering = {one.code: one for one in queries.roster() if one.covers}
    owed = {code: [one.briefing.code for one in queries.owed(person, day=TODAY)] for code, person in covering.items()}
    assert owed == {"w004": [], "n007": ["statement-delay"]}
    assert parameters.value("briefing.lead_days", day=TODAY) == 3
    assert parameters.value("briefing.lead_days", day=TODAY + timedelta(days=30)) == 5
