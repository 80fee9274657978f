"""The smallest number of agents, compiled. Every reading and both caps improve with each agent, so there is one."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

from pledgeline.capacity.core.erlang.formulas import HUMAN_OR_CALLBACK, SERVED, free_weight, measures, reading

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

NONE = -1  # no number of agents reaches it
_MOST = 1 << 40


@njit(cache=True, nogil=True, error_model="numpy")
def _value(
    code: int,
    load: float,
    agents: int,
    leave: float,
    limit: float,
    callback: float,
    share: float,
    most_leaving: float,
    most_busy: float,
) -> float:
    """The share under the reading; below any share where a cap is passed."""
    found, leaving, busy = reading(code, load, agents, leave, limit, callback)
    if leaving > most_leaving or busy > most_busy:
        return -1.0
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def _smallest_without_leaving(load: float, limit: float, share: float, most_busy: float) -> int:
    """Erlang-C from the first stable number upwards: each further agent costs one step of Erlang's recursion.

    E(n+1) = 1 + E(n) n / a holds only positive parts, so it loses nothing on the way (O(sqrt(load)) steps).
    """
    agents = int(math.floor(load)) + 1
    if agents * most_busy < load:
        agents = int(math.ceil(load / most_busy))
        while load / agents > most_busy:
            agents += 1
    free = free_weight(load, agents)
    while True:
        spare = agents - load
        waiting = load / spare
        total = free + waiting
        # The same sum as in `measures`: both parts positive.
        if math.isinf(free) or (free - waiting * math.expm1(-spare * limit)) / total >= share:
            return agents
        free = 1.0 + free * agents / load
        agents += 1


@njit(cache=True, nogil=True, error_model="numpy")
def smallest(
    code: int,
    load: float,
    leave: float,
    limit: float,
    callback: float,
    share: float,
    most_leaving: float,
    most_busy: float,
) -> int:
    """The smallest agents that reach `share` within both caps; NONE where no number does."""
    if load <= 0.0:
        return 0
    if share >= 1.0 or most_leaving < 0.0 or most_busy <= 0.0:
        # Chance always leaves someone waiting; only those who are all offered a callback can be all.
        return NONE
    if _value(code, load, 0, leave, limit, callback, share, most_leaving, most_busy) >= share:
        return 0
    if leave == 0.0 and not (code == HUMAN_OR_CALLBACK and callback <= limit):
        return _smallest_without_leaving(load, limit, share, most_busy)
    if most_leaving <= 0.0 and leave > 0.0:
        return NONE
    return _bracketed(code, load, leave, limit, callback, share, most_leaving, most_busy)


@njit(cache=True, nogil=True, error_model="numpy")
def _bracketed(
    code: int,
    load: float,
    leave: float,
    limit: float,
    callback: float,
    share: float,
    most_leaving: float,
    most_busy: float,
) -> int:
    """A bracket around the square-root rule, then interpolation with a halving whenever that gains too little.

    n = 0 is known to fall short. Where a cap is passed there is no value to interpolate, and the bracket is halved.
    """
    low, low_value = 0, 0.0
    if code == SERVED:
        # Agents serve at most n / load of all arrivals.
        low = max(0, int(share * load) - 1)
    high = max(low + 1, int(load + 0.5 * math.sqrt(load)))
    step = max(1, int(0.25 * math.sqrt(load)))
    high_value = _value(code, load, high, leave, limit, callback, share, most_leaving, most_busy)
    while high_value < share:
        if high > _MOST:
            return NONE
        low, low_value = high, high_value
        step *= 2
        high = low + step
        high_value = _value(code, load, high, leave, limit, callback, share, most_leaving, most_busy)
    if low > 0 and low_value <= 0.0:
        low_value = _value(code, load, low, leave, limit, callback, share, most_leaving, most_busy)
    halve = False
    while high - low > 1:
        width = high - low
        middle = (low + high) // 2
        if not halve and low_value > 0.0:
            guess = low + (share - low_value) / (high_value - low_value) * width
            middle = min(max(int(math.ceil(guess)), low + 1), high - 1)
        elif low_value <= 0.0 and high - step > low:
            middle = high - step
            step *= 2
        value = _value(code, load, middle, leave, limit, callback, share, most_leaving, most_busy)
        if value >= share:
            high, high_value = middle, value
        else:
            low, low_value = middle, value
        halve = not halve and 2 * (high - low) > width
    return high


@njit(cache=True, nogil=True, error_model="numpy")
def smallest_each(
    code: int,
    load: Floats,
    leave: Floats,
    limit: Floats,
    callback: Floats,
    share: float,
    most_leaving: float,
    most_busy: float,
) -> Integers:
    """`smallest` of each row; limits are in handling times like everything here."""
    found = np.empty(load.size, np.int64)
    for i in range(load.size):
        found[i] = smallest(code, load[i], leave[i], limit[i], callback[i], share, most_leaving, most_busy)
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def measures_each(load: Floats, agents: Integers, leave: Floats, limit: Floats) -> Floats:
    found = np.empty((load.size, 9))
    for i in range(load.size):
        measures(load[i], agents[i], leave[i], limit[i], found[i])
    return found
