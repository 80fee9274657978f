"""What every page of this room shares: its tabs, as far as the reader may open them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pledgeline.organisation import queries
from pledgeline.ui.figures import Link


def page(request: HttpRequest, name: str, context: dict[str, Any], *, here: str, status: int = 200) -> HttpResponse:
    """`here` is the tab the page belongs to; tabs show only what the reader may open."""
    offered = [("centres", _("Centres")), ("services", _("Services"))]
    if queries.may_manage_people(request.user):
        offered.append(("people", _("People")))
    if request.user.has_perm("organisation.read_numbers"):
        offered.append(("parameters", _("Own numbers")))
    if queries.may_read_audit_trail(request.user):
        offered.append(("audit", _("Audit trail")))
    tabs = [Link(title, reverse(f"organisation:{view}"), current=view == here) for view, title in offered]
    return render(
        request, f"organisation/{name}.html", {**context, "tabs": tabs, "zone": settings.TIME_ZONE}, status=status
    )
