"""The course of a share over days, weeks or months, with the band that the facts leave open."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pledgeline.ui import formats
from pledgeline.ui.charts.look import MIDDLE, haloed, kept, percent_axis, picture, share_domain
from pledgeline.ui.charts.palette import ink
from pledgeline.ui.charts.picture import Legend, Picture, text_width


@dataclass(frozen=True)
class TrendPoint:
    """`label` names the stretch of time as the axis shows it; `value` None is a stretch without contacts, `n` None one
    of which nothing was counted but only reckoned."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int | None = 0


@kept
def trend(
    points: Sequence[TrendPoint],
    *,
    title: str,
    description: str = "",
    target: float | None = None,
    interval: bool = False,
    width: int = MIDDLE,
    height: int = 220,
    words: Legend = (),
) -> Picture:
    """A line over a band; gaps stay gaps. The target is a dashed line with its own words at the right end.

    With `interval` the band is the 95 % interval of the value, else the bounds that the facts leave open.
    `words` is the legend of what was not measured but worked out.
    """
    import altair as alt  # 0.25 s to load, and only pages with charts pay

    # Places, not labels, carry the order: two points may have the same label.
    rows = [
        {"i": i, "value": p.value, "lower": p.lower, "upper": p.upper, "said": _said(p, interval=interval)}
        for i, p in enumerate(points)
    ]
    spread = [v for p in points for v in (p.value, p.lower, p.upper, target) if v is not None]
    plot = width - 70
    every = max(1, math.ceil(len(points) * max((text_width(p.label) + 36 for p in points), default=1) / plot))
    labels = {i: p.label for i, p in enumerate(points) if i % every == 0}
    x = alt.X(
        "i:Q",
        scale=alt.Scale(domain=[0, max(1, len(points) - 1)], nice=False),
        axis=alt.Axis(title=None, grid=False, values=list(labels), labelExpr=_lookup(labels), labelFlush=True),
    )
    domain = share_domain(spread)
    y = alt.Y("value:Q", scale=alt.Scale(domain=domain), axis=percent_axis(alt))
    base = alt.Chart(alt.Data(values=rows))
    dots = 1 if len(points) <= 31 else 0
    layers = [
        base.mark_area(color=ink("chart-band"), aria=False, invalid="break-paths-show-path-domains").encode(
            x=x, y=alt.Y("lower:Q", scale=alt.Scale(domain=domain), axis=percent_axis(alt)), y2="upper:Q"
        )
    ]
    if target is not None:
        rule, sign = _target(alt, target, [p.value for p in points], plot, height, domain)
        layers.append(rule)
    layers += [
        base.mark_line(
            color=ink("chart-value"),
            strokeWidth=2.2,
            strokeJoin="round",
            aria=False,
            invalid="break-paths-show-path-domains",
        ).encode(x=x, y=y),
        base.transform_filter("isValid(datum.value)")
        .mark_circle(
            size=60,
            color=ink("chart-value"),
            opacity=1,
            stroke=ink("surface"),
            strokeWidth=1.4,
            # Many dots would hide the line: they are drawn unseen and appear under the pointer or the focus.
            fillOpacity=dots,
            strokeOpacity=dots,
        )
        .encode(x=x, y=y, description=alt.Description("said:N")),
    ]
    if target is not None:
        # Over the dots: where every place is crossed, the words stay readable all the same.
        layers.append(sign)
    return picture(
        alt.layer(*layers).properties(width=plot, height=height),
        title=title,
        description=description,
        legend=words or _legend(target, bounded=any(p.lower is not None for p in points), interval=interval),
    )


def _target(
    alt: Any, target: float, values: Sequence[float | None], width: int, height: int, domain: tuple[float, float]
) -> tuple[Any, Any]:
    words = _("target %(target)s") % {"target": formats.share(target, 0 if round(target, 2) == target else 2)}
    base = alt.Chart(alt.Data(values=[{"target": target, "words": words}]))
    y = alt.Y("target:Q", scale=alt.Scale(domain=domain))
    rule = base.mark_rule(color=ink("chart-target"), strokeDash=[5, 4], strokeWidth=1.5, aria=False).encode(y=y)
    left, below = roomiest(
        values, target, wide=(text_width(words) + 12) / width, high=22 * (domain[1] - domain[0]) / height
    )
    place = {"y": y, "x": alt.value(0 if left else width), "text": "words:N"}
    look = {"align": "left" if left else "right", "baseline": "top" if below else "bottom", "dy": 5 if below else -4}
    return rule, haloed(base, place, **look, color=ink("chart-target"))


def roomiest(values: Sequence[float | None], target: float, *, wide: float, high: float) -> tuple[bool, bool]:
    """Where the words of a target meet the line least, as (at the left end, below the target).

    `wide` is the share of the axis that the words take, `high` their height on the scale of the values. The right end
    above the target is where they are looked for, and where they stay unless another place is freer.
    """
    last = max(1, len(values) - 1)

    def met(place: tuple[bool, bool]) -> int:
        left, below = place
        low, top = (target - high, target) if below else (target, target + high)
        spots = [(step / 24 * wide if left else 1 - step / 24 * wide) * last for step in range(25)]
        return sum(low <= at <= top for at in (_between(values, spot) for spot in spots) if at is not None)

    return min(((left, below) for left in (False, True) for below in (False, True)), key=met)


def _between(values: Sequence[float | None], spot: float) -> float | None:
    """The height of the line at a place between two points; None in a gap."""
    if not values:
        return None
    before = min(max(0, math.floor(spot)), len(values) - 1)
    first, second = values[before], values[min(before + 1, len(values) - 1)]
    return None if first is None or second is None else first + (second - first) * (spot - before)


def _lookup(labels: dict[int, str]) -> str:
    return f"({json.dumps({str(i): label for i, label in labels.items()})})[datum.value] || ''"


def _said(point: TrendPoint, *, interval: bool) -> str:
    words = [_("%(when)s: %(value)s") % {"when": point.label, "value": formats.share(point.value)}]
    if point.lower is not None and point.upper is not None:
        said = _("95 %% interval %(range)s") if interval else _("bounds %(range)s")
        words.append(said % {"range": formats.bounds(point.lower, point.upper)})
    # What an interval rests on need not be contacts: answers of a pulse are people.
    if point.n is not None:
        words.append(_("n = %(n)s") % {"n": formats.count(point.n)} if interval else formats.contacts(point.n))
    return pgettext("between facts", "; ").join(words)


def _legend(target: float | None, *, bounded: bool, interval: bool) -> Legend:
    signs = [("chart-value", _("measured"))]
    if bounded and interval:
        signs.append(("chart-band", _("95 % interval")))
    elif bounded:
        signs = [("chart-value", _("lower bound")), ("chart-band", _("up to the upper bound"))]
    return (*signs, *([("chart-target", _("target"))] if target is not None else []))
