"""What the simulation hands on: contacts, callbacks and shifts in whole epoch seconds, as the platforms record them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pledgeline.contacts.core.rule import RuleCounts
from pledgeline.web.demo.story import Pool

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEVER = -1
"""Stands for "did not happen" in whole-second columns."""


@dataclass(frozen=True)
class Contacts:
    """The contacts of one pool, by arrival; instants are epoch seconds, NEVER where it did not happen."""

    service: NDArray[np.str_]
    customer: Ints
    arrived: Ints
    requested: Ints
    offered: Ints
    accepted: Ints
    rang: Ints
    rang_in_vain: Ints
    in_vain_agent: Ints
    answered: Ints
    released: Ints
    wrapup_end: Ints
    hold_s: Ints
    agent: Ints
    overflowed: Ints
    """When the contact was moved to the overflow queue (its wait goes on)."""
    transferred: Bools
    agent_ended: Bools
    outcome: NDArray[np.str_]

    @property
    def n(self) -> int:
        return int(self.arrived.size)


@dataclass(frozen=True)
class CallbackMade:
    """One attempt to call back the customer of contact row `origin`, in epoch seconds; `answered` None: not reached."""

    origin: int
    attempt: int
    requested: int
    dialled: int
    answered: int | None
    released: int
    agent: int


@dataclass(frozen=True)
class Shift:
    """One stretch of one agent on duty, in epoch seconds."""

    agent: int
    joined: int
    left: int


@dataclass(frozen=True)
class PoolStory:
    """Everything that happened at one pool."""

    pool: Pool
    contacts: Contacts
    callbacks: tuple[CallbackMade, ...]
    shifts: tuple[Shift, ...]
    staff: Ints
    """People planned for each half-hour, shape (days, 48)."""
    rule: Mapping[str, RuleCounts]
    """For each service what the simulator itself counted by the 1-minute rule: the yardstick for the metric."""
