"""The queue formulas themselves, compiled. Everything is counted in handling times, so three numbers say it all.

load   a = arrivals per second × handling time (erlangs)
agents n
leave  b = handling time / patience; 0 is a queue nobody leaves (Erlang-C), infinite one nobody joins (Erlang-B)

Sources
-------
Erlang (1917) for n servers without abandonment; Palm (1943) and Baccelli & Hebuterne (1981) for exponential patience;
the integral form is that of Zeltyn & Mandelbaum, "Call centers with impatient customers", Queueing Systems 51 (2005):
with E the weight of the states that have a free agent (in units of state n-1) and the offered wait V (what a contact
that never leaves would meet) of density (a/b) exp(g(u)) / D on u = V / patience > 0,

    g(u) = (a (1 - exp(-u)) - n u) / b          J = integral of exp(g) over u > 0          D = E + (a/b) J

`measures` only adds positive parts and divides by D, so small values keep their digits as well as large ones
(the search sums a series that subtracts, but not for small shares). g is concave, so one mode
and Gauss-Legendre panels of bounded drop integrate it to machine precision whatever the load.

Formulas and search share one file on purpose: Numba renews what it keeps on disk when the file of a function changes,
not when the file of one it calls does; split, an edit here would leave a search that answers by the old formulas.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

NONE = -1  # no number of agents reaches the target
_MOST = 1 << 40

SERVED, WAITED, OFFERED, HUMAN_OR_CALLBACK = range(4)

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_DROP = 46.0  # exp(-46) is below the last digit of a sum that holds its peak
_PER_PANEL = 12.0  # 16 points integrate exp over a drop of 18 to the last digit, and panels are not quite even
_FEW_TERMS = 4_000.0
_LARGE, _LOG_LARGE = 1e150, 150.0 * math.log(10.0)


@njit(cache=True, nogil=True, error_model="numpy")
def free_weight(load: float, agents: int) -> float:
    """E: the weight of states 0 … n-1 in units of state n-1, which is 1 / (Erlang's loss formula for n-1 agents).

    Infinite where nobody ever waits in double precision. O(sqrt(load)) terms near agents = load.
    """
    total = term = 1.0
    for j in range(1, agents):
        ratio = (agents - j) / load
        term *= ratio
        total += term
        if term < 1e-19 * total and ratio < 1.0:
            break
        if total > 1e300:
            return math.inf
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _small_bend(u: float) -> float:
    """u - (1 - exp(-u)) of a small u, with all its digits."""
    return u * u / 2 * (1 - u / 3 * (1 - u / 4 * (1 - u / 5 * (1 - u / 6 * (1 - u / 7)))))


@njit(cache=True, nogil=True, error_model="numpy")
def _bend(u: float) -> float:
    return _small_bend(u) if u < 0.02 else u + math.expm1(-u)


@njit(cache=True, nogil=True, error_model="numpy")
def _g(u: float, load: float, agents: int, leave: float) -> float:
    return ((load - agents) * u - load * _bend(u)) / leave


@njit(cache=True, nogil=True, error_model="numpy")
def _mode(load: float, agents: int) -> float:
    return math.log(load / agents) if load > agents else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _where_dropped(inside: float, outside: float, floor: float, load: float, agents: int, leave: float) -> float:
    """A place between the two where g has fallen below `floor`, near the last one where it had not."""
    for _ in range(24):
        middle = 0.5 * (inside + outside)
        if _g(middle, load, agents, leave) < floor:
            outside = middle
        else:
            inside = middle
    return outside


@njit(cache=True, nogil=True, error_model="numpy")
def integrals(
    start: float, end: float, shift: float, load: float, agents: int, leave: float
) -> tuple[float, float, float, float]:
    """Over start … end of exp(g(u) - shift): times 1, times exp(-u), times 1 - exp(-u), times u exp(-u)."""
    whole = stays = leaves = moment = 0.0
    mode = min(max(_mode(load, agents), start), end)
    peak = _g(mode, load, agents, leave)
    floor = peak - _DROP
    low, high = start, end
    if _g(start, load, agents, leave) < floor:
        low = _where_dropped(mode, start, floor, load, agents, leave)
    # Beyond `flat` exp(-u) no longer counts and what is left falls as exp(-n u / b): in closed form.
    flat = max(math.log(load / leave), 0.0) + 44.0
    if high > flat or _g(high, load, agents, leave) < floor:
        step = max(leave / agents, mode, 1e-300)
        reach = mode + step
        while reach < min(end, flat) and _g(reach, load, agents, leave) >= floor:
            step *= 2
            reach = mode + step
        high = min(reach, end, max(flat, mode))
        if _g(high, load, agents, leave) < floor:
            high = _where_dropped(mode, high, floor, load, agents, leave)
        elif high < end:
            rate = agents / leave
            tail = math.exp(_g(high, load, agents, leave) - shift) * -math.expm1(-rate * (end - high)) / rate
            whole += tail
            leaves += tail
    drop = 2 * peak - _g(low, load, agents, leave) - _g(high, load, agents, leave)
    panels = max(1, math.ceil(max(drop / _PER_PANEL, (high - low) / 1.5)))
    half = 0.5 * (high - low) / panels
    for panel in range(panels):
        centre = low + (2 * panel + 1) * half
        for i in range(_NODES.size):
            u = centre + half * _NODES[i]
            gone = -math.expm1(-u)
            stay = 1.0 - gone if gone < 0.9 else math.exp(-u)
            bend = _small_bend(u) if u < 0.02 else u - gone
            density = half * _WEIGHTS[i] * math.exp(((load - agents) * u - load * bend) / leave - shift)
            whole += density
            stays += density * stay
            leaves += density * gone
            moment += density * u * stay
    return whole, stays, leaves, moment


@njit(cache=True, nogil=True, error_model="numpy")
def measures(load: float, agents: int, leave: float, limit: float, out: Floats) -> None:
    """The nine measures of `answers.Measures` in its order, times in handling times, into `out`.

    limit: T in handling times. Needs no care of its caller: every edge has its answer.
    """
    if load <= 0.0:
        _perfect(out, 0.0)
    elif agents <= 0:
        _nobody(load, leave, limit, out)
    elif leave == 0.0:
        _without_leaving(load, agents, limit, out)
    elif math.isinf(leave):
        _without_queue(load, agents, limit, out)
    else:
        _with_leaving(load, agents, leave, limit, out)


@njit(cache=True, nogil=True, error_model="numpy")
def _perfect(out: Floats, occupancy: float) -> None:
    out[:] = 0.0
    out[1] = out[2] = out[3] = 1.0
    out[7] = occupancy


@njit(cache=True, nogil=True, error_model="numpy")
def _nobody(load: float, leave: float, limit: float, out: Floats) -> None:
    """No agents: who can leave does, who cannot waits for ever. No one is served, so that mean has no value."""
    out[:] = 0.0
    out[0] = 1.0
    out[2] = 0.0 if leave == 0.0 else (1.0 if math.isinf(leave) else -math.expm1(-leave * limit))
    out[4] = 0.0 if leave == 0.0 else 1.0
    out[5] = math.inf if leave == 0.0 else 1.0 / leave
    out[6] = math.nan
    out[8] = math.inf if leave == 0.0 else load / leave


@njit(cache=True, nogil=True, error_model="numpy")
def _without_leaving(load: float, agents: int, limit: float, out: Floats) -> None:
    """Erlang-C. At load >= agents the queue grows without end: every share is 0 and every wait infinite."""
    if load >= agents:
        out[:] = 0.0
        out[0] = out[7] = 1.0
        out[5] = out[6] = out[8] = math.inf
        return
    free = free_weight(load, agents)
    if math.isinf(free):
        _perfect(out, load / agents)
        return
    waiting = load / (agents - load)
    total = free + waiting
    waits = waiting / total
    within = free / total - waits * math.expm1(-(agents - load) * limit)
    mean = waits / (agents - load)
    out[0] = waits
    out[1] = out[2] = out[3] = within
    out[4] = 0.0
    out[5] = out[6] = mean
    out[7] = load / agents
    out[8] = load * mean


@njit(cache=True, nogil=True, error_model="numpy")
def _without_queue(load: float, agents: int, limit: float, out: Floats) -> None:
    """Erlang-B: who cannot be served at once is gone; the offered wait is that of a contact who would have stayed."""
    free = free_weight(load, agents)
    full = load / agents
    lost = full / (free + full)
    out[:] = 0.0
    out[0] = out[4] = lost
    out[1] = free / (free + full) if not math.isinf(free) else 1.0
    out[2] = 1.0
    out[3] = out[1] - lost * math.expm1(-agents * limit)
    out[7] = load * out[1] / agents


@njit(cache=True, nogil=True, error_model="numpy")
def _with_leaving(load: float, agents: int, leave: float, limit: float, out: Floats) -> None:
    """Erlang-A, M/M/n+M."""
    free = free_weight(load, agents)
    if math.isinf(free):
        _perfect(out, load / agents)
        return
    mode = _mode(load, agents)
    peak = _g(mode, load, agents, leave)
    free *= math.exp(-peak)
    scale = load / leave
    edge = leave * limit
    whole, stays, leaves, moment = integrals(0.0, math.inf, peak, load, agents, leave)
    whole_to, stays_to, _, _ = integrals(0.0, edge, peak, load, agents, leave)
    total = free + scale * whole
    served = min((free + scale * stays) / total, 1.0)
    offered_within = min((free + scale * whole_to) / total, 1.0) if edge < math.inf else 1.0
    abandoned = scale * leaves / total
    out[0] = scale * whole / total
    out[1] = min((free + scale * stays_to) / total, served) if edge < math.inf else served
    out[2] = min(-math.expm1(-edge) + math.exp(-edge) * offered_within, 1.0)
    out[3] = offered_within
    out[4] = abandoned
    out[5] = abandoned / leave
    out[6] = scale * moment / (free + scale * stays) / leave
    out[7] = min(load * served / agents, 1.0)
    out[8] = load * abandoned / leave


@njit(cache=True, nogil=True, error_model="numpy")
def _queue_series(load: float, agents: int, leave: float, stay: float) -> tuple[float, float, float, float, float]:
    """(mass, moment, log scale of both, later, its log scale) with t_k = a^k / ((n)(n+b)…(n+kb)).

    mass, moment and later are the sums of t_k, k t_k and t_k stay^k.

    mass is J / b, `later` is its part beyond the limit times exp(-g(limit)): the same J as `integrals` gives, in a few
    dozen multiplications where b is of ordinary size.
    """
    term = mass = stayed = later = 1.0 / agents
    moment = scale = later_scale = 0.0
    k = 0
    while True:
        k += 1
        ratio = load / (agents + k * leave)
        term *= ratio
        stayed *= ratio * stay
        mass += term
        later += stayed
        moment += k * term
        if term < 1e-17 * mass and ratio < 1.0:
            rest = 1.0 / (1.0 - ratio)
            if term * rest < 1e-16 * mass and term * rest * (k + rest) < 1e-16 * moment:
                return mass, moment, scale, later, later_scale
        elif mass > _LARGE:
            term /= _LARGE
            mass /= _LARGE
            moment /= _LARGE
            scale += _LOG_LARGE
            if later > _LARGE:
                stayed /= _LARGE
                later /= _LARGE
                later_scale += _LOG_LARGE


@njit(cache=True, nogil=True, error_model="numpy")
def reading(
    code: int, load: float, agents: int, leave: float, limit: float, callback: float
) -> tuple[float, float, float]:
    """(share under the reading, share that leaves, occupancy): what the search asks, and no more work than that needs.

    callback: when it is offered to those still waiting, in handling times; only `HUMAN_OR_CALLBACK` reads it.
    """
    if load <= 0.0:
        return 1.0, 0.0, 0.0
    offers = code == HUMAN_OR_CALLBACK and callback <= limit
    until = callback if offers else limit
    if agents <= 0:
        # Without agents the occupancy is 1 here, so that a cap on it is never met by having nobody.
        return _reading_of_nobody(code, leave, limit, callback), (0.0 if leave == 0.0 else 1.0), 1.0
    if not (leave == 0.0 or math.isinf(leave) or math.isinf(until)):
        terms = math.sqrt(80.0 * max(load, agents) / leave) + max(0.0, (load - agents) / leave)
        if terms < _FEW_TERMS:
            share, leaving = _reading_from_series(code, load, agents, leave, until, offers)
            # The series subtracts: good to 1e-15 of 1, not of a small share.
            if share > 1e-3:
                return share, leaving, load * (1.0 - leaving) / agents
    return _reading_from_measures(code, load, agents, leave, until, offers)


@njit(cache=True, nogil=True, error_model="numpy")
def _reading_from_series(
    code: int, load: float, agents: int, leave: float, until: float, offers: bool
) -> tuple[float, float]:
    free = free_weight(load, agents)
    if math.isinf(free):
        return 1.0, 0.0
    edge = leave * until
    stay = math.exp(-edge)
    mass, moment, scale, later, later_scale = _queue_series(load, agents, leave, stay)
    here = math.exp(-scale)
    g = _g(edge, load, agents, leave)
    at_edge = math.exp(g - scale)
    free *= here
    total = free + load * mass
    leaving = leave * moment / total
    later *= math.exp(g + later_scale - scale)
    longer = load * later / total
    if code == OFFERED:
        return 1.0 - longer, leaving
    if code == WAITED:
        return 1.0 - stay * longer, leaving
    served = (free + at_edge - here + agents * (mass - later)) / total
    return (served + stay * longer if offers else served), leaving


@njit(cache=True, nogil=True, error_model="numpy")
def _reading_of_nobody(code: int, leave: float, limit: float, callback: float) -> float:
    if code == WAITED and leave > 0.0:
        return 1.0 if math.isinf(leave) else -math.expm1(-leave * limit)
    if code == HUMAN_OR_CALLBACK and callback <= limit:
        return math.exp(-leave * callback) if callback > 0.0 and leave > 0.0 else 1.0
    return 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _reading_from_measures(
    code: int, load: float, agents: int, leave: float, until: float, offers: bool
) -> tuple[float, float, float]:
    out = np.empty(9)
    measures(load, agents, leave, until, out)
    if offers:  # served by then, or still there to hear the offer
        share = min(1.0, out[1] + (1.0 - out[2]))
    elif code == WAITED:
        share = out[2]
    else:
        share = out[3] if code == OFFERED else out[1]
    return share, out[4], out[7]


# --- the smallest number of agents: every reading and both caps improve with each one ---------------------------------


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
    agents = math.floor(load) + 1
    if agents * most_busy < load:
        agents = math.ceil(load / most_busy)
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
            middle = min(max(math.ceil(guess), low + 1), high - 1)
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
