from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry
from pledgeline.partnership.actions import standing
from pledgeline.partnership.core.standing import Severity
from pledgeline.partnership.models import Certificate, Gap

pytestmark = pytest.mark.django_db
CERTIFICATE: dict[str, Any] = {
    "centre": "north",
    "number": "C-1",
    "body": "A body",
    "valid_from": date(2026, 1, 1),
    "valid_to": date(2026, 12, 31),
    "by": None,
}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"centre": "nowhere"}, "partnership.centre_unknown"),
        ({"services": ["nothing"]}, "partnership.service_unknown"),
        ({"body": " "}, "partnership.missing"),
        ({"valid_to": date(2025, 1, 1)}, "certificate.period_empty"),
    ],
)
def test_what_cannot_stand_is_refused_and_leaves_nothing(cast: Any, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem) as problem:
        standing.record_certificate(**{**CERTIFICATE, **change})
    assert problem.value.code == code
    assert not Certificate.objects.exists()


def test_a_certificate_is_recorded_once_with_its_entry_and_never_changed(cast: Any) -> None:
    made = standing.record_certificate(**CERTIFICATE)
    assert AuditEntry.objects.filter(action="certificate.recorded").count() == 1
    with pytest.raises(Problem, match=r"certificate\.number_taken"):
        standing.record_certificate(**CERTIFICATE)
    made.valid_to = date(2030, 1, 1)
    with pytest.raises(Problem, match=r"partnership\.record_is_fixed"):
        made.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(valid_to=date(2030, 1, 1))


def test_a_gap_is_planned_and_closed_once(cast: Any) -> None:
    standing.record_audit(code="a-1", centre="south", day=date(2026, 1, 5), auditor="Mia", by=None)
    standing.record_gap(audit="a-1", heading="people", severity=Severity.MAJOR, found="No training plan", by=None)
    standing.plan_gap(audit="a-1", number=1, plan="Write one", due=date(2026, 3, 1), by=None)
    with pytest.raises(Problem, match=r"gap\.closed_early"):
        standing.close_gap(audit="a-1", number=1, closed=date(2026, 1, 1), by=None)
    standing.close_gap(audit="a-1", number=1, closed=date(2026, 2, 1), by=None)
    with pytest.raises(Problem, match=r"gap\.closed"):
        standing.close_gap(audit="a-1", number=1, closed=date(2026, 2, 2), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Gap.objects.update(closed=None)
    with pytest.raises(Problem, match=r"gap\.heading_unknown"):
        standing.record_gap(audit="a-1", heading="x", severity=Severity.MINOR, found="y", by=None)
