"""Clause 4 e: the client's own duties are measured too, from the records, and what did not fall due says nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Verdict
from pledgeline.partnership.core.measure import Case, Measure
from pledgeline.partnership.core.mirror import Item, Limits, Scorecard, pooled, satisfaction
from pledgeline.partnership.core.quarter import Quarter

DAY = date(2026, 11, 2)
Q4 = Quarter(2026, 4)


def cases(*good: bool) -> Measure:
    return Measure.of(Case(f"c-{place}", DAY, one) for place, one in enumerate(good))


def card(centre: str = "north", **items: Measure) -> Scorecard:
    return Scorecard(centre, {item: items.get(item.value, Measure()) for item in Item}, Limits(target_share=0.9))


@pytest.mark.parametrize(
    ("good", "missed", "verdict", "reason"),
    [
        (9, 1, Verdict.MET, "mirror_in_time"),
        (8, 1, Verdict.NOT_MET, "mirror_in_time"),
        (0, 1, Verdict.NOT_MET, "mirror_in_time"),
        (0, 0, Verdict.NOT_APPLICABLE, "mirror_nothing_due"),
    ],
)
def test_an_item_is_met_where_nine_in_ten_were_in_time(good: int, missed: int, verdict: Verdict, reason: str) -> None:
    judged = card(reply=cases(*[True] * good, *[False] * missed)).judged(Item.REPLY)
    assert (judged.verdict, judged.reason.code) == (verdict, reason)


def test_nothing_due_is_no_share_at_all() -> None:
    assert (Measure().share, Measure().reaches(0.9)) == (None, None)


def test_all_centres_together_count_case_by_case_and_not_centre_by_centre() -> None:
    both = pooled([card(reply=cases(True)), card("south", reply=cases(*[False] * 3))], Limits())
    assert both.items[Item.REPLY].share == 0.25


def test_ratings_from_one_to_five_read_as_a_share() -> None:
    assert satisfaction([1]) == 0
    assert satisfaction([5, 5]) == 1
    assert satisfaction([3, 4]) == 0.625
    assert satisfaction([]) is None


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2026, 11, 29), False),
        (date(2026, 11, 30), True),
        (date(2026, 12, 31), True),
        (date(2028, 1, 1), True),
        (date(2028, 1, 2), False),
    ],
)
def test_a_quarter_is_rated_from_its_last_month_on_and_for_a_year(day: date, may: bool) -> None:
    assert Q4.may_be_rated_on(day) is may


def test_quarters_follow_each_other_and_are_read_as_they_are_written() -> None:
    assert (str(Q4), Q4.first, Q4.last, str(Q4.next), str(Q4.before)) == (
        "2026-Q4",
        date(2026, 10, 1),
        date(2026, 12, 31),
        "2027-Q1",
        "2026-Q3",
    )
    assert Quarter.read(str(Q4)) == Q4 == Quarter.of(DAY)
    assert Q4.period == Period(date(2026, 10, 1), date(2027, 1, 1))


# --- from the records ---------------------------------------------------------------------------------------------


def mirrored(
    centre: str = "north", *, day: date = DAY, period: Period = Q4.period
) -> dict[str, list[tuple[Any, bool]]]:
    from pledgeline.partnership import evidence

    found = evidence.scorecards(period, day=day)[centre]
    return {
        item.value: [(one.value, one.good) for one in measure.cases]
        for item, measure in found.items.items()
        if measure.n
    }


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_a_campaign_told_too_late_or_not_at_all_counts_against_the_client(rosters: None) -> None:
    from pledgeline.briefing.actions import campaigns
    from tests.briefings import publish

    for code, ahead in (("early", 3), ("late", 2)):
        publish(code, at=at(date(2026, 10, 20) - timedelta(days=ahead)), effective_from=date(2026, 10, 20))
    for code, centres in (("early", ()), ("late", ("north",)), ("untold", ("north",))):
        plan = campaigns.Plan(
            name_en=code,
            name_zh=code,
            first_day=date(2026, 10, 20),
            last_day=date(2026, 10, 21),
            centres=centres,
            services=("cards",),
            briefing=code if code != "untold" else "",
        )
        campaigns.plan(code=code, plan=plan, by=None, at=at(date(2026, 10, 1)))
    assert mirrored() == {"campaign_notice": [(3, True), (2, False), (None, False)]}
    assert mirrored("south") == {"campaign_notice": [(3, True)]}


@pytest.mark.django_db
def test_a_duty_whose_time_has_not_come_is_no_case_yet(rosters: None) -> None:
    from pledgeline.briefing.actions import campaigns

    first = DAY + timedelta(days=3)
    plan = campaigns.Plan(name_en="Soon", name_zh="将至", first_day=first, last_day=first, services=("cards",))
    campaigns.plan(code="soon", plan=plan, by=None, at=at(DAY))
    assert mirrored() == {}
    assert mirrored(day=DAY + timedelta(days=1)) == {"campaign_notice": [(None, False)]}


@pytest.mark.django_db
def test_a_changed_promise_is_told_to_the_centres_it_binds(rosters: None) -> None:
    from pledgeline.experience.actions import promises
    from tests.briefings import publish

    wording = promises.Wording(
        sentence_en="A person within a minute.",
        sentence_zh="一分钟内接通人工。",
        metric="human_or_callback_within",
        figure="lower",
        params={"limit_s": 60},
        target=0.8,
        centres=("north",),
    )
    promises.ensure(code="minute", wording=wording, effective_from=date(2026, 10, 20), by=None)
    assert mirrored() == {"change_notice": [(None, False)]}
    publish("told", at=at(date(2026, 10, 12)), effective_from=date(2026, 10, 20), promises=("minute",), kind="promise")
    assert mirrored() == {"change_notice": [(8, True)]}
    assert mirrored("south") == {}


@pytest.mark.django_db
def test_a_definition_is_approved_days_before_it_takes_effect(cast: Any, promised: Any) -> None:
    from pledgeline.experience.actions import definitions

    said: dict[str, Any] = {"service": "loans", "number": 1}
    definitions.begin(service="loans", aim_en="A person, soon.", aim_zh="尽快接通人工。", by=cast.mia)
    definitions.submit(**said, by=cast.mia)
    definitions.approve(**said, effective_from=date(2026, 10, 14), by=cast.alice, at=at(date(2026, 10, 10)))
    assert mirrored()["definition_notice"] == [(4, False)]
    assert "definition_notice" not in mirrored("south")  # which does not serve loans


@pytest.mark.django_db
def test_a_question_is_answered_within_its_clock(told: Any) -> None:
    from pledgeline.briefing.actions import questions
    from tests.briefings import NOW

    asked = [
        questions.ask(briefing="double-eleven", number=1, centre="north", text=f"{n}?", by=None, at=NOW)
        for n in range(3)
    ]
    for one, hours in zip(asked, (2, 30), strict=False):
        questions.answer(
            number=one.number,
            outcome="faq",
            answer_en="Yes.",
            answer_zh="是。",
            by=None,
            at=NOW + timedelta(hours=hours),
        )
    # On the day itself two still wait, and until its end their clocks run: they say nothing yet.
    assert mirrored(day=NOW.date())["reply"] == [(2, True)]
    assert [good for _, good in mirrored(day=NOW.date() + timedelta(days=1))["reply"]] == [True, False, False]


@pytest.mark.django_db
@pytest.mark.parametrize(("handed", "good"), [(date(2026, 10, 5), True), (date(2026, 10, 6), False), (None, False)])
def test_a_forecast_is_handed_over_a_fortnight_before_the_plan(cast: Any, handed: date | None, good: bool) -> None:
    import numpy as np

    from pledgeline.capacity.actions import forecasts, plans
    from pledgeline.capacity.core.forecast import forecast
    from pledgeline.capacity.core.series import Calendar, Series

    first = date(2026, 10, 19)
    shared: dict[str, Any] = {"service": "cards", "channel": "voice", "interval_min": 60, "by": None}
    plans.open_plan(
        code="week",
        centre="south",
        first_day=first,
        last_day=first,
        locks_on=date(2026, 10, 12),
        at=at(first),
        **shared,
    )
    if handed is not None:
        past = Series(tuple(date(2026, 8, 3) + timedelta(days=n) for n in range(28)), np.full((28, 24), 9.0))
        forecasts.freeze(code="f", made=forecast(past, [first], Calendar()), snapshot="s", **shared)
        plans.hand_over(code="week", forecast="f", by=None, at=at(handed))
    lead = (first - handed).days if handed else None
    assert mirrored("south") == {"forecast": [(lead, good)]}
    # While there is still time, what was not handed over yet says nothing.
    before = date(2026, 10, 4)
    assert mirrored("south", day=before) == {}
