"""How long customers waited, and which side of the limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pledgeline.ui import formats
from pledgeline.ui.charts.look import CLOCK, MIDDLE, haloed, kept, limit_ticks, picture
from pledgeline.ui.charts.palette import ink
from pledgeline.ui.charts.picture import Legend, Picture


@dataclass(frozen=True)
class WaitBin:
    """Contacts that waited `from_s` ≤ wait < `to_s` (None: open end), by how the wait ended."""

    from_s: float
    to_s: float | None
    answered: int
    left: int


@kept
def wait_distribution(
    bins: Sequence[WaitBin],
    *,
    limit_s: float,
    title: str,
    description: str = "",
    width: int = MIDDLE,
    height: int = 220,
) -> Picture:
    """Stacked bars on a true time axis. Answered ones are coloured by the side of the limit they lie on; those who
    left are grey. A bin that the limit cuts counts as within only if it ends at the limit: choose bins that do.
    """
    import altair as alt

    closed_end = max((b.to_s if b.to_s is not None else b.from_s) for b in bins) if bins else limit_s
    step = min(((b.to_s - b.from_s) for b in bins if b.to_s is not None), default=limit_s)
    rows: list[dict[str, Any]] = []
    for one in bins:
        end = one.to_s if one.to_s is not None else closed_end + step
        within = one.to_s is not None and one.to_s <= limit_s
        span = _span(one)
        rows += [
            _bar(one.from_s, end, 0, one.answered, "chart-value" if within else "chart-late", _answered(span, one)),
            _bar(one.from_s, end, one.answered, one.answered + one.left, "chart-muted", _left(span, one)),
        ]
    last = max((row["to"] for row in rows), default=limit_s)
    x = alt.X(
        "from:Q",
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(title=_("Time in queue"), grid=False, values=limit_ticks(last, limit_s), labelExpr=CLOCK),
    )
    y = alt.Y("bottom:Q", axis=alt.Axis(title=_("Contacts"), tickCount=4, format=",d", tickMinStep=1))
    bars = (
        alt.Chart(alt.Data(values=[row for row in rows if row["top"] > row["bottom"]]))
        .mark_rect(stroke=ink("surface"), strokeWidth=1)
        .encode(x=x, x2="to:Q", y=y, y2="top:Q", fill=alt.Fill("colour:N", scale=None), description="said:N")
    )
    limit = alt.Chart(
        alt.Data(values=[{"limit": limit_s, "words": _("limit %(s)s") % {"s": formats.seconds(limit_s)}}])
    )
    rule = limit.mark_rule(color=ink("chart-target"), strokeDash=[5, 4], strokeWidth=1.5, aria=False).encode(
        x="limit:Q"
    )
    place = {"x": "limit:Q", "y": alt.value(0), "text": "words:N"}
    text = haloed(limit, place, align="left", dx=6, dy=7, color=ink("chart-target"))
    chart = alt.layer(bars, rule, text).properties(width=width - 70, height=height)
    return picture(chart, title=title, description=description, legend=_legend())


def _bar(start: float, end: float, bottom: int, top: int, colour: str, said: str) -> dict[str, Any]:
    return {"from": start, "to": end, "bottom": bottom, "top": top, "colour": ink(colour), "said": said}


def _span(one: WaitBin) -> str:
    if one.to_s is None:
        return _("%(from)s or longer") % {"from": formats.seconds(one.from_s)}
    return _("%(from)s to %(to)s") % {"from": formats.seconds(one.from_s), "to": formats.seconds(one.to_s)}


def _answered(span: str, one: WaitBin) -> str:
    return _("%(span)s: %(contacts)s answered") % {"span": span, "contacts": formats.contacts(one.answered)}


def _left(span: str, one: WaitBin) -> str:
    return _("%(span)s: %(contacts)s left") % {"span": span, "contacts": formats.contacts(one.left)}


def _legend() -> Legend:
    return (
        ("chart-value", _("answered within the limit")),
        ("chart-late", _("answered later")),
        ("chart-muted", _("left before an answer")),
    )
