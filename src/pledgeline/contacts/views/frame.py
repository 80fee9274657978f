"""What all data pages share: the tabs, the names of centres and services, and the page number."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link


def page(request: HttpRequest, name: str, context: dict[str, Any], *, here: str, status: int = 200) -> HttpResponse:
    """`here` is the tab the page belongs to; tabs show only what the reader may open. A name with a leading underscore
    is the changing part of a page, drawn alone."""
    offered = [("sources", _("Sources")), ("contacts", _("Contacts")), ("receipts", _("Receipts"))]
    if request.user.has_perm("contacts.upload"):
        offered.append(("upload", _("Upload")))
    own = {
        "tabs": [Link(title, reverse(f"contacts:{view}"), current=view == here) for view, title in offered],
        "zone": settings.TIME_ZONE,
        "centre_names": organisation.centre_names(request.user),
        "service_names": organisation.service_names(request.user),
    }
    return render(request, f"contacts/{name}.html", {**own, **context}, status=status)
