"""The same contacts under several clocks: law, standard, contract and own promise side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pledgeline.experience import queries, wording
from pledgeline.experience.views.frame import page
from pledgeline.kernel.verdict import Reason
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link


@require_safe
def clocks(request: HttpRequest, service: str = "") -> HttpResponse:
    """Without a service the first one; a service the reader does not know of is not found."""
    user: Any = request.user
    names = organisation.service_names(user)
    if service and service not in names:
        raise Http404
    chosen = service or next(iter(names), "")
    context: dict[str, Any] = {
        "service": chosen,
        "service_tabs": [
            Link(name, reverse("experience:clocks_of", args=[code]), current=code == chosen)
            for code, name in names.items()
        ],
    }
    today = timezone.localdate()
    found = queries.clocks_page(chosen, user=user, today=today) if chosen else Reason("no_deliveries", {})
    if isinstance(found, Reason):
        context["nothing"] = wording.reason(found.code, found.numbers)
    else:
        context |= {
            "found": found,
            "rows": [wording.clock_row(one) for one in found.readings],
            "looser": [wording.looser(one) for one in queries.looser_promises([chosen], on=today)]
            if user.has_perm("experience.see_coverage")
            else [],
        }
    return page(request, "clocks", context, here="clocks")
