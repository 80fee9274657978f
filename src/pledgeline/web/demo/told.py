"""What the simulator did, worded as platforms record it: outcomes, people instead of desks, vain rings, transfers.

Nothing here changes when a customer asked, was answered, was offered a callback or left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation import Attempts, Record
from pledgeline.contacts.core.vocabulary import Outcome
from pledgeline.web.demo.desks import Desks
from pledgeline.web.demo.draws import UNANSWERED_RING_S, Draws, Fate, Floats
from pledgeline.web.demo.happened import NEVER, CallbackMade, Contacts, Ints
from pledgeline.web.demo.story import Plot, Pool

_CUSTOMERS = 120_000
# An agent who does not pick up is paused, as `autopause` of a queue does it.
AUTO_PAUSE_S = 60


@dataclass(frozen=True)
class Asked:
    """The contacts that asked for a person: what they brought and what became of them, in seconds from the first
    midnight; NaN for what did not happen. `rows` are theirs among all contacts of the pool, `calls` the attempts to
    call them back."""

    rows: Ints
    drawn: Draws
    fate: Fate
    offered: Floats
    accepted: Floats
    rang: Floats
    answered: Floats
    left: Floats
    desk: Ints
    calls: Attempts

    @classmethod
    def of(cls, rows: Ints, drawn: Draws, fate: Fate, done: Record, whose: Ints) -> Asked:
        """`whose`: which of the contacts that asked each contact of the record is."""
        order = np.argsort(whose)
        calls = replace(done.attempts, contact=whose[done.attempts.contact])
        first_dialled = np.full(rows.size, np.inf)
        np.minimum.at(first_dialled, calls.contact, calls.dialled_s)
        # For the simulator a customer accepts when asked; choosing takes a few seconds, unless the phone rings before.
        accepted = np.minimum(done.offered_s[order] + fate.reaction_s, first_dialled)
        return cls(
            rows=rows,
            drawn=drawn,
            fate=fate,
            offered=done.offered_s[order],
            accepted=np.where(done.accepted[order], accepted, np.nan),
            rang=done.rang_s[order],
            answered=done.answered_s[order],
            left=done.left_s[order],
            desk=done.agent[order],
            calls=calls,
        )

    @property
    def released(self) -> Floats:
        talked = self.answered + self.drawn.talk_s + self.drawn.hold_s
        return np.where(np.isfinite(talked), talked, np.where(np.isfinite(self.accepted), self.accepted, self.left))

    @property
    def still(self) -> Floats:
        """Until when it is in the queue: prompts, and moves to another queue, happen only to those."""
        return np.where(np.isfinite(self.rang), self.rang, self.released)


def contacts(
    plot: Plot, pool: Pool, everybody: Draws, asked: Asked, desks: Desks, rng: np.random.Generator
) -> Contacts:
    """Every contact of a pool, those who never asked for a person among them."""
    n, entered, released = everybody.arrived.size, asked.drawn.entered, asked.released
    got_person = np.isfinite(asked.answered)
    moved = np.full(entered.size, np.nan)
    if pool.overflow is not None and pool.overflow.to == "queue":
        moved = np.where(entered + pool.overflow.after_s < asked.still, entered + pool.overflow.after_s, np.nan)
    vain, vain_agent = _vain(pool, asked, desks)
    agent = [
        desks.person(desk, at) if desk >= 0 else -1
        for desk, at in zip(asked.desk.tolist(), asked.rang.tolist(), strict=True)
    ]

    def spread(values: Ints | list[int]) -> Ints:
        column = np.full(n, NEVER, dtype=np.int64)
        column[asked.rows] = values
        return column

    def whole(seconds: Floats) -> Ints:
        known = np.isfinite(seconds)
        return spread(np.where(known, np.where(known, seconds, 0) + plot.start_s, NEVER).astype(np.int64))

    outcome = np.full(n, Outcome.ABANDONED_IVR.value, dtype=object)
    outcome[asked.rows] = _outcomes(asked)
    return Contacts(
        service=everybody.service,
        customer=np.floor(_CUSTOMERS * rng.power(0.7, n)).astype(np.int64),
        arrived=everybody.arrived + plot.start_s,
        requested=whole(entered.astype(np.float64)),
        offered=whole(asked.offered),
        accepted=whole(asked.accepted),
        rang=whole(asked.rang),
        rang_in_vain=whole(vain),
        in_vain_agent=spread(vain_agent),
        answered=whole(asked.answered),
        released=np.where(everybody.leaves_front, everybody.entered + plot.start_s, whole(released)),
        wrapup_end=whole(np.where(got_person, released + asked.drawn.wrapup_s, np.nan)),
        hold_s=np.maximum(spread(np.where(got_person, asked.drawn.hold_s, 0)), 0),
        agent=spread(agent),
        overflowed=whole(moved),
        transferred=(spread(got_person.astype(np.int64)) == 1) & (rng.random(n) < pool.transfer_share),
        agent_ended=rng.random(n) < 0.24,
        outcome=outcome.astype(np.str_),
    )


def _vain(pool: Pool, asked: Asked, desks: Desks) -> tuple[Floats, list[int]]:
    """When it rang at somebody who did not pick up, and who: somebody who was there, had nothing to do, and was paused.

    Agents are busy 85 % of their time: three in five times nobody has so long a pause. The customer then has waited a
    little longer, and no file says why.
    """
    at, who = np.full(asked.desk.size, np.nan), [-1] * asked.desk.size
    begins = asked.drawn.entered + pool.greeting_s
    for row in np.flatnonzero(asked.fate.vain & (begins + UNANSWERED_RING_S <= asked.still)).tolist():
        since = float(begins[row])
        person = desks.idle(since, since + UNANSWERED_RING_S + AUTO_PAUSE_S)
        if person is not None:
            at[row], who[row] = since, person
    return at, who


def _outcomes(asked: Asked) -> NDArray[np.str_]:
    """How each contact ended; the first that applies, in words of the canonical vocabulary."""
    return np.select(
        [
            np.isfinite(asked.answered),
            np.isfinite(asked.accepted),
            asked.fate.fails,
            np.isfinite(asked.rang),
            asked.fate.out,
        ],
        [
            Outcome.ANSWERED.value,
            Outcome.CALLBACK_ACCEPTED.value,
            Outcome.FAILED_TECHNICAL.value,
            Outcome.ABANDONED_RING.value,
            Outcome.OVERFLOW_OUT.value,
        ],
        Outcome.ABANDONED_QUEUE.value,
    )


def callbacks(plot: Plot, asked: Asked, desks: Desks) -> tuple[CallbackMade, ...]:
    """Every attempt to call somebody back, as it was dialled."""
    made, counted, calls = [], dict[int, int](), asked.calls
    columns = (calls.contact, calls.agent, calls.dialled_s, calls.reached, calls.free_s)
    for row, desk, dialled, reached, free in zip(*(column.tolist() for column in columns), strict=True):
        counted[row] = counted.get(row, 0) + 1
        made.append(
            CallbackMade(
                origin=int(asked.rows[row]),
                attempt=counted[row],
                requested=plot.start_s + int(asked.accepted[row]),
                dialled=plot.start_s + int(dialled),
                answered=plot.start_s + int(dialled + plot.callback.dial_s) if reached else None,
                released=plot.start_s + int(free - asked.drawn.wrapup_s[row] if reached else free),
                agent=desks.person(desk, dialled),
            )
        )
    return tuple(sorted(made, key=lambda one: (one.dialled, one.origin)))
