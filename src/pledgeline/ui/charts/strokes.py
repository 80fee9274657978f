"""Pictures small enough to stand in a line of text: drawn here by hand, because a home page shows dozens of them and
the chart renderer takes 50 ms for each; these take 0.1 ms. They hold no text, so they may be stretched to any width."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pledgeline.ui import formats
from pledgeline.ui.charts.palette import ink
from pledgeline.ui.charts.picture import Picture


def bounds_track(
    lower: float, upper: float, *, target: float | None = None, interval: tuple[float, float] | None = None
) -> Picture:
    """Shares on a track from 0 to 1: solid up to the lower bound, pale on to the upper, a tick at the target, and
    below a thin line for the interval of the lower bound. Raises ValueError unless 0 ≤ lower ≤ upper ≤ 1.
    """
    if not 0 <= lower <= upper <= 1:
        raise ValueError("bounds of a share must satisfy 0 ≤ lower ≤ upper ≤ 1")
    parts = [
        _rect(0, 3, 1000, 9, "chart-grid"),
        _rect(0, 3, upper * 1000, 9, "chart-band"),
        _rect(0, 3, lower * 1000, 9, "chart-value"),
    ]
    said = [
        _("Lower bound %(lower)s, upper bound %(upper)s")
        % {"lower": formats.share(lower), "upper": formats.share(upper)}
    ]
    if interval is not None:
        parts.append(_rect(interval[0] * 1000, 14, (interval[1] - interval[0]) * 1000, 2, "ink"))
        said.append(_("95 %% interval %(range)s") % {"range": formats.bounds(*interval)})
    if target is not None:
        parts.append(_line(target * 1000, 0, target * 1000, 15, "chart-target", 3))
        said.append(_("target %(target)s") % {"target": formats.share(target)})
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" class="track" viewBox="0 0 1000 18">{"".join(parts)}</svg>'
    return Picture(svg, pgettext("between facts", "; ").join(said), stretch=True)


def sparkline(values: Sequence[float | None], *, title: str, target: float | None = None) -> Picture:
    """The course of shares, oldest first; a None leaves a gap. The last known value is marked, the target dashed.

    The height spans what is shown, and never less than 10 points, so that noise does not look like a mountain.
    """
    known = [value for value in values if value is not None]
    if not known:
        return Picture(_spark(""), title)
    low, high = _span([*known, *([target] if target is not None else [])])

    def x(place: int) -> float:
        return 6 + 188 * (place / max(1, len(values) - 1))

    def y(value: float) -> float:
        return 34 - 28 * (value - low) / (high - low)

    parts = []
    if target is not None:
        parts.append(_line(6, y(target), 194, y(target), "chart-target", 1.25, dashed=True))
    runs: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x(place):.1f},{y(value):.1f}")
    for run in runs:
        if len(run) == 1:
            run = run * 2  # a lone day is a dot: a line of no length with round ends
        if run:
            parts.append(
                f'<polyline points="{" ".join(run)}" fill="none" stroke="{ink("chart-value")}" stroke-width="2"'
                ' stroke-linejoin="round" stroke-linecap="round" vector-effect="non-scaling-stroke"/>'
            )
    last = max(place for place, value in enumerate(values) if value is not None)
    end = f"{x(last):.1f},{y(known[-1]):.1f}"
    parts.append(
        f'<polyline points="{end} {end}" fill="none" stroke="{ink("chart-value")}" stroke-width="6"'
        ' stroke-linecap="round" vector-effect="non-scaling-stroke"/>'
    )
    return Picture(_spark("".join(parts)), title, stretch=True)


def _spark(content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="spark" viewBox="0 0 200 40">{content}</svg>'


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    if high - low < 0.1:
        middle = min(max((low + high) / 2, 0.05), 0.95)
        low, high = min(low, middle - 0.05), max(high, middle + 0.05)
    return low, high


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.2f}" y="{y}" width="{max(0.0, width):.2f}" height="{height}" fill="{escape(ink(colour))}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{ink(colour)}" stroke-width="{width}"'
        f' vector-effect="non-scaling-stroke"{dash}/>'
    )
