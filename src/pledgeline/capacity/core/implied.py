"""How many people must have been there, for customers to have waited as they did.

The exact formulas say what share n agents would have answered within the limit; the n that gives the share that was
seen is the staffing the waits imply, whatever was committed or billed. Its interval is that of the Wilson interval of
the seen share. One kind of contact and one group of agents in balance: of a group that serves several services only the
part is seen that served this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.erlang import measures_each

Numbers = NDArray[np.float64]

# With fewer contacts than this an interval's share says next to nothing of its staff.
LEAST_CONTACTS = 20


@dataclass(frozen=True)
class Seen:
    """Of each interval: contacts an hour, those the share is of (`n`), those answered within the limit (`kept`), mean
    handling time and patience in seconds (infinite: nobody leaves)."""

    an_hour: Numbers
    n: Numbers
    kept: Numbers
    aht_s: Numbers
    patience_s: Numbers


@dataclass(frozen=True)
class Implied:
    """Agents with an 80 % interval; NaN where fewer than `LEAST_CONTACTS` came. `high` is infinite where so many were
    answered in time that any larger number would do as well."""

    agents: Numbers
    low: Numbers
    high: Numbers


def implied(seen: Seen, *, limit_s: float) -> Implied:
    share = np.divide(seen.kept, seen.n, out=np.zeros_like(seen.kept), where=seen.n > 0)
    low, high = _wilson(share, np.maximum(seen.n, 1.0))
    enough = seen.n >= LEAST_CONTACTS
    found = [_agents(seen, one, limit_s) for one in (share, low, high)]
    agents, least, most = (np.where(enough, one, np.nan) for one in found)
    # Beyond what the formulas can tell apart the middle is not known either: it is said to be at least the lower end.
    return Implied(np.where(np.isinf(agents), least, agents), least, most)


def _agents(seen: Seen, share: Numbers, limit_s: float) -> Numbers:
    """The smallest real number of agents that gives `share`, straight between whole ones."""
    load = seen.an_hour * seen.aht_s / 3600.0
    low = np.zeros_like(load)
    high = np.ceil(load + 6.0 * np.sqrt(np.maximum(load, 1.0)) + 6.0)
    beyond = _kept(seen, high, limit_s) < share - 1e-9
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2.0)
        reaches = _kept(seen, middle, limit_s) >= share
        move = high - low > 1
        high = np.where(move & reaches, middle, high)
        low = np.where(move & ~reaches, middle, low)
    below, above = _kept(seen, low, limit_s), _kept(seen, high, limit_s)
    part = np.clip(np.divide(share - below, above - below, out=np.zeros_like(share), where=above > below), 0.0, 1.0)
    # A share of one is reached by any number that is large enough.
    return np.where(beyond | (share >= 1.0 - 1e-12), np.inf, low + part)


def _kept(seen: Seen, agents: Numbers, limit_s: float) -> Numbers:
    return measures_each(seen.an_hour, seen.aht_s, seen.patience_s, agents.astype(int), limit_s).p_served_le_T


def _wilson(share: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """80 % interval of a share (Wilson 1927)."""
    z = NormalDist().inv_cdf(0.9)
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return np.asarray(np.maximum(middle - half, 0.0)), np.asarray(np.minimum(middle + half, 1.0))
