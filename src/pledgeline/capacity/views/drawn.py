"""The charts of this room's pages, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import isfinite

from django.utils.translation import gettext as _

from pledgeline.capacity.core.simulation import Estimate
from pledgeline.capacity.core.staffing import Numbers
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.core.wall import starts
from pledgeline.capacity.queries import PlanPage
from pledgeline.capacity.queries.forecasting import ForecastPage
from pledgeline.capacity.queries.volumes import Volumes
from pledgeline.ui import charts, formats
from pledgeline.ui.charts import GridCell, GridRow

Values = Mapping[date, Sequence[float]]


def number(value: float) -> str:
    """Agents: whole ones without decimals, else one."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def signed(value: float) -> str:
    return "0" if value == 0 else f"{'−' if value < 0 else '+'}{number(abs(value))}"


def clocks(day: date, zone: str, interval_min: int) -> tuple[str, ...]:
    return tuple(f"{one:%H:%M}" for one in starts(day, zone, interval_min))


def amounts(
    values: Values, days: Sequence[date], zone: str, interval_min: int, *, title: str, said: Callable[[str, str], str]
) -> charts.Drawings | None:
    """Day × interval of one quantity; None where it is nothing everywhere."""
    highest = max((float(one) for day in values.values() for one in day), default=0.0)
    if highest <= 0:
        return None
    most = max(round(highest), 1)

    def cell(day: date, place: int) -> GridCell:
        value = float(values[day][place])
        words = said(_when(day, place, zone, interval_min), number(round(value, 1)))
        whole = round(value)
        # The step of the figure that stands in the cell, so that the legend holds for it.
        return GridCell(charts.amount_colour(whole or value, most), formats.count(whole) if whole else "", words)

    return _grid(values, days, zone, interval_min, cell, title=title, legend=charts.amount_legend(most))


def gaps(
    asked: Values, given: Values, days: Sequence[date], zone: str, interval_min: int, *, title: str
) -> charts.Drawings | None:
    """Agents given against those asked, day × interval; a day not given has nobody."""
    if not any(any(day) for day in asked.values()):
        return None

    def cell(day: date, place: int) -> GridCell:
        need = float(asked[day][place])
        have = float(given[day][place]) if day in given else 0.0
        when = _when(day, place, zone, interval_min)
        words = _("%(when)s: %(have)s of %(need)s agents") % {"when": when, "have": number(have), "need": number(need)}
        return GridCell(charts.difference_colour(have, need), signed(have - need) if have != need else "", words)

    return _grid(asked, days, zone, interval_min, cell, title=title, legend=charts.difference_legend())


def _grid(
    values: Values,
    days: Sequence[date],
    zone: str,
    interval_min: int,
    cell: Callable[[date, int], GridCell],
    *,
    title: str,
    legend: tuple[tuple[str, str], ...],
) -> charts.Drawings:
    """Columns are the clocks of the longest day; those at either end at which nothing ever is are left out."""
    shown = [day for day in days if day in values]
    columns = max((clocks(day, zone, interval_min) for day in shown), key=len, default=())
    busy = [place for place in range(len(columns)) for day in shown if place < len(values[day]) and values[day][place]]
    first, last = (min(busy), max(busy)) if busy else (0, len(columns) - 1)
    rows = [
        GridRow(
            formats.weekday_and_day(day),
            tuple(cell(day, place) if place < len(values[day]) else None for place in range(first, last + 1)),
        )
        for day in shown
    ]
    return charts.drawings(
        lambda width: charts.day_grid(rows, columns=columns[first : last + 1], title=title, legend=legend, width=width)
    )


def _when(day: date, place: int, zone: str, interval_min: int) -> str:
    names = clocks(day, zone, interval_min)
    end = names[place + 1] if place + 1 < len(names) else "24:00"
    return f"{formats.weekday_and_day(day)} {names[place]}–{end}"


def contacts_said(when: str, value: str) -> str:
    return _("%(when)s: %(n)s contacts expected") % {"when": when, "n": value}


def agents_said(when: str, value: str) -> str:
    return _("%(when)s: %(n)s agents") % {"when": when, "n": value}


def by_day(days: Sequence[date], rows: Sequence[Numbers]) -> dict[date, list[float]]:
    return {day: [float(one) for one in row] for day, row in zip(days, rows, strict=True)}


def plan_grids(page: PlanPage, found: Volumes | None, zone: str) -> dict[str, charts.Drawings | None]:
    """The four heat maps of a plan by their names; None where there is nothing to draw yet."""
    days = sorted({*page.days(), *(found.days if found else ())})
    common = (days, zone, page.interval_min)
    return {
        "gap": gaps(
            page.agents[Stage.REQUIRED],
            page.agents[Stage.COMMITTED],
            *common,
            title=_("Committed against required, agents"),
        ),
        "forecast": amounts(by_day(found.days, found.mean), *common, title=_("Contacts expected"), said=contacts_said)
        if found
        else None,
        "required": amounts(page.agents[Stage.REQUIRED], *common, title=_("Agents required"), said=agents_said),
        "committed": amounts(page.agents[Stage.COMMITTED], *common, title=_("Agents committed"), said=agents_said),
    }


def chances(page: PlanPage, target: float) -> charts.Drawings | None:
    """The probability that each day keeps the promise; None for fewer than two days."""
    if len(page.chances) < 2:
        return None
    points = [
        charts.TrendPoint(formats.weekday_and_day(day), chance, n=None) for day, chance in sorted(page.chances.items())
    ]
    title = _("Probability that the promise is kept, by day")
    words = (("chart-value", _("probability")), ("chart-target", _("nine days in ten")))
    return charts.drawings(
        lambda width: charts.trend(points, title=title, target=target, width=width, height=180, words=words)
    )


def compared(clocks_of_day: Sequence[str], base: Sequence[Estimate], changed: Sequence[Estimate]) -> charts.Drawings:
    """The share kept by interval: as changed with its interval, as planned dashed. Intervals without contacts are
    left out."""
    points = [
        charts.FanPoint(clock, new.value, new.low, new.high, old.value)
        for clock, old, new in zip(clocks_of_day, base, changed, strict=True)
        if isfinite(new.value) and isfinite(old.value)
    ]
    title = _("Share kept, by interval")
    words = (("chart-value", _("changed")), ("chart-band", _("95 % interval")), ("chart-muted", _("as planned")))
    return charts.drawings(lambda width: charts.fan(points, title=title, width=width, unit="share", words=words))


def fan_by_day(page: ForecastPage, came: Mapping[date, float]) -> charts.Drawings:
    told = page.told
    points = [
        charts.FanPoint(
            formats.weekday_and_day(day),
            float(told.mean[row].sum()),
            float(told.total_low[row]),
            float(told.total_high[row]),
            float(told.naive[row].sum()) if told.naive is not None else None,
            came.get(day),
        )
        for row, day in enumerate(told.days)
    ]
    title = _("Contacts by day")
    return charts.drawings(lambda width: charts.fan(points, title=title, width=width))


def fan_of_day(page: ForecastPage, row: int, came: Sequence[float] | None) -> charts.Drawings:
    """One day interval by interval, as far as anything is expected in it."""
    told = page.told
    step = 24 * 60 // told.mean.shape[1]
    busy = [place for place in range(told.mean.shape[1]) if told.high[row][place] > 0] or [0]
    points = [
        charts.FanPoint(
            f"{place * step // 60:02d}:{place * step % 60:02d}",
            float(told.mean[row][place]),
            float(told.low[row][place]),
            float(told.high[row][place]),
            float(told.naive[row][place]) if told.naive is not None else None,
            came[place] if came is not None else None,
        )
        for place in range(busy[0], busy[-1] + 1)
    ]
    title = _("Contacts on %(day)s, by interval") % {"day": formats.day(told.days[row])}
    return charts.drawings(lambda width: charts.fan(points, title=title, width=width))
