"""What if: a day of a plan with something changed, for the same customers, in a second or two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pledgeline.capacity import queries, wording
from pledgeline.capacity.core.erlang import Reading
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.core.whatif import compare, figures, interval_shares
from pledgeline.capacity.forms import WhatIfForm
from pledgeline.capacity.queries import PlanPage
from pledgeline.capacity.queries.whatif import USUAL_OVERFLOW_S, Setting, setting
from pledgeline.capacity.views import drawn
from pledgeline.capacity.views.frame import page
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui import formats
from pledgeline.ui.figures import Link

# The promise of the house, where no outlook of the plan says otherwise.
TARGET, LIMIT_S = 0.8, 60.0


@require_safe
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    user: Any = request.user
    shown, record = queries.plan(code, user=user), queries.record(code, user=user)
    if shown is None or record is None:
        raise Http404
    days = [day for day in shown.days() if any(shown.agents[Stage.COMMITTED].get(day, ()))] or shown.days()
    client = user.has_perm("capacity.see_forecasts")
    handed_over = client or record.handed_over_on is not None
    form = _form(
        request, shown, days, with_others=client, campaigns=bool(record.forecast and record.forecast.campaigns)
    )
    services = organisation.service_names(user)
    name = wording.named(services.get(shown.row.service, shown.row.service), shown.row.channel)
    context: dict[str, Any] = {
        "service_names": services,
        "plan": shown,
        "row": shown.row,
        "form": form,
        "crumbs": [
            Link(_("Plans"), reverse("capacity:plans")),
            Link(name, reverse("capacity:plan", args=[code])),
            Link(_("What if?")),
        ],
    }
    if not handed_over:
        context["nothing"] = wording.sentence(Problem("plan.no_forecast", plan=code))
    elif days and form.is_valid():
        target, limit_s = _promise(shown)
        given = form.cleaned_data
        try:
            base, changed = (
                setting(
                    record,
                    shown,
                    date.fromisoformat(given["day"]),
                    limit_s=limit_s,
                    with_others=bool(given.get("overflow")),
                    campaign_days=moved,
                )
                for moved in (0, given.get("campaign_days") or 0)
            )
            context |= _compared(base, changed, form, target)
            context["other_reading"] = _other_reading(shown)
        except Problem as problem:
            context["nothing"] = wording.sentence(problem)
    return page(request, "what_if", context, here="plans")


def _form(request: HttpRequest, shown: PlanPage, days: list[date], *, with_others: bool, campaigns: bool) -> WhatIfForm:
    """Opened without words it shows the weakest day, with one agent more."""
    given = request.GET.copy()
    if not given and days:
        weakest = min(shown.chances, key=lambda day: (shown.chances[day], day), default=days[0])
        given.update({"day": weakest.isoformat(), "volume": "100", "handling": "100", "agents": "1"})
    choices = [(day.isoformat(), formats.weekday_and_day(day)) for day in days]
    return WhatIfForm(given, days=choices, campaigns=campaigns, others=with_others)


def _promise(shown: PlanPage) -> tuple[float, float]:
    """Share and limit that the plan was reckoned for."""
    basis = shown.reckoned.basis if shown.reckoned else {}
    return basis.get("share", TARGET), basis.get("limit_s", LIMIT_S)


def _other_reading(shown: PlanPage) -> str:
    """What the plan was reckoned for, in words, where that is not what is compared here."""
    reading = shown.reckoned.basis.get("reading", "") if shown.reckoned else ""
    return "" if reading in ("", Reading.HUMAN_OR_CALLBACK_WITHIN) else str(wording.READINGS.get(reading, reading))


def _compared(base: Setting, moved: Setting, form: WhatIfForm, target: float) -> dict[str, Any]:
    """Both days side by side. A campaign that moves changes the contacts as a factor on volume does."""
    own = base.day.own
    before, after = own.contacts.sum(), moved.day.own.contacts.sum()
    change = form.change(USUAL_OVERFLOW_S)
    change = replace(change, volume=change.volume * (after / before if before else 1.0))
    form.tell_today(base.day.callback.after_s if base.day.callback else None)
    found = compare(base.day, change)
    chances = found.chance(target)
    old, new = (figures(one, own.centre) for one in (found.base, found.changed))
    intervals = [interval_shares(one, own.centre) for one in (found.base, found.changed)]
    return {
        "found": found,
        "interval": wording.points_between(found.difference.low, found.difference.high),
        "target": target,
        "limit_s": base.day.limit_s,
        "stage": base.stage,
        "chances": chances,
        "rows": wording.what_if_rows(old, new),
        "chart": drawn.compared(base.clocks, *intervals),
        "taught": wording.taught(base.learned, base.prior),
        "replications": found.base.replications,
    }
