"""What contacts teach: handling time by hour, patience, and who must have been there for customers to wait so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pledgeline.capacity.forms import LearnForm
from pledgeline.capacity.queries.learned import StaffRow, WorkLearned, learned_staff
from pledgeline.capacity.queries.learned import learned as learn
from pledgeline.capacity.views.frame import page
from pledgeline.contacts.core.patience import LEAST_HUNG_UP, PatienceCurve
from pledgeline.organisation import queries as organisation
from pledgeline.ui import charts, formats
from pledgeline.ui.figures import Stat

# Contacts below which the handling time of an hour is not drawn.
LEAST_SHOWN = 30
# Where the curve is read off for the table and the picture, in seconds.
SHOWN_S = (10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600)


@require_safe
@permission_required("capacity.see_forecasts", raise_exception=True)
def learned(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    services, centres = organisation.service_names(user), organisation.centre_names(user)
    given = request.GET.copy()
    given.setdefault("service", next(iter(services), ""))
    given.setdefault("channel", "voice")
    # A house without services asks for none: an empty form is not a wrong one.
    form = LearnForm(given if services else None, services=services, centres=centres)
    found = learn(**_wanted(form)) if form.is_valid() else None
    context: dict[str, Any] = {"form": form, "found": found}
    if found is not None:
        staff = learned_staff(found, **_wanted(form))
        context |= {
            "work": found.work,
            "stats": _stats(found.work),
            "handling_chart": _handling(found.work),
            "least_drawn": LEAST_SHOWN,
            "patience_chart": _patience(found.work.patience) if found.work.patience else None,
            "least": LEAST_HUNG_UP,
            "staff_rows": staff,
            "staff_chart": _staff(staff),
        }
    return page(request, "learned", context, here="learned")


def _wanted(form: LearnForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {"service": given["service"], "channel": given["channel"], "centre": given["centre"] or None}


def _stats(found: WorkLearned) -> list[Stat]:
    median = formats.seconds(found.patience.assumed_median_s) if found.patience else formats.seconds(None)
    return [
        Stat(_("Contacts handled"), formats.count(found.n), formats.period(found.period)),
        Stat(_("Handling time, mean"), formats.seconds(found.mean_s)),
        Stat(_("Patience, median"), median, _("%(n)s hung up") % {"n": formats.count(found.hung_up)}),
        Stat(
            _("Mean patience, for formulas"),
            formats.seconds(found.mean_patience_s) if found.hung_up else _("nobody left"),
            _("time waited for each who hung up"),
        ),
    ]


def _handling(found: WorkLearned) -> charts.Drawings | None:
    """The mean in the band between the quartiles; an hour with hardly any contacts would show chance. None where every
    hour is like that."""
    points = [
        charts.FanPoint(f"{one.hour:02d}:00", one.mean_s, one.q25, one.q75)
        for one in found.handling
        if one.n >= LEAST_SHOWN
    ]
    if not points:
        return None
    title = _("Handling time by hour, seconds")
    words = (("chart-value", _("mean")), ("chart-band", _("the middle half of contacts")))
    return charts.drawings(lambda width: charts.fan(points, title=title, width=width, unit="seconds", words=words))


def _staff(rows: Sequence[StaffRow]) -> charts.Drawings | None:
    """Who must have been there within its interval, beside those committed and those delivered; None where no hour
    tells."""
    points = [
        charts.FanPoint(f"{one.hour:02d}:00", one.implied, one.low, one.high, naive=one.committed, came=one.delivered)
        for one in rows
        if one.implied is not None and one.low is not None and one.high is not None
    ]
    if not points:
        return None
    title = _("Agents by hour of the day: implied by waits, committed and delivered")
    words = [("chart-value", _("implied by waits")), ("chart-band", _("80 % interval"))]
    if any(one.naive is not None for one in points):
        words.append(("chart-muted", _("committed")))
    if any(one.came is not None for one in points):
        words.append(("chart-target", _("delivered")))
    return charts.drawings(
        lambda width: charts.fan(points, title=title, width=width, unit="agents", words=tuple(words))
    )


def _patience(curve: PatienceCurve) -> charts.Drawings:
    """As far as anybody was seen to wait."""
    found = [(formats.seconds(second), curve.at(second)) for second in SHOWN_S]
    points = [charts.FanPoint(label, one.share, one.low, one.high) for label, one in found if one is not None]
    title = _("Customers willing to wait longer than so long")
    words = (("chart-value", _("still willing to wait")), ("chart-band", _("95 % interval")))
    return charts.drawings(lambda width: charts.fan(points, title=title, width=width, unit="share", words=words))
