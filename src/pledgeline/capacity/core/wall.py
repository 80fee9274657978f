"""From the hours a forecast speaks of (the clock on the wall) to the intervals of a day as it passes.

On the day clocks go forward an hour of the wall clock is never shown, on the day they go back one is shown twice: a
plan has 23 or 25 hours then, a forecast always 24.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.stages import intervals_of
from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]
MINUTES_A_DAY = 1440


def starts(day: date, zone: str, interval_min: int) -> list[datetime]:
    """When each interval of a local day begins, in the zone."""
    place = ZoneInfo(zone)
    midnight = datetime.combine(day, time(), place).astimezone(UTC)
    step = timedelta(minutes=interval_min)
    return [(midnight + n * step).astimezone(place) for n in range(intervals_of(day, zone, interval_min))]


def as_it_passes(
    values: Sequence[float] | Numbers, day: date, zone: str, interval_min: int, *, counts: bool = True
) -> Numbers:
    """The values of a day's wall clock (any number of equal intervals from midnight) for each interval that passes.

    `counts` are split or added up where the lengths differ, and halved where an hour is shown twice; what is no count
    (a share, a handling time) is taken over, its mean where intervals are joined. Raises Problem `plan.intervals_unfit`
    where the lengths do not divide one another.
    """
    given = np.asarray(values, dtype=float)
    grid = _regridded(given, MINUTES_A_DAY // interval_min, counts)
    places = np.array([(one.hour * 60 + one.minute) // interval_min for one in starts(day, zone, interval_min)])
    found = grid[places]
    if counts:
        found = found / np.bincount(places, minlength=len(grid))[places]
    return np.asarray(found)


def _regridded(given: Numbers, wanted: int, counts: bool) -> Numbers:
    if len(given) == wanted:
        return given
    if len(given) and wanted % len(given) == 0:
        times = wanted // len(given)
        return np.repeat(given / times if counts else given, times)
    if wanted and len(given) % wanted == 0:
        joined = given.reshape(wanted, -1)
        return np.asarray(joined.sum(axis=1) if counts else joined.mean(axis=1))
    raise Problem("plan.intervals_unfit", found=len(given), expected=wanted)
