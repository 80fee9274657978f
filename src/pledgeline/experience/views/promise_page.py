"""One promise: what was said, whether it was kept, where and when it was not, and what nobody can know."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pledgeline.contacts import wording as contact_wording
from pledgeline.contacts.core.rule import RuleStep
from pledgeline.experience import queries, wording
from pledgeline.experience.core.promise import Promise, State
from pledgeline.experience.core.reading import FEWEST_IN_AN_HOUR
from pledgeline.experience.forms import LensForm
from pledgeline.experience.forms.promises import EnactForm
from pledgeline.experience.queries import Lens, Stage
from pledgeline.experience.views import drawn, spoken, target_page
from pledgeline.experience.views.frame import centre_names, service_names
from pledgeline.kernel.problem import Problem
from pledgeline.ui import formats
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import is_partial, page_number


@require_safe
def promise(request: HttpRequest, code: str) -> HttpResponse:
    user: Any = request.user
    found = _found(request, code)
    versions = queries.versions(code, user=user, number=page_number(request, "versions"))
    stage = queries.stage(user, today=timezone.localdate())
    form = _form(request, user, found, stage)
    context: dict[str, Any] = {
        "promise": found,
        "versions": versions,
        "form": form,
        "hindered": [
            wording.reason(one.code, one.numbers) for one in queries.hindrances([found], stage.means)[found.code]
        ],
        "cited": queries.cited(found, on=timezone.localdate(), user=request.user),
        "draft": queries.latest_number(code, user=user, draft=True),
        "centre_names": centre_names(request),
        "service_names": service_names(request),
        "crumbs": [
            Link(_("Promises"), reverse("experience:promises")),
            Link(wording.sentence(found.sentence, get_language() or "en")),
        ],
    }
    if found.state is State.DRAFT:
        context |= {"enact_form": EnactForm(), "held_by": queries.definitions_holding(found)}
        kept = queries.definitions_kept()
        context["needs_definition"] = bool(kept & set(found.scope.services) if found.scope.services else kept)
        context |= target_page.helper(request, found, stage) if user.has_perm("experience.see_coverage") else {}
    elif form.is_valid():
        context |= _seen(request, user, found, form)
    template = "experience/_measured.html" if is_partial(request) else "experience/promise.html"
    return render(request, template, context)


def _found(request: HttpRequest, code: str) -> Promise:
    """The version asked for, else the newest that is or was in force, else the draft; 404 where there is none."""
    try:
        wanted = request.GET.get("version", "")
        if wanted:
            return queries.promise(code, user=request.user, number=int(wanted))
        settled = queries.latest_number(code, user=request.user, draft=False)
        return queries.promise(code, user=request.user, number=settled)
    except (Problem, ValueError) as unknown:
        raise Http404 from unknown


def _form(request: HttpRequest, user: Any, found: Promise, stage: Stage) -> LensForm:
    delivered, scope = stage.delivered, found.scope
    centres = {c: name for c, name in centre_names(request).items() if not scope.centres or c in scope.centres}
    services = {s: name for s, name in service_names(request).items() if not scope.services or s in scope.services}
    in_force = delivered and found.period.start and delivered.overlaps(found.period)
    shown = delivered.shared(found.period) if delivered and in_force else delivered
    given = request.GET.copy()
    # An address without days shows all of them, and the form says which.
    if shown is not None and shown.start and shown.last:
        given.setdefault("from", shown.start.isoformat())
        given.setdefault("to", shown.last.isoformat())
    return LensForm(given, centres=centres, services=services, shown=shown)


def _seen(request: HttpRequest, user: Any, found: Promise, form: LensForm) -> dict[str, Any]:
    try:
        through = queries.lens(
            found,
            user=user,
            period=form.period(),
            centre=form.code("centre"),
            service=form.code("service"),
            snapshot=request.GET.get("snapshot") or None,
        )
    except Problem as problem:
        if problem.code == "snapshot.unknown":
            raise Http404 from problem
        raise
    if not isinstance(through, Lens):
        return {"nothing": wording.reason(through.code, through.numbers)}
    return _measured(request, user, through, form.code("step") or "week")


def _measured(request: HttpRequest, user: Any, through: Lens, step: str) -> dict[str, Any]:
    measured = queries.measure(through)
    names, services = centre_names(request), service_names(request)
    seen = spoken.as_seen(through, services)
    course = queries.course(through, step)
    context: dict[str, Any] = {
        "measured": measured,
        "lens": through,
        "judgement": measured.decided.judgement,
        "why": wording.decided_sentence(measured, names),
        "figure": wording.promise_figure(measured, basis_url="#basis"),
        "beside": spoken.beside(measured),
        "outcomes": spoken.outcomes(measured, seen),
        "centre_chart": drawn.centres(measured, names),
        "course": list(zip(drawn.labels(course), (figures for _day, figures in course.points), strict=True)),
        "trend_chart": drawn.trend(through, course) if measured.n else None,
        "step": step,
        "step_tabs": _step_tabs(request, step),
        "contacts_url": spoken.contacts_url(seen) if spoken.is_linkable(through, seen) else "",
        "blind": queries.blind_spots(measured, user=user),
        "basis": _basis(measured, names, services),
        "weekdays": formats.weekdays(),
    }
    if through.counts_the_rule and measured.n:
        hours, waits = queries.week_grid(through), queries.waits(through)
        context |= {
            "heat_chart": drawn.heat(through, hours),
            "hours": _hour_rows(hours),
            "wait_chart": drawn.waits(waits),
            "waits": waits,
            "spots": [(spot, spoken.spot_url(seen, spot)) for spot in queries.weak_hours(through)],
            "not_met_word": wording.rule_step(RuleStep.NOT_MET),
            "fewest_in_an_hour": FEWEST_IN_AN_HOUR,
        }
    return context


def _step_tabs(request: HttpRequest, current: str) -> list[Link]:
    def address(step: str) -> str:
        query = request.GET.copy()
        query["step"] = step
        return f"{request.path}?{query.urlencode()}#trend"

    return [
        Link(_("By week"), address("week"), current=current == "week"),
        Link(_("By day"), address("day"), current=current == "day"),
    ]


def _hour_rows(hours: tuple[queries.HourReading, ...]) -> list[tuple[int, list[Any]]]:
    """Hour → the seven weekdays, None where nobody came: the heat map as a table."""
    known = {(one.hour, one.weekday): one.counts for one in hours}
    shown = sorted({one.hour for one in hours})
    return [(hour, [known.get((hour, weekday)) for weekday in range(7)]) for hour in shown]


def _basis(measured: queries.Measured, centres: dict[str, str], services: dict[str, str]) -> list[tuple[str, str]]:
    """Everything needed to ask for the same figures again."""
    through = measured.lens
    rows = [
        (_("Metric"), wording.metric_title(through.promise.rule.metric)),
        (_("Definition"), f"{through.promise.rule.metric} {measured.version}"),
        (
            _("Parameters"),
            contact_wording.parameters(measured.params) or "–",
        ),
        (_("Snapshot"), through.snapshot),
        (_("Period"), formats.period(through.period)),
    ]
    named = {
        _("Centres"): [centres.get(code, code) for code in through.where.get("centre", ())],
        _("Services"): [services[code] for code in through.where.get("service", ()) if code in services],
        _("Channels"): [wording.channel(code) for code in through.where.get("channel", ())],
    }
    return [*rows, *((label, wording.listed(names) or _("all")) for label, names in named.items())]
