"""The arrivals follow the calendar and the clock, and vary more than chance alone would let them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from pledgeline.web.demo import arrivals, story


def rng(seed: int = 7) -> np.random.Generator:
    return np.random.default_rng(seed)


def demand(service: str, channel: str = "voice") -> story.Demand:
    return next(one for one in story.plot().demand if (one.service, one.channel) == (service, channel))


def row(day: date) -> int:
    return story.plot().days.index(day)


def test_a_days_shape_sums_to_one_and_is_nothing_while_closed():
    for one in story.plot().demand:
        shape = arrivals.half_hour_shape(one)
        assert shape.sum() == pytest.approx(1)
        assert not shape[~np.array(one.open_half_hours())].any()


def test_the_instalment_line_rests_from_twelve_to_one():
    shape = arrivals.half_hour_shape(demand("instalment"))
    assert shape[24:26].tolist() == [0, 0]
    assert (shape[[23, 26]] > 0).all()


@pytest.mark.parametrize(
    ("day", "level"),
    [
        (date(2026, 9, 25), 0.0),  # Mid-Autumn, a Friday
        (date(2026, 9, 20), 1.16 * 1.16),  # a Sunday worked like a Monday, and statements go out
        (date(2026, 10, 10), 1.16),  # a Saturday worked like a Monday
        (date(2026, 10, 11), 0.0),  # an ordinary Sunday
    ],
)
def test_holidays_and_makeup_workdays_decide_before_the_weekday_does(day, level):
    assert arrivals.day_level(story.plot(), demand("instalment"), day) == pytest.approx(level)


def test_rosters_know_of_a_campaign_only_as_far_as_it_was_foreseen():
    plot, one = story.plot(), demand("card")
    campaign = row(date(2026, 11, 10))
    episode = next(each for each in plot.episodes if each.code == "double-eleven")
    came = arrivals.expected(plot, one)[campaign].sum()
    planned = arrivals.expected(plot, one, as_planned=True)[campaign].sum()
    extra = episode.demand["card"] - 1
    assert came / planned == pytest.approx((1 + extra) / (1 + extra * episode.foreseen))


def test_day_factors_have_mean_one_and_neighbouring_days_go_together():
    factors = arrivals.day_factors(20_000, story.plot().surprise, rng())
    logs = np.log(factors)
    assert factors.mean() == pytest.approx(1, abs=0.01)
    assert logs.std() == pytest.approx(story.plot().surprise.day_sigma, rel=0.05)
    assert np.corrcoef(logs[:-1], logs[1:])[0, 1] == pytest.approx(story.plot().surprise.day_correlation, abs=0.03)


def test_arrivals_are_sorted_and_never_fall_into_a_closed_half_hour():
    rates = np.zeros((3, story.HALF_HOURS))
    rates[:, 18:24] = 40.0
    rates[:, 26:36] = 25.0
    times = arrivals.arrive(rates, rng())
    assert (np.diff(times) > 0).all()
    half_hour = (times // story.HALF_HOUR_S).astype(int)
    counts = np.bincount(half_hour, minlength=rates.size)
    assert not counts[rates.ravel() == 0].any()
    assert half_hour.max() < rates.size


def test_given_the_rate_the_counts_are_poisson_and_the_gaps_exponential():
    rates = np.full((400, story.HALF_HOURS), 5.0)
    times = arrivals.arrive(rates, rng())
    counts = np.bincount((times // story.HALF_HOUR_S).astype(int), minlength=rates.size)
    assert counts.mean() == pytest.approx(5, rel=0.02)
    assert counts.var() / counts.mean() == pytest.approx(1, abs=0.05)
    gaps = np.diff(times)
    assert gaps.std() / gaps.mean() == pytest.approx(1, abs=0.02)


def test_arrivals_of_the_story_are_over_dispersed():
    # Index of dispersion of a half-hour's count around what the calendar lets one expect; chance alone gives 1.
    plot = story.plot()
    found = arrivals.demand_arrivals(plot, rng())
    one = demand("card")
    expected = (arrivals.expected(plot, one) * one.shares["north"]).ravel()
    counts = np.bincount((found["north", "card", "voice"] // story.HALF_HOUR_S).astype(int), minlength=expected.size)
    busy = expected > 10
    index = ((counts[busy] - expected[busy]) ** 2 / expected[busy]).mean()
    assert index > 1.2


def test_centres_share_the_days_surprises():
    plot = story.plot()
    found = arrivals.demand_arrivals(plot, rng())
    one = demand("card")
    usual = arrivals.expected(plot, one).sum(axis=1)

    def surprise(centre: str) -> np.ndarray:
        counts = np.bincount((found[centre, "card", "voice"] // 86_400).astype(int), minlength=usual.size)
        return counts / (usual * one.shares[centre])

    assert np.corrcoef(surprise("north"), surprise("south"))[0, 1] > 0.5
