"""The day itself, compiled: arrivals, a wheel of what is about to happen, and a timetable of staff.

One file on purpose: Numba renews what it keeps on disk when the file of a function changes, not when the file of one
it calls does.

Chance is counter-based: contact k of class c in replication r has a key, a hash of (seed, r, c, k), and its j-th
random number is a hash of (key, j) (SplitMix64). A contact thus has the same handling time, patience and luck under
every plan, whatever the order of events, and nothing depends on which thread runs which replication. Sums are kept in
whole counts and microseconds, so the order of adding does not matter either.

Newcomers are drawn some thirty at a time. Events lie on a wheel of buckets, each of which holds one or two: to put one
there or take one costs the same however many there are, where a heap of a hundred took a quarter of all time. Events
at the same instant (agents back from the same break) happen in the order in which they were made.

Leaving costs no event where nobody needs to know when it happens: it is found out when the contact reaches the head of
its queue. Queues whose live length matters (an expected wait, redials) are *eager*: there leaving is an event.

Agents have identities, kept in lists by how much they have in hand (0 … units of their team, so that a chat of
concurrency 3 in a team that also takes calls is a third of an agent). The least loaded takes the next contact.

Contacts may be given instead of drawn, and what became of each may be written down. Both go a way of their own, slower
and with the same outcome (`_meet`); who wants neither pays for one look at `CLOSELY`.

Everything lies in one block of memory, seen as whole numbers (`k`) and as real ones (`f`). A thing is the place where
it begins and `k[team + T_IDLE]` is a field of it; 0 is nothing. Sixty arrays would say the same, but passing them
around took a minute to compile and most of the time to run. Inside the loop the block is a bare pointer: arrays would
count their references at every call, and wrap negative places. `block.py` lays it out, and checks its size.
"""

# What mypy takes for arrays are pointers once compiled: it calls what is read from them Any, and sees no intrinsics.
# mypy: disable-error-code="no-any-return, no-untyped-call, return-value, call-arg, var-annotated"

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# What is counted of each interval of arrival, class and place.
(
    ARRIVED, ANSWERED, ABANDONED, CALLED_BACK, CALLBACK_FAILED, UNFINISHED,
    MET_BY_ANSWER, MET_BY_OFFER, NOT_MET, LEFT_BEFORE_LIMIT, NOT_VERIFIABLE,
    OFFERED, REDIALLED, ELSEWHERE, ANSWERED_WAIT_US, ABANDONED_WAIT_US,
) = range(16)  # fmt: skip
COUNTS = 16
# What is kept of every single replication.
KEPT_ARRIVED, KEPT_MET, KEPT_ABANDONED, KEPT = 0, 1, 2, 3

# The head of the block.
(
    INTERVAL_S, INTERVALS, HEAP_SIZE, HOLE, FREE_SLOT, FRESH_SLOT, NOW_INTERVAL, CLOSED, FULL,
    HEAP, HEAP_MOST, SLOTS_END, SLOTS, CLASSES, CLASSES_N, QUEUES, QUEUES_N, TEAMS, TEAMS_N, AGENTS, AGENTS_N,
    WATCHES, WATCHES_N, LINES, LINES_N, DAY, DAY_STRIDE, TOTAL, WAITS, WAITS_STRIDE, BUSY, DUTY, BIN_OF, BINS_N,
    OCCUPIED, SOON, SOON_BUCKET, NOW_BUCKET, NEAR, FREE_NODE, FRESH_NODE, NODES, NODES_END, WHEEL, PER_S,
    CLOSELY, ROWS, NEXT_ROW, ROWS_END, TRIES, NEXT_TRY, TRIES_END, STINTS, NEXT_STINT, STINTS_END, HEADER,
) = range(56)  # fmt: skip

(
    C_NEXT_AT, C_NEXT, C_NUMBER, C_BASE, C_LAST_AT, C_INTERVAL, C_FACTOR,  # of the day
    C_SIGMA, C_LIMIT, C_BACKLOG, C_DEFERRED, C_PATIENCE, C_RATES, C_SERVICES, C_SHARES, C_ONLY_QUEUE, C_QUEUES,
    C_PLACES, C_REDIAL, C_REDIAL_S, C_REDIALS, C_OFFER_S, C_OFFER_EXPECTED_S, C_ACCEPTED, C_REACHED, C_ATTEMPTS,
    C_UNREACHED_S, C_RETRY_S, C_DIAL_S, C_AHEAD, C_GIVEN, C_GIVEN_N, CLASS,
) = range(33)  # fmt: skip
(
    Q_HEAD, Q_TAIL, Q_AGAIN, Q_AGAIN_TAIL, Q_LIVE,  # of the day
    Q_CLASS, Q_PLACE, Q_EAGER, Q_MEANS, Q_BEFORE, Q_BEFORE_N, Q_SKILLS, Q_SKILLS_N, Q_WATCHES, Q_WATCHES_N,
    Q_DAY, Q_WAITS, Q_BIT, QUEUE,
) = range(19)  # fmt: skip
(
    T_TARGET, T_ON, T_IDLE, T_LEAVING, T_OWED, T_SINCE,  # of the day; owed: who rest and go home afterwards
    T_UNITS, T_RESERVE, T_PLACE, T_AGENTS, T_AGENTS_N, T_SKILLS, T_SKILLS_N, T_LEVELS, T_BUSY, T_DUTY,
    T_LIVE_BITS, T_BITS, T_SKILL_OF,
) = range(19)  # fmt: skip
E_TEAM, E_QUEUE, E_RANK, E_PREFERENCE, E_AFTER, E_WEIGHT, E_FACTOR, E_PART, SKILL = range(9)
V_AT, V_WHAT, V_NEXT, NODE = range(4)
# Buckets of the wheel, and the words in which each has a bit; a power of two.
BUCKETS, BUCKET_WORDS = 4096, 64
A_TEAM, A_NEXT, A_PREV, A_USED, A_STATUS, A_REST_S, A_STINT, AGENT = range(8)
W_SLOT, W_PENDING, W_QUEUE, W_AFTER, WATCH = range(5)
L_AT, L_KIND, L_TEAM, L_AMOUNT, L_REST_S, LINE = range(6)
(
    S_ARRIVED, S_PATIENCE, S_OFFER, S_KEY, S_LASTS, S_QUEUE, S_INTERVAL, S_ACCEPTS, S_DEAD, S_ATTEMPT, S_REDIALS,
    S_NEXT, S_TURN, S_ROW, SLOT,  # turn: how often this slot was used, which tells an event that its contact is gone
) = range(15)  # fmt: skip
# A given contact, in the order in which agents are looked for; what is NaN or negative (queue: 0) is drawn.
G_AT, G_BEGINS, G_LASTS, G_PATIENCE, G_RING, G_OFFER, G_ACCEPTS, G_REACHED, G_QUEUE, GIVEN = range(10)
# What became of a contact, of an attempt to call somebody back, and when an agent was on duty; NaN: it did not happen.
R_QUEUE, R_GIVEN, R_ARRIVED, R_OFFERED, R_ACCEPTED, R_AGENT, R_RANG, R_ANSWERED, R_FREE, R_LEFT, ROW = range(11)
Y_ROW, Y_AGENT, Y_DIALLED, Y_REACHED, Y_FREE, TRY = range(6)
I_AGENT, I_JOINED, I_LEFT, STINT = range(4)
# A newcomer as it is drawn ahead of its time: when it comes, its key (of a given one: where it lies), how long its
# handling lasts.
N_AT, N_KEY, N_QUEUE, N_LASTS, NEWCOMER = range(5)
# So many of a class are drawn at once: what one needs is worked out while another is still on its way.
AHEAD = 32
D_EXPONENTIAL, D_MEAN, D_TABLE = range(3)

LINE_INTERVAL, LINE_STAFF, LINE_BACKLOG, LINE_BREAK, LINE_CLOSE = range(5)
# Behind a team's fields stand its skills by the bits of their queues.
TEAM = T_SKILL_OF + 63

# Events, in the lowest three bits of a number that also holds whom they concern.
_DONE, _LEAVE, _RETRY, _REDIAL, _RIPE, _BACK = range(6)
# An agent is off duty, takes contacts, finishes and goes home, finishes and rests, rests.
_OFF, _ACTIVE, _LEAVING, _TO_REST, _RESTING = range(5)

BIN_MOST_S = 3_600
_MICROS = 1e6

# Quantile tables: 512 cells to 31/32, 512 on to 1023/1024, 512 in the tail.
CELLS = 512
TAIL, FAR_TAIL = 1.0 - 1.0 / 32.0, 1.0 - 1.0 / 1024.0
_NEAR_SCALE, _TAIL_SCALE, _FAR_SCALE = CELLS / TAIL, CELLS / (FAR_TAIL - TAIL), CELLS / (1.0 - FAR_TAIL)

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_BACKLOG_KEYS = 1 << 40
_AGAIN = np.uint64(0xD1B54A32D192ED03)
_GAP, _SERVICE, _PATIENCE, _PLACE, _ACCEPTS, _TRIES_AGAIN, _PAUSE, _DAY_1, _DAY_2, _REACHED = range(1, 11)
_TO_UNIT = 2.0**-53
# Each queue has a bit of a word; from the sixty-fourth on they share the sign, which stays set.
MANY_QUEUES = -(1 << 63)

_compiled = njit(nogil=True, error_model="numpy")
_inlined = njit(nogil=True, error_model="numpy", forceinline=True)


@intrinsic
def _whole_at(_context: Any, address: Any) -> Any:
    """The block as whole numbers."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return types.CPointer(types.int64)(address), generate


@intrinsic
def _real_at(_context: Any, address: Any) -> Any:
    """The block as real numbers."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return types.CPointer(types.float64)(address), generate


@intrinsic
def _lowest_bit(_context: Any, word: Any) -> Any:
    """The place of the lowest bit that is set in a word that is not 0."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.int64), generate


@_inlined
def _clear(k: Integers, first: int, end: int) -> None:
    for place in range(first, end):
        k[place] = 0


# --- chance ----------------------------------------------------------------------------------------------------------


@_inlined
def _mix(z: np.uint64) -> np.uint64:
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)


@_inlined
def _hash(key: int, which: int) -> int:
    return np.int64(_mix(np.uint64(key) + np.uint64(which) * _GOLDEN))


@_inlined
def _unit(key: int, which: int) -> float:
    """Above 0 and below 1."""
    return (np.int64(np.uint64(_hash(key, which)) >> _S11) + 0.5) * _TO_UNIT


@_compiled
def _draw(f: Floats, k: Integers, table: int, u: float) -> float:
    if k[table + D_EXPONENTIAL] == 1:
        return -f[table + D_MEAN] * math.log(1.0 - u)
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
    place = table + D_TABLE + shift + i
    return f[place] + (f[place + 1] - f[place]) * (x - i)


# --- what is about to happen: near events in the buckets of a wheel, those beyond its turn in a heap ------------------


@_inlined
def _event(kind: int, who: int, more: int) -> int:
    return kind | (more << 3) | (who << 35)


@_compiled
def _sift_down(f: Floats, k: Integers, size: int, at: float, what: int) -> None:
    """Puts an event in at the top: the hole sinks to the bottom first, then the event rises."""
    heap = k[HEAP]
    place = 0
    child = 1
    while child + 1 < size:
        child += f[heap + 2 * child + 2] < f[heap + 2 * child]
        f[heap + 2 * place] = f[heap + 2 * child]
        k[heap + 2 * place + 1] = k[heap + 2 * child + 1]
        place = child
        child = 2 * place + 1
    if child < size:
        f[heap + 2 * place] = f[heap + 2 * child]
        k[heap + 2 * place + 1] = k[heap + 2 * child + 1]
        place = child
    _rise(f, k, heap, place, at, what)


@_inlined
def _rise(f: Floats, k: Integers, heap: int, place: int, at: float, what: int) -> None:
    while place > 0:
        parent = (place - 1) >> 1
        if f[heap + 2 * parent] <= at:
            break
        f[heap + 2 * place] = f[heap + 2 * parent]
        k[heap + 2 * place + 1] = k[heap + 2 * parent + 1]
        place = parent
    f[heap + 2 * place] = at
    k[heap + 2 * place + 1] = what


@_compiled
def _push_far(f: Floats, k: Integers, at: float, what: int) -> None:
    """An event that happens now leaves a hole at the top until it is over: mostly the next one goes right there."""
    size = k[HEAP_SIZE]
    if k[HOLE] == 1:
        k[HOLE] = 0
        _sift_down(f, k, size, at, what)
    elif size + 1 >= k[HEAP_MOST]:
        k[FULL] = 1
    else:
        k[HEAP_SIZE] = size + 1
        _rise(f, k, k[HEAP], size, at, what)


@_compiled
def _push(f: Floats, k: Integers, at: float, what: int) -> None:
    """Buckets hold about one event each, the earliest first. A bucket is of one turn: all it holds lies within one."""
    bucket = np.int64(at * f[PER_S])
    if bucket - k[NOW_BUCKET] >= BUCKETS:
        _push_far(f, k, at, what)
        return
    node = k[FREE_NODE]
    if node:
        k[FREE_NODE] = k[node + V_NEXT]
    else:
        node = k[FRESH_NODE]
        if node + NODE > k[NODES_END]:
            k[FULL] = 1
            return
        k[FRESH_NODE] = node + NODE
    f[node + V_AT], k[node + V_WHAT] = at, what
    k[NEAR] += 1
    place = bucket & (BUCKETS - 1)
    ring = k[WHEEL] + BUCKET_WORDS + place
    after, before = k[ring], 0
    if not after:
        k[k[WHEEL] + (place >> 6)] |= 1 << (place & 63)
    while after and f[after + V_AT] <= at:
        before, after = after, k[after + V_NEXT]
    k[node + V_NEXT] = after
    if before:
        k[before + V_NEXT] = node
        return
    k[ring] = node
    if at < f[SOON]:
        f[SOON], k[SOON_BUCKET] = at, bucket


@_inlined
def _pop_near(f: Floats, k: Integers) -> int:
    """What happens first on the wheel; finds what comes after it."""
    bucket, wheel = k[SOON_BUCKET], k[WHEEL]
    place = bucket & (BUCKETS - 1)
    ring = wheel + BUCKET_WORDS + place
    node = k[ring]
    what, after = k[node + V_WHAT], k[node + V_NEXT]
    k[node + V_NEXT] = k[FREE_NODE]
    k[FREE_NODE] = node
    k[NOW_BUCKET] = bucket
    k[NEAR] -= 1
    k[ring] = after
    if after:
        f[SOON] = f[after + V_AT]
        return what
    word = place >> 6
    k[wheel + word] &= ~(1 << (place & 63))
    if k[NEAR] == 0:
        f[SOON] = math.inf
        return what
    bits = k[wheel + word] & (-1 << (place & 63))
    while not bits:
        word = (word + 1) & (BUCKET_WORDS - 1)
        bits = k[wheel + word]
    found = (word << 6) + _lowest_bit(bits)
    k[SOON_BUCKET] = bucket + ((found - place) & (BUCKETS - 1))
    f[SOON] = f[k[wheel + BUCKET_WORDS + found] + V_AT]
    return what


@_compiled
def _close_hole(f: Floats, k: Integers) -> None:
    k[HOLE] = 0
    k[HEAP_SIZE] -= 1
    size, last = k[HEAP_SIZE], k[HEAP] + 2 * k[HEAP_SIZE]
    if size > 0:
        _sift_down(f, k, size, f[last], k[last + 1])
    f[last] = math.inf


# --- agents ----------------------------------------------------------------------------------------------------------


@_inlined
def _link(k: Integers, team: int, agent: int, used: int) -> None:
    k[agent + A_USED] = used
    if used == k[team + T_UNITS]:
        return  # who can take nothing more is in no list: seldom looked for, and half the work saved
    level = k[team + T_LEVELS] + used
    first = k[level]
    k[agent + A_NEXT] = first
    k[agent + A_PREV] = 0
    if first:
        k[first + A_PREV] = agent
    k[level] = agent
    if used == 0:
        k[team + T_IDLE] += 1


@_inlined
def _unlink(k: Integers, team: int, agent: int) -> None:
    before, after, used = k[agent + A_PREV], k[agent + A_NEXT], k[agent + A_USED]
    if used == k[team + T_UNITS]:
        return
    if before:
        k[before + A_NEXT] = after
    else:
        k[k[team + T_LEVELS] + used] = after
    if after:
        k[after + A_PREV] = before
    if used == 0:
        k[team + T_IDLE] -= 1


@_inlined
def _with_room(k: Integers, team: int, weight: int) -> int:
    """The least loaded agent who can take so much more, 0 where nobody can."""
    level = k[team + T_LEVELS]
    for used in range(k[team + T_UNITS] - weight + 1):
        if k[level + used]:
            return k[level + used]
    return 0


@_compiled
def _count_duty(f: Floats, k: Integers, team: int, now: float) -> None:
    passed = (now - f[team + T_SINCE]) * k[team + T_ON] * _MICROS
    k[k[team + T_DUTY] + k[NOW_INTERVAL] * k[TEAMS_N]] += np.int64(math.floor(passed + 0.5))
    f[team + T_SINCE] = now


@_compiled
def _begin_stint(f: Floats, k: Integers, agent: int, now: float) -> None:
    stint = k[NEXT_STINT]
    if stint + STINT > k[STINTS_END]:
        k[FULL] = 1
        stint = k[STINTS]
    else:
        k[NEXT_STINT] = stint + STINT
    k[agent + A_STINT] = stint
    k[stint + I_AGENT], f[stint + I_JOINED], f[stint + I_LEFT] = agent, now, math.nan


@_compiled
def _come(f: Floats, k: Integers, team: int, agent: int, now: float) -> None:
    _count_duty(f, k, team, now)
    if k[CLOSELY]:
        _begin_stint(f, k, agent, now)
    k[team + T_ON] += 1
    k[agent + A_STATUS] = _ACTIVE
    _link(k, team, agent, 0)


@_compiled
def _go(f: Floats, k: Integers, team: int, agent: int, status: int, now: float) -> None:
    """An agent with nothing in hand goes: home, or to a rest."""
    _count_duty(f, k, team, now)
    if k[CLOSELY]:
        f[k[agent + A_STINT] + I_LEFT] = now
    k[team + T_ON] -= 1
    k[agent + A_STATUS] = status
    if status == _RESTING:
        _push(f, k, now + f[agent + A_REST_S], _event(_BACK, agent, 0))


@_compiled
def _least_loaded(k: Integers, team: int) -> int:
    """An agent who takes contacts, 0 where none does."""
    agent = _with_room(k, team, 1)
    if agent:
        return agent
    for number in range(k[team + T_AGENTS_N]):
        agent = k[team + T_AGENTS] + number * AGENT
        if k[agent + A_STATUS] == _ACTIVE:
            return agent
    return 0


@_compiled
def _one_less(f: Floats, k: Integers, team: int, now: float) -> None:
    """The least loaded goes home, after what is in hand; where all rest, one of those goes home after the rest."""
    agent = _least_loaded(k, team)
    if not agent:
        k[team + T_OWED] += 1
        return
    _unlink(k, team, agent)
    if k[agent + A_USED] == 0:
        _go(f, k, team, agent, _OFF, now)
    else:
        k[agent + A_STATUS] = _LEAVING
        k[team + T_LEAVING] += 1


@_compiled
def _one_more(f: Floats, k: Integers, team: int, now: float) -> None:
    """Who was about to go stays; otherwise somebody comes."""
    if k[team + T_OWED] > 0:
        k[team + T_OWED] -= 1
        return
    wanted = _LEAVING if k[team + T_LEAVING] > 0 else _OFF
    for number in range(k[team + T_AGENTS_N]):
        agent = k[team + T_AGENTS] + number * AGENT
        if k[agent + A_STATUS] == wanted:
            if wanted == _LEAVING:
                k[team + T_LEAVING] -= 1
                k[agent + A_STATUS] = _ACTIVE
                _link(k, team, agent, k[agent + A_USED])
            else:
                _come(f, k, team, agent, now)
            return


@_compiled
def _set_staff(f: Floats, k: Integers, team: int, target: int, now: float) -> None:
    while k[team + T_TARGET] < target:
        _one_more(f, k, team, now)
        k[team + T_TARGET] += 1
    while k[team + T_TARGET] > target:
        _one_less(f, k, team, now)
        k[team + T_TARGET] -= 1


@_compiled
def _send_to_rest(f: Floats, k: Integers, team: int, agents: int, rest_s: float, now: float) -> None:
    for _ in range(agents):
        agent = _least_loaded(k, team)
        if not agent:
            return
        f[agent + A_REST_S] = rest_s
        _unlink(k, team, agent)
        if k[agent + A_USED] == 0:
            _go(f, k, team, agent, _RESTING, now)
        else:
            k[agent + A_STATUS] = _TO_REST


@_inlined
def _occupy(f: Floats, k: Integers, skill: int, now: float, lasts_s: float) -> int:
    """The least loaded agent has a contact in hand; its time is added to the intervals it lies in."""
    team, weight = k[skill + E_TEAM], k[skill + E_WEIGHT]
    agent = _with_room(k, team, weight)
    _unlink(k, team, agent)
    _link(k, team, agent, k[agent + A_USED] + weight)
    end, start, i = now + lasts_s, now, k[NOW_INTERVAL]
    scale = f[skill + E_PART] * _MICROS
    edge = (i + 1) * f[INTERVAL_S]
    while end > edge and i < k[INTERVALS]:
        k[k[team + T_BUSY] + i * k[TEAMS_N]] += np.int64((edge - start) * scale)
        start = edge
        i += 1
        edge = (i + 1) * f[INTERVAL_S]
    k[k[team + T_BUSY] + i * k[TEAMS_N]] += np.int64((end - start) * scale)
    _push(f, k, end, _event(_DONE, agent, weight))
    return agent


# --- contacts that wait ----------------------------------------------------------------------------------------------


@_compiled
def _take_slot(k: Integers) -> int:
    slot = k[FREE_SLOT]
    if slot:
        k[FREE_SLOT] = k[slot + S_NEXT]
        return slot
    slot = k[FRESH_SLOT]
    if slot + 2 * SLOT > k[SLOTS_END]:
        k[FULL] = 1
        return slot
    k[FRESH_SLOT] = slot + SLOT
    k[slot + S_TURN] = 0
    return slot


@_inlined
def _free_slot(k: Integers, slot: int) -> None:
    k[slot + S_TURN] += 1
    k[slot + S_NEXT] = k[FREE_SLOT]
    k[FREE_SLOT] = slot


@_inlined
def _mark_empty(k: Integers, queue: int) -> None:
    """The bit of a queue in which nobody is left is cleared, unless it stands for many queues."""
    if k[queue + Q_BIT] != MANY_QUEUES and not (k[queue + Q_HEAD] or k[queue + Q_AGAIN]):
        k[OCCUPIED] &= ~k[queue + Q_BIT]


@_inlined
def _drop_head(k: Integers, queue: int) -> None:
    slot = k[queue + Q_HEAD]
    after = k[slot + S_NEXT]
    k[queue + Q_HEAD] = after
    if not after:
        k[queue + Q_TAIL] = 0
        _mark_empty(k, queue)
    for number in range(k[queue + Q_WATCHES_N]):
        watch = k[queue + Q_WATCHES] + number * WATCH
        if k[watch + W_SLOT] == slot:
            k[watch + W_SLOT] = after


@_inlined
def _count_wait(k: Integers, queue: int, i: int, kind: int, wait: float) -> None:
    place = k[k[BIN_OF] + min(np.int64(wait), BIN_MOST_S)] if wait >= 1.0 else 0
    k[k[queue + Q_WAITS] + i * k[WAITS_STRIDE] + kind * k[BINS_N] + place] += 1


@_compiled
def _abandon(f: Floats, k: Integers, slot: int) -> None:
    """The customer hung up, at the end of the patience; may try again."""
    queue, i = k[slot + S_QUEUE], k[slot + S_INTERVAL]
    kind = k[queue + Q_CLASS]
    wait, offer, limit = f[slot + S_PATIENCE], f[slot + S_OFFER], f[kind + C_LIMIT]
    found = k[queue + Q_DAY] + i * k[DAY_STRIDE]
    k[found + ABANDONED] += 1
    k[found + ABANDONED_WAIT_US] += np.int64(wait * _MICROS)
    _count_wait(k, queue, i, 1, wait)
    if offer < wait:
        k[found + OFFERED] += 1
    if offer < wait and offer <= limit:
        k[found + MET_BY_OFFER] += 1
    elif wait <= limit:
        k[found + LEFT_BEFORE_LIMIT] += 1
    else:
        k[found + NOT_MET] += 1
    if k[CLOSELY]:
        row = k[slot + S_ROW]
        f[row + R_LEFT] = f[slot + S_ARRIVED] + wait
        if offer < wait:
            f[row + R_OFFERED] = f[slot + S_ARRIVED] + offer
    if k[slot + S_REDIALS] < k[kind + C_REDIALS]:
        key = k[slot + S_KEY]
        if _unit(key, _TRIES_AGAIN) < f[kind + C_REDIAL]:
            at = f[slot + S_ARRIVED] + wait - f[kind + C_REDIAL_S] * math.log(_unit(key, _PAUSE))
            if at < f[INTERVAL_S] * k[INTERVALS]:
                again = _take_slot(k)
                k[again + S_KEY] = np.int64(_mix(np.uint64(key) ^ _AGAIN))
                k[again + S_QUEUE] = queue
                k[again + S_REDIALS] = k[slot + S_REDIALS] + 1
                _push(f, k, at, _event(_REDIAL, again, 0))


@_compiled
def _head(f: Floats, k: Integers, queue: int, now: float) -> int:
    """Who has waited longest in a queue, those who left being dropped; 0 where nobody waits."""
    slot = k[queue + Q_HEAD]
    while slot:
        dead = k[slot + S_DEAD]
        if not dead and f[slot + S_ARRIVED] + f[slot + S_PATIENCE] > now:
            break
        _drop_head(k, queue)
        if not dead:
            k[queue + Q_LIVE] -= 1
            _abandon(f, k, slot)
        _free_slot(k, slot)
        slot = k[queue + Q_HEAD]
    again = k[queue + Q_AGAIN]
    if again and (not slot or f[again + S_ARRIVED] < f[slot + S_ARRIVED]):
        return again
    return slot


@_inlined
def _take_from_queue(k: Integers, queue: int, slot: int) -> None:
    k[queue + Q_LIVE] -= 1
    if k[queue + Q_AGAIN] == slot:
        after = k[slot + S_NEXT]
        k[queue + Q_AGAIN] = after
        if not after:
            k[queue + Q_AGAIN_TAIL] = 0
            _mark_empty(k, queue)
    else:
        _drop_head(k, queue)


@_inlined
def _answer(
    f: Floats, k: Integers, skill: int, queue: int, i: int, busy_s: float, wait: float, offer: float, now: float
) -> int:
    """A live contact reaches an agent, who will be busy for so long."""
    kind = k[queue + Q_CLASS]
    found, limit = k[queue + Q_DAY] + i * k[DAY_STRIDE], f[kind + C_LIMIT]
    k[found + ANSWERED] += 1
    k[found + ANSWERED_WAIT_US] += np.int64(wait * _MICROS)
    _count_wait(k, queue, i, 0, wait)
    if k[queue + Q_PLACE] >= 0 and k[k[skill + E_TEAM] + T_PLACE] != k[queue + Q_PLACE]:
        k[found + ELSEWHERE] += 1
    if offer < wait:
        k[found + OFFERED] += 1
    if wait <= limit:
        k[found + MET_BY_ANSWER] += 1
    elif offer < wait and offer <= limit:
        k[found + MET_BY_OFFER] += 1
    else:
        k[found + NOT_MET] += 1
    return _occupy(f, k, skill, now, busy_s)


@_inlined
def _lasts_s(f: Floats, k: Integers, kind: int, i: int, key: int) -> float:
    """Handling time of a contact of interval i, by an agent as fast as most."""
    return _draw(f, k, k[k[kind + C_SERVICES] + i], _unit(key, _SERVICE))


@_inlined
def _is_reached(f: Floats, k: Integers, slot: int, attempt: int) -> bool:
    given = k[k[slot + S_ROW] + R_GIVEN] if k[CLOSELY] else 0
    if given and k[given + G_REACHED] >= 0:
        return (k[given + G_REACHED] >> attempt) & 1 == 1
    return _unit(k[slot + S_KEY], _REACHED + attempt) < f[k[k[slot + S_QUEUE] + Q_CLASS] + C_REACHED]


@_compiled
def _note_try(f: Floats, k: Integers, slot: int, agent: int, reached: int, now: float, free: float) -> None:
    attempt, row = k[NEXT_TRY], k[slot + S_ROW]
    if attempt + TRY > k[TRIES_END]:
        k[FULL] = 1
        return
    k[NEXT_TRY] = attempt + TRY
    k[attempt + Y_ROW], k[attempt + Y_AGENT], k[attempt + Y_REACHED] = row, agent, reached
    f[attempt + Y_DIALLED], f[attempt + Y_FREE] = now, free
    f[row + R_OFFERED], k[row + R_ACCEPTED] = f[slot + S_ARRIVED] + f[slot + S_OFFER], 1


@_compiled
def _call_back(f: Floats, k: Integers, skill: int, slot: int, now: float) -> None:
    """An agent dials a customer who accepted; who is not reached is tried again later."""
    queue, i = k[slot + S_QUEUE], k[slot + S_INTERVAL]
    kind, wait, attempt = k[queue + Q_CLASS], now - f[slot + S_ARRIVED], k[slot + S_ATTEMPT]
    found = k[queue + Q_DAY] + i * k[DAY_STRIDE]
    if attempt == 0:
        k[found + OFFERED] += 1
        k[found + (MET_BY_OFFER if f[slot + S_OFFER] <= f[kind + C_LIMIT] else NOT_MET)] += 1
    if _is_reached(f, k, slot, attempt):
        k[found + CALLED_BACK] += 1
        k[found + ANSWERED_WAIT_US] += np.int64(wait * _MICROS)
        _count_wait(k, queue, i, 0, wait)
        if k[queue + Q_PLACE] >= 0 and k[k[skill + E_TEAM] + T_PLACE] != k[queue + Q_PLACE]:
            k[found + ELSEWHERE] += 1
        busy_s = f[slot + S_LASTS] * f[skill + E_FACTOR] + f[kind + C_DIAL_S]
        agent = _occupy(f, k, skill, now, busy_s)
        if k[CLOSELY]:
            _note_try(f, k, slot, agent, 1, now, now + busy_s)
        _free_slot(k, slot)
        return
    agent = _occupy(f, k, skill, now, f[kind + C_UNREACHED_S])
    if k[CLOSELY]:
        _note_try(f, k, slot, agent, 0, now, now + f[kind + C_UNREACHED_S])
    k[slot + S_ATTEMPT] = attempt + 1
    if attempt + 1 < k[kind + C_ATTEMPTS]:
        _push(f, k, now + f[kind + C_UNREACHED_S] + f[kind + C_RETRY_S], _event(_RETRY, slot, 0))
    else:
        k[found + CALLBACK_FAILED] += 1
        _free_slot(k, slot)


@_compiled
def _ring(f: Floats, k: Integers, skill: int, slot: int, now: float) -> None:
    """An agent is taken for a contact that is given or written down; a given one may ring, and the customer hang up."""
    row, arrived, patience = k[slot + S_ROW], f[slot + S_ARRIVED], f[slot + S_PATIENCE]
    given, waited = k[row + R_GIVEN], now - arrived
    ring = f[given + G_RING] if given else 0.0
    if f[slot + S_OFFER] < waited:
        f[row + R_OFFERED] = arrived + f[slot + S_OFFER]
    else:
        f[slot + S_OFFER] = math.inf  # no prompt is played any more
    if waited + ring > patience:
        _abandon(f, k, slot)
        free = arrived + patience
        agent = _occupy(f, k, skill, now, free - now)
    else:
        busy_s = f[slot + S_LASTS] * f[skill + E_FACTOR] + ring
        queue, i = k[slot + S_QUEUE], k[slot + S_INTERVAL]
        agent = _answer(f, k, skill, queue, i, busy_s, waited + ring, f[slot + S_OFFER], now)
        f[row + R_ANSWERED], free = now + ring, now + busy_s
    k[row + R_AGENT], f[row + R_RANG], f[row + R_FREE] = agent, now, free
    _free_slot(k, slot)


@_inlined
def _begin(f: Floats, k: Integers, skill: int, slot: int, now: float) -> None:
    """A contact that waited is taken."""
    queue = k[slot + S_QUEUE]
    _take_from_queue(k, queue, slot)
    if k[slot + S_ACCEPTS] == 1 and f[slot + S_ARRIVED] + f[slot + S_OFFER] <= now:
        _call_back(f, k, skill, slot, now)
        return
    if k[CLOSELY]:
        _ring(f, k, skill, slot, now)
        return
    wait, busy_s = now - f[slot + S_ARRIVED], f[slot + S_LASTS] * f[skill + E_FACTOR]
    _answer(f, k, skill, queue, k[slot + S_INTERVAL], busy_s, wait, f[slot + S_OFFER], now)
    _free_slot(k, slot)


@_inlined
def _holds_back(k: Integers, team: int, queue: int) -> bool:
    """Deferred work waits while a team has no more idle agents than its reserve, and when the day is over."""
    if k[k[queue + Q_CLASS] + C_DEFERRED] == 0:
        return False
    return k[CLOSED] == 1 or k[team + T_IDLE] <= k[team + T_RESERVE]


@_inlined
def _better(f: Floats, k: Integers, team: int, skill: int, best: int, chosen: int, now: float) -> tuple[int, int]:
    """(skill, contact) to take: this one, if its queue holds a contact of a better rank, or of a longer wait."""
    if best and k[skill + E_RANK] > k[best + E_RANK]:
        return best, chosen
    queue = k[skill + E_QUEUE]
    if not (k[queue + Q_HEAD] or k[queue + Q_AGAIN]) or _holds_back(k, team, queue):
        return best, chosen
    if not _with_room(k, team, k[skill + E_WEIGHT]):
        return best, chosen
    slot = _head(f, k, queue, now)
    if not slot or f[slot + S_ARRIVED] + f[skill + E_AFTER] > now:
        return best, chosen
    if not best or k[skill + E_RANK] < k[best + E_RANK] or f[slot + S_ARRIVED] < f[chosen + S_ARRIVED]:
        return skill, slot
    return best, chosen


@_inlined
def _work_for(k: Integers, team: int) -> int:
    """Bits of the queues in which there may be work that a team takes up now."""
    deferred_too = k[CLOSED] == 0 and k[team + T_IDLE] > k[team + T_RESERVE]
    return k[OCCUPIED] & k[team + (T_BITS if deferred_too else T_LIVE_BITS)]


@_compiled
def _dispatch(f: Floats, k: Integers, team: int, now: float) -> None:
    """Gives a team work as long as it has somebody for it: best rank first, then the longest wait."""
    while True:
        best = chosen = 0
        left = _work_for(k, team)
        while left:
            if left < 0:
                # The queues without a bit of their own: all skills are looked at, those before among them.
                left, first = 0, k[team + T_SKILLS]
                for skill in range(first, first + k[team + T_SKILLS_N] * SKILL, SKILL):
                    best, chosen = _better(f, k, team, skill, best, chosen, now)
            else:
                skill = k[team + T_SKILL_OF + _lowest_bit(left)]
                left &= left - 1
                best, chosen = _better(f, k, team, skill, best, chosen, now)
        if not best:
            return
        _begin(f, k, best, chosen, now)


@_compiled
def _wake(f: Floats, k: Integers, queue: int, now: float) -> None:
    """Somebody of this queue can be taken who could not before."""
    for number in range(k[queue + Q_SKILLS_N]):
        _dispatch(f, k, k[k[k[queue + Q_SKILLS] + number] + E_TEAM], now)


# --- arrivals --------------------------------------------------------------------------------------------------------


@_compiled
def _skill_for(f: Floats, k: Integers, queue: int) -> int:
    """The skill that answers a newcomer at once: the smallest preference, then the most idle agents; 0: none."""
    best, idle = 0, -1
    for number in range(k[queue + Q_SKILLS_N]):
        skill = k[k[queue + Q_SKILLS] + number]
        if f[skill + E_AFTER] > 0.0 or (best and k[skill + E_PREFERENCE] > k[best + E_PREFERENCE]):
            break
        team = k[skill + E_TEAM]
        if k[team + T_IDLE] > idle and not _holds_back(k, team, queue) and _with_room(k, team, k[skill + E_WEIGHT]):
            best, idle = skill, k[team + T_IDLE]
    return best


@_compiled
def _expected_wait(f: Floats, k: Integers, queue: int) -> float:
    """Work ahead of a newcomer in its teams, divided by their agents: what a centre can announce."""
    i = k[NOW_INTERVAL]
    work = f[k[queue + Q_MEANS] + i]
    for number in range(k[queue + Q_BEFORE_N]):
        other = k[k[queue + Q_BEFORE] + number]
        work += k[other + Q_LIVE] * f[k[other + Q_MEANS] + i]
    servers = 0.0
    for number in range(k[queue + Q_SKILLS_N]):
        skill = k[k[queue + Q_SKILLS] + number]
        if f[skill + E_AFTER] == 0.0:
            servers += k[k[skill + E_TEAM] + T_ON] / f[skill + E_PART]
    return work / servers if servers > 0.0 else math.inf


@_inlined
def _intends(f: Floats, k: Integers, queue: int, key: int, given: int) -> tuple[float, float, int]:
    """(patience, after how long a callback is offered, whether it is accepted), known when a contact comes."""
    kind = k[queue + Q_CLASS]
    patience = f[given + G_PATIENCE] if given else math.nan
    if math.isnan(patience):
        patience = _draw(f, k, k[kind + C_PATIENCE], _unit(key, _PATIENCE)) if k[kind + C_PATIENCE] else math.inf
    offer = f[kind + C_OFFER_S]
    if f[kind + C_OFFER_EXPECTED_S] < math.inf and _expected_wait(f, k, queue) > f[kind + C_OFFER_EXPECTED_S]:
        offer = 0.0
    if given and not math.isnan(f[given + G_OFFER]):
        offer = f[given + G_OFFER]
    if offer >= patience:
        offer = math.inf
    accepts = 0
    if offer < math.inf:
        if given and k[given + G_ACCEPTS] >= 0:
            accepts = k[given + G_ACCEPTS]
        else:
            accepts = 1 if _unit(key, _ACCEPTS) < f[kind + C_ACCEPTED] else 0
    if accepts == 1:
        patience = math.inf
    return patience, offer, accepts


@_inlined
def _fill(
    f: Floats, k: Integers, slot: int, queue: int, i: int, key: int, redials: int, lasts_s: float, arrived: float
) -> None:
    f[slot + S_ARRIVED], f[slot + S_LASTS] = arrived, lasts_s
    k[slot + S_KEY], k[slot + S_QUEUE], k[slot + S_INTERVAL] = key, queue, i
    k[slot + S_DEAD], k[slot + S_ATTEMPT], k[slot + S_REDIALS], k[slot + S_NEXT] = 0, 0, redials, 0


@_inlined
def _join(f: Floats, k: Integers, queue: int, slot: int, now: float) -> None:
    """The end of the queue; whoever must know of it is told in time."""
    last = k[queue + Q_TAIL]
    if last:
        k[last + S_NEXT] = slot
    else:
        k[queue + Q_HEAD] = slot
    k[queue + Q_TAIL] = slot
    k[OCCUPIED] |= k[queue + Q_BIT]
    k[queue + Q_LIVE] += 1
    if k[queue + Q_EAGER] == 1 and f[slot + S_PATIENCE] < math.inf:
        _push(f, k, f[slot + S_ARRIVED] + f[slot + S_PATIENCE], _event(_LEAVE, slot, k[slot + S_TURN]))
    for number in range(k[queue + Q_WATCHES_N]):
        watch = k[queue + Q_WATCHES] + number * WATCH
        if not k[watch + W_SLOT]:
            k[watch + W_SLOT] = slot
        if not k[watch + W_PENDING]:
            k[watch + W_PENDING] = 1
            _push(f, k, max(f[slot + S_ARRIVED] + f[watch + W_AFTER], now), _event(_RIPE, watch, 0))


@_compiled
def _wait(f: Floats, k: Integers, queue: int, key: int, redials: int, lasts_s: float, now: float) -> None:
    """A newcomer joins the queue: how long it will bear it, and whether it will take a callback, is known at once."""
    patience, offer, accepts = _intends(f, k, queue, key, 0)
    slot = _take_slot(k)
    if k[FULL] == 1:
        return  # the day is given up: a slot that is already used must not be linked to itself
    _fill(f, k, slot, queue, k[NOW_INTERVAL], key, redials, lasts_s, now)
    f[slot + S_PATIENCE], f[slot + S_OFFER], k[slot + S_ACCEPTS] = patience, offer, accepts
    _join(f, k, queue, slot, now)


@_compiled
def _take_row(f: Floats, k: Integers, queue: int, given: int, arrived: float) -> int:
    row = k[NEXT_ROW]
    if row + ROW > k[ROWS_END]:
        k[FULL] = 1
        return row
    k[NEXT_ROW] = row + ROW
    k[row + R_QUEUE], k[row + R_GIVEN], k[row + R_ACCEPTED], k[row + R_AGENT] = queue, given, 0, 0
    f[row + R_ARRIVED] = arrived
    f[row + R_OFFERED] = f[row + R_RANG] = f[row + R_ANSWERED] = f[row + R_FREE] = f[row + R_LEFT] = math.nan
    return row


@_compiled
def _meet(
    f: Floats, k: Integers, queue: int, key: int, redials: int, lasts_s: float, newcomer: int, now: float
) -> None:
    """What `_enter` does, for a contact that is given or written down: it has a slot even if it need not wait.

    A given one has been in the queue since its greeting began, and may have left before that was over.
    """
    kind = k[queue + Q_CLASS]
    given, arrived, i = 0, now, k[NOW_INTERVAL]
    if newcomer and k[kind + C_GIVEN]:
        given, arrived = key, f[key + G_AT]
        key = _hash(k[kind + C_BASE], (given - k[kind + C_GIVEN]) // GIVEN + 1)
        i = min(np.int64(arrived / f[INTERVAL_S]), k[INTERVALS] - 1)
    k[k[queue + Q_DAY] + i * k[DAY_STRIDE] + ARRIVED] += 1
    patience, offer, accepts = _intends(f, k, queue, key, given)
    slot, row = _take_slot(k), _take_row(f, k, queue, given, arrived)
    if k[FULL] == 1:
        return
    _fill(f, k, slot, queue, i, key, redials, lasts_s, arrived)
    f[slot + S_PATIENCE], f[slot + S_OFFER], k[slot + S_ACCEPTS] = patience, offer, accepts
    k[slot + S_ROW] = row
    skill = _skill_for(f, k, queue)
    if arrived + patience <= now and arrived < now:
        _abandon(f, k, slot)
        _free_slot(k, slot)
    elif not skill:
        _join(f, k, queue, slot, now)
    elif accepts == 1 and arrived + offer < now:
        _call_back(f, k, skill, slot, now)
    else:
        _ring(f, k, skill, slot, now)


@_inlined
def _enter(
    f: Floats, k: Integers, queue: int, key: int, redials: int, lasts_s: float, newcomer: int, now: float
) -> None:
    """`newcomer`: where it was drawn or given; 0 for who comes again, or was there when the day began."""
    if k[CLOSELY]:
        _meet(f, k, queue, key, redials, lasts_s, newcomer, now)
        return
    i = k[NOW_INTERVAL]
    k[k[queue + Q_DAY] + i * k[DAY_STRIDE] + ARRIVED] += 1
    skill = _skill_for(f, k, queue)
    if skill:
        _answer(f, k, skill, queue, i, lasts_s * f[skill + E_FACTOR], 0.0, math.inf, now)
    else:
        _wait(f, k, queue, key, redials, lasts_s, now)


@_inlined
def _queue_for(f: Floats, k: Integers, kind: int, i: int, key: int) -> int:
    if k[kind + C_ONLY_QUEUE]:
        return k[kind + C_ONLY_QUEUE]
    u, place, shares = _unit(key, _PLACE), 0, k[kind + C_SHARES] + i * k[kind + C_PLACES]
    for other in range(k[kind + C_PLACES] - 1):
        place += f[shares + other] <= u
    return k[k[kind + C_QUEUES] + place]


@_compiled
def _next_given(f: Floats, k: Integers, kind: int) -> None:
    """The next given contacts of a class, laid out as `_draw_ahead` lays out drawn ones."""
    begin, number, services = k[kind + C_AHEAD], k[kind + C_NUMBER], k[kind + C_SERVICES]
    k[kind + C_NUMBER] = number + AHEAD
    for one in range(begin, begin + AHEAD * NEWCOMER, NEWCOMER):
        if number >= k[kind + C_GIVEN_N]:
            f[one + N_AT] = math.inf
            break
        given = k[kind + C_GIVEN] + number * GIVEN
        number += 1
        key = _hash(k[kind + C_BASE], number)
        i = min(np.int64(f[given + G_AT] / f[INTERVAL_S]), k[INTERVALS] - 1)
        f[one + N_AT], k[one + N_KEY] = f[given + G_BEGINS], given
        k[one + N_QUEUE] = k[given + G_QUEUE] if k[given + G_QUEUE] else _queue_for(f, k, kind, i, key)
        lasts_s = f[given + G_LASTS]
        f[one + N_LASTS] = _draw(f, k, k[services + i], _unit(key, _SERVICE)) if math.isnan(lasts_s) else lasts_s
    k[kind + C_NEXT], f[kind + C_NEXT_AT] = begin, f[begin + N_AT]


@_compiled
def _draw_ahead(f: Floats, k: Integers, kind: int) -> None:
    """The next newcomers of a class: exponentials of mean 1, spent along its rate; infinite when the day is over."""
    if k[kind + C_GIVEN]:
        _next_given(f, k, kind)
        return
    begin, base, number = k[kind + C_AHEAD], k[kind + C_BASE], k[kind + C_NUMBER]
    end = begin + AHEAD * NEWCOMER
    k[kind + C_NUMBER] = number + AHEAD
    for one in range(begin, end, NEWCOMER):
        number += 1
        key = _hash(base, number)
        k[one + N_KEY] = key
        f[one + N_AT] = -math.log(_unit(key, _GAP))
    now, i = f[kind + C_LAST_AT], k[kind + C_INTERVAL]
    length, intervals, rates, factor = f[INTERVAL_S], k[INTERVALS], k[kind + C_RATES], f[kind + C_FACTOR]
    services = k[kind + C_SERVICES]
    for one in range(begin, end, NEWCOMER):
        left, at = f[one + N_AT], math.inf
        while i < intervals:
            rate = f[rates + i] * factor
            room = ((i + 1) * length - now) * rate
            if left < room:
                at = now = now + left / rate
                k[one + N_QUEUE] = _queue_for(f, k, kind, i, k[one + N_KEY])
                f[one + N_LASTS] = _draw(f, k, k[services + i], _unit(k[one + N_KEY], _SERVICE))
                break
            left -= room
            i += 1
            now = i * length
        f[one + N_AT] = at
        if at == math.inf:
            break
    f[kind + C_LAST_AT], k[kind + C_INTERVAL], k[kind + C_NEXT] = now, i, begin
    f[kind + C_NEXT_AT] = f[begin + N_AT]


@_inlined
def _next_arrival(f: Floats, k: Integers, kind: int) -> None:
    one = k[kind + C_NEXT] + NEWCOMER
    if one == k[kind + C_AHEAD] + AHEAD * NEWCOMER:
        _draw_ahead(f, k, kind)
    else:
        k[kind + C_NEXT] = one
        f[kind + C_NEXT_AT] = f[one + N_AT]


@_compiled
def _backlog(f: Floats, k: Integers, now: float) -> None:
    for number in range(k[CLASSES_N]):
        kind = k[CLASSES] + number * CLASS
        for one in range(k[kind + C_BACKLOG]):
            key = _hash(k[kind + C_BASE], _BACKLOG_KEYS + one)
            lasts_s = _lasts_s(f, k, kind, k[NOW_INTERVAL], key)
            _enter(f, k, _queue_for(f, k, kind, 0, key), key, 0, lasts_s, 0, now)


# --- the day ---------------------------------------------------------------------------------------------------------


@_inlined
def _done(f: Floats, k: Integers, agent: int, weight: int, now: float) -> None:
    team, status = k[agent + A_TEAM], k[agent + A_STATUS]
    if status == _ACTIVE:
        _unlink(k, team, agent)
        _link(k, team, agent, k[agent + A_USED] - weight)
        if _work_for(k, team):
            _dispatch(f, k, team, now)
        return
    k[agent + A_USED] -= weight
    if k[agent + A_USED] == 0:
        if status == _LEAVING:
            k[team + T_LEAVING] -= 1
            _go(f, k, team, agent, _OFF, now)
        else:
            _go(f, k, team, agent, _RESTING, now)


@_compiled
def _ripe(f: Floats, k: Integers, watch: int, now: float) -> None:
    """Somebody may have waited long enough for teams that help from then on; those who help sooner knew before."""
    after, slot, queue = f[watch + W_AFTER], k[watch + W_SLOT], k[watch + W_QUEUE]
    if slot and f[slot + S_ARRIVED] + after <= now:
        for number in range(k[queue + Q_SKILLS_N]):
            skill = k[k[queue + Q_SKILLS] + number]
            if f[skill + E_AFTER] == after:
                _dispatch(f, k, k[skill + E_TEAM], now)
        slot = k[watch + W_SLOT]
    while slot and f[slot + S_ARRIVED] + after <= now:
        slot = k[slot + S_NEXT]
    k[watch + W_SLOT] = slot
    k[watch + W_PENDING] = 0
    if slot:
        k[watch + W_PENDING] = 1
        _push(f, k, f[slot + S_ARRIVED] + after, _event(_RIPE, watch, 0))


@_compiled
def _try_again(f: Floats, k: Integers, slot: int, now: float) -> None:
    queue = k[slot + S_QUEUE]
    k[slot + S_NEXT] = 0
    last = k[queue + Q_AGAIN_TAIL]
    if last:
        k[last + S_NEXT] = slot
    else:
        k[queue + Q_AGAIN] = slot
    k[queue + Q_AGAIN_TAIL] = slot
    k[OCCUPIED] |= k[queue + Q_BIT]
    k[queue + Q_LIVE] += 1
    _wake(f, k, queue, now)


@_compiled
def _seldom(f: Floats, k: Integers, kind: int, who: int, more: int, now: float) -> None:
    """Every event but the end of a contact."""
    if kind == _LEAVE:
        if k[who + S_TURN] == more and not k[who + S_DEAD]:
            k[who + S_DEAD] = 1
            k[k[who + S_QUEUE] + Q_LIVE] -= 1
            _abandon(f, k, who)
    elif kind == _RETRY:
        _try_again(f, k, who, now)
    elif kind == _REDIAL:
        queue, key, redials = k[who + S_QUEUE], k[who + S_KEY], k[who + S_REDIALS]
        _free_slot(k, who)
        k[k[queue + Q_DAY] + k[NOW_INTERVAL] * k[DAY_STRIDE] + REDIALLED] += 1
        lasts_s = _lasts_s(f, k, k[queue + Q_CLASS], k[NOW_INTERVAL], key)
        _enter(f, k, queue, key, redials, lasts_s, 0, now)
    elif kind == _RIPE:
        _ripe(f, k, who, now)
    else:
        team = k[who + A_TEAM]
        if k[team + T_OWED] > 0:
            k[team + T_OWED] -= 1
            k[who + A_STATUS] = _OFF
        else:
            _come(f, k, team, who, now)
            _dispatch(f, k, team, now)


@_compiled
def _timetable(f: Floats, k: Integers, line: int, now: float) -> None:
    kind, team = k[line + L_KIND], k[line + L_TEAM]
    if kind == LINE_STAFF:
        _set_staff(f, k, team, k[line + L_AMOUNT], now)
        _dispatch(f, k, team, now)
    elif kind == LINE_BREAK:
        _send_to_rest(f, k, team, k[line + L_AMOUNT], f[line + L_REST_S], now)
    elif kind == LINE_BACKLOG:
        _backlog(f, k, now)
    else:
        for number in range(k[TEAMS_N]):
            _count_duty(f, k, k[TEAMS] + number * TEAM, now)
        k[NOW_INTERVAL] += 1
        if kind == LINE_CLOSE:
            k[CLOSED] = 1


@_compiled
def _reset(f: Floats, k: Integers, seed: int, replication: int) -> None:
    k[HEAP_SIZE] = k[HOLE] = k[FREE_SLOT] = k[OCCUPIED] = k[NOW_INTERVAL] = k[CLOSED] = k[FULL] = 0
    k[FRESH_SLOT], k[FRESH_NODE] = k[SLOTS], k[NODES]
    k[FREE_NODE] = k[NEAR] = k[NOW_BUCKET] = 0
    k[NEXT_ROW], k[NEXT_TRY], k[NEXT_STINT] = k[ROWS], k[TRIES], k[STINTS]
    f[k[HEAP]] = f[SOON] = math.inf
    _clear(k, k[WHEEL], k[WHEEL] + BUCKET_WORDS + BUCKETS)
    _clear(k, k[DAY], k[DAY] + k[INTERVALS] * k[DAY_STRIDE])
    for number in range(k[QUEUES_N]):
        queue = k[QUEUES] + number * QUEUE
        _clear(k, queue, queue + Q_CLASS)
    for number in range(k[WATCHES_N]):
        watch = k[WATCHES] + number * WATCH
        k[watch + W_SLOT] = k[watch + W_PENDING] = 0
    for number in range(k[TEAMS_N]):
        team = k[TEAMS] + number * TEAM
        _clear(k, team, team + T_SINCE)
        f[team + T_SINCE] = 0.0
        _clear(k, k[team + T_LEVELS], k[team + T_LEVELS] + k[team + T_UNITS] + 1)
    for number in range(k[AGENTS_N]):
        agent = k[AGENTS] + number * AGENT
        k[agent + A_USED], k[agent + A_STATUS] = 0, _OFF
    day = _hash(_hash(seed, 1), replication + 1)
    # Box and Muller's normal number: the luck of the day, one for all classes.
    normal = math.sqrt(-2.0 * math.log(_unit(day, _DAY_1))) * math.cos(2.0 * math.pi * _unit(day, _DAY_2))
    for number in range(k[CLASSES_N]):
        kind = k[CLASSES] + number * CLASS
        sigma = f[kind + C_SIGMA]
        f[kind + C_FACTOR] = math.exp(sigma * normal - 0.5 * sigma * sigma)
        k[kind + C_BASE] = _hash(day, number + 101)
        k[kind + C_NUMBER] = k[kind + C_INTERVAL] = 0
        f[kind + C_LAST_AT] = 0.0
        _draw_ahead(f, k, kind)


@_compiled
def _leave_undone(f: Floats, k: Integers, slot: int, end: float) -> None:
    queue = k[slot + S_QUEUE]
    found = k[queue + Q_DAY] + k[slot + S_INTERVAL] * k[DAY_STRIDE]
    k[found + UNFINISHED] += 1
    if k[slot + S_ATTEMPT] > 0:
        return  # the offer was counted with the first attempt
    offer, limit = f[slot + S_OFFER], f[k[queue + Q_CLASS] + C_LIMIT]
    if offer < math.inf:
        k[found + OFFERED] += 1
        if k[CLOSELY]:
            row = k[slot + S_ROW]
            f[row + R_OFFERED], k[row + R_ACCEPTED] = f[slot + S_ARRIVED] + offer, k[slot + S_ACCEPTS]
    if offer <= limit:
        k[found + MET_BY_OFFER] += 1
    elif end - f[slot + S_ARRIVED] > limit:
        k[found + NOT_MET] += 1
    else:
        k[found + NOT_VERIFIABLE] += 1


@_compiled
def _go_home(f: Floats, k: Integers, end: float) -> None:
    """Nothing happens any more: who still waits loses patience, or stays undone."""
    for number in range(k[QUEUES_N]):
        queue = k[QUEUES] + number * QUEUE
        slot = k[queue + Q_HEAD]
        while slot:
            if not k[slot + S_DEAD]:
                if f[slot + S_PATIENCE] < math.inf:
                    _abandon(f, k, slot)
                else:
                    _leave_undone(f, k, slot, end)
            slot = k[slot + S_NEXT]
        slot = k[queue + Q_AGAIN]
        while slot:
            _leave_undone(f, k, slot, end)
            slot = k[slot + S_NEXT]
    for number in range(k[TEAMS_N]):
        _count_duty(f, k, k[TEAMS] + number * TEAM, end)


@_inlined
def _soonest(f: Floats, k: Integers) -> int:
    """The class whose next contact comes first."""
    kind = k[CLASSES]
    first = f[kind + C_NEXT_AT]
    for other in range(kind + CLASS, kind + k[CLASSES_N] * CLASS, CLASS):
        at = f[other + C_NEXT_AT]
        kind, first = (other, at) if at < first else (kind, first)
    return kind


@_compiled
def _day(f: Floats, k: Integers) -> None:
    line, lines_end = k[LINES], k[LINES] + k[LINES_N] * LINE
    heap, kind, now = k[HEAP], _soonest(f, k), 0.0
    at, on_line = f[kind + C_NEXT_AT], f[line + L_AT]
    while k[FULL] == 0:
        near, far = f[SOON], f[heap]
        soon = min(near, far)
        if at < soon and at < on_line:
            now = at
            one = k[kind + C_NEXT]
            _enter(f, k, k[one + N_QUEUE], k[one + N_KEY], 0, f[one + N_LASTS], one, now)
            _next_arrival(f, k, kind)
            kind = _soonest(f, k)
            at = f[kind + C_NEXT_AT]
        elif soon < on_line:
            now = soon
            if near <= far:
                what = _pop_near(f, k)
            else:
                what = k[heap + 1]
                k[HOLE] = 1
                k[NOW_BUCKET] = np.int64(now * f[PER_S])
            if what & 7 == _DONE:
                _done(f, k, what >> 35, (what >> 3) & 0xFFFFFFFF, now)
            else:
                _seldom(f, k, what & 7, what >> 35, (what >> 3) & 0xFFFFFFFF, now)
            if k[HOLE] == 1:
                _close_hole(f, k)
        elif on_line < math.inf:
            now = on_line
            _timetable(f, k, line, now)
            line += LINE
            on_line = f[line + L_AT] if line < lines_end else math.inf
        else:
            break
    if k[FULL] == 0:
        _go_home(f, k, now)


@_compiled
def _add(k: Integers, each: npt.NDArray[np.int32]) -> None:
    cells = k[INTERVALS] * k[DAY_STRIDE] // COUNTS
    for cell in range(cells):
        found, total = k[DAY] + cell * COUNTS, k[TOTAL] + cell * COUNTS
        if k[found + ARRIVED]:
            for what in range(COUNTS):
                k[total + what] += k[found + what]
            each[cell, KEPT_ARRIVED] = k[found + ARRIVED]
            each[cell, KEPT_MET] = k[found + MET_BY_ANSWER] + k[found + MET_BY_OFFER]
            each[cell, KEPT_ABANDONED] = k[found + ABANDONED]


@njit(cache=True, nogil=True, error_model="numpy")
def run(seed: int, first: int, last: int, address: int, each: npt.NDArray[np.int32]) -> bool:
    """Replications first … last - 1, row 0 of `each` being the first. False where the block is too small for one.

    address: of the block. each: replication, cell, (arrived, met, abandoned), all zero.
    """
    f, k = _real_at(address), _whole_at(address)
    for replication in range(first, last):
        _reset(f, k, seed, replication)
        _day(f, k)
        if k[FULL] == 1:
            return False
        _add(k, each[replication - first])
    return True
