"""The day itself, compiled: arrivals, a heap of what is about to happen, and a timetable of staff.

One file on purpose: Numba renews what it keeps on disk when the file of a function changes, not when the file of one
it calls does.

Chance is counter-based: contact k of class c in replication r has a key, a hash of (seed, r, c, k), and its j-th
random number is a hash of (key, j) (SplitMix64). A contact thus has the same handling time, patience and luck under
every plan, whatever the order of events, and nothing depends on which thread runs which replication. Sums are kept in
whole counts and microseconds, so the order of adding does not matter either.

Leaving costs no event where nobody needs to know when it happens: it is found out when the contact reaches the head of
its queue. Queues whose live length matters (an expected wait, redials) are *eager*: there leaving is an event.

Agents have identities, kept in lists by how much they have in hand (0 … `units` of their team, so that a chat of
concurrency 3 in a team that also takes calls is a third of an agent). The least loaded takes the next contact.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

# What is counted of each interval of arrival, class and place.
(
    ARRIVED, ANSWERED, ABANDONED, CALLED_BACK, CALLBACK_FAILED, UNFINISHED,
    MET_BY_ANSWER, MET_BY_OFFER, NOT_MET, LEFT_BEFORE_LIMIT, NOT_VERIFIABLE,
    OFFERED, REDIALLED, ELSEWHERE, ANSWERED_WAIT_US, ABANDONED_WAIT_US,
) = range(16)  # fmt: skip
COUNTS = 16
# What is kept of every single replication.
KEPT_ARRIVED, KEPT_MET, KEPT_ABANDONED, KEPT = 0, 1, 2, 3

# Lines of the timetable.
LINE_INTERVAL, LINE_STAFF, LINE_BACKLOG, LINE_BREAK, LINE_CLOSE = range(5)
# Events.
_DONE, _LEAVE, _RETRY, _REDIAL, _RIPE, _BACK = range(6)
# An agent is off duty, takes contacts, finishes and goes home, finishes and rests, rests.
_OFF, _ACTIVE, _LEAVING, _TO_REST, _RESTING = range(5)
# Scalars of the floor.
_SIZE, _HOLE, _FREE, _FRESH, _WAITING, _CUR, _CLOSED, _LINE, _FULL, SCALARS = range(10)

BIN_MOST_S = 3_600
_MICROS = 1e6

# Quantile tables: 512 cells to 31/32, 512 on to 1023/1024, 512 in the tail.
CELLS = 512
TAIL, FAR_TAIL = 1.0 - 1.0 / 32.0, 1.0 - 1.0 / 1024.0
_NEAR_SCALE, _TAIL_SCALE, _FAR_SCALE = CELLS / TAIL, CELLS / (FAR_TAIL - TAIL), CELLS / (1.0 - FAR_TAIL)

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_ONE = np.uint64(1)
_BACKLOG_KEYS = np.uint64(1 << 40)
_AGAIN = np.uint64(0xD1B54A32D192ED03)
_GAP, _SERVICE, _PATIENCE, _PLACE, _ACCEPTS, _TRIES_AGAIN, _PAUSE, _REACHED = (np.uint64(j) for j in range(1, 9))
_DAY_1, _DAY_2 = np.uint64(11), np.uint64(12)
_TO_UNIT = 2.0**-53

_compiled = njit(nogil=True, error_model="numpy")
_inlined = njit(nogil=True, error_model="numpy", forceinline=True)


class Plan(NamedTuple):
    """A scenario as arrays. Axes: c class, p place (each centre, then shared), q queue, t team, e skill, i interval."""

    interval_s: float
    rate: Floats  # c, i: contacts a second
    day_sigma: Floats  # c
    service_of: Integers  # c, i: row of `tables`
    patience_of: Integers  # c: row of `tables`, -1 never leaves
    exponential: Integers  # row: 1 where `means` says all
    means: Floats
    tables: Floats
    limit: Floats  # c
    backlog: Integers
    deferred: Integers
    redial: Floats  # c, (share, after_s, attempts)
    callback: Floats  # c, (after_s, expected_wait_s, accepted, reached, attempts, unreached_s, retry_after_s)
    shares: Floats  # c, i, p: cumulative
    only_place: Integers  # c: the place all contacts go to, -1 where they are shared out
    queue_of: Integers  # c, p
    q_class: Integers
    q_place: Integers
    q_eager: Integers
    q_mean: Floats  # q, i: mean handling time
    q_before: Integers  # q, q: who of the other queue is served first by the same teams
    q_skills: Integers  # q: from … to in `by_queue`
    by_queue: Integers  # skills of a queue: those without delay first, then by preference
    t_skills: Integers  # t: from … to in e
    e_team: Integers
    e_queue: Integers
    e_rank: Integers  # class priority and preference in one number
    e_preference: Integers
    e_after: Floats
    e_weight: Integers
    e_factor: Floats
    t_units: Integers
    t_reserve: Integers
    t_place: Integers
    t_agents: Integers  # t: from … to in agents
    a_team: Integers
    w_queue: Integers  # watches: waits from which further teams may take a contact
    w_after: Floats
    q_watches: Integers
    line_at: Floats
    line_kind: Integers
    line_team: Integers
    line_amount: Floats  # agents, or agents that rest
    line_s: Floats  # length of a rest
    bins: Integers  # whole seconds -> bin


class Floor(NamedTuple):
    """The state of a day."""

    n: Integers
    heap_at: Floats
    heap_what: Integers
    s_arrived: Floats
    s_patience: Floats
    s_offer: Floats  # waits at which a callback is offered
    s_key: Keys
    s_queue: Integers
    s_interval: Integers
    s_accepts: Integers
    s_dead: Integers
    s_attempt: Integers
    s_redials: Integers
    s_next: Integers
    s_turn: Integers  # how often this slot was used: tells an event that its contact is gone
    q_head: Integers
    q_tail: Integers
    q_again: Integers  # callbacks to try again: head
    q_again_tail: Integers
    q_live: Integers
    w_slot: Integers
    w_pending: Integers
    c_next: Floats
    c_number: Keys
    c_base: Keys
    c_key: Keys
    c_interval: Integers
    c_factor: Floats
    t_target: Integers
    t_on: Integers
    t_idle: Integers
    t_leaving: Integers
    t_owed: Integers  # agents who rest and go home afterwards
    t_since: Floats
    level: Integers  # t, units in hand: first agent
    a_next: Integers
    a_prev: Integers
    a_used: Integers
    a_status: Integers
    a_rest_s: Floats


class Tally(NamedTuple):
    """What is found. `day` is of the replication that runs; `total` and the rest add up all of them."""

    day: Integers  # i, c, p, count
    total: Integers
    waits: Integers  # i, c, p, (answered, abandoned), bin
    busy_us: Integers  # i + 1 (the last: after the end), t
    duty_us: Integers
    each: npt.NDArray[np.int32]  # replication, i, c, p, (arrived, met, abandoned)


# --- chance ----------------------------------------------------------------------------------------------------------


@_inlined
def _mix(z: np.uint64) -> np.uint64:
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)


@_inlined
def _unit(key: np.uint64, which: np.uint64) -> float:
    """Above 0 and below 1."""
    return (np.int64(_mix(key + which * _GOLDEN) >> _S11) + 0.5) * _TO_UNIT


@_inlined
def _draw(plan: Plan, row: int, u: float) -> float:
    if plan.exponential[row] == 1:
        return -plan.means[row] * math.log(1.0 - u)
    table = plan.tables[row]
    if u < TAIL:
        x = u * _NEAR_SCALE
        shift = 0
    elif u < FAR_TAIL:
        x = (u - TAIL) * _TAIL_SCALE
        shift = CELLS
    else:
        x = (u - FAR_TAIL) * _FAR_SCALE
        shift = 2 * CELLS
    i = min(int(x), CELLS - 1)
    low = table[shift + i]
    return low + (table[shift + i + 1] - low) * (x - i)


# --- the heap: the smallest time first -------------------------------------------------------------------------------


@_inlined
def _event(kind: int, who: int, what: int) -> int:
    return kind | (what << 3) | (who << 35)


@_compiled
def _sift_down(heap_at: Floats, heap_what: Integers, size: int, at: float, what: int) -> None:
    """Puts an event in at the top and lets it sink: the hole goes to the bottom first, then the event rises."""
    place = 0
    child = 1
    while child + 1 < size:
        child += heap_at[child + 1] < heap_at[child]
        heap_at[place] = heap_at[child]
        heap_what[place] = heap_what[child]
        place = child
        child = 2 * place + 1
    if child < size:
        heap_at[place] = heap_at[child]
        heap_what[place] = heap_what[child]
        place = child
    while place > 0:
        parent = (place - 1) >> 1
        if heap_at[parent] <= at:
            break
        heap_at[place] = heap_at[parent]
        heap_what[place] = heap_what[parent]
        place = parent
    heap_at[place] = at
    heap_what[place] = what


@_compiled
def _push(n: Integers, heap_at: Floats, heap_what: Integers, at: float, what: int) -> None:
    """An event that happens now leaves a hole at the top until it is over: mostly the next one goes right there."""
    if n[_HOLE] == 1:
        n[_HOLE] = 0
        _sift_down(heap_at, heap_what, n[_SIZE], at, what)
        return
    place = n[_SIZE]
    if place + 1 >= heap_at.size:
        n[_FULL] = 1
        return
    n[_SIZE] = place + 1
    while place > 0:
        parent = (place - 1) >> 1
        if heap_at[parent] <= at:
            break
        heap_at[place] = heap_at[parent]
        heap_what[place] = heap_what[parent]
        place = parent
    heap_at[place] = at
    heap_what[place] = what


@_inlined
def _close_hole(floor: Floor) -> None:
    n = floor.n
    n[_HOLE] = 0
    n[_SIZE] -= 1
    size = n[_SIZE]
    if size > 0:
        _sift_down(floor.heap_at, floor.heap_what, size, floor.heap_at[size], floor.heap_what[size])
    floor.heap_at[size] = math.inf


# --- agents ----------------------------------------------------------------------------------------------------------


@_inlined
def _link(floor: Floor, t: int, a: int, used: int) -> None:
    first = floor.level[t, used]
    floor.a_next[a] = first
    floor.a_prev[a] = -1
    if first >= 0:
        floor.a_prev[first] = a
    floor.level[t, used] = a
    floor.a_used[a] = used
    if used == 0:
        floor.t_idle[t] += 1


@_inlined
def _unlink(floor: Floor, t: int, a: int) -> None:
    before, after, used = floor.a_prev[a], floor.a_next[a], floor.a_used[a]
    if before >= 0:
        floor.a_next[before] = after
    else:
        floor.level[t, used] = after
    if after >= 0:
        floor.a_prev[after] = before
    if used == 0:
        floor.t_idle[t] -= 1


@_inlined
def _with_room(plan: Plan, floor: Floor, t: int, weight: int) -> int:
    """The least loaded agent who can take so much more, -1 where nobody can."""
    for used in range(plan.t_units[t] - weight + 1):
        if floor.level[t, used] >= 0:
            return floor.level[t, used]
    return -1


@_compiled
def _count_duty(plan: Plan, floor: Floor, tally: Tally, t: int, now: float) -> None:
    tally.duty_us[floor.n[_CUR], t] += np.int64(math.floor((now - floor.t_since[t]) * floor.t_on[t] * _MICROS + 0.5))
    floor.t_since[t] = now


@_compiled
def _come(plan: Plan, floor: Floor, tally: Tally, t: int, a: int, now: float) -> None:
    _count_duty(plan, floor, tally, t, now)
    floor.t_on[t] += 1
    floor.a_status[a] = _ACTIVE
    _link(floor, t, a, 0)


@_compiled
def _go(plan: Plan, floor: Floor, tally: Tally, t: int, a: int, status: int, now: float) -> None:
    """An agent with nothing in hand goes: home, or to a rest."""
    _count_duty(plan, floor, tally, t, now)
    floor.t_on[t] -= 1
    floor.a_status[a] = status
    if status == _RESTING:
        _push(floor.n, floor.heap_at, floor.heap_what, now + floor.a_rest_s[a], _event(_BACK, a, 0))


@_compiled
def _least_loaded(plan: Plan, floor: Floor, t: int) -> int:
    for used in range(plan.t_units[t] + 1):
        if floor.level[t, used] >= 0:
            return floor.level[t, used]
    return -1


@_compiled
def _one_less(plan: Plan, floor: Floor, tally: Tally, t: int, now: float) -> None:
    """The least loaded goes home, after what is in hand; where all rest, one of those goes home after the rest."""
    a = _least_loaded(plan, floor, t)
    if a < 0:
        floor.t_owed[t] += 1
        return
    _unlink(floor, t, a)
    if floor.a_used[a] == 0:
        _go(plan, floor, tally, t, a, _OFF, now)
    else:
        floor.a_status[a] = _LEAVING
        floor.t_leaving[t] += 1


@_compiled
def _one_more(plan: Plan, floor: Floor, tally: Tally, t: int, now: float) -> None:
    """Who was about to go stays; otherwise somebody comes."""
    if floor.t_owed[t] > 0:
        floor.t_owed[t] -= 1
        return
    wanted = _LEAVING if floor.t_leaving[t] > 0 else _OFF
    for a in range(plan.t_agents[t], plan.t_agents[t + 1]):
        if floor.a_status[a] == wanted:
            if wanted == _LEAVING:
                floor.t_leaving[t] -= 1
                floor.a_status[a] = _ACTIVE
                _link(floor, t, a, floor.a_used[a])
            else:
                _come(plan, floor, tally, t, a, now)
            return


@_compiled
def _set_staff(plan: Plan, floor: Floor, tally: Tally, t: int, target: int, now: float) -> None:
    while floor.t_target[t] < target:
        _one_more(plan, floor, tally, t, now)
        floor.t_target[t] += 1
    while floor.t_target[t] > target:
        _one_less(plan, floor, tally, t, now)
        floor.t_target[t] -= 1


@_compiled
def _send_to_rest(plan: Plan, floor: Floor, tally: Tally, t: int, agents: int, rest_s: float, now: float) -> None:
    for _ in range(agents):
        a = _least_loaded(plan, floor, t)
        if a < 0:
            return
        floor.a_rest_s[a] = rest_s
        _unlink(floor, t, a)
        if floor.a_used[a] == 0:
            _go(plan, floor, tally, t, a, _RESTING, now)
        else:
            floor.a_status[a] = _TO_REST


@_inlined
def _busy(plan: Plan, floor: Floor, tally: Tally, t: int, now: float, end: float, part: float) -> None:
    """Adds the time of a contact to the intervals it lies in; `part` of an agent is taken up by it."""
    i, last, start = floor.n[_CUR], plan.rate.shape[1], now
    edge = (i + 1) * plan.interval_s
    while i < last and end > edge:
        tally.busy_us[i, t] += np.int64((edge - start) * part * _MICROS)
        start = edge
        i += 1
        edge = (i + 1) * plan.interval_s
    tally.busy_us[i, t] += np.int64((end - start) * part * _MICROS)


@_inlined
def _occupy(plan: Plan, floor: Floor, tally: Tally, e: int, now: float, lasts_s: float) -> None:
    t, weight = plan.e_team[e], plan.e_weight[e]
    a = _with_room(plan, floor, t, weight)
    _unlink(floor, t, a)
    _link(floor, t, a, floor.a_used[a] + weight)
    end = now + lasts_s
    _busy(plan, floor, tally, t, now, end, weight / plan.t_units[t])
    _push(floor.n, floor.heap_at, floor.heap_what, end, _event(_DONE, a, weight))


# --- contacts that wait ----------------------------------------------------------------------------------------------


@_inlined
def _take_slot(floor: Floor) -> int:
    n = floor.n
    slot = n[_FREE]
    if slot >= 0:
        n[_FREE] = floor.s_next[slot]
    else:
        slot = n[_FRESH]
        if slot + 1 >= floor.s_next.size:
            n[_FULL] = 1
            return slot
        n[_FRESH] = slot + 1
        floor.s_turn[slot] = 0
    return slot


@_inlined
def _free_slot(floor: Floor, slot: int) -> None:
    floor.s_turn[slot] += 1
    floor.s_next[slot] = floor.n[_FREE]
    floor.n[_FREE] = slot


@_inlined
def _drop_head(plan: Plan, floor: Floor, q: int) -> None:
    slot = floor.q_head[q]
    after = floor.s_next[slot]
    floor.q_head[q] = after
    if after < 0:
        floor.q_tail[q] = -1
    for w in range(plan.q_watches[q], plan.q_watches[q + 1]):
        if floor.w_slot[w] == slot:
            floor.w_slot[w] = after
    floor.n[_WAITING] -= 1


@_inlined
def _bin(plan: Plan, wait: float) -> int:
    return plan.bins[min(np.int64(wait), BIN_MOST_S)]


@_compiled
def _abandon(plan: Plan, floor: Floor, tally: Tally, slot: int) -> None:
    """The customer hung up, at the end of the patience; may try again."""
    q, i = floor.s_queue[slot], floor.s_interval[slot]
    c, p = plan.q_class[q], plan.q_place[q]
    wait, offer, limit = floor.s_patience[slot], floor.s_offer[slot], plan.limit[c]
    found = tally.day[i, c, p]
    found[ABANDONED] += 1
    found[ABANDONED_WAIT_US] += np.int64(wait * _MICROS)
    tally.waits[i, c, p, 1, _bin(plan, wait)] += 1
    if offer < wait:
        found[OFFERED] += 1
    if offer < wait and offer <= limit:
        found[MET_BY_OFFER] += 1
    elif wait <= limit:
        found[LEFT_BEFORE_LIMIT] += 1
    else:
        found[NOT_MET] += 1
    if plan.redial[c, 0] > 0.0 and floor.s_redials[slot] < plan.redial[c, 2]:
        key = floor.s_key[slot]
        if _unit(key, _TRIES_AGAIN) < plan.redial[c, 0]:
            at = floor.s_arrived[slot] + wait - plan.redial[c, 1] * math.log(_unit(key, _PAUSE))
            if at < plan.interval_s * plan.rate.shape[1]:
                again = _take_slot(floor)
                floor.s_key[again] = _mix(key ^ _AGAIN)
                floor.s_queue[again] = q
                floor.s_redials[again] = floor.s_redials[slot] + 1
                _push(floor.n, floor.heap_at, floor.heap_what, at, _event(_REDIAL, again, 0))


@_inlined
def _head(plan: Plan, floor: Floor, tally: Tally, q: int, now: float) -> int:
    """Who has waited longest in a queue, those who left being dropped; -1 where nobody waits."""
    slot = floor.q_head[q]
    while slot >= 0:
        dead = floor.s_dead[slot] == 1
        if not dead and floor.s_arrived[slot] + floor.s_patience[slot] > now:
            break
        _drop_head(plan, floor, q)
        if not dead:
            floor.q_live[q] -= 1
            _abandon(plan, floor, tally, slot)
        _free_slot(floor, slot)
        slot = floor.q_head[q]
    again = floor.q_again[q]
    if again >= 0 and (slot < 0 or floor.s_arrived[again] < floor.s_arrived[slot]):
        return again
    return slot


@_inlined
def _take_from_queue(plan: Plan, floor: Floor, q: int, slot: int) -> None:
    floor.q_live[q] -= 1
    if floor.q_again[q] == slot:
        after = floor.s_next[slot]
        floor.q_again[q] = after
        if after < 0:
            floor.q_again_tail[q] = -1
        floor.n[_WAITING] -= 1
    else:
        _drop_head(plan, floor, q)


@_inlined
def _answered(plan: Plan, tally: Tally, e: int, c: int, p: int, i: int, wait: float, offer: float) -> None:
    found, limit = tally.day[i, c, p], plan.limit[c]
    found[ANSWERED] += 1
    found[ANSWERED_WAIT_US] += np.int64(wait * _MICROS)
    tally.waits[i, c, p, 0, _bin(plan, wait)] += 1
    if plan.t_place[plan.e_team[e]] != p:
        found[ELSEWHERE] += 1
    if offer < wait:
        found[OFFERED] += 1
    if wait <= limit:
        found[MET_BY_ANSWER] += 1
    elif offer < wait and offer <= limit:
        found[MET_BY_OFFER] += 1
    else:
        found[NOT_MET] += 1


@_inlined
def _handling_s(plan: Plan, e: int, c: int, i: int, key: np.uint64) -> float:
    return _draw(plan, plan.service_of[c, i], _unit(key, _SERVICE)) * plan.e_factor[e]


@_compiled
def _call_back(plan: Plan, floor: Floor, tally: Tally, e: int, slot: int, now: float) -> None:
    """An agent dials a customer who accepted; who is not reached is tried again later."""
    q, i, key = floor.s_queue[slot], floor.s_interval[slot], floor.s_key[slot]
    c, p = plan.q_class[q], plan.q_place[q]
    found, wait = tally.day[i, c, p], now - floor.s_arrived[slot]
    attempt = floor.s_attempt[slot]
    if attempt == 0:
        found[OFFERED] += 1
        found[MET_BY_OFFER if floor.s_offer[slot] <= plan.limit[c] else NOT_MET] += 1
    if _unit(key, _REACHED + np.uint64(attempt) * _GOLDEN) < plan.callback[c, 3]:
        found[CALLED_BACK] += 1
        found[ANSWERED_WAIT_US] += np.int64(wait * _MICROS)
        tally.waits[i, c, p, 0, _bin(plan, wait)] += 1
        if plan.t_place[plan.e_team[e]] != p:
            found[ELSEWHERE] += 1
        _occupy(plan, floor, tally, e, now, _handling_s(plan, e, c, i, key))
        _free_slot(floor, slot)
        return
    _occupy(plan, floor, tally, e, now, plan.callback[c, 5])
    floor.s_attempt[slot] = attempt + 1
    if attempt + 1 < plan.callback[c, 4]:
        at = now + plan.callback[c, 5] + plan.callback[c, 6]
        _push(floor.n, floor.heap_at, floor.heap_what, at, _event(_RETRY, slot, 0))
    else:
        found[CALLBACK_FAILED] += 1
        _free_slot(floor, slot)


@_compiled
def _begin(plan: Plan, floor: Floor, tally: Tally, e: int, slot: int, now: float) -> None:
    """A contact that waited is taken."""
    q = floor.s_queue[slot]
    _take_from_queue(plan, floor, q, slot)
    if floor.s_accepts[slot] == 1 and floor.s_arrived[slot] + floor.s_offer[slot] <= now:
        _call_back(plan, floor, tally, e, slot, now)
        return
    i, c = floor.s_interval[slot], plan.q_class[q]
    wait = now - floor.s_arrived[slot]
    _answered(plan, tally, e, c, plan.q_place[q], i, wait, floor.s_offer[slot])
    _occupy(plan, floor, tally, e, now, _handling_s(plan, e, c, i, floor.s_key[slot]))
    _free_slot(floor, slot)


@_compiled
def _dispatch(plan: Plan, floor: Floor, tally: Tally, t: int, now: float) -> None:
    """Gives a team work as long as it has somebody for it: best rank first, then the longest wait."""
    while floor.n[_WAITING] > 0:
        best, chosen = -1, -1
        for e in range(plan.t_skills[t], plan.t_skills[t + 1]):
            if best >= 0 and plan.e_rank[e] > plan.e_rank[best]:
                break
            q = plan.e_queue[e]
            if floor.q_head[q] < 0 and floor.q_again[q] < 0:
                continue
            if plan.deferred[plan.q_class[q]] == 1 and (
                floor.n[_CLOSED] == 1 or floor.t_idle[t] <= plan.t_reserve[t]
            ):
                continue
            if _with_room(plan, floor, t, plan.e_weight[e]) < 0:
                continue
            slot = _head(plan, floor, tally, q, now)
            if slot < 0 or floor.s_arrived[slot] + plan.e_after[e] > now:
                continue
            if best < 0 or floor.s_arrived[slot] < floor.s_arrived[chosen]:
                best, chosen = e, slot
        if best < 0:
            return
        _begin(plan, floor, tally, best, chosen, now)


@_compiled
def _wake(plan: Plan, floor: Floor, tally: Tally, q: int, now: float) -> None:
    """Somebody of this queue can be taken who could not before."""
    for j in range(plan.q_skills[q], plan.q_skills[q + 1]):
        _dispatch(plan, floor, tally, plan.e_team[plan.by_queue[j]], now)


# --- arrivals --------------------------------------------------------------------------------------------------------


@_inlined
def _team_for(plan: Plan, floor: Floor, q: int) -> int:
    """The skill that answers a newcomer at once: the smallest preference, then the most idle agents."""
    best, idle = -1, -1
    deferred = plan.deferred[plan.q_class[q]] == 1
    for j in range(plan.q_skills[q], plan.q_skills[q + 1]):
        e = plan.by_queue[j]
        if plan.e_after[e] > 0.0 or (best >= 0 and plan.e_preference[e] > plan.e_preference[best]):
            break
        t = plan.e_team[e]
        if deferred and (floor.n[_CLOSED] == 1 or floor.t_idle[t] <= plan.t_reserve[t]):
            continue
        if floor.t_idle[t] > idle and _with_room(plan, floor, t, plan.e_weight[e]) >= 0:
            best, idle = e, floor.t_idle[t]
    return best


@_compiled
def _expected_wait(plan: Plan, floor: Floor, q: int) -> float:
    """Work ahead of a newcomer in its teams, divided by their agents: what a centre can announce."""
    i = min(floor.n[_CUR], plan.rate.shape[1] - 1)
    work = plan.q_mean[q, i]
    for other in range(plan.q_class.size):
        if plan.q_before[q, other] == 1:
            work += floor.q_live[other] * plan.q_mean[other, i]
    servers = 0.0
    for j in range(plan.q_skills[q], plan.q_skills[q + 1]):
        e = plan.by_queue[j]
        if plan.e_after[e] == 0.0:
            t = plan.e_team[e]
            servers += floor.t_on[t] * plan.t_units[t] / plan.e_weight[e]
    return work / servers if servers > 0.0 else math.inf


@_compiled
def _wait(plan: Plan, floor: Floor, q: int, key: np.uint64, redials: int, i: int, now: float) -> None:
    """A newcomer joins the queue: how long it will bear it, and whether it will take a callback, is known at once."""
    c = plan.q_class[q]
    slot = _take_slot(floor)
    patience = math.inf
    if plan.patience_of[c] >= 0:
        patience = _draw(plan, plan.patience_of[c], _unit(key, _PATIENCE))
    offer = plan.callback[c, 0]
    if plan.callback[c, 1] < math.inf and _expected_wait(plan, floor, q) > plan.callback[c, 1]:
        offer = 0.0
    if offer >= patience:
        offer = math.inf
    accepts = 1 if offer < math.inf and _unit(key, _ACCEPTS) < plan.callback[c, 2] else 0
    if accepts == 1:
        patience = math.inf
    floor.s_arrived[slot] = now
    floor.s_patience[slot] = patience
    floor.s_offer[slot] = offer
    floor.s_key[slot] = key
    floor.s_queue[slot] = q
    floor.s_interval[slot] = i
    floor.s_accepts[slot] = accepts
    floor.s_dead[slot] = 0
    floor.s_attempt[slot] = 0
    floor.s_redials[slot] = redials
    floor.s_next[slot] = -1
    if floor.q_tail[q] >= 0:
        floor.s_next[floor.q_tail[q]] = slot
    else:
        floor.q_head[q] = slot
    floor.q_tail[q] = slot
    floor.q_live[q] += 1
    floor.n[_WAITING] += 1
    if plan.q_eager[q] == 1 and patience < math.inf:
        _push(floor.n, floor.heap_at, floor.heap_what, now + patience, _event(_LEAVE, slot, floor.s_turn[slot]))
    for w in range(plan.q_watches[q], plan.q_watches[q + 1]):
        if floor.w_slot[w] < 0:
            floor.w_slot[w] = slot
        if floor.w_pending[w] == 0:
            floor.w_pending[w] = 1
            _push(floor.n, floor.heap_at, floor.heap_what, now + plan.w_after[w], _event(_RIPE, w, 0))


@_inlined
def _enter(plan: Plan, floor: Floor, tally: Tally, q: int, key: np.uint64, redials: int, now: float) -> None:
    i, c, p = floor.n[_CUR], plan.q_class[q], plan.q_place[q]
    tally.day[i, c, p, ARRIVED] += 1
    e = _team_for(plan, floor, q)
    if e < 0:
        _wait(plan, floor, q, key, redials, i, now)
        return
    _answered(plan, tally, e, c, p, i, 0.0, math.inf)
    _occupy(plan, floor, tally, e, now, _handling_s(plan, e, c, i, key))


@_inlined
def _queue_for(plan: Plan, c: int, i: int, key: np.uint64) -> int:
    p = plan.only_place[c]
    if p < 0:
        u, p = _unit(key, _PLACE), 0
        while plan.shares[c, i, p] <= u:
            p += 1
    return plan.queue_of[c, p]


@_inlined
def _next_arrival(plan: Plan, floor: Floor, c: int) -> None:
    """An exponential of mean 1, spent along the rate of the class; infinite when the day is over."""
    floor.c_number[c] += _ONE
    key = _mix(floor.c_base[c] + floor.c_number[c] * _GOLDEN)
    floor.c_key[c] = key
    left = -math.log(_unit(key, _GAP))
    now, i, last = floor.c_next[c], floor.c_interval[c], plan.rate.shape[1]
    while i < last:
        rate = plan.rate[c, i] * floor.c_factor[c]
        room = ((i + 1) * plan.interval_s - now) * rate
        if left < room:
            floor.c_next[c] = now + left / rate
            floor.c_interval[c] = i
            return
        left -= room
        i += 1
        now = i * plan.interval_s
    floor.c_interval[c] = last
    floor.c_next[c] = math.inf


@_compiled
def _backlog(plan: Plan, floor: Floor, tally: Tally, now: float) -> None:
    for c in range(plan.rate.shape[0]):
        for k in range(plan.backlog[c]):
            key = _mix(floor.c_base[c] + (_BACKLOG_KEYS + np.uint64(k)) * _GOLDEN)
            _enter(plan, floor, tally, _queue_for(plan, c, 0, key), key, 0, now)


# --- the day ---------------------------------------------------------------------------------------------------------


@_compiled
def _done(plan: Plan, floor: Floor, tally: Tally, a: int, weight: int, now: float) -> None:
    t, status = plan.a_team[a], floor.a_status[a]
    if status == _ACTIVE:
        _unlink(floor, t, a)
        _link(floor, t, a, floor.a_used[a] - weight)
        _dispatch(plan, floor, tally, t, now)
        return
    floor.a_used[a] -= weight
    if floor.a_used[a] == 0:
        if status == _LEAVING:
            floor.t_leaving[t] -= 1
            _go(plan, floor, tally, t, a, _OFF, now)
        else:
            _go(plan, floor, tally, t, a, _RESTING, now)


@_compiled
def _ripe(plan: Plan, floor: Floor, tally: Tally, w: int, now: float) -> None:
    q, after = plan.w_queue[w], plan.w_after[w]
    _wake(plan, floor, tally, q, now)
    slot = floor.w_slot[w]
    while slot >= 0 and floor.s_arrived[slot] + after <= now:
        slot = floor.s_next[slot]
    floor.w_slot[w] = slot
    floor.w_pending[w] = 0
    if slot >= 0:
        floor.w_pending[w] = 1
        at = floor.s_arrived[slot] + after
        _push(floor.n, floor.heap_at, floor.heap_what, at, _event(_RIPE, w, 0))


@_compiled
def _try_again(plan: Plan, floor: Floor, tally: Tally, slot: int, now: float) -> None:
    q = floor.s_queue[slot]
    floor.s_next[slot] = -1
    if floor.q_again_tail[q] >= 0:
        floor.s_next[floor.q_again_tail[q]] = slot
    else:
        floor.q_again[q] = slot
    floor.q_again_tail[q] = slot
    floor.q_live[q] += 1
    floor.n[_WAITING] += 1
    _wake(plan, floor, tally, q, now)


@_compiled
def _seldom(plan: Plan, floor: Floor, tally: Tally, kind: int, who: int, what: int, now: float) -> None:
    """Every event but the end of a contact."""
    if kind == _LEAVE:
        if floor.s_turn[who] == what and floor.s_dead[who] == 0:
            floor.s_dead[who] = 1
            floor.q_live[floor.s_queue[who]] -= 1
            _abandon(plan, floor, tally, who)
    elif kind == _RETRY:
        _try_again(plan, floor, tally, who, now)
    elif kind == _REDIAL:
        q, key, redials = floor.s_queue[who], floor.s_key[who], floor.s_redials[who]
        _free_slot(floor, who)
        tally.day[floor.n[_CUR], plan.q_class[q], plan.q_place[q], REDIALLED] += 1
        _enter(plan, floor, tally, q, key, redials, now)
    elif kind == _RIPE:
        _ripe(plan, floor, tally, who, now)
    else:
        t = plan.a_team[who]
        if floor.t_owed[t] > 0:
            floor.t_owed[t] -= 1
            floor.a_status[who] = _OFF
        else:
            _come(plan, floor, tally, t, who, now)
            _dispatch(plan, floor, tally, t, now)


@_compiled
def _timetable(plan: Plan, floor: Floor, tally: Tally, line: int, now: float) -> None:
    kind, t = plan.line_kind[line], plan.line_team[line]
    if kind == LINE_STAFF:
        _set_staff(plan, floor, tally, t, int(plan.line_amount[line]), now)
        _dispatch(plan, floor, tally, t, now)
    elif kind == LINE_BREAK:
        _send_to_rest(plan, floor, tally, t, int(plan.line_amount[line]), plan.line_s[line], now)
    elif kind == LINE_BACKLOG:
        _backlog(plan, floor, tally, now)
    else:
        for team in range(plan.t_units.size):
            _count_duty(plan, floor, tally, team, now)
        floor.n[_CUR] += 1
        if kind == LINE_CLOSE:
            floor.n[_CLOSED] = 1


@_compiled
def _reset(plan: Plan, floor: Floor, tally: Tally, seed: np.uint64, rep: int) -> None:
    floor.n[:] = 0
    floor.n[_FREE] = -1
    floor.heap_at[0] = math.inf
    for heads in (floor.q_head, floor.q_tail, floor.q_again, floor.q_again_tail, floor.w_slot):
        heads[:] = -1
    for zeros in (floor.q_live, floor.w_pending, floor.t_target, floor.t_on, floor.t_idle, floor.t_leaving, floor.t_owed):
        zeros[:] = 0
    floor.t_since[:] = 0.0
    floor.level[:, :] = -1
    floor.a_status[:] = _OFF
    floor.a_used[:] = 0
    tally.day[:] = 0
    day = _mix(_mix(seed) + np.uint64(rep + 1) * _GOLDEN)
    # Box and Muller's normal number: the luck of the day, one for all classes.
    normal = math.sqrt(-2.0 * math.log(_unit(day, _DAY_1))) * math.cos(2.0 * math.pi * _unit(day, _DAY_2))
    for c in range(plan.rate.shape[0]):
        sigma = plan.day_sigma[c]
        floor.c_factor[c] = math.exp(sigma * normal - 0.5 * sigma * sigma)
        floor.c_base[c] = _mix(day + np.uint64(c + 101) * _GOLDEN)
        floor.c_number[c] = np.uint64(0)
        floor.c_interval[c] = 0
        floor.c_next[c] = 0.0
        _next_arrival(plan, floor, c)


@_compiled
def _leave_undone(plan: Plan, floor: Floor, tally: Tally, slot: int, end: float) -> None:
    q, i = floor.s_queue[slot], floor.s_interval[slot]
    c, p = plan.q_class[q], plan.q_place[q]
    found = tally.day[i, c, p]
    found[UNFINISHED] += 1
    if floor.s_attempt[slot] > 0:
        return  # the offer was counted with the first attempt
    offer = floor.s_offer[slot]
    if offer < math.inf:
        found[OFFERED] += 1
    if offer <= plan.limit[c]:
        found[MET_BY_OFFER] += 1
    elif end - floor.s_arrived[slot] > plan.limit[c]:
        found[NOT_MET] += 1
    else:
        found[NOT_VERIFIABLE] += 1


@_compiled
def _go_home(plan: Plan, floor: Floor, tally: Tally, end: float) -> None:
    """Nothing happens any more: who still waits loses patience, or stays undone."""
    for q in range(plan.q_class.size):
        slot = floor.q_head[q]
        while slot >= 0:
            if floor.s_dead[slot] == 0:
                if floor.s_patience[slot] < math.inf:
                    _abandon(plan, floor, tally, slot)
                else:
                    _leave_undone(plan, floor, tally, slot, end)
            slot = floor.s_next[slot]
        slot = floor.q_again[q]
        while slot >= 0:
            _leave_undone(plan, floor, tally, slot, end)
            slot = floor.s_next[slot]
    for t in range(plan.t_units.size):
        _count_duty(plan, floor, tally, t, end)


@_compiled
def _day(plan: Plan, floor: Floor, tally: Tally) -> None:
    n, heap_at, c_next = floor.n, floor.heap_at, floor.c_next
    classes, lines, line = c_next.size, plan.line_at.size, 0
    now = 0.0
    while n[_FULL] == 0:
        c = 0
        for other in range(1, classes):
            if c_next[other] < c_next[c]:
                c = other
        at, soon = c_next[c], heap_at[0]
        on_line = plan.line_at[line] if line < lines else math.inf
        if at < soon and at < on_line:
            now = at
            key = floor.c_key[c]
            _enter(plan, floor, tally, _queue_for(plan, c, n[_CUR], key), key, 0, now)
            _next_arrival(plan, floor, c)
        elif on_line <= soon:
            if on_line == math.inf:
                break
            now = on_line
            _timetable(plan, floor, tally, line, now)
            line += 1
        else:
            now = soon
            what = floor.heap_what[0]
            n[_HOLE] = 1
            kind, who, more = what & 7, what >> 35, (what >> 3) & 0xFFFFFFFF
            if kind == _DONE:
                _done(plan, floor, tally, who, more, now)
            else:
                _seldom(plan, floor, tally, kind, who, more, now)
            if n[_HOLE] == 1:
                _close_hole(floor)
    _go_home(plan, floor, tally, now)


@_compiled
def _add(tally: Tally, row: int) -> None:
    intervals, classes, places, _ = tally.day.shape
    for i in range(intervals):
        for c in range(classes):
            for p in range(places):
                found, total, each = tally.day[i, c, p], tally.total[i, c, p], tally.each[row, i, c, p]
                for k in range(COUNTS):
                    total[k] += found[k]
                each[KEPT_ARRIVED] = found[ARRIVED]
                each[KEPT_MET] = found[MET_BY_ANSWER] + found[MET_BY_OFFER]
                each[KEPT_ABANDONED] = found[ABANDONED]


@njit(cache=True, nogil=True, error_model="numpy")
def run(seed: np.uint64, first: int, last: int, plan: Plan, floor: Floor, tally: Tally) -> bool:
    """Replications first … last - 1, row 0 of `each` being the first. False where the floor was too small for one."""
    for rep in range(first, last):
        _reset(plan, floor, tally, seed, rep)
        _day(plan, floor, tally)
        if floor.n[_FULL] == 1:
            return False
        _add(tally, rep - first)
    return True
