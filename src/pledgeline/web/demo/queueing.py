"""What happens to the customers of one pool: an event-driven queue with people who come and go.

Several servers whose number changes each half-hour, queues with priorities, customers who lose patience, who are
offered a callback while they wait, or who are sent elsewhere when it takes too long. Every random number of a contact
is drawn before the simulation starts; leaving is decided when a contact reaches the head of the queue ("lazily"),
so that a departure costs no event. Times are seconds from the first midnight.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf

import numpy as np
from numpy.typing import NDArray

from pledgeline.web.demo.story import HALF_HOUR_S, CallbackRule

Floats = NDArray[np.float64]

# Why a waiting contact leaves when nobody comes.
PATIENCE, ACCEPTED, OVERFLOWED = 0, 1, 2
_STAFF, _FREE, _BACK, _READY, _URGENT = 0, 1, 2, 3, 4
_CALLBACK_PRIORITY, _URGENT_PRIORITY = 9, -1
# An agent who does not pick up is paused, as `autopause` of a queue does it.
AUTO_PAUSE_S = 60
UNANSWERED_RING_S = 12


@dataclass(frozen=True)
class Waiting:
    """The contacts of a pool in order of queue entry; every column has one value a contact, times in seconds.

    `leave_at` and `leave_why` say when and why a contact goes if nobody has taken it; `hang_up_at` when the customer
    loses patience (also while it rings).
    """

    entered: Floats
    eligible: Floats
    priority: NDArray[np.int64]
    leave_at: Floats
    leave_why: NDArray[np.int64]
    hang_up_at: Floats
    ring_s: Floats
    work_s: Floats
    wrapup_s: Floats
    unanswered_ring: NDArray[np.bool_]
    fails: NDArray[np.bool_]
    reached: NDArray[np.bool_]
    reached_again: NDArray[np.bool_]


@dataclass
class Callback:
    """One attempt to call a customer back; `answered` is None where nobody picked up."""

    origin: int
    attempt: int
    requested: float
    dialled: float
    answered: float | None
    released: float
    agent: int


@dataclass
class Session:
    """One stretch of one agent on duty."""

    agent: int
    joined: float
    left: float = inf


@dataclass
class Served:
    """What became of the contacts (same order as `Waiting`); nan where it did not happen, agent -1 where none."""

    rang: Floats
    answered: Floats
    released: Floats
    agent: NDArray[np.int64]
    rang_in_vain_at: Floats
    rang_in_vain_agent: NDArray[np.int64]
    failed: NDArray[np.bool_]
    callbacks: list[Callback] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)


class Duty:
    """Who is there. People join in turn, so that each has shifts; who has been there longest goes first."""

    def __init__(self, people: int, slots: int) -> None:
        self.slots = slots
        self.roster = deque(range(people))
        self.idle: deque[int] = deque()
        self.busy: dict[int, int] = {}
        self.leaving: set[int] = set()
        self.open: dict[int, Session] = {}
        self.sessions: list[Session] = []

    def set_target(self, target: int, now: float) -> None:
        present = len(self.open) - len(self.leaving)
        while present < target and self.leaving:
            agent = max(self.leaving)
            self.leaving.discard(agent)
            self.idle.extend([agent] * (self.slots - self.busy[agent]))
            present += 1
        while present < target:
            agent = self.roster.popleft()
            self.open[agent] = Session(agent, now)
            self.busy[agent] = 0
            self.idle.extend([agent] * self.slots)
            present += 1
        staying = sorted((s.joined, s.agent) for s in self.open.values() if s.agent not in self.leaving)
        for _, agent in staying[: max(present - target, 0)]:
            self.leaving.add(agent)
            if not self.busy[agent]:
                self._go(agent, now)
        if self.leaving:
            self.idle = deque(agent for agent in self.idle if agent not in self.leaving)

    def take(self) -> int:
        agent = self.idle.popleft()
        self.busy[agent] += 1
        return agent

    def free(self, agent: int, now: float) -> None:
        self.busy[agent] -= 1
        if agent not in self.leaving:
            self.idle.append(agent)
        elif not self.busy[agent]:
            self._go(agent, now)

    def _go(self, agent: int, now: float) -> None:
        session = self.open.pop(agent)
        session.left = now
        self.sessions.append(session)
        self.leaving.discard(agent)
        self.idle = deque(one for one in self.idle if one != agent)
        self.roster.append(agent)


def serve(waiting: Waiting, staff: NDArray[np.int64], slots: int, callback: CallbackRule) -> Served:
    """Run the pool: `staff` is the number of people of each half-hour from the first midnight on."""
    floor = _Floor(waiting, staff, slots, callback)
    floor.run()
    return floor.close(float(staff.size * HALF_HOUR_S))


class _Floor:
    """The state of one run: who waits, who is there, what is about to happen."""

    def __init__(self, waiting: Waiting, staff: NDArray[np.int64], slots: int, callback: CallbackRule) -> None:
        n = waiting.entered.size
        self.served = Served(
            rang=np.full(n, np.nan),
            answered=np.full(n, np.nan),
            released=np.full(n, np.nan),
            agent=np.full(n, -1, dtype=np.int64),
            rang_in_vain_at=np.full(n, np.nan),
            rang_in_vain_agent=np.full(n, -1, dtype=np.int64),
            failed=np.zeros(n, dtype=np.bool_),
        )
        # Reading single values from numpy arrays is several times slower than from lists.
        self.entered, self.eligible = waiting.entered.tolist(), waiting.eligible.tolist()
        self.priority, self.ring_s = waiting.priority.tolist(), waiting.ring_s.tolist()
        self.leave_at, self.leave_why = waiting.leave_at.tolist(), waiting.leave_why.tolist()
        self.hang_up_at, self.in_vain = waiting.hang_up_at.tolist(), waiting.unanswered_ring.tolist()
        self.work_s, self.wrapup_s = waiting.work_s.tolist(), waiting.wrapup_s.tolist()
        self.fails, self.reached = waiting.fails.tolist(), (waiting.reached.tolist(), waiting.reached_again.tolist())
        self.staff, self.callback = staff.tolist(), callback
        self.duty = Duty(int(staff.max()) * 2 + 4, slots)
        self.queue: list[tuple[int, float, int]] = []
        self.events: list[tuple[float, int, int]] = [(k * float(HALF_HOUR_S), _STAFF, k) for k in range(staff.size)]
        # Callbacks: number of the attempt, when the customer asked, when the attempt is due; who still waits for one.
        self.attempts: dict[int, int] = {}
        self.requested: dict[int, float] = {}
        self.due: dict[int, float] = {}
        self.calling: set[int] = set()

    def run(self) -> None:
        """Take the next arrival or event, whichever is first, until nothing is left to happen."""
        arriving, n = 0, len(self.eligible)
        while arriving < n or self.events:
            if arriving < n and (not self.events or self.eligible[arriving] <= self.events[0][0]):
                now = self.eligible[arriving]
                heappush(self.queue, (self.priority[arriving], self.entered[arriving], arriving))
                arriving += 1
            else:
                now, kind, who = heappop(self.events)
                self._happen(now, kind, who)
            while self.queue and self.duty.idle:
                self._next(now)

    def close(self, end: float) -> Served:
        """After the last event: who still waits goes as it would have, and everybody goes home."""
        end = max([end, *self.served.released[np.isfinite(self.served.released)].tolist()])
        for _, _, c in self.queue:
            if c not in self.attempts:
                self._leave(c, end)
        self.duty.set_target(0, end)
        self.served.sessions = sorted(self.duty.sessions, key=lambda one: (one.joined, one.agent))
        return self.served

    def _happen(self, now: float, kind: int, who: int) -> None:
        if kind == _FREE:
            self.duty.free(who, now)
        elif kind == _STAFF:
            self.duty.set_target(self.staff[who], now)
        elif kind == _BACK:
            heappush(self.queue, (self.priority[who], self.entered[who], who))
        elif who in self.calling and self.due[who] <= now:
            heappush(self.queue, (_CALLBACK_PRIORITY if kind == _READY else _URGENT_PRIORITY, now, who))

    def _next(self, now: float) -> None:
        """Somebody is idle: the head of the queue is connected, called back, or found to have left."""
        _, _, c = heappop(self.queue)
        if c in self.attempts:
            # A callback may stand in the queue twice, once as urgent: the second finds it done, or not yet due.
            if c in self.calling and self.due[c] <= now:
                self._call_back(c, now)
        elif self.leave_at[c] <= now:
            self._leave(c, now)
        else:
            self._connect(c, now)

    def _leave(self, c: int, now: float) -> None:
        self.served.released[c] = self.leave_at[c]
        if self.leave_why[c] == ACCEPTED:
            self.attempts[c] = 1
            self.requested[c] = self.leave_at[c]
            self._schedule(c, max(now, self.leave_at[c] + self.callback.delay_s))

    def _connect(self, c: int, now: float) -> None:
        served, agent = self.served, self.duty.take()
        if self.in_vain[c]:
            self.in_vain[c] = False
            served.rang_in_vain_at[c], served.rang_in_vain_agent[c] = now, agent
            heappush(self.events, (now + UNANSWERED_RING_S + AUTO_PAUSE_S, _FREE, agent))
            heappush(self.events, (now + UNANSWERED_RING_S, _BACK, c))
            return
        served.rang[c], served.agent[c] = now, agent
        free = released = answered = now + self.ring_s[c]
        if self.fails[c]:
            served.failed[c] = True
        elif self.hang_up_at[c] < answered:
            free = released = self.hang_up_at[c]
        else:
            served.answered[c] = answered
            released = answered + self.work_s[c]
            free = released + self.wrapup_s[c]
        served.released[c] = released
        heappush(self.events, (free, _FREE, agent))

    def _schedule(self, c: int, ready: float) -> None:
        self.due[c] = ready
        self.calling.add(c)
        heappush(self.events, (ready, _READY, c))
        heappush(self.events, (ready + self.callback.urgent_after_s, _URGENT, c))

    def _call_back(self, c: int, now: float) -> None:
        agent, attempt, rule = self.duty.take(), self.attempts[c], self.callback
        self.calling.discard(c)
        picked_up = now + self.ring_s[c] + rule.dial_s
        if self.reached[min(attempt, 2) - 1][c]:
            answered, released = picked_up, picked_up + self.work_s[c]
            free = released + self.wrapup_s[c]
        else:
            answered, released = None, picked_up + rule.dial_s
            free = released
            if attempt < rule.attempts:
                self.attempts[c] = attempt + 1
                self._schedule(c, released + rule.retry_s)
        self.served.callbacks.append(Callback(c, attempt, self.requested[c], now, answered, released, agent))
        heappush(self.events, (free, _FREE, agent))
