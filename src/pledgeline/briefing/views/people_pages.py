"""The people who have to know one briefing at one centre: acknowledging, links, samples, the sheet."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pledgeline.briefing import queries, wording
from pledgeline.briefing.actions import acknowledgements, links, understanding
from pledgeline.briefing.actions import registers as handing_in
from pledgeline.briefing.core.recheck import sample_size
from pledgeline.briefing.forms import SheetForm
from pledgeline.briefing.queries import registers
from pledgeline.briefing.views.frame import number_of, own_centre, page, tell, today, workbook
from pledgeline.kernel.problem import Problem
from pledgeline.ui import formats, sheets
from pledgeline.ui.figures import Link

_leads = permission_required("briefing.acknowledge", raise_exception=True)


def _standing(request: HttpRequest, code: str, centre: str) -> Any:
    """The version that holds, as read by somebody of the centre; 404 where there is none for this reader."""
    own_centre(request, centre)
    try:
        found = queries.version(code, user=request.user)
    except Problem as unknown:
        raise Http404 from unknown
    if found.published_at is None or not found.audience.reaches(centre):
        raise Http404
    return found


def _people_page(request: HttpRequest, found: Any, centre: str, **more: Any) -> HttpResponse:
    title = wording.said(found.as_core().title)
    told = queries.concerned_page(found, centre=centre, day=today(), number=number_of(request))
    names = told.names
    sample = queries.last_samples([found], centres=[centre]).get((found.pk, centre))
    drawn = [(code, names.get(code, code), code in sample.answered) for code in sample.drawn] if sample else []
    context = {
        "sample": sample,
        "drawn": drawn,
        "size": sample_size(told.n, queries.own_numbers(today()).limits.understanding_lower),
        "version": found.as_core(),
        "centre": centre,
        "rows": told.page.object_list,
        "page": told.page,
        "missing": told.missing,
        "form": SheetForm(),
        "crumbs": [
            Link(_("Briefings"), reverse("briefing:briefings")),
            Link(title, reverse("briefing:briefing", args=[found.briefing.code])),
            Link(_("People concerned")),
        ],
    }
    return page(request, "people", context | more, here="briefings")


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, code: str, centre: str) -> HttpResponse:
    found = _standing(request, code, centre)
    if request.method != "POST":
        return _people_page(request, found, centre)
    return _acknowledge(request, code, centre)


@_leads
def _acknowledge(request: HttpRequest, code: str, centre: str) -> HttpResponse:
    user: Any = request.user
    number = request.POST.get("number", "")
    if not number.isdecimal():
        raise Http404
    named = request.POST.getlist("told")
    try:
        taken = acknowledgements.acknowledge(briefing=code, number=int(number), centre=centre, people=named, by=user)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, _("%(n)s acknowledgements recorded.") % {"n": formats.count(taken.new)})
    return redirect("briefing:people", code, centre)


@require_POST
@_leads
def issue_links(request: HttpRequest, code: str, centre: str) -> HttpResponse:
    """Fresh links, shown once: for everybody who has not acknowledged, or for those of the last sample who have not
    answered."""
    found = _standing(request, code, centre)
    purpose = "check" if request.POST.get("purpose") == "check" else "acknowledge"
    rows = queries.concerned(found, centre=centre, day=today())
    wanted = [row.person.code for row in rows if row.acknowledged_at is None]
    if purpose == "check":
        sample = queries.last_samples([found], centres=[centre]).get((found.pk, centre))
        wanted = [row.person.code for row in rows if sample is not None and row.person.code in sample.waiting]
    try:
        made = links.issue(
            briefing=code, number=found.number, centre=centre, people=wanted, purpose=purpose, by=request.user
        )
    except Problem as problem:
        tell(request, problem)
        return redirect("briefing:people", code, centre)
    shown = [(one, request.build_absolute_uri(reverse("briefing:link", args=[one.token]))) for one in made]
    return _people_page(request, found, centre, issued=shown)


@require_POST
@permission_required("briefing.check", raise_exception=True)
def draw(request: HttpRequest, code: str, centre: str) -> HttpResponse:
    found = _standing(request, code, centre)
    size = request.POST.get("size", "")
    try:
        made = understanding.draw(
            briefing=code,
            number=found.number,
            centre=centre,
            size=int(size) if size.isdecimal() and len(size) < 6 else 0,
            seed=secrets.token_hex(8),
            by=request.user,
        )
    except Problem as problem:
        tell(request, problem)
    else:
        words = {"people": wording.listed(made.drawn), "seed": made.seed}
        messages.success(request, _("Drawn with seed %(seed)s: %(people)s.") % words)
    return redirect("briefing:people", code, centre)


@require_http_methods(["GET", "HEAD", "POST"])
@_leads
def sheet(request: HttpRequest, code: str, centre: str) -> HttpResponse:
    """Takes the list of those missing away as a workbook, and takes it in again with ticks."""
    found = _standing(request, code, centre)
    if request.method != "POST":
        rows = registers.signature_rows(found, queries.concerned(found, centre=centre, day=today()))
        return workbook(sheets.as_xlsx(registers.SIGNATURES, rows), f"{code}-{found.number}-{centre}")
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("briefing:people", code, centre)
    file = form.cleaned_data["file"]
    try:
        read = sheets.read(registers.SIGNATURES, file.read(), file=file.name)
        taken = handing_in.acknowledge_sheet(
            briefing=code, number=found.number, centre=centre, rows=read, by=request.user, file=file.name
        )
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, _("%(n)s acknowledgements recorded.") % {"n": formats.count(taken.new)})
    return redirect("briefing:people", code, centre)
