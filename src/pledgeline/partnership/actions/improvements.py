"""Actions on either side: opened with cause, owner and date, carried out, and checked by the measure set at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pledgeline.contacts import queries as contacts
from pledgeline.experience.core.contract import Side
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.partnership import queries
from pledgeline.partnership.actions import _checks, told
from pledgeline.partnership.core import effect, improvement
from pledgeline.partnership.core.improvement import CLOSED, Measure, Step
from pledgeline.partnership.core.pooling import Pooled
from pledgeline.partnership.models import EffectCheck, Improvement

# The same as elsewhere in the house: one contact less moves a share of thirty by more than three points.
FEWEST = 30


@transaction.atomic
def open_one(
    *,
    code: str,
    centre: str,
    side: str,
    owner: str,
    title_en: str,
    title_zh: str,
    cause_en: str,
    cause_zh: str,
    due: date,
    by: Any,
    promise: str = "",
    target: float | None = None,
    minimum_n: int = FEWEST,
    before: tuple[date, date] | None = None,
    after: tuple[date, date] | None = None,
    source: tuple[str, str] = ("", ""),
    snapshot: str | None = None,
    at: datetime | None = None,
) -> Improvement:
    """Opens an action for `side`. With `promise`, its measure is fixed and counted on the days `before`, and the days
    `after` that will decide are set now; without one its effect can never be demonstrated.

    Raises Problem `action.code_taken`, `action.side`, `action.due_past`, `action.days_missing`, `action.days_order`,
    `action.no_data`, `action.nothing_before`, or one of `queries.measure_of`.
    """
    checked_code(code, field="code")
    _of(by, _checks.centre(centre))
    moment = _checks.moment(at)
    day = _checks.local_day(moment)
    if side not in [one.value for one in Side]:
        raise Problem("action.side", field="side")
    if due < day:
        raise Problem("action.due_past", field="due", due=due.isoformat())
    if Improvement.objects.filter(code=code).exists():
        raise Problem("action.code_taken", field="code", action=code)
    columns: dict[str, Any] = {"promise": "", "measure": {}, "before": {}}
    if promise:
        measure = queries.measure_of(promise, centre=centre, target=target, minimum_n=minimum_n, by=by)
        columns = _measured(promise, measure, centre, before, after, day, snapshot)
    made = Improvement.objects.create(
        code=code,
        centre=centre,
        side=side,
        due=due,
        opened_on=day,
        source_kind=source[0],
        source_key=source[1],
        **_checks.said(200, owner=owner, title_en=title_en, title_zh=title_zh),
        **_checks.said(cause_en=cause_en, cause_zh=cause_zh),
        **columns,
        created_by=by,
        created_at=moment,
    )
    _record("action.opened", made, by, {"side": side, "due": due, "promise": promise})
    told.opened(made, by)
    return made


@transaction.atomic
def carry_out(*, code: str, note: str, by: Any, on: date | None = None, at: datetime | None = None) -> Improvement:
    """Its own side says that it was done. Raises Problem `action.unknown`, `action.other_side`, `action.not_open`,
    `action.done_early` or `partnership.missing`."""
    action = _locked(code, by)
    moment = _checks.moment(at)
    if by is not None and _checks.side(by).value != action.side:
        raise Problem("action.other_side", action=code)
    if action.state != Step.OPEN:
        raise Problem("action.not_open", action=code)
    day = on or _checks.local_day(moment)
    if day < action.opened_on or day > _checks.local_day(moment):
        raise Problem("action.done_early", field="on", action=code)
    action.done_on, action.state = day, Step.DONE
    action.done_note = _checks.said(note=note)["note"]
    action.save()
    _record("action.done", action, by, {"on": day, "late": improvement.overdue(action.due, day, today=day)})
    return action


@transaction.atomic
def check(*, code: str, by: Any, snapshot: str | None = None, at: datetime | None = None) -> EffectCheck:
    """Counts the days set in advance by the measure set in advance, and closes the action where they decide.

    Raises Problem `action.unknown`, `action.not_done`, `action.closed`, `action.no_measure`, `action.too_early` or
    `action.no_data`.
    """
    action = _locked(code, by)
    moment = _checks.moment(at)
    if action.state in CLOSED:
        raise Problem("action.closed", action=code)
    if action.state != Step.DONE:
        raise Problem("action.not_done", action=code)
    if not action.measure or action.after_first is None or action.after_last is None:
        raise Problem("action.no_measure", action=code)
    _delivered(action.centre, action.after_last, _checks.local_day(moment))
    measure = Measure(**action.measure)
    period = Period.from_days(action.after_first, action.after_last)
    found = queries.count(measure, centre=action.centre, period=period, snapshot=snapshot)
    judged = judged_effect(measure, action.before, found.found, found.version)
    made = EffectCheck.objects.create(
        improvement=action,
        number=action.checks.count() + 1,
        metric_version=found.version,
        snapshot=found.snapshot,
        good=found.found.good,
        n=found.found.n,
        effect=judged.effect.value,
        reason_code=judged.reason.code,
        reason_numbers=dict(judged.reason.numbers),
        checked_at=moment,
        checked_by=by,
    )
    action.state = improvement.step_after(judged.effect)
    action.save()
    _record("action.checked", action, by, {"effect": judged.effect.value, "snapshot": found.snapshot})
    return made


def judged_effect(measure: Measure, before: Mapping[str, Any], after: Pooled, version: str) -> effect.Checked:
    earlier = measure.reading(Pooled(before["good"], before["n"]), version=measure.version)
    later = measure.reading(after, version=version)
    return effect.check(earlier, later, target=measure.rising_target, minimum_n=measure.minimum_n)


def _measured(
    promise: str,
    measure: Measure,
    centre: str,
    before: tuple[date, date] | None,
    after: tuple[date, date] | None,
    day: date,
    snapshot: str | None,
) -> dict[str, Any]:
    if before is None or after is None:
        raise Problem("action.days_missing", field="before_first" if before is None else "after_first")
    if before[1] < before[0] or after[1] < after[0] or after[0] <= day or before[1] >= day:
        raise Problem("action.days_order", field="after_first")
    counted = queries.count(measure, centre=centre, period=Period.from_days(*before), snapshot=snapshot)
    if not counted.found.n:
        raise Problem("action.nothing_before", field="before_first", promise=promise)
    return {
        "promise": promise,
        "measure": {**asdict(measure), "services": list(measure.services), "channels": list(measure.channels)},
        "before": {
            "good": counted.found.good,
            "n": counted.found.n,
            "snapshot": counted.snapshot,
            "first": before[0].isoformat(),
            "last": before[1].isoformat(),
        },
        "after_first": after[0],
        "after_last": after[1],
    }


def _delivered(centre: str, last: date, today: date) -> None:
    """Raises Problem `action.too_early` until the days are over and their contacts are here."""
    period = contacts.data_period(centres=[centre])
    if last >= today or period is None or period.last is None or period.last < last:
        raise Problem("action.too_early", last=last.isoformat())


def _of(by: Any, centre: str) -> None:
    """An action may be opened by the client for any centre and by a centre's manager for the own one."""
    if not _checks.may_see(by, centre):
        raise Problem("partnership.centre_unknown", field="centre", centre=centre)
    if by is not None:
        _checks.side(by)


def _locked(code: str, by: Any) -> Improvement:
    found: Improvement | None = Improvement.objects.select_for_update().filter(code=code).first()
    if found is None or not _checks.may_see(by, found.centre):
        raise Problem("action.unknown", action=code)
    return found


def _record(action: str, one: Improvement, by: Any, data: Mapping[str, Any]) -> None:
    _checks.record(action, ("action", one.code), one.centre, by, data)
