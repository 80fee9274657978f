"""Centres side by side: the same figure, the same axis, the same target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pledgeline.ui import formats
from pledgeline.ui.charts.look import MIDDLE, kept, percent_axis, picture
from pledgeline.ui.charts.palette import ink
from pledgeline.ui.charts.picture import FONT_SIZE, Legend, Picture, text_width

LABEL_SIZE = 13
FIGURE_WIDTH = 62  # the column of figures to the right of the bars


@dataclass(frozen=True)
class CentreRow:
    """Bounds of one centre's share; both None where the centre has no contacts. `interval` is that of `lower`.

    A line break in `name` sets its second part below the first.
    """

    name: str
    lower: float | None
    upper: float | None
    n: int
    interval: tuple[float, float] | None = None


@kept
def centre_comparison(
    rows: Sequence[CentreRow], *, title: str, description: str = "", target: float | None = None, width: int = MIDDLE
) -> Picture:
    """A bar to the lower bound, a pale one on to the upper, a thin line for the interval; in the given order."""
    import altair as alt

    known = [row for row in rows if row.lower is not None and row.upper is not None]
    values = [
        {
            "name": row.name,
            "zero": 0,
            "lower": row.lower,
            "upper": row.upper,
            "from": row.interval[0] if row.interval else row.lower,
            "to": row.interval[1] if row.interval else row.lower,
            "figure": formats.share(row.lower, 1),
            "said": _said(row),
        }
        for row in known
    ]
    absent = [
        {"name": row.name, "zero": 0, "figure": formats.share(None), "said": _said(row)}
        for row in rows
        if row not in known
    ]
    label_width = _label_width(rows, width)
    plot = width - label_width - FIGURE_WIDTH - 14
    y = alt.Y(
        "name:N",
        sort=[row.name for row in rows],
        scale=alt.Scale(domain=[row.name for row in rows], paddingInner=0.5, paddingOuter=0.3),
        axis=alt.Axis(
            title=None,
            labelLimit=label_width,
            minExtent=label_width,
            labelColor=ink("ink"),
            labelFontSize=LABEL_SIZE,
            labelExpr="split(datum.label, '\\n')",
            # The first line would stand in the middle of the bar, the second below it.
            labelOffset=-LABEL_SIZE / 2 if any("\n" in row.name for row in rows) else 0,
        ),
    )
    axis = percent_axis(alt, ticks=5 if width >= 520 else 3)
    x = alt.X("zero:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
    base = alt.Chart(alt.Data(values=values)).encode(y=y)
    layers = [
        base.mark_bar(color=ink("chart-band"), aria=False).encode(x=x, x2="upper:Q"),
        base.mark_bar(color=ink("chart-value")).encode(x=x, x2="lower:Q", description="said:N"),
        base.mark_rule(color=ink("ink"), strokeWidth=1.5, aria=False).encode(x="from:Q", x2="to:Q"),
        base.mark_text(align="right", dx=FIGURE_WIDTH, color=ink("ink"), fontSize=13, aria=False).encode(
            x=alt.value(plot), text="figure:N"
        ),
        alt.Chart(alt.Data(values=absent))
        .mark_text(align="left", dx=2)
        .encode(y=y, x=x, text="figure:N", description="said:N"),
    ]
    if target is not None:
        mark = alt.Chart(alt.Data(values=[{"target": target}]))
        layers.append(
            mark.mark_rule(color=ink("chart-target"), strokeWidth=2, strokeDash=[5, 4], aria=False).encode(x="target:Q")
        )
    chart = alt.layer(*layers).properties(width=plot, height=max(1, len(rows)) * 44)
    return picture(chart, title=title, description=description, legend=_legend(rows, target))


def _label_width(rows: Sequence[CentreRow], width: int) -> float:
    """As wide as the longest line of a name, and at most two fifths of the picture."""
    longest = max((text_width(line) for row in rows for line in row.name.split("\n")), default=0)
    # A tenth more than estimated: the reader's face may run wider than the one that was measured.
    return min(longest * 1.1 * LABEL_SIZE / FONT_SIZE + 12, width * 0.4)


def _said(row: CentreRow) -> str:
    name = pgettext("between names", ", ").join(row.name.split("\n"))
    if row.lower is None or row.upper is None:
        return _("%(centre)s: no data") % {"centre": name}
    words = [
        _("%(centre)s: lower bound %(lower)s, upper bound %(upper)s")
        % {"centre": name, "lower": formats.share(row.lower), "upper": formats.share(row.upper)}
    ]
    if row.interval is not None:
        words.append(_("95 %% interval %(range)s") % {"range": formats.bounds(*row.interval)})
    words.append(formats.contacts(row.n))
    return pgettext("between facts", "; ").join(words)


def _legend(rows: Sequence[CentreRow], target: float | None) -> Legend:
    signs = [("chart-value", _("lower bound")), ("chart-band", _("up to the upper bound"))]
    if any(row.interval for row in rows):
        signs.append(("ink", _("interval of the lower bound, 95 in 100")))
    return (*signs, *([("chart-target", _("target"))] if target is not None else []))
