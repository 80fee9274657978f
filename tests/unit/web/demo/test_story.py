"""The people and records of the demo fit together, and the story is the one that is told."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta

import numpy as np
import pytest

from pledgeline.contacts.core.rule import RuleCounts
from pledgeline.kernel.interval import Period
from pledgeline.organisation.core.calendar import open_intervals
from pledgeline.web.demo import arrivals, organisation, plot, simulate
from pledgeline.web.demo.draws import UNANSWERED_RING_S
from pledgeline.web.demo.happened import NEVER, PoolStory
from pledgeline.web.demo.story import HALF_HOUR_S, HALF_HOURS
from pledgeline.web.demo.told import AUTO_PAUSE_S

LIMIT_S = 60


@pytest.fixture(scope="module")
def pools() -> dict[tuple[str, str], PoolStory]:
    # The whole story: it takes about a second, and small pools would hide what it is meant to show.
    return {(one.pool.centre, one.pool.channel): one for one in simulate.simulate(plot(), 20260824)}


def rule_bounds(story: PoolStory, offers_known: bool, hours: tuple[int, int] = (0, 24)) -> tuple[float, float]:
    """Lower and upper bound of the share kept, the slow and obvious way."""
    c, met, open_, n = story.contacts, 0, 0, 0
    for requested, offered, answered, released in zip(c.requested, c.offered, c.answered, c.released, strict=True):
        hour = (requested - plot().start_s) // 3_600 % 24
        if requested == NEVER or not hours[0] <= hour < hours[1]:
            continue
        n += 1
        answered_in_time = answered != NEVER and answered - requested <= LIMIT_S
        offered_in_time = offers_known and offered != NEVER and offered - requested <= LIMIT_S
        if answered_in_time or offered_in_time:
            met += 1
        elif (answered == NEVER and released - requested <= LIMIT_S) or not offers_known:
            open_ += 1
    return met / n, (met + open_) / n


def target(code: str) -> float:
    return next(one.target for one in organisation().promises if one.code == code)


def test_every_code_that_is_used_is_declared():
    org = organisation()
    services, centres = {one.code for one in org.services}, {one.code for one in org.centres}
    assert {one.service for one in plot().demand} == services
    assert {one.centre for one in plot().pools} == centres
    assert {one.calendar for one in org.services} == {one.code for one in org.calendars}
    for promise in org.promises:
        assert set(promise.services) <= services
    for campaign in org.campaigns:
        assert campaign.code in {episode.code for episode in plot().episodes}


def test_every_line_that_has_demand_is_engaged_and_has_people():
    engaged = {(one.centre, one.service, channel) for one in organisation().engagements for channel in one.channels}
    demanded = {(centre, one.service, one.channel) for one in plot().demand for centre in one.shares}
    assert demanded == engaged
    assert {(centre, channel) for centre, _, channel in demanded} == {(p.centre, p.channel) for p in plot().pools}


def test_nobody_is_expected_while_a_service_is_closed_and_somebody_whenever_it_is_open():
    calendars = {one.code: one.hours() for one in organisation().calendars}
    days = plot().days
    for service in organisation().services:
        open_half_hours = np.zeros(len(days) * HALF_HOURS, dtype=bool)
        for start, end in open_intervals(calendars[service.calendar], Period.from_days(days[0], days[-1])):
            first, last = (int(moment.timestamp()) - plot().start_s for moment in (start, end))
            open_half_hours[first // HALF_HOUR_S : last // HALF_HOUR_S] = True
        for demand in plot().demand:
            if demand.service == service.code:
                assert ((arrivals.expected(plot(), demand).ravel() > 0) == open_half_hours).all()


def test_each_of_the_seven_roles_has_one_sign_in_and_centre_people_their_centre():
    people = organisation().people
    roles = [one.role for one in people]
    assert sorted(roles) == sorted({*roles})
    assert len(roles) == 7
    assert all((one.centre is not None) == (one.role in ("centre_manager", "team_lead")) for one in people)


def test_the_story_has_about_three_hundred_thousand_contacts(pools):
    assert 280_000 <= sum(story.contacts.n for story in pools.values()) <= 320_000


def test_the_north_keeps_the_promise(pools):
    assert rule_bounds(pools["north", "voice"], offers_known=True)[0] >= target("human-or-callback-60")


def test_the_south_keeps_it_too_but_cannot_show_it(pools):
    lower, upper = rule_bounds(pools["south", "voice"], offers_known=False)
    assert lower < target("human-or-callback-60") <= upper
    assert rule_bounds(pools["south", "voice"], offers_known=True)[0] >= target("human-or-callback-60")


def test_the_west_breaks_it_at_lunch_and_so_as_a_whole(pools):
    west = pools["west", "voice"]
    assert rule_bounds(west, True)[1] < target("human-or-callback-60")
    assert rule_bounds(west, True, (12, 14))[1] < 0.6
    assert rule_bounds(west, True, (8, 12))[0] >= target("human-or-callback-60")
    assert rule_bounds(west, True, (14, 21))[0] >= target("human-or-callback-60")


def test_the_west_breaks_it_over_all_its_channels_together_as_the_requirement_is_judged(pools):
    counts = RuleCounts.total(
        one for (centre, _channel), story in pools.items() if centre == "west" for one in story.rule.values()
    )
    assert counts.upper < target("human-or-callback-60") - 0.002


def test_no_centre_loses_more_customers_than_was_promised(pools):
    for centre in ("north", "south", "west"):
        gone, asked = 0, 0
        for (place, _channel), story in pools.items():
            if place == centre:
                outcome = story.contacts.outcome
                gone += np.isin(outcome, ("abandoned_queue", "abandoned_ring")).sum()
                asked += (story.contacts.requested != NEVER).sum()
        assert gone / asked < target("abandonment") - 0.002


def test_the_bad_week_is_the_worst(pools):
    c = pools["north", "voice"].contacts
    asked = c.requested != NEVER
    wait = np.where(c.answered != NEVER, c.answered, c.released) - c.requested
    week = (c.requested - plot().start_s) // (7 * 86_400)
    means = [wait[asked & (week == number)].mean() for number in range(12)]
    bad = next(one for one in plot().episodes if one.code == "system-trouble")
    assert int(np.argmax(means)) == (bad.first - plot().first).days // 7


def test_holidays_are_quieter_than_the_same_weekdays_a_week_later(pools):
    c = pools["north", "voice"].contacts
    counts = np.bincount((c.arrived - plot().start_s) // 86_400, minlength=len(plot().days))
    for day in sorted(plot().holidays):
        later = day + timedelta(days=14)
        assert counts[plot().days.index(day)] < counts[plot().days.index(later)]


def test_ordinary_figures_are_those_of_a_real_centre(pools):
    for story in pools.values():
        c = story.contacts
        asked, answered = c.requested != NEVER, c.answered != NEVER
        assert 10 <= np.median((c.answered - c.requested)[answered]) <= 25
        assert 0.05 <= 1 - asked.mean() <= 0.08
        if story.pool.channel == "voice":
            assert 180 <= (c.wrapup_end - c.answered)[answered].mean() <= 300
            assert 15 <= np.median((c.requested - c.arrived)[asked]) <= 45


def test_what_is_told_is_what_the_simulator_counted(pools):
    for story in pools.values():
        n, met = 0, 0
        for counts in story.rule.values():
            n, met = n + counts.n, met + counts.met
        assert (story.contacts.requested != NEVER).sum() == n
        assert rule_bounds(story, offers_known=True)[0] == met / n


def test_nobody_has_two_callers_at_once_and_whoever_answers_is_on_duty(pools):
    for story in pools.values():
        c = story.contacts
        taken = c.rang != NEVER
        ends = np.where(c.answered != NEVER, c.wrapup_end, c.released)
        spells = list(zip(c.agent[taken], c.rang[taken], ends[taken], strict=True))
        spells += [(one.agent, one.dialled, one.released) for one in story.callbacks]
        shifts: dict[int, list[tuple[int, int]]] = {}
        for shift in story.shifts:
            shifts.setdefault(shift.agent, []).append((shift.joined, shift.left))
        last = dict.fromkeys(shifts, 0)
        for agent, begins, end in sorted(spells):
            place = bisect_right(shifts[agent], (begins, np.inf)) - 1
            assert end <= shifts[agent][place][1]
            if story.pool.slots == 1:
                assert begins >= last[agent]
                last[agent] = end


def test_it_rings_in_vain_at_somebody_who_was_there_and_did_nothing_else(pools):
    c = pools["north", "voice"].contacts
    vain = np.flatnonzero(c.rang_in_vain != NEVER)
    assert vain.size > 300
    assert (c.rang_in_vain[vain] + UNANSWERED_RING_S <= np.where(c.rang != NEVER, c.rang, c.released)[vain]).all()
    assert (c.agent[vain] != c.in_vain_agent[vain]).mean() > 0.9
    for row in vain.tolist():
        until = c.rang_in_vain[row] + UNANSWERED_RING_S + AUTO_PAUSE_S
        own = (c.agent == c.in_vain_agent[row]) & (c.rang != NEVER)
        assert not (own & (c.rang < until) & (np.maximum(c.wrapup_end, c.released) > c.rang_in_vain[row])).any()


def test_moments_of_a_contact_stand_in_their_order(pools):
    for story in pools.values():
        c = story.contacts
        asked = c.requested != NEVER
        assert (c.requested >= c.arrived)[asked].all()
        assert (c.released >= np.maximum(c.requested, c.arrived)).all()
        for moment in (c.offered, c.accepted, c.rang, c.answered, c.overflowed):
            known = moment != NEVER
            assert (asked | ~known).all()
            assert ((moment >= c.requested) & (moment <= c.released))[known].all()
        assert (c.offered != NEVER)[c.accepted != NEVER].all()
