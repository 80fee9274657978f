"""Pages of the organisation: a view reads the request, asks one query or action, and renders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries, wording
from pledgeline.organisation.actions import people as people_actions
from pledgeline.organisation.forms import AuditFilterForm, InviteForm
from pledgeline.organisation.views.frame import page as _page
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number

SPECIAL_DAYS_BACK, SPECIAL_DAYS_AHEAD = timedelta(days=31), timedelta(days=366)


@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    page, rows = queries.centres(request.user, today=timezone.localdate(), number=page_number(request))
    return _page(request, "centres", {"page": page, "rows": rows}, here="centres")


@require_safe
def centre(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.centre(
        request.user,
        code,
        today=timezone.localdate(),
        number=page_number(request),
        engagements=page_number(request, "engagements"),
    )
    if page is None:
        raise Http404
    crumbs = [Link(_("Centres"), reverse("organisation:centres")), Link(page.name)]
    return _page(request, "centre", {"centre": page, "crumbs": crumbs}, here="centres")


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    page, rows = queries.services(request.user, now=timezone.now(), number=page_number(request))
    return _page(request, "services", {"page": page, "rows": rows}, here="services")


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    special_days = Period(today - SPECIAL_DAYS_BACK, today + SPECIAL_DAYS_AHEAD)
    page = queries.service(
        request.user,
        code,
        now=timezone.now(),
        special_days=special_days,
        engagements=page_number(request, "engagements"),
    )
    if page is None:
        raise Http404
    crumbs = [Link(_("Services"), reverse("organisation:services")), Link(page.name)]
    return _page(request, "service", {"service": page, "crumbs": crumbs}, here="services")


@require_safe
@permission_required("organisation.manage_people", raise_exception=True)
def people(request: HttpRequest) -> HttpResponse:
    return _people_page(request, InviteForm(user=request.user))


@require_POST
@permission_required("organisation.manage_people", raise_exception=True)
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST, user=request.user)
    if not form.is_valid():
        return _people_page(request, form, status=422)
    fields = {**form.cleaned_data, "centre": form.cleaned_data["centre"] or None}
    try:
        invitation = people_actions.invite(**fields, by=_person(request))
    except Problem as problem:
        form.add_error(problem.field if problem.field in form.fields else None, wording.sentence(problem))
        return _people_page(request, form, status=422)
    return _people_page(request, InviteForm(user=request.user), invitation=invitation)


@require_POST
@permission_required("organisation.manage_people", raise_exception=True)
def change_person(request: HttpRequest, username: str, change: str) -> HttpResponse:
    """`change` is `link`, `deactivate` or `reactivate`, by the address (`urls.py` knows no other)."""
    person = _person(request)
    try:
        if change == "link":
            invitation = people_actions.issue_link(username=username, by=person)
            return _people_page(request, InviteForm(user=request.user), invitation=invitation)
        verb = people_actions.deactivate if change == "deactivate" else people_actions.reactivate
        verb(username=username, by=person)
    except Problem as problem:
        if problem.code == "people.unknown":
            raise Http404 from problem
        return _people_page(request, InviteForm(user=request.user), problem=wording.sentence(problem), status=409)
    return redirect("organisation:people")


def _people_page(
    request: HttpRequest,
    form: InviteForm,
    *,
    invitation: people_actions.Invitation | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    page = queries.people_page(request.user, number=page_number(request))
    context = {
        "page": page,
        "rows": queries.person_rows(page),
        "form": form,
        "invitation": invitation,
        "link": request.build_absolute_uri(invitation.path) if invitation else "",
        "problem": problem,
    }
    return _page(request, "people", context, here="people", status=status)


def _person(request: HttpRequest) -> Any:
    """The signed-in person; views here are closed to everyone else."""
    return request.user


@require_safe
@permission_required("organisation.read_audit_trail", raise_exception=True)
def audit(request: HttpRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET, user=request.user)
    page = queries.audit_page(request.user, number=page_number(request), wanted=form.wanted())
    length, head = queries.audit_head()
    context = {
        "form": form,
        "page": page,
        "rows": queries.audit_rows(page),
        "length": length,
        "head": head,
        # The whole trail is read only when asked for.
        "chain": queries.verify_chain() if "verify" in request.GET else None,
    }
    return _page(request, "audit", context, here="audit")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remembers the language in a cookie (for this browser) and with the person (for every other)."""
    response: HttpResponse = django_set_language(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        people_actions.choose_language(user=request.user, language=chosen)
    return response


@login_not_required
@require_GET
def no_password_by_mail(request: HttpRequest) -> HttpResponse:
    """Pledgeline sends no mail: a forgotten password is mended by an administrator's link."""
    return render(request, "organisation/ask_administrator.html")
