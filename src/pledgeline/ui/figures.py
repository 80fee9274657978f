"""What components are handed: small values named after what they show. Texts arrive in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "seconds", "count"]


@dataclass(frozen=True)
class Figure:
    """One measured value with everything an honest reader asks for next to it.

    `value` None is "no data". `lower` and `upper` are the bounds that the facts allow, `interval` a 95 % confidence
    interval of the value; shares 0–1, times in seconds. `basis_url` leads to what the figure was computed from. A share
    of few cases has no hundredths of a percent: `decimals` says how many its percentages show.
    """

    label: str
    value: float | None
    unit: Unit = "share"
    lower: float | None = None
    upper: float | None = None
    target: float | None = None
    interval: tuple[float, float] | None = None
    n: int | None = None
    note: str = ""
    basis_url: str = ""
    decimals: int = 2

    @property
    def has_bounds(self) -> bool:
        return self.value is not None and self.lower is not None and self.upper is not None


@dataclass(frozen=True)
class Stat:
    """One cell of a row of small figures; `value` is already formatted."""

    label: str
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Link:
    """An entry of navigation, breadcrumbs or tabs. A breadcrumb without `url` is the page itself."""

    title: str
    url: str = ""
    current: bool = False
    count: int | None = None
