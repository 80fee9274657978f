"""Pages of assurance: a view reads the request, asks one query or action, and renders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pledgeline.assurance import queries, reports, wording
from pledgeline.assurance.actions import assessments as actions
from pledgeline.assurance.core.xray import Contradiction, Theme
from pledgeline.assurance.forms import RunForm
from pledgeline.assurance.models import Assessment
from pledgeline.assurance.queries.named import Names, named, with_services
from pledgeline.assurance.queries.remarked import KIND, key_of
from pledgeline.assurance.queries.xray import xray as xray_of
from pledgeline.assurance.wording import xray as xray_words
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number


@require_safe
def requirements(request: HttpRequest) -> HttpResponse:
    """What the newest assessment says of every requirement."""
    code = queries.latest(request.user)
    page = queries.assessment_page(request.user, code) if code else None
    context = _context(request, page=page, tabs=_tabs("requirements"))
    context["names"] = _names_in(request, page, context["service_names"])
    return render(request, "assurance/requirements.html", context)


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    return _assessments_page(request, RunForm(user=request.user))


def _assessments_page(request: HttpRequest, form: RunForm, *, status: int = 200) -> HttpResponse:
    shown, rows = queries.assessment_list(request.user, number=page_number(request))
    context = _context(request, rows=rows, shown=shown, form=form, tabs=_tabs("assessments"))
    return render(request, "assurance/assessments.html", context, status=status)


@require_POST
@permission_required("assurance.run_assessment", raise_exception=True)
def run(request: HttpRequest) -> HttpResponse:
    form = RunForm(request.POST, user=request.user)
    if not form.is_valid():
        return _assessments_page(request, form, status=422)
    wanted = form.cleaned_data
    try:
        done = actions.run(
            period=form.period(), centres=tuple(wanted["centres"]), services=tuple(wanted["services"]), by=request.user
        )
    except Problem as problem:
        form.add_error(None, str(wording.PROBLEMS.get(problem.code, problem.code)) % problem.params)
        return _assessments_page(request, form, status=422)
    messages.success(request, _("The assessment is done."))
    return redirect("assurance:assessment", done.code)


@require_safe
def assessment(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.assessment_page(request.user, code)
    if page is None:
        raise Http404
    crumbs = [Link(_("Assessments"), reverse("assurance:assessments")), Link(_title(page))]
    context = _context(request, page=page, crumbs=crumbs)
    context["names"] = _names_in(request, page, context["service_names"])
    return render(request, "assurance/assessment.html", context)


@require_safe
def requirement(request: HttpRequest, code: str, requirement: str) -> HttpResponse:
    found = queries.requirement_page(request.user, code, requirement, number=page_number(request))
    if found is None:
        raise Http404
    page, row = found.assessment, found.row
    crumbs = [*_crumbs(page), Link(wording.text(row.requirement.title))]
    # A criterion that found nothing says so once; one whose findings stand on other pages stands there.
    findings = [
        (criterion, groups)
        for criterion in row.requirement.criteria
        if (groups := row.groups(criterion.id)) or (criterion.id not in found.criteria and found.shown.number == 1)
    ]
    context = _context(request, page=page, row=row, crumbs=crumbs, findings=findings, shown=found.shown)
    names = named(request.user, [*_spoken_of(row.findings), row.judgement.reason.numbers])
    context["names"] = with_services(names, context["service_names"])
    return render(request, "assurance/requirement.html", context)


@require_safe
def finding(request: HttpRequest, code: str, requirement: str, number: int) -> HttpResponse:
    found = queries.finding_page(request.user, code, requirement, number)
    if found is None:
        raise Http404
    page, row, one = found
    here = reverse("assurance:requirement", args=[code, requirement])
    crumbs = [*_crumbs(page), Link(wording.text(row.requirement.title), here), Link(_("Finding %(n)s") % {"n": number})]
    evidence = [(item, _contacts_url(item)) for item in one.evidence]
    context = _context(request, page=page, row=row, one=one, crumbs=crumbs, evidence=evidence)
    context["criterion"] = row.criterion(one.criterion)
    recorded = ({wording.record_kind(item.kind, item.details): item.key} for item in one.evidence if not item.metric)
    names = named(request.user, [*_spoken_of([one]), *recorded])
    context["names"] = with_services(names, context["service_names"])
    if one.subject.get("centre"):
        context["remark"] = (KIND, key_of(code, requirement, number))
    return render(request, "assurance/finding.html", context)


@require_safe
@permission_required("assurance.export_assessment", raise_exception=True)
def assessment_json(request: HttpRequest, code: str) -> HttpResponse:
    response = JsonResponse(
        queries.assessment_json(_whole(request, code)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = f'attachment; filename="assessment-{code}.json"'
    return response


@require_safe
@permission_required("assurance.export_assessment", raise_exception=True)
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The print-ready report in the reader's language, as a file: it carries its own styles."""
    language = get_language() or "en"
    response = HttpResponse(reports.html(_whole(request, code), language=language))
    response["Content-Disposition"] = f'attachment; filename="report-{code}-{language[:2]}.html"'
    return response


@require_safe
def xray(request: HttpRequest) -> HttpResponse:
    """What of the rooms' records of today cannot both be right, theme by theme, each with the page that mends it."""
    found = xray_of(request.user, today=timezone.localdate())
    context = _context(request, tabs=_tabs("xray"), day=found.day, n=len(found.found))
    pages = {theme: _page_of(request, theme, rows) for theme, rows in found.by_theme().items()}
    shown = [one for page in pages.values() for one in page.object_list]
    names = named(request.user, (part for one in shown for part in (one.subject, one.numbers)))
    for page in pages.values():
        worded: Any = [_in_words(one, context, names) for one in page.object_list]
        page.object_list = worded
    context["themes"] = [(theme.value, xray_words.theme(theme), page) for theme, page in pages.items()]
    return render(request, "assurance/xray.html", context)


def _page_of(request: HttpRequest, theme: Theme, found: Sequence[Contradiction]) -> Page[Any]:
    """Each theme is turned by itself."""
    return Paginator(found, queries.PAGE_ROWS).get_page(page_number(request, theme.value))


def _in_words(one: Contradiction, context: Mapping[str, Any], names: Names) -> dict[str, str]:
    services = context["service_names"]
    return {
        "title": xray_words.title(one.code),
        "subject": xray_words.subject(one, context["centre_names"], services, names),
        "sentence": xray_words.sentence(one, services, names),
        "url": reverse(one.fix.view, args=one.fix.args),
        "fix": xray_words.fix(one.fix.view),
    }


def _spoken_of(findings: Iterable[queries.FindingRow]) -> Iterator[Mapping[str, Any]]:
    for one in findings:
        yield one.subject
        yield one.judgement.reason.numbers


def _names_in(request: HttpRequest, page: queries.AssessmentPage | None, services: Mapping[str, str]) -> Names:
    """What the reasons of an assessment's requirements speak of, by name."""
    reasons = (row.judgement.reason.numbers for row in page.requirements) if page else ()
    return with_services(named(request.user, reasons), services)


def _whole(request: HttpRequest, code: str) -> Assessment:
    found = Assessment.objects.visible_to(request.user).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    user = request.user
    return {
        "centre_names": organisation.centre_names(user),
        "service_names": organisation.service_names(user),
        "zone": settings.TIME_ZONE,
        "may_run": user.has_perm("assurance.run_assessment"),
        "may_export": user.has_perm("assurance.export_assessment"),
        **more,
    }


def _tabs(current: str) -> list[Link]:
    return [
        Link(_("Requirements"), reverse("assurance:requirements"), current=current == "requirements"),
        Link(_("Assessments"), reverse("assurance:assessments"), current=current == "assessments"),
        Link(pgettext("page", "X-ray"), reverse("assurance:xray"), current=current == "xray"),
    ]


def _crumbs(page: queries.AssessmentPage) -> list[Link]:
    here = reverse("assurance:assessment", args=[page.row.code])
    return [Link(_("Assessments"), reverse("assurance:assessments")), Link(_title(page), here)]


def _title(page: queries.AssessmentPage) -> str:
    return wording.period(page.row.period)


def _contacts_url(item: queries.EvidenceRow) -> str:
    """The contacts behind a fact, where the house has a page for them."""
    if not item.metric:
        return ""
    try:
        address = reverse("contacts:contacts")
    except NoReverseMatch:
        return ""
    words = [(name, code) for name, codes in sorted(item.where.items()) for code in codes]
    words += [(name, str(value)) for name, value in sorted(item.params.items())]
    words.append(("snapshot", item.source))
    if item.period.start is not None:
        words.append(("from", item.period.start.isoformat()))
    if item.period.last is not None:
        words.append(("to", item.period.last.isoformat()))
    return f"{address}?{urlencode(words)}"
