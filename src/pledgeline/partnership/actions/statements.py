"""The statement of a month: made from the contacts, shown to the centre, agreed, frozen. See also `objections`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

import pledgeline
from pledgeline.contacts import queries as contacts
from pledgeline.experience.core.contract import Side
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.partnership import queries
from pledgeline.partnership.actions import _checks, told
from pledgeline.partnership.core import statement as core
from pledgeline.partnership.core.settlement import Line, settle
from pledgeline.partnership.core.statement import Outcome, Step
from pledgeline.partnership.core.terms import Agreed
from pledgeline.partnership.models import Objection, Statement, StatementLine, Terms, TermsVersion
from pledgeline.partnership.queries.settling import Counted


@transaction.atomic
def make(
    *,
    terms: str,
    month: date,
    by: Any,
    why_en: str = "",
    why_zh: str = "",
    snapshot: str | None = None,
    at: datetime | None = None,
) -> Statement:
    """A draft of the month that begins on `month`, counted by the signed metrics on a snapshot (the newest by default).

    It takes the place of one of the same month that is not frozen. A frozen one stays as it is: the new one restates
    it and says why. Raises Problem `terms.unknown`, `terms.none_in_force`, `statement.month`, `statement.not_over`,
    `statement.no_data`, `statement.contract_not_bound`, `statement.why_missing` or `settlement.*`.
    """
    found: Terms | None = Terms.objects.select_for_update().filter(code=terms).first()
    if found is None:
        raise Problem("terms.unknown", terms=terms)
    moment = _checks.moment(at)
    version = _in_force(found, month)
    period = core.month_of(month).shared(_period_of(version))
    assert period.start is not None
    assert period.last is not None
    if period.last >= _checks.local_day(moment):
        raise Problem("statement.not_over", field="month", last=period.last.isoformat())
    at_snapshot = _delivered(found.centre, period.last, snapshot)
    earlier, frozen = _earlier(found, month, why_en, why_zh)
    said, lines = month_as_said(version, month=month, snapshot=at_snapshot)
    number = len(earlier) + 1
    made = Statement.objects.create(
        code=f"{found.code}-{month:%Y-%m}-{number}",
        centre=found.centre,
        terms=found,
        version=version,
        month=month,
        number=number,
        first_day=period.start,
        last_day=period.last,
        snapshot=at_snapshot,
        program=pledgeline.__version__,
        currency=said["currency"],
        uncapped=Decimal(said["uncapped"]),
        due=Decimal(said["due"]),
        volumes=said["volumes"],
        digest=core.digest(said),
        replaces=frozen,
        why_en=why_en.strip(),
        why_zh=why_zh.strip(),
        created_by=by,
        created_at=moment,
    )
    StatementLine.objects.bulk_create([StatementLine(statement=made, **line) for line in lines])
    data = {"due": str(made.due), "snapshot": at_snapshot, "digest": made.digest}
    record("statement.made", made, by, {**data, "replaces": frozen.code if frozen is not None else ""})
    return made


@transaction.atomic
def show(*, code: str, by: Any, at: datetime | None = None) -> Statement:
    """Puts a draft before the centre; its time to object begins. Raises Problem `statement.not_a_draft`."""
    statement = locked(code)
    if statement.state != Step.DRAFT:
        raise Problem("statement.not_a_draft", statement=code)
    agreed = Agreed.model_validate(statement.version.agreed)
    statement.shown_at = _checks.moment(at)
    statement.objections_until = _checks.local_day(statement.shown_at) + timedelta(days=agreed.objection_days)
    statement.state = Step.SHOWN
    statement.save()
    record("statement.shown", statement, by, {"until": statement.objections_until.isoformat()})
    told.shown(statement)
    return statement


@transaction.atomic
def agree(*, code: str, by: Any, at: datetime | None = None) -> Statement:
    """The centre agrees before its time to object is over. Raises Problem `statement.not_shown`,
    `statement.agreed`, `statement.objection_open` or `statement.objection_accepted`."""
    statement = of_centre(code, by)
    if statement.agreed_at is not None:
        raise Problem("statement.agreed", statement=code)
    hindered = core.freezing_hindrance(
        Step(statement.state),
        today=_checks.local_day(_checks.moment(at)),
        until=statement.objections_until,
        agreed=True,
        objections=_objections(statement),
    )
    _checks.hinders(hindered, statement=code)
    statement.agreed_at, statement.agreed_by = _checks.moment(at), by
    statement.agreed_name = _checks.name_of(by)
    statement.save()
    record("statement.agreed", statement, by, {"digest": statement.digest})
    return statement


@transaction.atomic
def freeze(*, code: str, by: Any, at: datetime | None = None) -> Statement:
    """Makes it final. Raises Problem `statement.frozen` for one that is, or the hindrance of
    `core.statement.freezing_hindrance`."""
    statement = locked(code)
    if statement.state == Step.FROZEN:
        raise Problem("statement.frozen", statement=code)
    moment = _checks.moment(at)
    hindered = core.freezing_hindrance(
        Step(statement.state),
        today=_checks.local_day(moment),
        until=statement.objections_until,
        agreed=statement.agreed_at is not None,
        objections=_objections(statement),
    )
    _checks.hinders(hindered, statement=code)
    statement.frozen_at, statement.frozen_by, statement.state = moment, by, Step.FROZEN
    statement.save()
    record("statement.frozen", statement, by, {"due": str(statement.due), "digest": statement.digest})
    told.frozen(statement)
    return statement


def month_as_said(version: TermsVersion, *, month: date, snapshot: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Everything that a statement says of a month, as its digest covers it, and its lines as they are stored.

    Counting the same month on the same snapshot again says the same, byte for byte.
    """
    terms, agreed = version.terms, Agreed.model_validate(version.agreed)
    period = core.month_of(month).shared(_period_of(version))
    assert period.start is not None
    assert period.last is not None
    windows = queries.windows_during(terms, period)
    counted = queries.counted(agreed, centre=terms.centre, period=period, windows=windows, snapshot=snapshot)
    came = queries.volumes(agreed, centre=terms.centre, period=period, snapshot=snapshot)
    settled = settle(
        [one.rule.settled_by(**_metric_of(one)) for one in counted],
        {one.rule.code: figure for one in counted if (figure := one.figure) is not None},
        bonus_cap=agreed.bonus_cap,
        malus_cap=agreed.malus_cap,
    )
    lines = [_line(one, place, line) for place, (one, line) in enumerate(zip(counted, settled.lines, strict=True), 1)]
    said = {
        "centre": terms.centre,
        "terms": terms.code,
        "version": version.number,
        "month": month.isoformat(),
        "first_day": period.start.isoformat(),
        "last_day": period.last.isoformat(),
        "snapshot": snapshot,
        "currency": agreed.currency,
        "uncapped": str(settled.uncapped),
        "due": str(settled.due),
        "lines": [{**line, **_amounts_as_text(line)} for line in lines],
        "volumes": [{**volume.model_dump(mode="json"), "found": n} for volume, n in came],
    }
    return said, lines


def recount(*, code: str) -> bool:
    """Whether counting the month anew on the statement's own snapshot says the same; changes nothing.

    Windows withdrawn or declared since, or another version of a metric, make it say something else.
    """
    statement: Statement | None = Statement.objects.filter(code=code).select_related("version__terms").first()
    if statement is None:
        raise Problem("statement.unknown", statement=code)
    said, _lines = month_as_said(statement.version, month=statement.month, snapshot=statement.snapshot)
    return core.digest(said) == statement.digest


def _delivered(centre: str, last: date, snapshot: str | None) -> str:
    """The snapshot to count on, once the centre's contacts up to `last` are in it."""
    found = snapshot or contacts.current_snapshot()
    delivered = contacts.data_period(centres=[centre])
    if found is None or delivered is None or delivered.last is None or delivered.last < last:
        until = delivered.last.isoformat() if delivered is not None and delivered.last is not None else "–"
        raise Problem("statement.no_data", field="month", centre=centre, until=until)
    return found


def _earlier(terms: Terms, month: date, why_en: str, why_zh: str) -> tuple[list[Statement], Statement | None]:
    """The statements of the month so far, those not final withdrawn, and the latest frozen one."""
    earlier = list(terms.statements.filter(month=month).order_by("number"))
    frozen = next((one for one in reversed(earlier) if one.state == Step.FROZEN), None)
    if frozen is not None and not (why_en.strip() and why_zh.strip()):
        raise Problem("statement.why_missing", field="why_en", statement=frozen.code)
    for one in earlier:
        if one.state in (Step.DRAFT, Step.SHOWN):
            one.state = Step.WITHDRAWN
            one.save()
    return earlier, frozen


def _in_force(terms: Terms, month: date) -> TermsVersion:
    if month.day != 1:
        raise Problem("statement.month", field="month", day=month.isoformat())
    version = queries.version_on(terms, month)
    if version is None:
        raise Problem("terms.none_in_force", field="month", terms=terms.code, day=month.isoformat())
    return version


def _period_of(version: TermsVersion) -> Period:
    return Period(version.effective_from, version.effective_to)


def _metric_of(one: Counted) -> dict[str, Any]:
    settled = one.contract.terms
    return {"metric": settled.metric, "version": settled.metric_version, "minimum_n": settled.minimum_n}


def _line(one: Counted, place: int, line: Line) -> dict[str, Any]:
    """One line as it is stored, and as its digest covers it."""
    return {
        "place": place,
        "rule": one.rule.code,
        "contract": one.contract.code,
        "contract_number": one.contract.number,
        "metric": one.contract.terms.metric,
        "metric_version": one.version,
        "params": dict(one.params),
        "figure": one.rule.figure,
        "services": list(one.services),
        "channels": list(one.channels),
        "raw_good": one.raw.good,
        "raw_n": one.raw.n,
        "adjusted_good": one.adjusted.good,
        "adjusted_n": one.adjusted.n,
        "windows": [
            {"number": window.number, "exclusion": window.exclusion, "good": out.good, "n": out.n}
            for window, out in one.windows
        ],
        "amount_raw": line.raw,
        "amount_adjusted": line.adjusted,
        "reason_code": line.reason.code,
        "reason_numbers": dict(line.reason.numbers),
    }


def _amounts_as_text(line: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(line[name]) for name in ("amount_raw", "amount_adjusted")}


def _objections(statement: Statement) -> Sequence[core.Objection]:
    found = Objection.objects.filter(line__statement=statement).select_related("line")
    return [core.Objection(one.line.rule, Outcome(one.outcome) if one.outcome else None) for one in found]


def of_centre(code: str, by: Any) -> Statement:
    """The statement where `by` speaks for its centre and it was shown; otherwise it does not exist for them."""
    statement = locked(code)
    if not _checks.may_see(by, statement.centre) or (by is not None and statement.shown_at is None):
        raise Problem("statement.unknown", statement=code)
    if _checks.side(by, Side.CENTRE) is not Side.CENTRE:
        raise Problem("partnership.no_side")
    return statement


def locked(code: str) -> Statement:
    found: Statement | None = Statement.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise Problem("statement.unknown", statement=code)
    return found


def record(action: str, statement: Statement, by: Any, data: Mapping[str, Any]) -> None:
    _checks.record(action, ("statement", statement.code), statement.centre, by, data)
