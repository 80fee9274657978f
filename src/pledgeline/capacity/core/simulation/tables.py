"""Distributions as the loop reads them: quantiles at fixed shares, denser towards the long end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation import loop
from pledgeline.capacity.core.simulation.distributions import Distribution, patience_quantiles
from pledgeline.capacity.core.simulation.scenario import Scenario
from pledgeline.contacts.core.patience import PatienceCurve

Numbers = NDArray[np.float64]

SHARES = np.concatenate(
    [
        np.linspace(0.0, loop.TAIL, loop.CELLS, endpoint=False),
        np.linspace(loop.TAIL, loop.FAR_TAIL, loop.CELLS, endpoint=False),
        np.linspace(loop.FAR_TAIL, 1.0, loop.CELLS + 1),
    ]
)
_WIDTHS = np.diff(SHARES)
# No table goes to the end of a distribution without one: the last cell ends where one contact in 100 million lies.
SHARES[-1] = 1.0 - 1e-8
SIZE = SHARES.size


def quantiles(one: Distribution | PatienceCurve) -> Numbers:
    if isinstance(one, PatienceCurve):
        return patience_quantiles(one, SHARES)
    table = one.quantiles(SHARES)
    # Lines between quantiles lie above a curve that bends upwards: the mean is put right (1 in 10,000).
    return table * (one.mean_s / float(((table[1:] + table[:-1]) / 2 * _WIDTHS).sum()))


def of(scenario: Scenario) -> dict[int, Distribution | PatienceCurve]:
    """Every distribution of a scenario, by its identity: one that several intervals use is there once."""
    found: dict[int, Distribution | PatienceCurve] = {}
    for one in scenario.classes:
        found |= {id(given): given for given in (one.handling if isinstance(one.handling, tuple) else (one.handling,))}
        if one.patience is not None:
            found[id(one.patience)] = one.patience
    return found
