"""A forecast where too few contacts have come to make one: what somebody expects of a day, and a wide interval.

The expected day counts as much as two weeks of contacts; whatever days have come are weighed against it. Contacts are
spread evenly over the open intervals, and a day may be off by three tenths: that is all one can say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.forecast import LEAST_DAYS, ROOT_SHIFT, Forecast
from pledgeline.capacity.core.series import Series
from pledgeline.kernel.problem import Problem

PRIOR_DAY_SD = 0.3


def from_prior(days: Sequence[date], opens: NDArray[np.bool_], a_day: float, past: Series | None = None) -> Forecast:
    """`opens` is day × interval; a day without an open interval expects nobody.

    Raises Problem `forecast.expected_day` where `a_day` cannot be.
    """
    if not 0 <= a_day <= 10_000_000:
        raise Problem("forecast.expected_day", field="a_day", value=a_day)
    came, n = (float(past.counts.sum()), len(past)) if past is not None else (0.0, 0)
    level = (LEAST_DAYS * a_day + came) / (LEAST_DAYS + n)
    width = opens.sum(axis=1, keepdims=True)
    mean = np.where(opens, level / np.maximum(width, 1), 0.0)
    # On roots the noise of a count has a variance of a quarter, and what a day shares is half as large as on counts.
    # What the two add to the mean of the counts is taken off the root, so that the mean is the one that was meant.
    shared = np.sqrt(mean) * PRIOR_DAY_SD / 2.0
    spread = np.where(mean > 0, np.sqrt(ROOT_SHIFT + shared**2), 0.0)
    root = np.sqrt(np.maximum(mean + ROOT_SHIFT - spread**2, 0.0))
    return Forecast(tuple(days), root, spread, np.where(mean > 0, shared, 0.0), {}, (), 1.0)
