"""Shares are counted by groups of people who are alike; here everybody is asked one by one, and the answers agree."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pledgeline.briefing.core.briefing import Audience
from pledgeline.briefing.core.roster import (
    Cover,
    Person,
    Share,
    acknowledged,
    alike,
    deadline,
    has_to_know,
    has_to_know_by,
    is_covering,
    is_late_joiner,
    outstanding,
)

DAY = date(2026, 3, 2)
DAYS = st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))
CODES = st.sampled_from([(), ("cards",), ("loans",), ("cards", "loans")])
COVERS = st.lists(DAYS.map(lambda day: Cover("loans", (), day, day + timedelta(days=1))), max_size=1).map(tuple)
PEOPLE = st.lists(
    st.builds(
        Person,
        centre=st.sampled_from(["north", "south"]),
        code=st.integers(0, 30).map(str),
        name=st.just("P"),
        services=CODES,
        channels=st.sampled_from([(), ("voice",)]),
        language=st.sampled_from(["", "zh"]),
        duty=st.sampled_from(["agent", "trainer"]),
        joined_on=DAYS,
        left_on=st.none() | DAYS,
        covers=COVERS,
    ),
    max_size=30,
    unique_by=lambda one: (one.centre, one.code),
)
AUDIENCES = st.builds(
    Audience,
    centres=st.sampled_from([(), ("north",)]),
    services=CODES,
    channels=st.sampled_from([(), ("voice",), ("chat",)]),
    languages=st.sampled_from([(), ("zh",)]),
    duties=st.sampled_from([(), ("agent",)]),
)
DONE = st.frozensets(st.tuples(st.sampled_from(["north", "south"]), st.integers(0, 30).map(str)))


def one_by_one(
    people: list[Person], audience: Audience, done: frozenset[tuple[str, str]], by: date, published: date
) -> dict[str, Share]:
    found: dict[str, Share] = {}
    for one in people:
        if not has_to_know(one, audience, DAY):
            continue
        is_done = (one.centre, one.code) in done
        in_time = deadline(one, acknowledge_by=by, published_on=published) >= DAY
        share = Share(
            int(is_done),
            1,
            int(not is_done and in_time),
            int(is_late_joiner(one, published)),
            int(is_covering(one, audience)),
        )
        found[one.centre] = found.get(one.centre, Share(0, 0)).plus(share)
    return found


@given(PEOPLE, AUDIENCES, DONE, DAYS, DAYS)
def test_the_shares_are_those_of_everybody_asked_one_by_one(
    people: list[Person], audience: Audience, done: frozenset[tuple[str, str]], by: date, published: date
) -> None:
    found = acknowledged(people, audience, done, day=DAY, acknowledge_by=by, published_on=published)
    assert found == one_by_one(people, audience, done, by, published)


@given(PEOPLE, AUDIENCES, DONE, st.integers(0, 1))
def test_whoever_is_outstanding_is_outstanding_alone(
    people: list[Person], audience: Audience, done: frozenset[tuple[str, str]], ahead: int
) -> None:
    found = outstanding(alike(people), audience, done, day=DAY, ahead_days=ahead)
    assert found == {
        (one.centre, one.code)
        for one in people
        if (one.centre, one.code) not in done and has_to_know_by(one, audience, DAY, ahead_days=ahead)
    }


@given(PEOPLE)
def test_everybody_is_in_exactly_one_group(people: list[Person]) -> None:
    keys = [key for group in alike(people) for key in group.keys]
    assert sorted(keys) == sorted((one.centre, one.code) for one in people)
