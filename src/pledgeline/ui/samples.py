"""Made-up values for the gallery page. Nothing here is a measurement, and no other page may import it."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Modality, Verdict
from pledgeline.ui import charts, formats
from pledgeline.ui.figures import Figure, Link, Stat
from pledgeline.ui.pickers import PickingForm


class SampleForm(PickingForm):
    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As people call it."), max_length=80)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("zh", "中文"), ("en", "English")], widget=forms.RadioSelect
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Centre"), choices=[(f"c{n}", f"North Star {n}") for n in range(1, 121)], required=False
    )
    remark = forms.CharField(label=gettext_lazy("Remark"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("Both sides agreed"), required=False)
    file = forms.FileField(label=gettext_lazy("A delivery of contacts"), required=False)


class FilterForm(forms.Form):
    centre = forms.ChoiceField(
        label=gettext_lazy("Centre"), choices=[("", gettext_lazy("All")), ("north", "North")], required=False
    )
    first = forms.DateField(
        label=pgettext_lazy("first day", "From"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    last = forms.DateField(
        label=pgettext_lazy("last day", "To"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )


def context() -> dict[str, Any]:
    return {
        "verdicts": list(Verdict),
        "modalities": list(Modality),
        "cards": _cards(),
        "figures": _figures(),
        "stats": _stats(),
        "facts": [
            (_("Metric"), "human_or_callback_within · 1.0"),
            (_("Period"), formats.period(Period.from_days(date(2026, 8, 1), date(2026, 10, 29)))),
            (_("Snapshot"), "42"),
        ],
        "crumbs": [Link(_("Start page"), "/"), Link(_("Promises"), "/"), Link(_("A human within one minute"))],
        "tabs": [
            Link(_("All"), "?", current=True, count=1204),
            Link(pgettext("rows", "Rejected"), "?", count=17),
            Link(_("Trend"), "?"),
        ],
        "rows": _rows(),
        "when": datetime(2026, 11, 24, 3, 55, 15, tzinfo=UTC),
        "charts": _charts(),
    }


def _values(seed: int, n: int = 90) -> list[float]:
    return [0.8 + 0.09 * math.sin(seed + i / 7) + 0.03 * math.sin(seed * 3 + i * 1.9) for i in range(n)]


def _cards() -> list[dict[str, Any]]:
    promise = _("A human within one minute, or a callback offered")
    states = [
        (Verdict.MET, 0.871, 0.902, 8412),
        (Verdict.IMPROVEMENT, 0.612, 0.743, 7120),
        (Verdict.NOT_DEMONSTRATED, 0.688, 0.931, 5003),
        (Verdict.NOT_MET, 0.4156, 0.5451, 26759),
        (Verdict.NOT_APPLICABLE, None, None, 0),
    ]
    return [
        {
            "verdict": verdict,
            "title": promise,
            "figure": Figure(
                _("Kept, lower bound"),
                low,
                lower=low,
                upper=high,
                target=0.8,
                n=n,
                interval=(low - 0.006, low + 0.006) if low is not None else None,
            ),
            "spark": charts.sparkline(
                [] if low is None else _values(place)[-42:], title=_("Course over six weeks"), target=0.8
            ),
        }
        for place, (verdict, low, high, n) in enumerate(states)
    ]


def _figures() -> list[Figure]:
    return [
        Figure(
            _("Kept, lower bound"),
            0.4156,
            lower=0.4156,
            upper=0.5451,
            target=0.8,
            interval=(0.4097, 0.4215),
            n=26759,
            basis_url="#basis",
        ),
        Figure(_("Mean speed of answer"), 98.54, unit="seconds", n=20412, note=_("Answered contacts only.")),
        Figure(_("Contacts offered"), 29955, unit="count"),
        Figure(_("Kept, lower bound"), None, n=0, note=_("No contact fell into this period.")),
    ]


def _stats() -> list[Stat]:
    return [
        Stat(pgettext("rows", "Read"), formats.count(29972)),
        Stat(pgettext("rows", "Accepted"), formats.count(29955)),
        Stat(pgettext("rows", "Superseded"), formats.count(0)),
        Stat(pgettext("rows", "Rejected"), formats.count(17), formats.share(17 / 29972), "#rejected"),
    ]


def _rows() -> list[dict[str, Any]]:
    start = datetime(2026, 10, 12, 4, 2, 10, tzinfo=UTC)
    return [
        {"key": f"north-{20417 + i}", "at": start + timedelta(seconds=211 * i), "wait_s": wait, "verdict": verdict}
        for i, (wait, verdict) in enumerate(
            [
                (12.0, Verdict.MET),
                (60.0, Verdict.MET),
                (61.0, Verdict.NOT_MET),
                (340.0, Verdict.NOT_MET),
                (74.0, Verdict.NOT_DEMONSTRATED),
            ]
        )
    ]


def _charts() -> list[dict[str, Any]]:
    target = 0.8
    first = date(2026, 8, 1)
    points = [
        charts.TrendPoint(formats.day(first + timedelta(days=i)), v, v, min(1, v + 0.05), 300 + i)
        if i != 31
        else charts.TrendPoint(formats.day(first + timedelta(days=i)), None)
        for i, v in enumerate(_values(2))
    ]
    cells = [
        charts.HeatCell(
            w,
            h,
            None if w == 7 and h < 10 else 0.9 - (0.5 if h in (12, 13) else 0.08) * (1 + math.sin(w + h / 3)) / 2,
            80,
        )
        for w in range(1, 8)
        for h in range(8, 22)
    ]
    bins = [
        charts.WaitBin(i * 10, i * 10 + 10, round(900 * math.exp(-i / 9)), round(60 * math.exp(-i / 14)))
        for i in range(30)
    ] + [charts.WaitBin(300, None, 35, 12)]
    steps = [
        charts.WillingStep(s, v, max(0.0, v - s / 4_000), min(1.0, v + s / 4_000))
        for s, v in ((s, math.exp(-s / 240)) for s in range(5, 300, 5))
    ]
    centres = [
        charts.CentreRow(_("Head office"), 0.871, 0.902, 8412, (0.864, 0.878)),
        charts.CentreRow("North Star", 0.612, 0.743, 7120, (0.6, 0.623)),
        charts.CentreRow("Harbour", 0.688, 0.931, 5003, (0.675, 0.701)),
        charts.CentreRow("Evergreen", None, None, 0),
    ]

    return [
        {
            "chart": charts.drawings(
                lambda w: charts.trend(points, title=_("Share kept per day"), target=target, width=w)
            ),
            "caption": _("Share kept per day"),
        },
        {
            "chart": charts.drawings(
                lambda w: charts.heat_map(cells, title=_("Share kept by hour and weekday"), target=target, width=w)
            ),
            "caption": _("Share kept by hour and weekday, in percent"),
        },
        {
            "chart": charts.drawings(
                lambda w: charts.wait_distribution(bins, limit_s=60, title=_("Time in queue"), width=w)
            ),
            "caption": _("Contacts by time in queue"),
        },
        {
            "chart": charts.drawings(
                lambda w: charts.patience(
                    steps, marks=(charts.WaitMark(60, _("promised wait")),), last_s=300, title=_("Patience"), width=w
                )
            ),
            "caption": _("Share of customers still willing to wait"),
        },
        {
            "chart": charts.drawings(
                lambda w: charts.centre_comparison(centres, title=_("Centres compared"), target=target, width=w)
            ),
            "caption": _("Share kept per centre"),
        },
        {
            "chart": charts.drawings(lambda w: charts.fan(_fan(first), title=_("Contacts by day"), width=w)),
            "caption": _("Contacts by day"),
        },
        {
            "chart": charts.drawings(
                lambda w: charts.day_grid(
                    _grid(first),
                    columns=tuple(f"{hour:02d}:00" for hour in range(8, 22)),
                    title=_("Committed against required, agents"),
                    legend=charts.difference_legend(),
                    width=w,
                )
            ),
            "caption": _("Committed against required, agents"),
        },
    ]


def _fan(first: date) -> list[charts.FanPoint]:
    """Two weeks of a forecast, of which one has come."""
    points = []
    for i in range(14):
        mean = 400 + 90 * math.cos(i * 2 * math.pi / 7)
        came = mean * (1 + 0.15 * math.sin(i * 1.7)) if i < 7 else None
        label = formats.day(first + timedelta(days=i))
        points.append(charts.FanPoint(label, mean, mean * 0.82, mean * 1.2, mean * 1.06, came))
    return points


def _grid(first: date) -> list[charts.GridRow]:
    """A week of a plan that is short at noon."""
    rows = []
    for i in range(7):
        cells = []
        for hour in range(8, 22):
            need = 12 - abs(14 - hour)
            have = need - 4 if hour in (12, 13) else need + (i + hour) % 3 - 1
            said = f"{i + 1}, {hour:02d}:00: {have} / {need}"
            cells.append(charts.GridCell(charts.difference_colour(have, need), f"{have - need:+d}", said))
        rows.append(charts.GridRow(formats.day(first + timedelta(days=i)), tuple(cells)))
    return rows
