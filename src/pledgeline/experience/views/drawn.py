"""The charts of a promise's page, from what was measured, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from pledgeline.contacts.queries.page_figures import Waits
from pledgeline.experience.core.target import Patience
from pledgeline.experience.queries import Course, HourReading, Lens, Measured
from pledgeline.ui import charts, formats


def trend(through: Lens, course: Course) -> charts.Drawings | None:
    """None for figures that are no shares: their course stands in the table."""
    if through.unit != "share":
        return None
    points = [
        charts.TrendPoint(label, None)
        if figures is None
        else charts.TrendPoint(
            label,
            through.value(figures),
            figures.get("lower") if through.counts_the_rule else None,
            figures.get("upper") if through.counts_the_rule else None,
            figures["n"],
        )
        for label, figures in zip(labels(course), (figures for _day, figures in course.points), strict=True)
    ]
    title = _("Share by week") if course.step == "week" else _("Share by day")
    target = through.promise.rule.target
    return charts.drawings(lambda width: charts.trend(points, title=title, target=target, width=width))


def labels(course: Course) -> list[str]:
    """A week is named by its first day."""
    return [formats.day(day) for day, _figures in course.points]


def heat(through: Lens, hours: Sequence[HourReading]) -> charts.Drawings:
    cells = [charts.HeatCell(one.weekday + 1, one.hour, one.counts.lower, one.counts.n) for one in hours]
    title = _("Share kept by hour and weekday")
    target = through.promise.rule.target
    return charts.drawings(lambda width: charts.heat_map(cells, title=title, target=target, width=width))


def waits(found: Waits) -> charts.Drawings:
    bins = [charts.WaitBin(bar.from_s, bar.to_s, bar.answered, bar.left) for bar in found.bars]
    title = _("Time in queue")
    return charts.drawings(
        lambda width: charts.wait_distribution(bins, limit_s=found.limit_s, title=title, width=width)
    )


def centres(measured: Measured, names: Mapping[str, str]) -> charts.Drawings | None:
    """Bounds side by side; None where there are none, or nothing to compare."""
    if not measured.lens.counts_the_rule or len(measured.centres) < 2:
        return None
    rows = [
        charts.CentreRow(
            names.get(one.centre, one.centre),
            one.figures.get("lower"),
            one.figures.get("upper"),
            one.n,
            tuple(one.figures["ci95"]) if one.figures.get("ci95") else None,
        )
        for one in measured.centres
    ]
    title = _("Centres compared")
    target = measured.lens.promise.rule.target
    return charts.drawings(lambda width: charts.centre_comparison(rows, title=title, target=target, width=width))


def patience(found: Patience, limit_s: float) -> charts.Drawings | None:
    """The curve of those still willing to wait; None where too few left to draw one."""
    if not found.points:
        return None
    steps = [charts.CurveStep(one.time, one.share, one.low, one.high) for one in found.points]
    title = _("How long customers are willing to wait")
    return charts.drawings(
        lambda width: charts.staying_curve(steps, limit_s=limit_s, horizon_s=found.horizon_s, title=title, width=width)
    )
