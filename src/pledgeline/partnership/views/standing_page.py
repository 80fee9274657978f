"""Where each centre stands against Part 1."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries, wording
from pledgeline.partnership.views.frame import page


@require_safe
def standings(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    centres, services = organisation.centre_names(user), organisation.service_names(user)
    day = timezone.localdate()
    rows = [
        {
            "centre": centres.get(row.centre, row.centre),
            "services": [services.get(code, code) for code in row.services],
            "judgement": row.judgement,
            "why": wording.reason(row.judgement.reason.code, row.judgement.reason.numbers),
            "certificates": row.held.certificates,
            "audits": row.held.audits,
            "open_gaps": sum(gap.open_on(day) for gap in row.held.gaps),
        }
        for row in queries.standings(user, day=day)
    ]
    return page(request, "standings", {"rows": rows, "day": day}, here="standings")
