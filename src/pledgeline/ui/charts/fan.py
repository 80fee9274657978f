"""A forecast: what is expected within its interval, the naive forecast beside it, and what came."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pledgeline.ui import formats
from pledgeline.ui.charts.look import MIDDLE, kept, percent_axis, picture, share_domain
from pledgeline.ui.charts.palette import ink
from pledgeline.ui.charts.picture import Legend, Picture, text_width


@dataclass(frozen=True)
class FanPoint:
    """Contacts of one stretch of time; `naive` and `came` None where they are not known."""

    label: str
    mean: float
    low: float
    high: float
    naive: float | None = None
    came: float | None = None


@kept
def fan(
    points: Sequence[FanPoint],
    *,
    title: str,
    description: str = "",
    width: int = MIDDLE,
    height: int = 220,
    unit: str = "contacts",
    words: Legend = (),
) -> Picture:
    """A line over its band; what it is compared with dashed; what came as dots in another colour.

    A forecast by default. With `unit` "seconds", "share" or "agents" the points are such, and `words` is the legend
    that says what line, band, dashes and dots are.
    """
    import altair as alt  # 0.25 s to load, and only pages with charts pay

    rows = [
        {"i": i, "mean": p.mean, "low": p.low, "high": p.high, "naive": p.naive, "came": p.came, "said": _said(p, unit)}
        for i, p in enumerate(points)
    ]
    plot = width - 62
    every = max(1, math.ceil(len(points) * max((text_width(p.label) + 30 for p in points), default=1) / plot))
    labels = {i: p.label for i, p in enumerate(points) if i % every == 0}
    x = alt.X(
        "i:Q",
        scale=alt.Scale(domain=[0, max(1, len(points) - 1)], nice=False),
        axis=alt.Axis(title=None, grid=False, values=list(labels), labelExpr=_lookup(labels), labelFlush=True),
    )
    most = max((v for p in points for v in (p.high, p.naive, p.came) if v is not None), default=1.0)
    known = [v for p in points for v in (p.mean, p.low, p.high, p.naive) if v is not None]
    scale = alt.Scale(domain=share_domain(known) if unit == "share" else [0, most or 1.0], nice=unit != "share")
    axis = percent_axis(alt) if unit == "share" else alt.Axis(title=None, tickCount=4, format=",d", tickMinStep=1)
    base = alt.Chart(alt.Data(values=rows)).encode(x=x)

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    line: dict[str, Any] = {"aria": False, "strokeJoin": "round", "invalid": "break-paths-show-path-domains"}
    layers = [
        base.mark_area(color=ink("chart-band"), aria=False).encode(y=y("low"), y2="high:Q"),
        base.mark_line(color=ink("chart-muted"), strokeWidth=1.6, strokeDash=[4, 3], **line).encode(y=y("naive")),
        base.mark_line(color=ink("chart-value"), strokeWidth=2.2, **line).encode(y=y("mean")),
        base.mark_circle(size=60, color=ink("chart-value"), opacity=1, stroke=ink("surface"), strokeWidth=1.4)
        .encode(y=y("mean"), description=alt.Description("said:N")),
        base.transform_filter("isValid(datum.came)")
        .mark_point(shape="diamond", size=70, filled=True, color=ink("chart-target"), opacity=1, aria=False)
        .encode(y=y("came")),
    ]  # fmt: skip
    return picture(
        alt.layer(*layers).properties(width=plot, height=height),
        title=title,
        description=description,
        legend=words or _legend(points),
    )


def _lookup(labels: dict[int, str]) -> str:
    return f"({json.dumps({str(i): label for i, label in labels.items()})})[datum.value] || ''"


def _said(point: FanPoint, unit: str) -> str:
    if unit != "contacts":
        write = {"seconds": formats.seconds, "share": formats.share, "agents": "{:,.1f}".format}[unit]
        parts = {"when": point.label, "value": write(point.mean), "low": write(point.low), "high": write(point.high)}
        said = _("%(when)s: %(value)s, %(low)s to %(high)s") % parts
        beside = [one for one in (point.naive, point.came) if one is not None]
        words = [_("beside it %(value)s") % {"value": write(one)} for one in beside]
        return pgettext("between facts", "; ").join([said, *words])
    words = [
        _("%(when)s: %(contacts)s expected, %(low)s to %(high)s")
        % {
            "when": point.label,
            "contacts": formats.count(round(point.mean)),
            "low": formats.count(math.floor(point.low)),
            "high": formats.count(math.ceil(point.high)),
        }
    ]
    if point.naive is not None:
        words.append(_("naive %(contacts)s") % {"contacts": formats.count(round(point.naive))})
    if point.came is not None:
        words.append(_("%(contacts)s came") % {"contacts": formats.count(round(point.came))})
    return pgettext("between facts", "; ").join(words)


def _legend(points: Sequence[FanPoint]) -> Legend:
    signs = [("chart-value", _("forecast")), ("chart-band", _("80 % interval of the forecast"))]
    if any(p.naive is not None for p in points):
        signs.append(("chart-muted", _("as a week before (seasonal naive)")))
    if any(p.came is not None for p in points):
        signs.append(("chart-target", _("came")))
    return tuple(signs)
