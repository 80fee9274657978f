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
    user: Any = request.user
    may_keep = user.has_perm("organisation.keep_places")
    offered = [
        ("centres", _("Centres"), True),
        ("services", _("Services"), True),
        ("calendars", _("Opening hours"), may_keep),
        ("people", _("People"), queries.may_manage_people(user)),
        ("parameters", _("Own numbers"), user.has_perm("organisation.read_numbers")),
        ("audit", _("Audit trail"), queries.may_read_audit_trail(user)),
    ]
    tabs = [Link(title, reverse(f"organisation:{view}"), current=view == here) for view, title, may in offered if may]
    shared = {"tabs": tabs, "zone": settings.TIME_ZONE, "may_keep": may_keep}
    return render(request, f"organisation/{name}.html", {**shared, **context}, status=status)
