"""What became of each contact of one day: a simulation written down, contact by contact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation import loop
from pledgeline.capacity.core.simulation.block import Block
from pledgeline.capacity.core.simulation.outcome import Outcome

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Attempts:
    """Attempts to call somebody back, in the order in which they were dialled; seconds since the day began."""

    contact: Integers
    """Which contact of the record is called."""
    agent: Integers
    dialled_s: Numbers
    reached: Bools
    free_s: Numbers
    """When the agent was free again."""


@dataclass(frozen=True, eq=False)
class Stints:
    """Stretches of time an agent was on duty, rests left out; `left_s` is NaN for who never went."""

    agent: Integers
    joined_s: Numbers
    left_s: Numbers


@dataclass(frozen=True, eq=False)
class Record:
    """One value a contact, in the order in which agents began to be looked for; redials are contacts of their own.

    Seconds since the day began, NaN for what did not happen; indices −1 for nobody. A contact that was neither answered
    nor left was called back, or still waits for that (or, deferred, for its turn).
    """

    outcome: Outcome
    contact_class: Integers
    """Its place among the classes of the scenario."""
    place: Integers
    """The centre in whose queue it waited; the number of centres for a shared queue."""
    given: Integers
    """Its place among the given contacts of its class; −1: it was drawn, in the backlog, or a redial."""
    arrived_s: Numbers
    offered_s: Numbers
    accepted: Bools
    """Whether it accepted the callback it was offered."""
    rang_s: Numbers
    """When an agent was taken for it."""
    agent: Integers
    """By number over all teams, in their order."""
    answered_s: Numbers
    free_s: Numbers
    """When that agent was free again."""
    left_s: Numbers
    """When it hung up, also while it rang."""
    attempts: Attempts
    stints: Stints
    team: Integers
    """The team of each agent, by the agent's number."""

    @property
    def n(self) -> int:
        return int(self.arrived_s.size)


def read(block: Block, outcome: Outcome) -> Record:
    """What the last day in this block left behind."""
    rows, tries, stints = (
        block.written(start, end, width)
        for start, end, width in (
            (loop.ROWS, loop.NEXT_ROW, loop.ROW),
            (loop.TRIES, loop.NEXT_TRY, loop.TRY),
            (loop.STINTS, loop.NEXT_STINT, loop.STINT),
        )
    )
    whole, real = rows
    queue = (whole[:, loop.R_QUEUE] - block.k[loop.QUEUES]) // loop.QUEUE
    queues = np.array([(one.contact_class, one.place) for one in block.drawing.queues], np.int64).reshape(-1, 2)
    return Record(
        outcome=outcome,
        contact_class=queues[queue, 0],
        place=queues[queue, 1],
        given=block.given_places(whole[:, loop.R_GIVEN]),
        arrived_s=real[:, loop.R_ARRIVED].copy(),
        offered_s=real[:, loop.R_OFFERED].copy(),
        accepted=whole[:, loop.R_ACCEPTED] == 1,
        rang_s=real[:, loop.R_RANG].copy(),
        agent=_agents(block, whole[:, loop.R_AGENT]),
        answered_s=real[:, loop.R_ANSWERED].copy(),
        free_s=real[:, loop.R_FREE].copy(),
        left_s=real[:, loop.R_LEFT].copy(),
        attempts=Attempts(
            contact=(tries[0][:, loop.Y_ROW] - block.k[loop.ROWS]) // loop.ROW,
            agent=_agents(block, tries[0][:, loop.Y_AGENT]),
            dialled_s=tries[1][:, loop.Y_DIALLED].copy(),
            reached=tries[0][:, loop.Y_REACHED] == 1,
            free_s=tries[1][:, loop.Y_FREE].copy(),
        ),
        stints=Stints(
            agent=_agents(block, stints[0][:, loop.I_AGENT]),
            joined_s=stints[1][:, loop.I_JOINED].copy(),
            left_s=stints[1][:, loop.I_LEFT].copy(),
        ),
        team=np.repeat(
            np.arange(len(block.drawing.teams)), [int(team.agents.max()) for _place, team in block.drawing.teams]
        ),
    )


def _agents(block: Block, places: Integers) -> Integers:
    return np.where(places > 0, (places - block.k[loop.AGENTS]) // loop.AGENT, -1)
