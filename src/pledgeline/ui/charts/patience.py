"""How many customers are still willing to wait, second by second, and the waits they were promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pledgeline.ui import formats
from pledgeline.ui.charts.look import CLOCK, MIDDLE, haloed, kept, percent_axis, picture
from pledgeline.ui.charts.palette import ink
from pledgeline.ui.charts.picture import Legend, Picture

# More steps than this cannot be told apart on the widest page; every reader's pointer finds one of them.
_MOST_STEPS = 240


@dataclass(frozen=True)
class WillingStep:
    """From `after_s` on, `share` of the customers are willing to wait longer; `low` and `high` bound it."""

    after_s: float
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class WaitMark:
    """A wait to be drawn in, e.g. a promised one."""

    limit_s: float
    label: str


@kept
def patience(
    steps: Sequence[WillingStep],
    *,
    marks: tuple[WaitMark, ...] = (),
    last_s: float,
    title: str,
    description: str = "",
    width: int = MIDDLE,
    height: int = 240,
) -> Picture:
    """A falling staircase in its band, with a dashed line at each mark. The axis ends where 19 in 20 have left, at the
    last mark, or at `last_s`, whichever is the least that shows all of what matters."""
    import altair as alt

    end = _end(steps, marks, last_s)
    shown = [one for one in steps if one.after_s <= end]
    shown = shown[:: -(-len(shown) // _MOST_STEPS) or 1]
    rows = [{"t": 0.0, "share": 1.0, "low": 1.0, "high": 1.0, "said": ""}]
    rows += [{"t": s.after_s, "share": s.share, "low": s.low, "high": s.high, "said": _said(s)} for s in shown]
    rows.append({**rows[-1], "t": end, "said": ""})
    plot = width - 70
    x_scale = alt.Scale(domain=[0, end], nice=False)
    x = alt.X("t:Q", scale=x_scale, axis=_waits(alt, end))
    y_scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(alt.Data(values=rows))
    band = base.mark_area(color=ink("chart-band"), interpolate="step-after", aria=False).encode(
        x=x, y=alt.Y("low:Q", scale=y_scale, axis=percent_axis(alt)), y2="high:Q"
    )
    line = base.mark_line(color=ink("chart-value"), strokeWidth=2.2, interpolate="step-after", aria=False).encode(
        x=x, y=alt.Y("share:Q", scale=y_scale, axis=percent_axis(alt))
    )
    dots = (
        base.transform_filter("datum.said != ''")
        .mark_circle(size=60, color=ink("chart-value"), fillOpacity=0, strokeOpacity=0, stroke=ink("surface"))
        .encode(x=x, y=alt.Y("share:Q", scale=y_scale), description=alt.Description("said:N"))
    )
    layers = [band, line, dots]
    for place, mark in enumerate(marks):
        layers += _mark(alt, mark, place, x_scale, end, height)
    return picture(
        alt.layer(*layers).properties(width=plot, height=height),
        title=title,
        description=description,
        legend=_legend(bool(marks)),
    )


def _waits(alt: Any, end: float) -> Any:
    """Ticks on full minutes, or on even parts of one."""
    every = next((step for step in (5, 10, 15, 30, 60, 120, 300, 600) if end / step <= 8), 1200)
    values = [every * place for place in range(int(end // every) + 1)]
    return alt.Axis(title=_("Time in queue"), grid=False, values=values, labelExpr=CLOCK)


def _end(steps: Sequence[WillingStep], marks: Sequence[WaitMark], last_s: float) -> float:
    nearly_all = next((one.after_s for one in steps if one.share <= 0.05), last_s)
    furthest = max((one.limit_s for one in marks), default=0.0)
    return max(min(nearly_all, last_s), furthest * 1.15, 1.0)


def _mark(alt: Any, mark: WaitMark, place: int, scale: Any, end: float, height: int) -> list[Any]:
    base = alt.Chart(alt.Data(values=[{"limit": mark.limit_s, "words": mark.label}]))
    x = alt.X("limit:Q", scale=scale)
    rule = base.mark_rule(color=ink("chart-target"), strokeDash=[5, 4], strokeWidth=1.5, aria=False).encode(x=x)
    right = mark.limit_s > end * 0.6
    # The staircase falls: its words stand below it on the left, and above it on the right.
    y = 8 + 16 * place if right else height - 10 - 16 * place
    where = {"x": x, "y": alt.value(y), "text": "words:N"}
    align, dx = ("right", -6) if right else ("left", 6)
    return [rule, haloed(base, where, align=align, dx=dx, color=ink("chart-target"))]


def _said(step: WillingStep) -> str:
    return _("after %(wait)s: %(share)s still willing; 95 %% interval %(range)s") % {
        "wait": formats.seconds(step.after_s),
        "share": formats.share(step.share, 1),
        "range": formats.bounds(step.low, step.high, 1),
    }


def _legend(marked: bool) -> Legend:
    signs = [("chart-value", _("still willing to wait")), ("chart-band", _("95 % interval"))]
    return (*signs, *([("chart-target", _("promised wait"))] if marked else []))
