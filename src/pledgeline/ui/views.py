from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pledgeline.ui import samples


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its states, with made-up values; for those who build pages, not for customers' figures."""
    if not (settings.DEBUG or request.user.has_perm("ui.see_gallery")):
        raise PermissionDenied
    form = samples.SampleForm(request.POST or None, request.FILES or None)
    context = samples.context() | {
        "form": form,
        "failed": samples.SampleForm({"failed-language": "none"}, prefix="failed"),
        "filter_form": samples.FilterForm(request.GET or None),
        "page": Paginator(range(1, 476), 25).get_page(request.GET.get("page")),
    }
    return render(request, "ui/gallery.html", context)
