"""How many are still there after so long: an estimated share that falls in steps, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pledgeline.ui import formats
from pledgeline.ui.charts.look import CLOCK, MIDDLE, haloed, kept, limit_ticks, percent_axis, picture
from pledgeline.ui.charts.palette import ink
from pledgeline.ui.charts.picture import Legend, Picture

# More steps than this are a line to the eye; each of them would be a stop for the arrow keys.
MOST_STEPS = 60


@dataclass(frozen=True)
class CurveStep:
    """From `second` on, `share` of all are still there; `low`–`high` is its 95 % interval."""

    second: float
    share: float
    low: float
    high: float


@kept
def staying_curve(
    steps: Sequence[CurveStep],
    *,
    limit_s: float,
    horizon_s: float,
    title: str,
    description: str = "",
    width: int = MIDDLE,
    height: int = 220,
) -> Picture:
    """Steps of a curve that begins at 1; the promised wait is a dashed line with its words."""
    import altair as alt

    every = max(1, -(-len(steps) // MOST_STEPS))
    chosen = [one for place, one in enumerate(steps) if place % every == 0 or place == len(steps) - 1]
    rows = [_row(CurveStep(0, 1.0, 1.0, 1.0)), *(_row(one) for one in chosen)]
    if chosen and chosen[-1].second < horizon_s:
        rows.append({**_row(chosen[-1]), "second": horizon_s, "said": ""})
    ticks = limit_ticks(horizon_s, limit_s)
    x = alt.X(
        "second:Q",
        scale=alt.Scale(domain=[0, horizon_s], nice=False),
        axis=alt.Axis(title=_("Time waited"), grid=False, values=ticks, labelExpr=CLOCK),
    )
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(alt.Data(values=rows)).encode(x=x)
    limit = alt.Chart(
        alt.Data(values=[{"limit": limit_s, "words": _("promised %(s)s") % {"s": formats.seconds(limit_s)}}])
    )
    rule = limit.mark_rule(color=ink("chart-target"), strokeDash=[5, 4], strokeWidth=1.5, aria=False).encode(
        x="limit:Q"
    )
    place = {"x": "limit:Q", "y": alt.value(height), "text": "words:N"}
    layers = [
        base.mark_area(color=ink("chart-band"), interpolate="step-after", aria=False).encode(
            y=alt.Y("low:Q", scale=scale, axis=percent_axis(alt)), y2="high:Q"
        ),
        rule,
        base.mark_line(color=ink("chart-value"), strokeWidth=2.2, interpolate="step-after", aria=False).encode(
            y=alt.Y("share:Q", scale=scale, axis=percent_axis(alt))
        ),
        base.transform_filter("datum.said != ''")
        # Drawn unseen: each appears under the pointer or the focus.
        .mark_circle(size=60, color=ink("chart-value"), opacity=1, fillOpacity=0, strokeOpacity=0)
        .encode(y=alt.Y("share:Q", scale=scale), description=alt.Description("said:N")),
        haloed(limit, place, align="left", baseline="bottom", dx=6, dy=-8, color=ink("chart-target")),
    ]
    chart = alt.layer(*layers).properties(width=width - 70, height=height)
    return picture(chart, title=title, description=description, legend=_legend())


def _row(one: CurveStep) -> dict[str, Any]:
    words = [
        _("after %(time)s: %(share)s still waiting")
        % {"time": formats.seconds(one.second), "share": formats.share(one.share, 1)},
        _("95%% interval %(range)s") % {"range": formats.bounds(one.low, one.high, 1)},
    ]
    return {
        "second": one.second,
        "share": one.share,
        "low": one.low,
        "high": one.high,
        "said": pgettext("between facts", "; ").join(words),
    }


def _legend() -> Legend:
    return (
        ("chart-value", _("still willing to wait")),
        ("chart-band", _("95 in 100")),
        ("chart-target", _("promised wait")),
    )
