"""The queue that made the demo's contacts, beside the simulation that answers "what if": where they know the same rules
(priorities, patience, people who come and go by the half-hour) they must find the same."""

from __future__ import annotations

import numpy as np
import pytest

from pledgeline.capacity.core.simulation import (
    Centre,
    ContactClass,
    LogNormal,
    Outcome,
    Scenario,
    Skill,
    Team,
    simulate,
)
from pledgeline.web.demo import queueing
from pledgeline.web.demo.arrivals import arrive
from pledgeline.web.demo.story import CallbackRule

DAYS, LIMIT_S, DAY_S = 50, 60.0, 86_400.0
OPEN = slice(16, 44)
# Calls a day, handling time and its coefficient of variation, median of patience and sigma of its logarithm.
CLASSES = {"loss": (400.0, 180.0, 0.8, 240.0, 0.9), "card": (900.0, 210.0, 0.95, 210.0, 1.0)}


def profile() -> np.ndarray:
    shape = np.zeros(48)
    shape[OPEN] = 1.0 + 0.5 * np.sin(np.linspace(0.0, 3.0 * np.pi, 28))
    return shape / shape.sum()


def people(margin: float) -> np.ndarray:
    """Too few at the peaks, so that people wait and leave; one shift more, since who still waits is served."""
    load = sum(n * profile() * aht_s for n, aht_s, *_ in CLASSES.values()) / 1_800.0
    found = np.ceil(load + margin * np.sqrt(load)).astype(int)
    found[44] = found[43]
    return found


def log_normal(mean: float, cv: float, n: int, chance: np.random.Generator) -> np.ndarray:
    sigma = np.sqrt(np.log1p(cv**2))
    return mean * np.exp(sigma * chance.standard_normal(n) - sigma**2 / 2)


def the_demos(staff: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """(arrived, answered in time, hung up) by day for each class, by the demo's queue."""
    chance = np.random.default_rng(seed)
    columns = []
    for priority, (n, aht_s, cv, median_s, sigma) in enumerate(CLASSES.values()):
        entered = arrive(np.tile(n * profile(), (DAYS, 1)), chance)
        work = log_normal(aht_s, cv, entered.size, chance)
        patience = median_s * np.exp(sigma * chance.standard_normal(entered.size))
        columns.append((entered, work, patience, np.full(entered.size, priority)))
    entered, work, patience, priority = (np.concatenate(one) for one in zip(*columns, strict=True))
    order = np.argsort(entered, kind="stable")
    entered, work, patience, priority = entered[order], work[order], patience[order], priority[order]
    no, nothing = np.zeros(entered.size, bool), np.zeros(entered.size)
    waiting = queueing.Waiting(
        entered=entered,
        eligible=entered,
        priority=priority,
        leave_at=entered + patience,
        leave_why=np.full(entered.size, queueing.PATIENCE),
        hang_up_at=entered + patience,
        ring_s=nothing,
        work_s=work,
        wrapup_s=nothing,
        unanswered_ring=no,
        fails=no,
        reached=no,
        reached_again=no,
    )
    served = queueing.serve(waiting, np.append(np.tile(staff, DAYS), 0), 1, _no_callbacks())
    day = (entered // DAY_S).astype(int)
    in_time = served.answered - entered <= LIMIT_S
    found = {}
    for number, code in enumerate(CLASSES):
        mine = priority == number
        rows = [np.bincount(day[mine & which], minlength=DAYS) for which in (~no, in_time, np.isnan(served.answered))]
        found[code] = np.array(rows)
    return found


def _no_callbacks() -> CallbackRule:
    return CallbackRule.model_construct(attempts=0, delay_s=0, retry_s=0, urgent_after_s=0, dial_s=0, reached_share=0.0)


def the_simulations(staff: np.ndarray) -> Outcome:
    classes = [
        ContactClass(
            code,
            n * profile(),
            LogNormal(aht_s, cv),
            LogNormal(median_s * np.exp(sigma**2 / 2), float(np.sqrt(np.expm1(sigma**2)))),
            priority=priority,
            limit_s=LIMIT_S,
        )
        for priority, (code, (n, aht_s, cv, median_s, sigma)) in enumerate(CLASSES.items())
    ]
    team = Team("all", staff, tuple(Skill(one.code) for one in classes))
    return simulate(Scenario(30.0, tuple(classes), (Centre("here", (team,)),)), replications=2_000, seed=11)


@pytest.mark.parametrize("margin", [0.4, -0.4])
def test_both_find_the_same_shares_answered_in_time_and_hung_up(margin: float) -> None:
    staff = people(margin)
    demo, simulated = the_demos(staff, seed=5), the_simulations(staff)
    for code in CLASSES:
        arrived, in_time, hung_up = demo[code]
        total = simulated.count("arrived", contact_class=code)
        for ours, name in ((in_time, "met_by_answer"), (hung_up, "abandoned")):
            share = simulated.count(name, contact_class=code) / total
            # Of days, not of contacts: those of one day share its luck.
            spread = float((ours - share * arrived).std(ddof=1)) * np.sqrt(DAYS) / arrived.sum()
            z = (ours.sum() / arrived.sum() - share) / spread
            assert abs(z) < 4, (code, name, z, share)
