"""Hour × weekday: when the promise is kept and when not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from pledgeline.ui import formats
from pledgeline.ui.charts.look import MIDDLE, kept, picture
from pledgeline.ui.charts.palette import STEPS, ink
from pledgeline.ui.charts.picture import Picture

# Edges of the seven steps as distances from the target: four warm steps below it, three cool ones from it on, so that
# the change of hue is the promise itself. Without a target the steps divide 0–1.
EDGES = (-0.30, -0.15, -0.05, 0.0, 0.05, 0.12)
PLAIN_EDGES = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9)


@dataclass(frozen=True)
class HeatCell:
    """`weekday` 1 is Monday, `hour` 0–23 of local time; `value` None where no contact came."""

    weekday: int
    hour: int
    value: float | None
    n: int


def step_of(value: float, target: float | None) -> int:
    """Which of the seven steps, 0 (far below) to 6; around the target where there is one, else over 0–1."""
    return sum(value >= edge for edge in _edges(target))


def heat_legend(target: float | None) -> list[tuple[str, str]]:
    """For each step that can occur, its colour's name and the shares it stands for, lowest first."""
    edges = [edge for edge in _edges(target) if 0 < edge < 1]
    first = step_of(0.0, target)
    words = [_("below %(share)s") % {"share": formats.share(edges[0], 0)}]
    words += [f"{formats.hundredths(low, 0)}–{formats.share(high, 0)}" for low, high in pairwise(edges)]
    words.append(_("from %(share)s") % {"share": formats.share(edges[-1], 0)})
    return [(STEPS[first + place], text) for place, text in enumerate(words)]


def _edges(target: float | None) -> tuple[float, ...]:
    # Rounded, because 0.8 - 0.05 is 0.7500000000000001 and a share of exactly 0.75 belongs above that edge.
    return PLAIN_EDGES if target is None else tuple(round(target + edge, 9) for edge in EDGES)


@kept
def heat_map(
    cells: Sequence[HeatCell],
    *,
    title: str,
    description: str = "",
    target: float | None = None,
    width: int = MIDDLE,
) -> Picture:
    """One square per hour of the week that is open; on a narrow picture hours run down and weekdays across.

    Hours without any cell at either end of the day are left out. The percentage stands in each square.
    """
    import altair as alt

    days = formats.weekdays()
    hours = sorted({cell.hour for cell in cells}) or [0]
    hours = list(range(hours[0], hours[-1] + 1))
    known = {(cell.weekday, cell.hour): cell for cell in cells}
    upright = width < 520
    week = range(1, 8)
    # Row by row as the eye reads, because the keyboard walks the marks in this order.
    places = [(w, h) for h in hours for w in week] if upright else [(w, h) for w in week for h in hours]
    rows = [_row(known.get((w, h)), w, h, days, target) for w, h in places]
    side = (width - 64) / (7 if upright else len(hours))
    day_axis: dict[str, Any] = {
        "sort": days,
        "axis": alt.Axis(title=None, orient="top" if upright else "left", labelAngle=0),
    }
    hour_axis: dict[str, Any] = {
        "axis": alt.Axis(title=None, orient="left" if upright else "top", labelAngle=0, labelExpr=_hour_label())
    }
    x = alt.X("day:N", **day_axis) if upright else alt.X("hour:O", **hour_axis)
    y = alt.Y("hour:O", **hour_axis) if upright else alt.Y("day:N", **day_axis)
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
    squares = base.mark_rect(cornerRadius=3, stroke=ink("surface"), strokeWidth=2).encode(
        fill=alt.Fill("colour:N", scale=None), description=alt.Description("said:N")
    )
    figures = (
        base.transform_filter("datum.figure != ''")
        .mark_text(fontSize=min(11.0, side / 2.6), aria=False)
        .encode(text="figure:N", color=alt.Color("ink:N", scale=None))
    )
    sizes: dict[str, Any] = {"width": width - 64, "height": (26 * len(hours)) if upright else 7 * 32}
    chart = alt.layer(squares, figures).properties(**sizes)
    legend = (*heat_legend(target), ("chart-empty", formats.share(None)))
    row = len(week) if upright else len(hours)
    return picture(chart, title=title, description=description, legend=legend, row=row)


def _hour_label() -> str:
    return "(datum.value < 10 ? '0' : '') + datum.value"


def _row(cell: HeatCell | None, weekday: int, hour: int, days: list[str], target: float | None) -> dict[str, Any]:
    when = _("%(weekday)s %(from)s:00–%(to)s:00") % {
        "weekday": days[weekday - 1],
        "from": f"{hour:02d}",
        "to": f"{hour + 1:02d}",
    }
    row: dict[str, Any] = {"day": days[weekday - 1], "hour": hour}
    if cell is None or cell.value is None:
        said = _("%(when)s: no data") % {"when": when}
        return row | {"colour": ink("chart-empty"), "figure": "", "ink": ink("ink-soft"), "said": said}
    step = step_of(cell.value, target)
    said = _("%(when)s: %(value)s; %(contacts)s") % {
        "when": when,
        "value": formats.share(cell.value),
        "contacts": formats.contacts(cell.n),
    }
    return row | {
        "colour": ink(STEPS[step]),
        "figure": formats.hundredths(cell.value, 0),
        "ink": ink("surface" if step in (0, 1, 6) else "ink"),
        "said": said,
    }
