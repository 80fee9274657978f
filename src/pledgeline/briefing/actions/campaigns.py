"""Planning campaigns, and letting one start although its gate is red: by name and with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from pledgeline.briefing import queries
from pledgeline.briefing.actions import _checks, told
from pledgeline.briefing.core.campaign import moved
from pledgeline.briefing.models import Briefing, Campaign, ExpectedContacts, Override
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem

LONGEST_REASON = 2_000
# A year and a day: longer ones are no campaigns, and a table of their days would be no help.
MOST_DAYS = 366
# Far above what any day brings, far below what a column of the record store holds.
MOST_CONTACTS = 10_000_000


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
        if (self.last_day - self.first_day).days >= MOST_DAYS:
            raise Problem("campaign.too_long", field="last_day", most=MOST_DAYS)
        for (day, channel), contacts in self.expected.items():
            _checks.words(Channel, [channel], "expected")
            if contacts < 0 or not self.first_day <= day <= self.last_day:
                raise Problem("campaign.expected_outside", field="expected", day=day.isoformat())
            if contacts > MOST_CONTACTS:
                raise Problem("campaign.expected_too_many", field="expected", day=day.isoformat(), most=MOST_CONTACTS)
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
    """The campaign with `changes` (fields of Plan); overrides given before no longer hold.

    Raises Problem `campaign.cancelled`, or `campaign.begun` from its first day on: what ran is not rewritten.
    """
    found = _locked(code)
    moment = _checks.moment(at)
    _refuse_settled(found, moment)
    before = plan_of(found)
    wanted = replace(before, **changes)
    columns = wanted.columns()
    if columns == before.columns() and dict(wanted.expected) == dict(before.expected):
        return found
    for name, value in columns.items():
        setattr(found, name, value)
    found.changed_at = moment
    found.save()
    _write_expected(found, wanted.expected)
    _record("campaign.changed", found, by, {**_spoken(columns), "expected": sum(wanted.expected.values())})
    return found


@transaction.atomic
def move(*, code: str, first_day: date, by: Any, at: datetime | None = None) -> Campaign:
    """The whole campaign, with the contacts expected, so that it begins on `first_day`. The centres are told.

    Raises Problem `campaign.move_past` besides those of `change`.
    """
    found = _locked(code)
    moment = _checks.moment(at)
    if first_day <= _checks.local_day(moment):
        raise Problem("campaign.move_past", field="first_day", day=first_day.isoformat())
    by_days: timedelta = first_day - found.first_day
    before = found.first_day
    expected = moved(plan_of(found).expected, by_days)
    changed = change(
        code=code, first_day=first_day, last_day=found.last_day + by_days, expected=expected, by=by, at=moment
    )
    if by_days:
        told.moved(changed, before, moment)
    return changed


@transaction.atomic
def cancel(*, code: str, reason: str, by: Any, at: datetime | None = None) -> Campaign:
    """Calls the campaign off, before it begins or while it runs. The centres are told; the record stays.

    Raises Problem `campaign.cancel_reason`, `campaign.cancelled` or `campaign.over`.
    """
    found = _locked(code)
    moment = _checks.moment(at)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Problem("campaign.cancel_reason", field="reason", longest=LONGEST_REASON)
    _refuse_cancelled(found)
    if found.last_day < _checks.local_day(moment):
        raise Problem("campaign.over", campaign=code, day=found.last_day.isoformat())
    found.cancelled_at, found.cancelled_by, found.cancelled_because = moment, by, reason.strip()
    found.save()
    told.cancelled(found)
    _record("campaign.cancelled", found, by, {"reason": found.cancelled_because})
    return found


def awaits_its_table(found: Campaign) -> bool:
    """Whether the campaign was recorded here only after it had begun or been called off, which is how one comes over
    from another house, and none of the contacts it was expected to bring has come with it yet."""
    cancelled = found.cancelled_at is not None and found.cancelled_at <= found.created_at
    begun = found.first_day <= _checks.local_day(found.created_at)
    return (cancelled or begun) and found.changed_at is None and not found.expected.exists()


@transaction.atomic
def take_over_expected(
    *, code: str, expected: Mapping[tuple[date, str], int], by: Any, at: datetime | None = None
) -> Campaign:
    """Fills in, once, the contacts that a campaign taken over from elsewhere was expected to bring.

    Raises Problem `campaign.begun` or `campaign.cancelled` for any other that is settled, and those of a plan.
    """
    found = _locked(code)
    if not awaits_its_table(found):
        _refuse_settled(found, _checks.moment(at))
    replace(plan_of(found), expected=expected).columns()
    _write_expected(found, expected)
    _record("campaign.changed", found, by, {"expected": sum(expected.values())})
    return found


@transaction.atomic
def take_over_cancelled(
    *, code: str, reason: str, cancelled_at: datetime, by: Any, at: datetime | None = None
) -> Campaign:
    """Records of a campaign just taken over from elsewhere that it was called off there, when and why. Nobody is told:
    it is no news. Raises Problem `campaign.cancel_reason`, `campaign.cancelled`, or `campaign.called_off_when` where
    that lies in the future or after its last day."""
    found = _locked(code)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Problem("campaign.cancel_reason", field="called_off_because", longest=LONGEST_REASON)
    _refuse_cancelled(found)
    if cancelled_at > _checks.moment(at) or _checks.local_day(cancelled_at) > found.last_day:
        raise Problem("campaign.called_off_when", field="called_off_at", campaign=code)
    found.cancelled_at, found.cancelled_by, found.cancelled_because = cancelled_at, None, reason.strip()
    found.save()
    _record("campaign.cancelled", found, by, {"reason": found.cancelled_because, "at": cancelled_at.isoformat()})
    return found


def _refuse_cancelled(found: Campaign) -> None:
    if found.cancelled_on is not None:
        raise Problem("campaign.cancelled", campaign=found.code, day=found.cancelled_on.isoformat())


def _refuse_settled(found: Campaign, at: datetime) -> None:
    _refuse_cancelled(found)
    if found.first_day <= _checks.local_day(at):
        raise Problem("campaign.begun", campaign=found.code, day=found.first_day.isoformat())


@transaction.atomic
def override(*, code: str, reason: str, by: Any, at: datetime | None = None) -> Override:
    """Lets the campaign start although its gate is red; the red lamps of this moment are written beside the reason.

    It holds for the plan of this moment: a change asks for another one. Raises Problem `campaign.cancelled`,
    `campaign.override_reason`, `campaign.override_name`, or `campaign.gate_open` where nothing is red.
    """
    found = _locked(code)
    moment = _checks.moment(at)
    _refuse_cancelled(found)
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
    told.overridden(found, made)
    _record("campaign.overridden", found, by, {"reason": made.reason, "red": len(red)})
    return made


def plan_now(code: str) -> Plan:
    """What a form begins with. Raises Problem `campaign.unknown`."""
    found = Campaign.objects.select_related("briefing").filter(code=code).first()
    if found is None:
        raise Problem("campaign.unknown", campaign=code)
    return plan_of(found)


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
