"""Comments on anything that both sides look at, and the files attached to them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.partnership import queries, store
from pledgeline.partnership.actions import remarks as actions
from pledgeline.partnership.core.remark import LARGEST_BYTES
from pledgeline.partnership.forms import RemarkForm
from pledgeline.partnership.views.frame import page, refused
from pledgeline.partnership.wording import contract
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number

_sees = permission_required("partnership.see_contract", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@_sees
def remarks(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Everything said about one subject; POST adds to it."""
    user: Any = request.user
    try:
        subject = queries.subject(kind, key, user=user)
    except Problem as unknown:
        raise Http404 from unknown
    may_add = user.has_perm("partnership.take_part")
    posted = request.method == "POST" and may_add
    # The body is read with the first look at it; only then is it known whether it was too large.
    form = RemarkForm(request.POST, request.FILES) if posted else RemarkForm()
    if posted and getattr(request, "upload_too_large", False):
        form.add_error("files", _too_large())
    elif posted and form.is_valid():
        try:
            _add(kind, key, form, user)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Added. The other side is told."))
            return redirect("partnership:remarks", kind, key)
    called = contract.subject_called(kind, subject)
    context = {
        "kind": kind,
        "key": key,
        "subject": subject,
        "form": form if may_add else None,
        "remarks": queries.remarks(kind, key, user=user, number=page_number(request, "comments")),
        "called": called,
        "crumbs": [Link(called, subject.path), Link(_("Comments"))],
    }
    return page(request, "remarks", context, status=422 if form.errors else 200)


def _add(kind: str, key: str, form: RemarkForm, user: Any) -> None:
    # One byte more than allowed is enough to know that it is too much.
    files = [actions.File(one.name, one.read(LARGEST_BYTES + 1)) for one in form.cleaned_data["files"]]
    words = {name: form.cleaned_data[name] for name in ("text_en", "text_zh")}
    actions.add(kind=kind, key=key, files=files, by=user, **words)


def _too_large() -> str:
    return _("A file is larger than %(mib)s MiB; nothing was kept.") % {
        "mib": min(settings.PLEDGELINE_MAX_UPLOAD_BYTES, LARGEST_BYTES) // 1024**2
    }


@require_safe
@_sees
def attachment(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """The file as it was handed in, only ever to be saved: no browser opens it in this house's name."""
    try:
        found = queries.attachment(number, place, user=request.user)
    except Problem as unknown:
        raise Http404 from unknown
    try:
        data = store.read(found.sha256)
    except Problem as gone:
        raise Http404 from gone
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
