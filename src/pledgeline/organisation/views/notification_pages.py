"""A person's own notifications: the list, and how to hear them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import wording
from pledgeline.organisation.actions import notifications as actions
from pledgeline.organisation.forms import PreferenceForm, WebhookForm
from pledgeline.organisation.queries import notifications as queries
from pledgeline.organisation.queries import role_of
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number


def _known(request: HttpRequest) -> Any:
    """The reader; whoever has no role here has no notifications either."""
    if role_of(request.user) is None:
        raise Http404
    return request.user


def _tabs(here: str) -> list[Link]:
    offered = (("notifications", _("Notifications")), ("preferences", _("How you are told")))
    return [Link(title, reverse(f"organisation:{view}"), current=view == here) for view, title in offered]


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    user = _known(request)
    page = queries.notification_page(user, number=page_number(request))
    context = {
        "page": page,
        "rows": queries.notification_rows(page),
        "unread": user.unread,
        "tabs": _tabs("notifications"),
        "zone": settings.TIME_ZONE,
    }
    return render(request, "organisation/notifications.html", context)


@require_POST
def open_notification(request: HttpRequest, code: str) -> HttpResponse:
    """Marks it read and leads to what it is about."""
    user = _known(request)
    path = queries.notification_path(user, code)
    if path is None:
        raise Http404
    actions.mark_read(by=user, code=code)
    return redirect(path)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_read(by=_known(request))
    return redirect("organisation:notifications")


@require_safe
def preferences(request: HttpRequest) -> HttpResponse:
    return _preferences_page(request, _known(request))


@require_POST
def change_preferences(request: HttpRequest) -> HttpResponse:
    user = _known(request)
    form = PreferenceForm(request.POST)
    if form.is_valid():
        try:
            actions.set_preferences(by=user, **form.cleaned_data)
        except Problem as problem:
            form.add_error(problem.field if problem.field in form.fields else None, wording.sentence(problem))
    if not form.is_valid():
        return _preferences_page(request, user, form=form, status=422)
    return redirect("organisation:preferences")


@require_POST
def register_webhook(request: HttpRequest) -> HttpResponse:
    """The answer shows the secret, once; a reload asks for the same address again, which is refused."""
    user = _known(request)
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            registered = actions.register_webhook(by=user, url=form.cleaned_data["url"])
            return _preferences_page(request, user, registered=registered)
        except Problem as problem:
            form.add_error("url", wording.sentence(problem))
    return _preferences_page(request, user, webhook_form=form, status=422)


@require_POST
def remove_webhook(request: HttpRequest, code: str) -> HttpResponse:
    try:
        actions.remove_webhook(by=_known(request), code=code)
    except Problem as problem:
        raise Http404 from problem
    return redirect("organisation:preferences")


def _preferences_page(
    request: HttpRequest,
    user: Any,
    *,
    form: PreferenceForm | None = None,
    webhook_form: WebhookForm | None = None,
    registered: actions.Registered | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form or PreferenceForm.of(user),
        "webhook_form": webhook_form or WebhookForm(),
        "webhooks": queries.webhooks(user, number=page_number(request)),
        "failed": queries.failed_dispatches(user),
        "registered": registered,
        "sends_mail": settings.PLEDGELINE_SENDS_MAIL,
        "tabs": _tabs("preferences"),
        "zone": settings.TIME_ZONE,
    }
    return render(request, "organisation/preferences.html", context, status=status)
