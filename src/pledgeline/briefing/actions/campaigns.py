"""Planning campaigns, and letting one start although its gate is red: by name and with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pledgeline.briefing import queries
from pledgeline.briefing.actions import _checks, told
from pledgeline.briefing.models import Briefing, Campaign, ExpectedContacts, Override
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem

LONGEST_REASON = 2_000


@dataclass(frozen=True)
class Plan:
    """Everything a campaign says. Empty centres or services mean all; `expected` maps (day, channel) to contacts."""

    name_en: str
    name_zh: str
    first_day: date
    last_day: date
    promises: Sequence[str] = ()
    centres: Sequence[str] = ()
    services: Sequence[str] = ()
    briefing: str = ""
    expected: Mapping[tuple[date, str], int] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """The same as columns of Campaign; raises Problem naming the field that cannot stand."""
        for name in ("name_en", "name_zh"):
            if not getattr(self, name).strip():
                raise Problem("campaign.name_missing", field=name)
        if self.last_day < self.first_day:
            raise Problem("campaign.period_empty", field="last_day")
        for (day, channel), contacts in self.expected.items():
            _checks.words(Channel, [channel], "expected")
            if contacts < 0 or not self.first_day <= day <= self.last_day:
                raise Problem("campaign.expected_outside", field="expected", day=day.isoformat())
        return {
            "name_en": self.name_en.strip()[:120],
            "name_zh": self.name_zh.strip()[:120],
            "first_day": self.first_day,
            "last_day": self.last_day,
            "promises": sorted({checked_code(code, field="promises") for code in self.promises}),
            "centres": _checks.known("centre", self.centres, field="centres"),
            "services": _checks.known("service", self.services, field="services"),
            "briefing": _briefing(self.briefing),
        }


def _briefing(code: str) -> Briefing | None:
    if not code:
        return None
    found = Briefing.objects.filter(code=code).first()
    if found is None:
        raise Problem("briefing.unknown", field="briefing", briefing=code)
    return found


@transaction.atomic
def plan(*, code: str, plan: Plan, by: Any, at: datetime | None = None) -> Campaign:
    """A new campaign. Raises Problem `campaign.code_taken` or one of the plan's."""
    checked_code(code, field="code")
    columns = plan.columns()
    found, new = Campaign.objects.get_or_create(
        code=code, defaults={**columns, "created_by": by, "created_at": _checks.moment(at)}
    )
    if not new:
        raise Problem("campaign.code_taken", field="code", campaign=code)
    _write_expected(found, plan.expected)
    _record("campaign.planned", found, by, _spoken(columns))
    return found


@transaction.atomic
def change(*, code: str, by: Any, at: datetime | None = None, **changes: Any) -> Campaign:
    """The campaign with `changes` (fields of Plan). Raises Problem `campaign.begun` from its first day on: what ran
    is not rewritten."""
    found = _locked(code)
    if found.first_day <= _checks.local_day(_checks.moment(at)):
        raise Problem("campaign.begun", campaign=code, day=found.first_day.isoformat())
    wanted = replace(plan_of(found), **changes)
    columns = wanted.columns()
    for name, value in columns.items():
        setattr(found, name, value)
    found.save()
    _write_expected(found, wanted.expected)
    _record("campaign.changed", found, by, _spoken(columns))
    return found


@transaction.atomic
def override(*, code: str, reason: str, by: Any, at: datetime | None = None) -> Override:
    """Lets the campaign start although its gate is red; the red lamps of this moment are written beside the reason.

    Raises Problem `campaign.override_reason`, `campaign.override_name`, or `campaign.gate_open` where nothing is red.
    """
    found = _locked(code)
    moment = _checks.moment(at)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Problem("campaign.override_reason", field="reason", longest=LONGEST_REASON)
    name = by.get_full_name() if by is not None else ""
    if not name:
        raise Problem("campaign.override_name", campaign=code)
    gate = queries.gate_of(code, day=_checks.local_day(moment))
    if gate.is_open:
        raise Problem("campaign.gate_open", campaign=code)
    red = [
        {
            "topic": lamp.topic.value,
            "centre": lamp.centre,
            "code": lamp.reason.code,
            "numbers": dict(lamp.reason.numbers),
        }
        for lamp in gate.red
    ]
    made = Override.objects.create(campaign=found, by=by, name=name, reason=reason.strip(), at=moment, red=red)
    told.overridden(found, name, made.reason)
    _record("campaign.overridden", found, by, {"reason": made.reason, "red": len(red)})
    return made


def plan_of(found: Campaign) -> Plan:
    lists = {name: getattr(found, name) for name in ("promises", "centres", "services")}
    return Plan(
        found.name_en,
        found.name_zh,
        found.first_day,
        found.last_day,
        briefing=found.briefing.code if found.briefing else "",
        expected={(one.day, one.channel): one.contacts for one in found.expected.all()},
        **lists,
    )


def _locked(code: str) -> Campaign:
    found = Campaign.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise Problem("campaign.unknown", campaign=code)
    return found


def _write_expected(found: Campaign, expected: Mapping[tuple[date, str], int]) -> None:
    found.expected.all().delete()
    ExpectedContacts.objects.bulk_create(
        ExpectedContacts(campaign=found, day=day, channel=channel, contacts=contacts)
        for (day, channel), contacts in sorted(expected.items())
    )


def _spoken(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, (date, Briefing)) else value for name, value in columns.items()}


def _record(action: str, found: Campaign, by: Any, data: dict[str, Any]) -> None:
    _checks.record(action, "campaign", found.code, by, data)
