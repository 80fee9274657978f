"""Trying a target: what would have been kept in the last days, how long customers waited, and how long they stay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pledgeline.experience import queries, wording
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.forms.target import TryForm
from pledgeline.experience.queries import Stage, Trial
from pledgeline.experience.views import drawn
from pledgeline.experience.views.frame import centre_names, page
from pledgeline.kernel.problem import Problem
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import is_partial


@require_safe
@permission_required("experience.see_coverage", raise_exception=True)
def target(request: HttpRequest, code: str) -> HttpResponse:
    wanted = request.GET.get("version", "")
    try:
        found = queries.promise(code, user=request.user, number=int(wanted) if wanted else None)
    except (Problem, ValueError) as unknown:
        raise Http404 from unknown
    context = {
        "promise": found,
        **helper(request, found, queries.stage(request.user, today=timezone.localdate())),
        "crumbs": [
            Link(_("Promises"), reverse("experience:promises")),
            Link(wording.sentence(found.sentence, get_language() or "en"), reverse("experience:promise", args=[code])),
            Link(_("Try a target")),
        ],
    }
    if is_partial(request):
        names = centre_names(request)
        return render(request, "experience/_target.html", {**context, "centre_names": names})
    return page(request, "target", context, here="promises")


def helper(request: HttpRequest, found: Promise, stage: Stage) -> dict[str, Any]:
    """The context of `_target.html`: the form, and what it found or why it found nothing."""
    usual, unit = queries.usual_try(found), queries.unit_of(found.rule.metric, found.rule.figure)
    given = request.GET.copy()
    if usual["limit_s"] is not None:
        given.setdefault("limit_s", f"{usual['limit_s']:g}")
    own = Decimal(repr(usual["target"])) * (100 if unit == "share" else 1)
    given.setdefault("target", f"{own.normalize():f}")
    given.setdefault("days", str(usual["days"]))
    form = TryForm(given, limits=queries.trial_limits(found), unit=unit)
    context: dict[str, Any] = {"try_form": form}
    if not form.is_valid():
        return context
    tried = queries.trial(found, stage, limit_s=form.limit_s(), wanted=form.wanted(), days=form.days(usual["days"]))
    if not isinstance(tried, Trial):
        return context | {"try_nothing": wording.reason(tried.code, tried.numbers)}
    return context | _shown(tried, centre_names(request))


def _shown(tried: Trial, names: dict[str, str]) -> dict[str, Any]:
    measured = tried.measured
    context: dict[str, Any] = {
        "tried": tried,
        "try_lens": measured.lens,
        "try_rows": [(one, tried.intervals.get(one.centre)) for one in measured.centres],
        "try_chart": drawn.centres(measured, names),
        "try_figure": wording.figure_label(tried.rule.metric, tried.rule.figure),
        "try_said": wording.tried(tried, names),
    }
    if tried.waits is not None:
        context["try_waits"] = drawn.waits(tried.waits)
    if tried.patience is not None and tried.limit_s is not None:
        context |= {
            "patience_said": wording.patience(tried.patience, tried.limit_s),
            "patience_chart": drawn.patience(tried.patience, tried.limit_s),
        }
    return context
