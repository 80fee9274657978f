"""Objections to single lines of a statement: raised by the centre until a date, answered once by the client."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.actions import _checks, told
from pledgeline.partnership.actions.statements import locked, of_centre, record
from pledgeline.partnership.core import statement as core
from pledgeline.partnership.core.statement import Outcome, Step
from pledgeline.partnership.core.terms import Agreed
from pledgeline.partnership.models import Objection, Statement, StatementLine


@transaction.atomic
def raise_one(*, code: str, rule: str, text: str, by: Any, at: datetime | None = None) -> Objection:
    """The centre's objection to one line. Raises Problem `statement.unknown` (also for a line that is not there),
    `statement.not_shown`, `statement.objection_late`, `statement.objected_already`, `statement.agreed` or
    `partnership.missing`."""
    statement = of_centre(code, by)
    moment = _checks.moment(at)
    words = _checks.said(text=text)["text"]
    hindered = core.objecting_hindrance(
        Step(statement.state), today=_checks.local_day(moment), until=statement.objections_until
    )
    _checks.hinders(hindered, statement=code)
    if statement.agreed_at is not None:
        raise Problem("statement.agreed", statement=code)
    line = _line_of(statement, rule)
    if Objection.objects.filter(line=line).exists():
        raise Problem("statement.objected_already", rule=rule)
    agreed = Agreed.model_validate(statement.version.agreed)
    made = Objection.objects.create(
        line=line,
        text=words,
        raised_at=moment,
        raised_by=by,
        answer_due=_checks.local_day(moment) + timedelta(days=agreed.answer_days),
    )
    record("statement.objected", statement, by, {"rule": rule, "answer_due": made.answer_due.isoformat()})
    told.objected(made)
    return made


@transaction.atomic
def answer(*, code: str, rule: str, outcome: str, text: str, by: Any, at: datetime | None = None) -> Objection:
    """The client's answer, for good. Raises Problem `statement.unknown` (also for a line that is not there),
    `statement.no_objection`, `statement.answered`, `statement.outcome` or `partnership.missing`."""
    statement = locked(code)
    found: Objection | None = Objection.objects.filter(line=_line_of(statement, rule)).first()
    if found is None:
        raise Problem("statement.no_objection", rule=rule)
    if found.outcome:
        raise Problem("statement.answered", rule=rule)
    if outcome not in [one.value for one in Outcome]:
        raise Problem("statement.outcome", field="outcome")
    found.answer = _checks.said(text=text)["text"]
    found.outcome, found.answered_at, found.answered_by = outcome, _checks.moment(at), by
    found.save()
    in_time = _checks.local_day(found.answered_at) <= found.answer_due
    record("statement.answered", statement, by, {"rule": rule, "outcome": outcome, "in_time": in_time})
    told.answered(found)
    return found


def _line_of(statement: Statement, rule: str) -> StatementLine:
    line: StatementLine | None = statement.lines.filter(rule=rule).first()
    if line is None:
        raise Problem("statement.unknown", statement=statement.code, rule=rule)
    return line
