"""Scenarios for the tests of the simulation."""

from __future__ import annotations

import numpy as np

from pledgeline.capacity.core.simulation import (
    Break,
    Callback,
    Centre,
    ContactClass,
    Exponential,
    Fixed,
    LogNormal,
    Redial,
    Scenario,
    Skill,
    Team,
)


def one_team(
    arrivals: np.ndarray, agents: np.ndarray, *, aht_s: float = 240.0, patience_s: float | None = 180.0
) -> Scenario:
    calls = ContactClass("calls", arrivals, Exponential(aht_s), None if patience_s is None else Exponential(patience_s))
    return Scenario(30.0, (calls,), (Centre("north", (Team("phone", agents, (Skill("calls"),)),)),))


def every_rule() -> Scenario:
    """Small, and short of staff, so that every rule matters."""
    intervals = 6
    level = np.array([1.0, 1.3, 1.5, 1.2, 0.9, 0.7])
    classes = (
        ContactClass(
            "loss",
            14 * level,
            LogNormal(200.0, 1.0),
            Exponential(240.0),
            priority=0,
            shares={"north": 0.7, "south": 0.3},
            overflow_after_s=40.0,
        ),
        ContactClass(
            "card",
            22 * level,
            (LogNormal(240.0, 1.0),) * 3 + (Exponential(260.0),) * 3,
            Exponential(150.0),
            priority=1,
            callback=Callback(
                after_s=45.0, accepted=0.5, reached=0.6, attempts=2, unreached_s=20.0, retry_after_s=500.0, dial_s=12.0
            ),
            redial=Redial(0.4, 300.0, 2),
            shares={"north": 0.5, "south": 0.5},
            day_sd=0.1,
        ),
        ContactClass(
            "chat",
            20 * level,
            LogNormal(500.0, 0.7),
            Exponential(200.0),
            priority=1,
            concurrency=2,
            shared=True,
            callback=Callback(expected_wait_s=100.0, accepted=0.4, reached=0.9, retry_after_s=200.0),
        ),
        ContactClass(
            "mail", np.full(intervals, 4.0), Fixed(150.0), priority=5, deferred=True, backlog=15, limit_s=3_600.0
        ),
    )
    north = Centre(
        "north",
        (
            Team(
                "north-phone",
                np.array([4, 5, 6, 6, 4, 3]),
                (Skill("loss"), Skill("card"), Skill("mail", 2)),
                (Break(3_000.0, 600.0, 2), Break(6_000.0, 600.0, 1)),
                reserve=1,
            ),
            Team(
                "north-mixed",
                np.array([2, 3, 3, 2, 2, 2]),
                (Skill("chat"), Skill("card", 2, 30.0, 1.2), Skill("mail", 2)),
            ),
        ),
    )
    south = Centre(
        "south",
        (Team("south-all", np.array([4, 4, 5, 5, 4, 3]), (Skill("loss"), Skill("card"), Skill("chat", 2))),),
    )
    return Scenario(30.0, classes, (north, south))
