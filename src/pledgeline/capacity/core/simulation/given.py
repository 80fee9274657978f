"""Contacts that are given instead of drawn: a real day under another plan, or a story told to the second.

What is not known of a contact (how long would who was answered have waited?) is NaN, or a column that is left out: it
is drawn from the distributions of the class, by the contact's own key, as for any other.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pledgeline.kernel.problem import Problem
from pledgeline.kernel.units import SECONDS_PER_MINUTE

Numbers = NDArray[np.float64]

# Columns that know no "not known": left out, they are these.
_ELSE = {"greeting_s": 0.0, "ring_s": 0.0}


@dataclass(frozen=True, eq=False)
class Given:
    """One value a contact in each column, in any order; all times in seconds.

    at_s        when it came into the queue: the clock of the promise starts here
    handling_s  how long an agent is busy, after-contact work included, ringing not
    patience_s  how long it waits, ringing included, before it hangs up; infinite: for ever
    offer_s     after how long a callback is offered; infinite: never
    accepts     whether it accepts the offer
    reached     (contact, attempt): whether it is reached when called back
    centre      the place of its centre in the scenario (own queues only)
    greeting_s  so long nobody is looked for: an announcement plays, and the customer waits (left out: 0). Contacts of a
                queue are taken in the order in which their greetings end
    ring_s      so long it rings at the agent, who is taken while the customer still waits and may hang up (left out: 0)
    """

    at_s: Numbers
    handling_s: Numbers | None = None
    patience_s: Numbers | None = None
    offer_s: Numbers | None = None
    accepts: NDArray[np.bool_] | None = None
    reached: NDArray[np.bool_] | None = None
    centre: NDArray[np.int64] | None = None
    greeting_s: Numbers | None = None
    ring_s: Numbers | None = None

    def __post_init__(self) -> None:
        for column in fields(self):
            value = getattr(self, column.name)
            if value is not None:
                object.__setattr__(self, column.name, np.asarray(value))
                self._check(column.name)

    @property
    def n(self) -> int:
        return int(self.at_s.size)

    def arrivals(self, intervals: int, interval_min: float) -> Numbers:
        """How many come in each interval: the `arrivals` of their class."""
        place = np.minimum(self.at_s // (interval_min * SECONDS_PER_MINUTE), intervals - 1).astype(np.int64)
        return np.bincount(place, minlength=intervals).astype(np.float64)

    def column(self, name: str) -> Numbers:
        """A column of times; NaN, or 0 of what a contact may lack, where it is left out."""
        value = getattr(self, name)
        return np.full(self.n, _ELSE.get(name, np.nan)) if value is None else np.asarray(value, np.float64)

    def _check(self, name: str) -> None:
        value = getattr(self, name)
        if value.ndim != (2 if name == "reached" else 1) or len(value) != self.n:
            raise Problem("simulation.given_lengths", field=name, found=len(value), expected=self.n)
        if value.dtype == np.bool_:
            return
        always = name in ("at_s", "centre", *_ELSE)
        endless = name == "handling_s" and np.isinf(value).any()
        if (value < 0).any() or endless or (always and not np.isfinite(value).all()):
            raise Problem("simulation.given_unfit", field=name)
