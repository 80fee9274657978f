"""A real bank's records: patience and handling learned from the first half of a month give the waits of its next week.

Staff is reconstructed from the same week's records: this tests the model of the queue given the staff, no forecast.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pledgeline.capacity.core.erlang import measures_each
from pledgeline.capacity.core.patience import Waits, kaplan_meier, mean_patience_s
from pledgeline.capacity.core.presence import Stretches, reconstructed
from pledgeline.capacity.core.simulation import (
    Centre,
    ContactClass,
    Observed,
    Scenario,
    Skill,
    Team,
    simulate,
)
from pledgeline.contacts.core.patience import PatienceCurve
from tests.optional import need_realdata

pytestmark = pytest.mark.realdata

LEARNED, TESTED = range(1, 16), range(16, 21)
LIMIT_S = 60
# Handling times are pooled over four hours of the day (the night is one block): people and cases change with the shift.
BLOCKS = (0, 8, 12, 16, 20, 24)
SLICE_MIN = 10
OPENS_H = 7


@dataclass(frozen=True)
class Calls:
    """Those that asked for an agent: day of August, second of the day, wait, time with the agent, and who it was."""

    day: np.ndarray
    at_s: np.ndarray
    wait_s: np.ndarray
    served_s: np.ndarray
    agent: np.ndarray

    @property
    def hung_up(self) -> np.ndarray:
        return self.agent < 0

    def of(self, days: range) -> Calls:
        keep = np.isin(self.day, list(days))
        return Calls(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))


def seconds(clock: str) -> int:
    hours, minutes, s = (int(part) for part in clock.split(":"))
    return hours * 3600 + minutes * 60 + s


@cache
def calls() -> Calls:
    """Answered by an agent, or hung up in the queue; who left in the voice response unit never asked for one."""
    path: Path = need_realdata("anonymous-bank", "1999-08-01_20.tsv")
    rows, agents = [], {}
    with path.open() as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            wait, served = float(row["q_time"]), float(row["ser_time"])
            answered = row["outcome"] == "AGENT" and row["server"] != "NO_SERVER" and 0 < served <= 1800
            if not answered and not (row["outcome"] == "HANG" and wait > 0):
                continue
            began = seconds(row["ser_start"]) - wait if answered else seconds(row["q_start"])
            who = agents.setdefault(row["server"], len(agents)) if answered else -1
            rows.append((int(row["date"]) - 990800, began, wait, served if answered else 0.0, who))
    day, at, wait, served, who = (np.array(column) for column in zip(*rows, strict=True))
    return Calls(day, at.astype(float), wait, served, who)


@cache
def patience() -> tuple[PatienceCurve, float]:
    past = calls().of(LEARNED)
    second, place = np.unique(past.wait_s, return_inverse=True)
    hung_up = np.bincount(place, weights=past.hung_up)
    waits = Waits(second, hung_up, np.bincount(place) - hung_up)
    return kaplan_meier(waits), mean_patience_s(waits)


def handling(day: int) -> list[Observed]:
    """By block of hours, from the seven days before."""
    past = calls().of(range(day - 7, day))
    answered = ~past.hung_up
    hour = past.at_s // 3600
    blocks = [(hour >= a) & (hour < b) & answered for a, b in pairwise(BLOCKS)]
    return [Observed(past.served_s[block] if block.sum() > 50 else past.served_s[answered]) for block in blocks]


@dataclass(frozen=True)
class Day:
    """By slice of the day: calls as counted in its half-hour, agents there (a mean), block of handling times."""

    contacts: np.ndarray
    agents: np.ndarray
    block: np.ndarray
    hour: np.ndarray


def a_day(day: int) -> Day:
    own = calls().of(range(day, day + 1))
    begins = np.arange(OPENS_H * 60, 24 * 60, SLICE_MIN)
    edges = np.append(begins, 24 * 60) * 60.0
    halves = np.histogram(own.at_s, np.arange(OPENS_H * 3600, 24 * 3600 + 1, 1800))[0]
    answered = ~own.hung_up
    starts = own.at_s + own.wait_s
    work = Stretches(starts[answered], (starts + own.served_s)[answered])
    agents = reconstructed(own.agent[answered].astype(np.int64), work, Stretches(own.at_s, starts), edges)
    hour = begins // 60
    block = np.searchsorted(BLOCKS, hour, side="right") - 1
    return Day(np.repeat(halves * SLICE_MIN / 30.0, 30 // SLICE_MIN), agents, block, hour)


def whole(agents: np.ndarray) -> np.ndarray:
    """Whole agents in each slice whose sums keep up with the means."""
    return np.diff(np.round(np.append(0.0, np.cumsum(agents)))).astype(int)


def simulated(day: int) -> np.ndarray:
    """Share waiting at most a minute, by slice."""
    one = a_day(day)
    curve, _mean = patience()
    blocks = handling(day)
    group = ContactClass("calls", one.contacts, tuple(blocks[place] for place in one.block), curve)
    centre = Centre("bank", (Team("all", whole(one.agents), (Skill("calls"),)),))
    found = simulate(Scenario(SLICE_MIN, (group,), (centre,)), replications=100, seed=day)
    return np.array([found.waited_within(LIMIT_S, interval=place) for place in range(len(one.hour))])


def stationary(day: int) -> np.ndarray:
    """The same by Erlang-A, half-hour by half-hour, straight between whole numbers of agents."""
    one = a_day(day)
    blocks = handling(day)
    aht = np.array([blocks[place].mean_s for place in one.block])
    # A half-hour's staff: the mean of its slices.
    agents = np.repeat(one.agents.reshape(-1, 30 // SLICE_MIN).mean(axis=1), 30 // SLICE_MIN)
    an_hour, patient = one.contacts * 60.0 / SLICE_MIN, patience()[1]
    low, high = (
        measures_each(an_hour, aht, patient, n.astype(int), LIMIT_S).p_wait_le_T
        for n in (np.floor(agents), np.floor(agents) + 1)
    )
    part = agents - np.floor(agents)
    return np.asarray(low * (1 - part) + high * part)


def by_hour(of_day: object) -> np.ndarray:
    """Mean over the week's contacts of each hour of the day."""
    shares, weights = np.zeros(24), np.zeros(24)
    for day in TESTED:
        one = a_day(day)
        found = np.nan_to_num(of_day(day))  # type: ignore[operator]
        np.add.at(shares, one.hour, found * one.contacts)
        np.add.at(weights, one.hour, one.contacts)
    return np.divide(shares, weights, out=np.full(24, np.nan), where=weights > 0)


def measured() -> tuple[np.ndarray, np.ndarray]:
    """The share that really waited at most a minute by hour of the day, and how many calls that is of."""
    week = calls().of(TESTED)
    hour = (week.at_s // 3600).astype(int)
    n = np.bincount(hour, minlength=24)[:24]
    kept = np.bincount(hour, weights=week.wait_s <= LIMIT_S, minlength=24)[:24]
    return np.divide(kept, n, out=np.full(24, np.nan), where=n > 0), n


def test_the_simulation_gives_the_waits_of_the_next_week_and_better_than_erlang_a() -> None:
    truth, n = measured()
    speaking = (n >= 50) & (np.arange(24) >= OPENS_H)
    assert speaking.sum() >= 14
    errors = {name: np.abs(by_hour(model) - truth)[speaking] for name, model in MODELS.items()}
    means = {name: float(one.mean()) for name, one in errors.items()}
    assert means["simulation"] <= 0.06, means
    assert means["simulation"] < means["erlang_a"], means


MODELS = {"simulation": simulated, "erlang_a": stationary}
