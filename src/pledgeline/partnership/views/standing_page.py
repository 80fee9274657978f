"""Where each centre stands against Part 1, and the certificates that say so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries, wording
from pledgeline.partnership.actions import standing as actions
from pledgeline.partnership.forms.standing import CertificateForm
from pledgeline.partnership.views.frame import page, refused
from pledgeline.ui.figures import Link


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


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("partnership.manage", raise_exception=True)
def certificate_record(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = CertificateForm(
        request.POST or None,
        centres=organisation.centre_names(user),
        services=organisation.service_names(user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_certificate(**form.cleaned_data, by=user)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Recorded. It counts from its first day on."))
            return redirect("partnership:standings")
    crumbs = [Link(_("Standing against Part 1"), reverse("partnership:standings")), Link(_("Record a certificate"))]
    context = {"form": form, "crumbs": crumbs}
    return page(request, "certificate_form", context, here="standings", status=422 if form.errors else 200)
