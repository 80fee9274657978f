"""Waits as they are given, and the patience they speak for: the curve of `contacts/core/patience.py`, or a mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pledgeline.contacts.core.patience import LEAST_HUNG_UP, PatienceCurve, patience_curve
from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Waits:
    """For each distinct wait (ascending, seconds): how many hung up at it, and how many were answered at it."""

    seconds: Numbers
    hung_up: Numbers
    answered: Numbers

    def __post_init__(self) -> None:
        shapes = {self.seconds.shape, self.hung_up.shape, self.answered.shape}
        if len(shapes) != 1 or self.seconds.ndim != 1:
            raise Problem("patience.shape")
        if (self.seconds < 0).any() or (np.diff(self.seconds) <= 0).any():
            raise Problem("patience.waits_not_ascending")
        if (self.hung_up < 0).any() or (self.answered < 0).any():
            raise Problem("patience.count_negative")


def kaplan_meier(waits: Waits) -> PatienceCurve:
    """The curve at each second at which somebody hung up.

    Raises Problem `patience.not_enough_data` with `hung_up` and `least`: the caller names the prior it falls back to.
    """
    curve = patience_curve(waits.seconds, waits.hung_up, waits.answered)
    if curve is None:
        raise Problem("patience.not_enough_data", hung_up=int(waits.hung_up.sum()), least=LEAST_HUNG_UP)
    return curve


def mean_patience_s(waits: Waits) -> float:
    """Total time waited for each hang-up: the exponential patience (for formulas) that the same counts speak for."""
    events = float(waits.hung_up.sum())
    if not events:
        return float("inf")
    return float((waits.seconds * (waits.hung_up + waits.answered)).sum() / events)
