"""Staff pulses: the rounds, one round with what may be shown of it, and the page that a link opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries, wording
from pledgeline.partnership.actions import _people
from pledgeline.partnership.actions import pulse as actions
from pledgeline.partnership.core.pulse import SMALLEST, RoundState, Shown
from pledgeline.partnership.forms.people import LinksForm, PulseForm, RoundForm
from pledgeline.partnership.queries.pulse import RoundRow
from pledgeline.partnership.views.frame import page
from pledgeline.partnership.views.people_frame import number_of, refused, tell, today
from pledgeline.partnership.wording import people as words
from pledgeline.ui import formats
from pledgeline.ui.charts import TrendPoint, drawings, trend
from pledgeline.ui.figures import Figure, Link
from pledgeline.ui.requests import page_number

GONE = 410
TEAM_ROWS = 50


@require_safe
def pulses(request: HttpRequest) -> HttpResponse:
    found, rows = queries.pulse_list(request.user, day=today(), number=number_of(request))
    return page(request, "pulses", {"page": found, "rows": rows, "smallest": SMALLEST}, here="pulses")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("partnership.open_pulse", raise_exception=True)
def new_pulse(request: HttpRequest) -> HttpResponse:
    form = RoundForm(request.POST or None, centres=organisation.centre_names(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_round(**form.wanted(), by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The round is set. Hand out the links next."))
            return redirect("partnership:pulse_round", made.code)
    crumbs = [Link(_("Staff pulse"), reverse("partnership:pulses")), Link(_("New round"))]
    context = {"form": form, "crumbs": crumbs, "smallest": SMALLEST}
    return page(request, "pulse_new", context, here="pulses", status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def pulse_round(request: HttpRequest, code: str) -> HttpResponse:
    day = today()
    rounds = queries.rounds_until(code, user=request.user, day=day)
    if not rounds:
        raise Http404
    found = rounds[-1]
    hands_out = request.user.has_perm("partnership.hand_out_links") and found.state is not RoundState.CLOSED
    form = LinksForm(request.POST or None) if hands_out else None
    issued: Sequence[str] = ()
    if request.method == "POST":
        issued = _issued(request, found, form)
        if form is not None and issued:
            form = LinksForm()
            found = queries.pulse_round(code, user=request.user, day=day) or found
    context = {
        "found": found,
        "rows": _questions(found),
        "teams": Paginator(_teams(found), TEAM_ROWS).get_page(page_number(request, "teams")),
        "headline": _headline(found),
        "trend": _trend(rounds),
        "form": form,
        "issued": issued,
        "smallest": SMALLEST,
        "crumbs": [Link(_("Staff pulse"), reverse("partnership:pulses")), Link(_round(found))],
    }
    return page(request, "pulse_round", context, here="pulses", status=422 if form is not None and form.errors else 200)


def _round(found: RoundRow) -> str:
    return formats.period(Period.from_days(found.opens_on, found.closes_on))


def _issued(request: HttpRequest, found: RoundRow, form: LinksForm | None) -> list[str]:
    """The addresses of fresh links, shown once."""
    if not request.user.has_perm("partnership.hand_out_links"):
        raise PermissionDenied
    if form is None:
        tell(request, Problem("pulse.closed", code=found.code, day=found.closes_on.isoformat()))
        return []
    if not form.is_valid():
        return []
    try:
        made = actions.issue_links(code=found.code, **form.cleaned_data, by=request.user)
    except Problem as problem:
        refused(form, problem)
        return []
    return [request.build_absolute_uri(reverse("partnership:pulse_answer", args=[token])) for token in made.tokens]


def _headline(found: RoundRow) -> Figure | None:
    whole = found.found.whole if found.found is not None else None
    if whole is None:
        return None
    return Figure(
        _("In favour, all questions together"),
        whole.favourable,
        interval=(whole.lower, whole.upper),
        n=whole.n,
        decimals=0,
        note=_("%(n)s of %(invited)s links came back (%(share)s).")
        % {
            "n": formats.count(whole.n),
            "invited": formats.count(found.invited),
            "share": formats.share(found.response, 0),
        },
    )


def _questions(found: RoundRow) -> list[dict[str, Any]]:
    """Each question with what the whole centre said to it."""
    whole = found.found.whole if found.found is not None else None
    return [
        {"text": words.said(one), "said": whole.questions[one["code"]] if whole is not None else None}
        for one in found.questions
    ]


def _teams(found: RoundRow) -> list[dict[str, Any]]:
    """Teams as they may be shown; of a hidden one nothing but its name."""
    if found.found is None or found.found.whole is None or len(found.invited_by_team) < 2:
        return []
    rows: list[dict[str, Any]] = []
    for team in found.invited_by_team:
        said: Shown | None = found.found.teams.get(team)
        rows.append({"name": team or _("without a team"), "said": said})
    return rows


def _trend(rounds: Sequence[RoundRow]) -> Any:
    """Nothing until two rounds are closed: one point is no trend."""
    closed = [one for one in rounds if one.found is not None]
    if len(closed) < 2:
        return None
    points = []
    for one in closed:
        whole = one.found.whole if one.found is not None else None
        label = formats.month(one.closes_on)
        if whole is None:
            points.append(TrendPoint(label, None))
        else:
            points.append(TrendPoint(label, whole.favourable, whole.lower, whole.upper, whole.n))
    title = _("Staff in favour, round by round")
    return drawings(lambda width: trend(points, title=title, interval=True, width=width))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pulse_answer(request: HttpRequest, token: str) -> HttpResponse:
    """For somebody without an account: reading it changes nothing; its button does, once."""
    found = queries.opened_pulse(_people.hashed(token))
    if found is None:
        raise Http404
    form = PulseForm(request.POST or None, questions=found.questions)
    context: dict[str, Any] = {"found": found, "form": form, "done": False, "problem": ""}
    status = 200
    try:
        actions.refuse_dead(found.link, today())
        if request.method == "POST" and form.is_valid():
            actions.answer(token=token, answers=form.answers())
            context["done"] = True
        elif request.method == "POST":
            status = 422
    except Problem as problem:
        context["problem"], status = wording.problem(problem), GONE
    return render(request, "partnership/pulse_answer.html", context, status=status)
