"""How likely the promise is kept on each day, week and month of a plan, given how far the forecast may be off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from pledgeline.capacity.core.staffing import KeptShare, Numbers, chance_over, chance_shares


class Span(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Chance:
    """`expected` is the share kept in the mean, `chance` the probability that the share reaches the target."""

    span: Span
    first: date
    last: date
    contacts: float
    expected: float
    chance: float


def outlook(
    days: Sequence[date], contacts: Numbers, day_sd: Numbers, agents: Numbers, kept: KeptShare, *, target: float
) -> list[Chance]:
    """Days, then calendar weeks, then months: each as far as `days` reach into it.

    `contacts` and `agents` are day × interval; `day_sd` is the relative spread of each day's volume. Weeks and months
    take it that half of the days' errors is shared (`chance_over`).
    """
    shares = chance_shares(contacts, day_sd, agents, kept)
    return chances_of(days, contacts, shares, target=target)


def chances_of(days: Sequence[date], contacts: Numbers, shares: Numbers, *, target: float) -> list[Chance]:
    """The same from the shares themselves: a row a day, equally likely values from the fewest contacts to the most."""
    found = [
        Chance(
            Span.DAY,
            day,
            day,
            float(contacts[row].sum()),
            float(shares[row].mean()),
            float((shares[row] >= target - 1e-12).mean()),
        )
        for row, day in enumerate(days)
    ]
    for span in (Span.WEEK, Span.MONTH):
        for rows in _together(days, span):
            weights = contacts[rows].sum(axis=1)
            # A stretch without contacts keeps its promise, as a day without does.
            expected = float(np.average(shares[rows].mean(axis=1), weights=weights)) if weights.sum() else 1.0
            chance = chance_over(contacts[rows], shares[rows], target=target)
            found.append(Chance(span, days[rows[0]], days[rows[-1]], float(weights.sum()), expected, chance))
    return found


def _together(days: Sequence[date], span: Span) -> list[list[int]]:
    """Rows of the days that lie in one calendar week (named by its Monday) or month."""
    found: dict[date, list[int]] = {}
    for row, day in enumerate(days):
        start = day - timedelta(days=day.weekday()) if span is Span.WEEK else day.replace(day=1)
        found.setdefault(start, []).append(row)
    return list(found.values())
