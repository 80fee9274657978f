"""A month from the contacts themselves: made, shown, objected to, answered, agreed, frozen, restated.

North delivered on 5 January 2026, at 10 o'clock: of four contacts that asked for a person, two were served in time
(see `tests.deliveries`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry, Notification
from pledgeline.partnership import evidence, queries
from pledgeline.partnership.actions import objections, statements, windows
from pledgeline.partnership.models import Statement
from tests.deliveries import row
from tests.partnerships import manager_of, metric_contract, signed_terms

pytestmark = pytest.mark.django_db
MONTH = date(2026, 1, 1)
MADE = datetime(2026, 2, 2, 2, tzinfo=UTC)
SHOWN = datetime(2026, 2, 3, 2, tzinfo=UTC)
IN_TIME = datetime(2026, 2, 13, 2, tzinfo=UTC)
LATE = datetime(2026, 2, 14, 2, tzinfo=UTC)
CODE = "north-2026-2026-01-1"
# A contact on the last day of the month: until then the month's deliveries are not whole.
LAST = row("zed", answered="10:00:30").replace("2026-01-05", "2026-01-31")


@pytest.fixture(autouse=True)
def no_lake() -> None:
    """Here the contacts answer for themselves (the other tests of this room ask a table)."""


def refused(code: str, call: Any, /, **fields: Any) -> Problem:
    with pytest.raises(Problem) as problem:
        call(**fields)
    assert problem.value.code == code
    return problem.value


@pytest.fixture
def agreed(cast: Any, delivered: Any) -> Any:
    metric_contract(cast)
    return signed_terms(cast)


@pytest.fixture
def whole(agreed: Any, deliver: Any) -> None:
    deliver("north", [LAST], name="last.csv")


@pytest.fixture
def shown(whole: None, cast: Any) -> Any:
    statements.make(terms="north-2026", month=MONTH, by=cast.mia, at=MADE)
    return statements.show(code=CODE, by=cast.mia, at=SHOWN)


def make(cast: Any, **more: Any) -> Statement:
    return statements.make(**{"terms": "north-2026", "month": MONTH, "by": cast.mia, "at": MADE, **more})


def test_a_month_is_counted_by_the_signed_metric_with_and_without_the_windows(whole: None, cast: Any) -> None:
    windows.declare(
        code="north-2026",
        exclusion="outage",
        first_day=date(2026, 1, 5),
        last_day=date(2026, 1, 5),
        from_hour=10,
        to_hour=11,
        reason_en="The card system was down",
        reason_zh="卡系统中断",
        by=cast.mia,
        at=datetime(2026, 1, 6, 2, tzinfo=UTC),
    )
    made = make(cast)
    (line,) = queries.statement(made.code, user=cast.mia).lines
    # Anna and Zed were answered in time and Ben was offered a callback; Cai waited and Dee left.
    assert (line.raw.good, line.raw.n) == (3, 5)
    assert (line.adjusted.good, line.adjusted.n) == (1, 1)
    assert [(one.exclusion, one.out.good, one.out.n) for one in line.windows] == [("outage", 2, 4)]
    assert (line.amount_raw, line.amount_adjusted, made.due) == (
        Decimal("12000.10"),
        Decimal("12000.10"),
        made.uncapped,
    )
    (volume,) = queries.statement(made.code, user=cast.mia).volumes
    assert (volume.agreed, volume.found, volume.within) == (4, 6, True)


def test_the_pooled_figure_is_that_of_the_metric_itself(whole: None, cast: Any) -> None:
    from pledgeline.contacts import queries as contacts
    from pledgeline.contacts.core.question import Question

    made = make(cast)
    (line,) = queries.statement(made.code, user=cast.mia).lines
    where = {"centre": ("north",), "service": ("cards",)}
    period = Period.from_days(made.first_day, made.last_day)
    asked = Question("human_or_callback_within", (), period, where, {"limit_s": 60})
    (group,) = contacts.ask(asked, snapshot=made.snapshot).groups
    assert (float(line.raw.share or 0), line.raw.n) == (pytest.approx(group["lower"]), group["n"])


def test_counting_the_same_month_again_says_the_same_byte_for_byte(whole: None, cast: Any, deliver: Any) -> None:
    first = make(cast)
    deliver("north", [row("more", answered="10:00:40")], name="more.csv")
    assert statements.recount(code=first.code)
    second = make(cast)
    assert second.digest != first.digest
    assert not Statement.objects.filter(pk=first.pk, state="draft").exists()
    assert statements.recount(code=second.code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"month": date(2026, 1, 2)}, "statement.month"),
        ({"month": date(2025, 12, 1)}, "terms.none_in_force"),
        ({"at": datetime(2026, 1, 31, 2, tzinfo=UTC)}, "statement.not_over"),
        ({"terms": "no-such-terms"}, "terms.unknown"),
    ],
)
def test_a_month_that_cannot_be_stated_is_refused(whole: None, cast: Any, change: dict[str, Any], code: str) -> None:
    refused(code, statements.make, **{"terms": "north-2026", "month": MONTH, "by": cast.mia, "at": MADE, **change})
    assert not Statement.objects.exists()


def test_a_month_whose_contacts_are_not_all_here_is_not_settled(agreed: Any, cast: Any) -> None:
    problem = refused("statement.no_data", statements.make, terms="north-2026", month=MONTH, by=cast.mia, at=MADE)
    assert problem.params["until"] == "2026-01-05"


def test_the_centre_sees_it_when_shown_and_nobody_of_another_centre_ever(whole: None, cast: Any) -> None:
    make(cast)
    refused("statement.unknown", queries.statement, code=CODE, user=cast.bob)
    statements.show(code=CODE, by=cast.mia, at=SHOWN)
    told = Notification.objects.get(person=cast.bob, kind="statement.shown")
    assert (told.title_en, told.at) == ("Statement Jan 2026, North centre, is before you", SHOWN)
    assert queries.statement(CODE, user=cast.bob).row.objections_until == date(2026, 2, 13)
    for other in (cast.carol, manager_of("south", cast), cast.nobody):
        refused("statement.unknown", queries.statement, code=CODE, user=other)
        assert queries.statement_list(other, number=1)[1] == []
    other = manager_of("south", cast)
    refused("statement.unknown", objections.raise_one, code=CODE, rule="wait", text="No", by=other, at=IN_TIME)


OBJECTION: dict[str, Any] = {"code": CODE, "rule": "wait", "text": "The outage is not left out"}


def test_an_objection_is_possible_until_the_date_and_is_answered_once(shown: Any, cast: Any) -> None:
    refused("statement.objection_late", objections.raise_one, **OBJECTION, by=cast.bob, at=LATE)
    refused("statement.unknown", objections.raise_one, **{**OBJECTION, "rule": "x"}, by=cast.bob, at=IN_TIME)
    refused("partnership.no_side", objections.raise_one, **OBJECTION, by=cast.mia, at=IN_TIME)
    objections.raise_one(**OBJECTION, by=cast.bob, at=IN_TIME)
    told = Notification.objects.get(person=cast.mia, kind="statement.objected")
    assert told.title_en.startswith("Statement Jan 2026, North centre: objection to “"), told.title_en
    assert (CODE in told.title_en + told.title_zh, told.at) == (False, IN_TIME)
    refused("statement.objected_already", objections.raise_one, **OBJECTION, by=cast.bob, at=IN_TIME)
    refused("statement.objection_open", statements.freeze, code=CODE, by=cast.mia, at=LATE)
    refused("statement.objection_open", statements.agree, code=CODE, by=cast.bob, at=IN_TIME)
    answer = {"code": CODE, "rule": "wait", "text": "It was not declared in time", "by": cast.mia, "at": LATE}
    refused("statement.outcome", objections.answer, **answer, outcome="perhaps")
    objections.answer(**answer, outcome="rejected")
    refused("statement.answered", objections.answer, **answer, outcome="accepted")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE partnership_objection SET text = 'x'")
    statements.freeze(code=CODE, by=cast.mia, at=LATE)


def test_an_accepted_objection_asks_for_a_new_statement(shown: Any, cast: Any) -> None:
    objections.raise_one(**OBJECTION, by=cast.bob, at=IN_TIME)
    objections.answer(code=CODE, rule="wait", outcome="accepted", text="You are right", by=cast.mia, at=IN_TIME)
    refused("statement.objection_accepted", statements.freeze, code=CODE, by=cast.mia, at=LATE)
    second = make(cast, at=LATE)
    assert (second.code, queries.statement(CODE, user=cast.bob).row.step.value) == ("north-2026-2026-01-2", "withdrawn")


def test_what_is_frozen_is_never_changed_and_restated_only_with_a_reason(shown: Any, cast: Any) -> None:
    refused("statement.objection_time", statements.freeze, code=CODE, by=cast.mia, at=IN_TIME)
    statements.agree(code=CODE, by=cast.bob, at=IN_TIME)
    refused("statement.agreed", objections.raise_one, **OBJECTION, by=cast.bob, at=IN_TIME)
    frozen = statements.freeze(code=CODE, by=cast.mia, at=IN_TIME)
    frozen.due = Decimal(1)
    refused("statement.frozen", frozen.save)
    for table, change in (("statement", "due = 1"), ("statement", "agreed_name = 'x'"), ("statementline", "raw_n = 0")):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE partnership_{table} SET {change}")
    refused("statement.frozen", statements.freeze, code=CODE, by=cast.mia, at=LATE)
    refused("statement.why_missing", statements.make, terms="north-2026", month=MONTH, by=cast.mia, at=LATE)
    second = make(cast, at=LATE, why_en="A late delivery", why_zh="补交数据")
    assert second.replaces == Statement.objects.get(code=CODE)
    assert Statement.objects.get(code=CODE).state == "frozen"
    refused(
        "window.settled",
        windows.declare,
        code="north-2026",
        exclusion="outage",
        first_day=date(2026, 1, 20),
        last_day=date(2026, 1, 20),
        reason_en="x",
        reason_zh="x",
        by=cast.mia,
        at=datetime(2026, 1, 20, 2, tzinfo=UTC),
    )


def test_the_facts_say_what_was_agreed_by_a_day_and_not_what_came_later(shown: Any, cast: Any) -> None:
    objections.raise_one(**OBJECTION, by=cast.bob, at=IN_TIME)
    objections.answer(
        code=CODE, rule="wait", outcome="rejected", text="No", by=cast.mia, at=datetime(2026, 2, 20, 2, tzinfo=UTC)
    )
    statements.freeze(code=CODE, by=cast.mia, at=datetime(2026, 2, 20, 3, tzinfo=UTC))

    def fact(day: date) -> Any:
        (found,) = evidence.statements(Period(MONTH, date(2026, 2, 1)), day=day, centres=["north"])
        return found.values

    before, after = fact(date(2026, 2, 14)), fact(date(2026, 2, 28))
    assert (before["open_objections"], before["answered_late"], before["frozen_on"]) == (1, 0, None)
    assert (after["open_objections"], after["answered_late"], after["frozen_on"]) == (0, 1, "2026-02-20")
    assert evidence.statements(Period(MONTH, date(2026, 2, 1)), day=date(2026, 2, 2)) == []
    assert evidence.statements(Period(MONTH, date(2026, 2, 1)), day=date(2026, 2, 28), centres=["south"]) == []
    assert AuditEntry.objects.filter(object_key=CODE).count() == 5
