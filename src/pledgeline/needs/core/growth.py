"""Whether there are more contacts than before: two periods of whole weeks, day by day, with an interval.

Days differ more than chance (Poisson) alone would let them: the interval is widened by how much days of the same
weekday really differ within each period (quasi-likelihood; P. McCullagh, J. A. Nelder, Generalized linear models,
2nd ed. 1989, §6.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt

from pledgeline.contacts.core.estimates import Z_95
from pledgeline.kernel.problem import Problem

WEEK_DAYS = 7
# With a single week there is no second day of the same weekday to tell how much days differ.
LEAST_WEEKS = 2


@dataclass(frozen=True)
class Growth:
    """Contacts of both periods, and the ratio of contacts a day, after to before, with its 95 % interval.

    `dispersion` is the variance of a day's contacts as a multiple of their mean; 1 where days differ no more than
    chance lets them.
    """

    before: int
    after: int
    ratio: float
    low: float
    high: float
    dispersion: float


def growth(before: Mapping[date, int], after: Mapping[date, int]) -> Growth | None:
    """Both map every day of their period to its contacts, also days with none. None where nobody came in either.

    Raises Problem `growth.not_whole_weeks` unless each period has at least two whole weeks.
    """
    for days in (before, after):
        if len(days) % WEEK_DAYS or len(days) < LEAST_WEEKS * WEEK_DAYS:
            raise Problem("growth.not_whole_weeks", days=len(days), least=LEAST_WEEKS * WEEK_DAYS)
    earlier, later = sum(before.values()), sum(after.values())
    if not earlier + later:
        return None
    # Half a contact more on each side keeps the logarithm finite where one side is empty.
    a, b = (earlier, later) if earlier and later else (earlier + 0.5, later + 0.5)
    ratio = (b / len(after)) / (a / len(before))
    spread = dispersion((before, after))
    reach = Z_95 * sqrt(spread * (1 / a + 1 / b))
    return Growth(earlier, later, ratio, exp(log(ratio) - reach), exp(log(ratio) + reach), spread)


def dispersion(periods: tuple[Mapping[date, int], ...]) -> float:
    """Pearson's statistic over days, against the mean of their weekday in their period, by degree of freedom; ≥ 1."""
    squares, freedom = 0.0, 0
    for days in periods:
        for weekday in range(WEEK_DAYS):
            counts = [count for day, count in days.items() if day.weekday() == weekday]
            mean = sum(counts) / len(counts)
            if mean:
                squares += sum((count - mean) ** 2 for count in counts) / mean
                freedom += len(counts) - 1
    return max(1.0, squares / freedom) if freedom else 1.0
