"""Days for the benchmarks: a plain one, which every engine can simulate, one with every rule, and half a year to
forecast from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from pledgeline.capacity.core.series import Calendar, Series
from pledgeline.capacity.core.simulation import (
    Break,
    Callback,
    Centre,
    ContactClass,
    Exponential,
    LogNormal,
    Redial,
    Scenario,
    Skill,
    Team,
)

INTERVALS = 24
# A day with two peaks; mean 1.
PROFILE = 1.0 + 0.45 * np.sin(np.linspace(0.0, 4.0 * np.pi, INTERVALS, endpoint=False) - 0.6)


def plain(contacts: float = 5_000.0) -> Scenario:
    """One class, one team: log-normal handling, exponential patience, staff that changes every half-hour."""
    arrivals = contacts * PROFILE / PROFILE.sum()
    load = arrivals * 240.0 / 1_800.0
    agents = np.ceil(load + 0.4 * np.sqrt(load)).astype(int)
    calls = ContactClass("calls", arrivals, LogNormal(240.0, 1.2), Exponential(180.0))
    return Scenario(30.0, (calls,), (Centre("north", (Team("phone", agents, (Skill("calls"),)),)),))


def every_rule(contacts: float = 10_000.0) -> Scenario:
    """Three live classes and a backlog over two centres: skills with preferences, priorities, breaks, callbacks after a
    wait and on an expected wait, redials, chats two at a time, overflow after a minute, one shared queue."""
    morning, even = contacts * PROFILE / PROFILE.sum(), np.full(INTERVALS, contacts / INTERVALS)
    classes = (
        ContactClass(
            "loss",
            0.2 * morning,
            LogNormal(210.0, 1.1),
            Exponential(240.0),
            priority=0,
            shares={"north": 0.6, "south": 0.4},
            overflow_after_s=60.0,
        ),
        ContactClass(
            "card",
            0.4 * morning,
            LogNormal(280.0, 1.2),
            Exponential(150.0),
            priority=1,
            callback=Callback(after_s=45.0, accepted=0.4, reached=0.75, attempts=3, retry_after_s=600.0),
            redial=Redial(0.3, 420.0, 2),
            shares={"north": 0.6, "south": 0.4},
            overflow_after_s=60.0,
            day_sd=0.08,
        ),
        ContactClass(
            "chat",
            0.3 * even,
            LogNormal(420.0, 0.9),
            Exponential(200.0),
            priority=1,
            concurrency=2,
            shared=True,
            callback=Callback(expected_wait_s=120.0, accepted=0.3),
        ),
        ContactClass(
            "mail", 0.1 * even, LogNormal(300.0, 0.8), priority=5, deferred=True, backlog=100, limit_s=14_400.0
        ),
    )
    load = [one.arrivals * 270.0 / 1_800.0 for one in classes]
    voice = load[0] + load[1]
    rests = tuple(Break(at_s=3_600.0 * hour, duration_s=900.0, agents=3) for hour in (2, 3, 5, 6, 8, 10))

    def agents(share: float, load: np.ndarray) -> np.ndarray:
        return np.ceil(share * load + 0.5 * np.sqrt(share * load)).astype(int)

    def centre(code: str, share: float) -> Centre:
        return Centre(
            code,
            (
                Team(
                    f"{code}-phone",
                    agents(share, voice),
                    (Skill("loss", 1), Skill("card", 1), Skill("mail", 2)),
                    rests,
                    1,
                ),
                Team(
                    f"{code}-mixed",
                    agents(share, 0.6 * load[2] + load[3]),
                    (Skill("chat", 1), Skill("mail", 2), Skill("loss", 3, 20.0, 1.1)),
                    rests[:2],
                    1,
                ),
            ),
        )

    return Scenario(30.0, classes, (centre("north", 0.6), centre("south", 0.4)))


def workdays(n: int) -> tuple[Series, Sequence[date], Calendar]:
    """Counts of `n` workdays of 28 half-hours (a bank's hours), two weeks ahead, and a calendar with a few days off."""
    chance = np.random.default_rng(20_262)
    first = date(2026, 1, 5)
    weekdays = [day for day in (first + timedelta(days=k) for k in range(2 * n + 60)) if day.weekday() < 5]
    off = frozenset(weekdays[30:150:40])
    days = [day for day in weekdays if day not in off]
    profile = 1.0 + 0.5 * np.sin(np.linspace(0.3, 3.0 * np.pi, 28))
    level = (
        120.0
        * np.exp(0.1 * chance.standard_normal(n))
        * np.array([1.0 + 0.05 * (4 - day.weekday()) for day in days[:n]])
    )
    counts = chance.poisson(level[:, None] * profile[None, :]).astype(np.float64)
    return Series(tuple(days[:n]), counts), days[n : n + 10], Calendar(off=off)
