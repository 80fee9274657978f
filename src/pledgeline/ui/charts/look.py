"""What all drawn charts share: type, axes, grid, and the step from an Altair chart to a picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, ParamSpec, cast

from django.utils.translation import get_language

from pledgeline.ui import formats
from pledgeline.ui.charts.palette import ink
from pledgeline.ui.charts.picture import FONT_SIZE, Legend, Picture, rendered

P = ParamSpec("P")

# Only for measuring while drawing: pages and files name their own families. The renderer takes 1 ms to measure a text
# in a Chinese family and 0.1 ms in this one: a heat map of 168 hours is drawn in 0.09 s instead of 0.28 s.
FONT = "sans-serif"
# Widths a chart is drawn for; the page shows the one that fits, so that text keeps its size on a phone.
WIDE, MIDDLE, NARROW = 1080, 640, 360


def _config() -> dict[str, Any]:
    soft = ink("ink-soft")
    return {
        "font": FONT,
        "background": None,
        "padding": 4,
        "view": {"stroke": None},
        "axis": {
            "labelColor": soft,
            "titleColor": soft,
            "labelFontSize": FONT_SIZE,
            "titleFontSize": FONT_SIZE,
            "titleFontWeight": "normal",
            "gridColor": ink("chart-grid"),
            "domain": False,
            "ticks": False,
            "labelPadding": 7,
            "titlePadding": 10,
        },
        "text": {"fontSize": FONT_SIZE, "fill": soft},
    }


@dataclass(frozen=True)
class Drawings:
    """One chart drawn for places of different width; `wide` is None where it never gets a full page."""

    middle: Picture
    narrow: Picture
    wide: Picture | None = None


def drawings(draw: Callable[[int], Picture], *, full: bool = True) -> Drawings:
    """Calls `draw(width)` for each width that a page may need; `full` adds the one for a whole page's width."""
    return Drawings(draw(MIDDLE), draw(NARROW), draw(WIDE) if full else None)


def picture(chart: Any, *, title: str, description: str, legend: Legend, row: int = 0) -> Picture:
    """Draws an Altair chart. Equal specifications are drawn once."""
    specification = chart.to_dict(validate=False)  # checking the data against the schema would double the time
    specification["config"] = _config()
    specification.pop("$schema", None)
    return Picture(rendered(json.dumps(specification, sort_keys=True)), title, description, row, legend=legend)


def kept(draw: Callable[P, Picture]) -> Callable[P, Picture]:
    """Remembers the last 256 pictures by what they were drawn from and for which language.

    Building a specification takes 5–20 ms even where its drawing is remembered; a page shows up to twelve drawings.
    """

    @lru_cache(maxsize=256)
    def remembered(language: str, first: tuple[Any, ...], rest: tuple[tuple[str, Any], ...]) -> Picture:
        return draw(first, **dict(rest))  # type: ignore[arg-type]

    @wraps(draw)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Picture:
        (data,) = args
        return remembered(get_language() or "", tuple(cast(Sequence[Any], data)), tuple(sorted(kwargs.items())))

    return asked


def haloed(base: Any, place: dict[str, Any], **look: Any) -> Any:
    """A text that stays readable where it crosses a line or an area: its own ground is drawn under it."""
    ground = base.mark_text(
        aria=False, **(look | {"color": ink("surface")}), stroke=ink("surface"), strokeWidth=4, strokeJoin="round"
    )
    return ground.encode(**place) + base.mark_text(aria=False, **look).encode(**place)


def percent_axis(alt: Any, *, title: str | None = None, ticks: int = 5, **more: Any) -> Any:
    """Whole percents with the reader's percent sign."""
    sign = formats.percent_sign()
    return alt.Axis(title=title, tickCount=ticks, labelExpr=f"format(datum.value * 100, ',.0f') + '{sign}'", **more)


# Seconds on an axis, as a clock writes them.
CLOCK = "floor(datum.value / 60) + ':' + (datum.value % 60 < 10 ? '0' : '') + (datum.value % 60)"


def limit_ticks(last: float, limit_s: float) -> list[float]:
    """The limit and its multiples up to `last`, at most about ten."""
    every = limit_s * max(1, -(-last // (limit_s * 8)))
    return [every * place for place in range(int(last // every) + 1)]


def share_domain(values: list[float]) -> tuple[float, float]:
    """From 0 where that costs little height, else the tens around the values; always within 0–1."""
    if not values:
        return 0.0, 1.0
    low = max(0.0, (int(min(values) * 10 - 0.5)) / 10)
    high = min(1.0, (int(max(values) * 10) + 1) / 10)
    return (0.0 if low <= 0.5 else low), max(high, low + 0.1)
