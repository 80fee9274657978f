"""Keeping the lists that everything rests on: centres, services, opening hours, and who serves what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries, wording
from pledgeline.organisation.actions import calendars as calendar_actions
from pledgeline.organisation.actions import centres as centre_actions
from pledgeline.organisation.actions import engagements as engagement_actions
from pledgeline.organisation.actions import services as service_actions
from pledgeline.organisation.forms import CalendarForm, CentreForm, EndForm, EngageForm, ServiceForm
from pledgeline.organisation.views.frame import page
from pledgeline.ui.figures import Link
from pledgeline.ui.pickers import status_of
from pledgeline.ui.requests import page_number

_keeps = permission_required("organisation.keep_places", raise_exception=True)
_form_page = require_http_methods(["GET", "HEAD", "POST"])


@_form_page
@_keeps
def new_centre(request: HttpRequest) -> HttpResponse:
    form = CentreForm(request.POST or None)
    if _saved(request, form, lambda: centre_actions.register(**form.cleaned_data, by=_person(request))):
        return _done(request, "organisation:centre", form.cleaned_data["code"])
    words = (
        _("Register a centre"),
        _("A place where contacts are handled, your own or a provider’s."),
        pgettext("button", "Register"),
    )
    return _form(request, form, words, [Link(_("Centres"), reverse("organisation:centres"))], here="centres")


@_form_page
@_keeps
def edit_centre(request: HttpRequest, code: str) -> HttpResponse:
    known = _known(queries.centre_said(code))
    form = CentreForm(request.POST or None, of=code, initial=known)
    if _saved(request, form, lambda: centre_actions.ensure(**form.cleaned_data, by=_person(request))):
        return _done(request, "organisation:centre", code)
    crumbs = [
        Link(_("Centres"), reverse("organisation:centres")),
        Link(queries.centre_names(request.user).get(code, code), reverse("organisation:centre", args=[code])),
    ]
    return _form(request, form, (_("Change the centre"), "", _("Save")), crumbs, here="centres")


@_form_page
@_keeps
def new_service(request: HttpRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None, calendars=queries.calendar_names())
    if _saved(request, form, lambda: service_actions.register(**form.wanted(), by=_person(request))):
        return _done(request, "organisation:service", form.cleaned_data["code"])
    words = (_("Register a service"), _("Something that customers contact you about."), pgettext("button", "Register"))
    return _form(request, form, words, [Link(_("Services"), reverse("organisation:services"))], here="services")


@_form_page
@_keeps
def edit_service(request: HttpRequest, code: str) -> HttpResponse:
    known = _known(queries.service_said(code))
    form = ServiceForm(request.POST or None, of=code, initial=known, calendars=queries.calendar_names())
    if _saved(request, form, lambda: service_actions.ensure(**form.wanted(), by=_person(request))):
        return _done(request, "organisation:service", code)
    crumbs = [
        Link(_("Services"), reverse("organisation:services")),
        Link(queries.service_names(request.user).get(code, code), reverse("organisation:service", args=[code])),
    ]
    return _form(request, form, (_("Change the service"), "", _("Save")), crumbs, here="services")


@require_safe
@_keeps
def calendars(request: HttpRequest) -> HttpResponse:
    shown, rows = queries.calendars(today=timezone.localdate(), number=page_number(request))
    return page(request, "calendars", {"page": shown, "rows": rows}, here="calendars")


@_form_page
@_keeps
def new_calendar(request: HttpRequest) -> HttpResponse:
    form = CalendarForm(request.POST or None)
    if _saved(request, form, lambda: calendar_actions.begin(**form.wanted(), by=_person(request))):
        return _done(request, "organisation:calendars")
    lede = _("Several services may keep the same hours.")
    crumbs = [Link(_("Opening hours"), reverse("organisation:calendars"))]
    return _form(request, form, (_("Write down opening hours"), lede, _("Save")), crumbs, here="calendars")


@_form_page
@_keeps
def edit_calendar(request: HttpRequest, code: str) -> HttpResponse:
    known = queries.calendar_said(code)
    if known is None:
        raise Http404
    names, hours = known
    form = CalendarForm(request.POST or None, of=code, initial={**names, **CalendarForm.said(hours)})
    if _saved(request, form, lambda: calendar_actions.define(**form.wanted(), by=_person(request))):
        return _done(request, "organisation:calendars")
    lede = _(
        "Forecasts, plans and reply clocks go by the new hours from now on; due times that were told already stay."
    )
    crumbs = [Link(_("Opening hours"), reverse("organisation:calendars"))]
    return _form(request, form, (_("Change the opening hours"), lede, _("Save")), crumbs, here="calendars")


@_form_page
@_keeps
def engage(request: HttpRequest) -> HttpResponse:
    """`centre` and `service` of the address are chosen already."""
    form = EngageForm(
        request.POST or None,
        centres=queries.centre_names(request.user),
        services=queries.service_names(request.user),
        initial={"first_day": timezone.localdate(), **{name: request.GET.get(name) for name in ("centre", "service")}},
    )
    if _saved(request, form, lambda: engagement_actions.begin(**form.cleaned_data, by=_person(request))):
        return _done(request, "organisation:centre", form.cleaned_data["centre"])
    lede = _("From a day on, the centre serves the service over these channels. Contacts and duties follow from it.")
    crumbs = [Link(_("Centres"), reverse("organisation:centres"))]
    return _form(request, form, (_("Engage a centre"), lede, _("Engage")), crumbs, here="centres")


@_form_page
@_keeps
def end_engagement(request: HttpRequest, centre: str, service: str) -> HttpResponse:
    """What the centre does for the service ends with a day, over every channel."""
    centres, services = queries.centre_names(request.user), queries.service_names(request.user)
    if centre not in centres or service not in services:
        raise Http404
    form = EndForm(request.POST or None, today=timezone.localdate())

    def end() -> int:
        day = form.cleaned_data["last_day"]
        return engagement_actions.end(centre=centre, service=service, last_day=day, by=_person(request))

    if _saved(request, form, end):
        return _done(request, "organisation:centre", centre)
    lede = _("%(centre)s no longer serves “%(service)s” after this day.") % {
        "centre": centres[centre],
        "service": services[service],
    }
    crumbs = [
        Link(_("Centres"), reverse("organisation:centres")),
        Link(centres[centre], reverse("organisation:centre", args=[centre])),
    ]
    return _form(request, form, (_("End an engagement"), lede, _("End the engagement")), crumbs, here="centres")


def _saved(request: HttpRequest, form: Any, save: Callable[[], object]) -> bool:
    """Whether what was sent is saved now; what stands against it is said in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save()
    except Problem as problem:
        field = problem.field.partition(".")[0] if problem.field else None
        form.add_error(field if field in form.fields else None, wording.sentence(problem))
        return False
    return True


def _done(request: HttpRequest, view: str, *args: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(view, *args)


def _form(
    request: HttpRequest, form: Any, words: tuple[str, str, str], crumbs: list[Link], *, here: str
) -> HttpResponse:
    title, lede, button = words
    context = {"form": form, "title": title, "lede": lede, "button": button, "crumbs": [*crumbs, Link(title)]}
    status = 422 if request.method == "POST" else 200
    return page(request, "keep", context, here=here, status=status_of(request, status))


def _known(said: dict[str, Any] | None) -> dict[str, Any]:
    if said is None:
        raise Http404
    return said


def _person(request: HttpRequest) -> Any:
    return request.user
