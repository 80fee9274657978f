"""Measures of a queue and the agents a target needs: one case, or NumPy arrays of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pledgeline.capacity.core.erlang import formulas
from pledgeline.capacity.core.erlang.traffic import Caps, Target, Traffic
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.units import SECONDS_PER_HOUR

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Measures:
    """Shares are of all arrivals. A wait without end is infinite; the mean of nobody is NaN.

    T is the limit that was asked for: `p_served_le_T` answered by T; `p_wait_le_T` in queue at most T, whatever came
    of it; `p_offered_le_T` would have waited at most T, had it never left. `lq` is the mean number in queue.
    """

    p_wait: float
    p_served_le_T: float
    p_wait_le_T: float
    p_offered_le_T: float
    p_abandon: float
    mean_wait_all_s: float
    mean_wait_served_s: float
    occupancy: float
    lq: float


@dataclass(frozen=True)
class MeasuresEach:
    """`Measures` of many cases: arrays of the shape the arguments have together."""

    p_wait: Floats
    p_served_le_T: Floats
    p_wait_le_T: Floats
    p_offered_le_T: Floats
    p_abandon: Floats
    mean_wait_all_s: Floats
    mean_wait_served_s: Floats
    occupancy: Floats
    lq: Floats


def measures(traffic: Traffic, agents: int, *, limit_s: float = 60.0) -> Measures:
    """What `agents` give this traffic in the long run."""
    each = measures_each(traffic.calls_per_hour, traffic.aht_s, traffic.patience_s, agents, limit_s)
    return Measures(**{name: float(getattr(each, name)) for name in Measures.__dataclass_fields__})


def required(traffic: Traffic, target: Target, *, caps: Caps | None = None) -> int | None:
    """The smallest number of agents that reaches `target` within `caps`; None where no number does.

    It may lie below the load: who leaves need not be served.
    """
    found = int(required_each(traffic.calls_per_hour, traffic.aht_s, traffic.patience_s, target, caps=caps))
    return None if found == formulas.NONE else found


def reading(traffic: Traffic, agents: int, target: Target) -> float:
    """The share that `target.reading` counts, with `agents`."""
    _columns, (load, leave, limit, callback), _shape = _in_handling_times(
        traffic.calls_per_hour, traffic.aht_s, traffic.patience_s, target.limit_s, target.callback_s
    )
    share: float = formulas.reading(
        target.reading.number, load[0], _whole(agents, ())[0], leave[0], limit[0], callback[0]
    )[0]
    return share


def measures_each(
    calls_per_hour: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike,
    agents: npt.ArrayLike,
    limit_s: npt.ArrayLike = 60.0,
) -> MeasuresEach:
    """`measures` of each case; the arguments are broadcast against each other."""
    shape = np.broadcast_shapes(*(np.shape(one) for one in (calls_per_hour, aht_s, patience_s, agents, limit_s)))
    aht, (load, leave, limit), _ = _in_handling_times(calls_per_hour, aht_s, patience_s, limit_s, shape=shape)
    found = formulas.measures_each(load, _whole(agents, shape), leave, limit)
    with np.errstate(invalid="ignore"):  # no handling time at all: 0 × infinite
        found[:, 5:7] *= aht[:, None]
    return MeasuresEach(*(found[:, i].reshape(shape) for i in range(9)))


def required_each(
    calls_per_hour: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike,
    target: Target,
    *,
    caps: Caps | None = None,
) -> Integers:
    """`required` of each case; −1 where no number of agents reaches the target."""
    caps = caps or Caps()
    _, (load, leave, limit, callback), shape = _in_handling_times(
        calls_per_hour, aht_s, patience_s, target.limit_s, target.callback_s
    )
    found: Integers = formulas.smallest_each(
        target.reading.number, load, leave, limit, callback, target.share, caps.most_leaving, caps.most_busy
    )
    return found.reshape(shape)


def _in_handling_times(
    calls_per_hour: npt.ArrayLike,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike,
    *times_s: npt.ArrayLike,
    shape: tuple[int, ...] | None = None,
) -> tuple[Floats, list[Floats], tuple[int, ...]]:
    """(handling times, [load, leave, each time in handling times], shape), flat and checked."""
    given = {"calls_per_hour": calls_per_hour, "aht_s": aht_s, "patience_s": patience_s}
    given |= {f"limit_s{i or ''}": one for i, one in enumerate(times_s)}
    arrays = {name: np.asarray(one, np.float64) for name, one in given.items()}
    for name, array in arrays.items():
        _check(name, array, may_be_infinite=name not in ("calls_per_hour", "aht_s"))
    if shape is None:
        shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    calls, aht, patience, *times = (np.broadcast_to(array, shape).ravel() for array in arrays.values())
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        load = calls * aht / SECONDS_PER_HOUR
        # Who leaves at once leaves at once, however short the handling.
        leave = np.where(patience == 0.0, math.inf, aht / patience)
        in_aht = [np.where(time == 0.0, 0.0, time / aht) for time in times]
    return aht, [load, leave, *in_aht], shape


def _check(name: str, array: Floats, *, may_be_infinite: bool) -> None:
    bad = np.isnan(array) | (array < 0)
    if not may_be_infinite:
        bad |= np.isinf(array)
    if bad.any():
        raise Problem("erlang.not_positive", field=name, value=float(array[bad].flat[0]))


def _whole(agents: npt.ArrayLike, shape: tuple[int, ...]) -> Integers:
    given: npt.NDArray[Any] = np.asarray(agents)
    wrong = ~np.isfinite(given) | (given < 0) | (given != np.floor(given))
    if wrong.any():
        raise Problem("erlang.agents", field="agents", value=str(given[wrong].flat[0]))
    return np.broadcast_to(given.astype(np.int64), shape).ravel()
