"""Upload, preview, decision and progress."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.contacts import wording
from pledgeline.contacts.actions import uploads as actions
from pledgeline.contacts.forms import UploadForm
from pledgeline.contacts.models import Upload
from pledgeline.contacts.queries import uploading
from pledgeline.contacts.views.frame import page
from pledgeline.kernel.problem import Problem
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import is_partial

RECENT = 10
_may_upload = permission_required("contacts.upload", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@_may_upload
def upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, UploadForm(user=request.user))
    # The body is read with the first look at it; only then is it known whether it was too large.
    posted = (request.POST, request.FILES)
    form = UploadForm(*posted, user=request.user, too_large=getattr(request, "upload_too_large", False))
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        received = actions.receive(**form.cleaned_data, by=request.user)
    except Problem as problem:
        form.add_error("file", wording.sentence(problem))
        return _form_page(request, form, status=422)
    return redirect("contacts:uploaded", received.pk)


def _form_page(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    recent = uploading.uploads(request.user)[:RECENT]
    return page(request, "upload", {"form": form, "recent": recent}, here="upload", status=status)


@require_safe
@_may_upload
def uploaded(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The whole way of one upload: being read, waiting for a decision, being taken in, done."""
    one = _upload(request, upload_id)
    look = uploading.look_page(one) if one.state == Upload.State.WAITING else None
    waiting = one.state == Upload.State.WAITING and look is None
    context: dict[str, Any] = {
        "upload": one,
        "look": look,
        "working": waiting or one.state in (Upload.State.ACCEPTED, Upload.State.RUNNING),
        "crumbs": [Link(_("Upload"), reverse("contacts:upload")), Link(one.file_name)],
    }
    partial = is_partial(request)
    response = page(request, "_upload_state" if partial else "uploaded", context, here="upload")
    if partial and not context["working"]:
        response["HX-Trigger"] = json.dumps({"pledgeline:announce": _said(one)})
    return response


def _said(one: Upload) -> str:
    return str(wording.UPLOAD_STATES[one.state])


@require_POST
@_may_upload
def decide(request: HttpRequest, upload_id: UUID, decision: str) -> HttpResponse:
    """`decision` is `accept` or `discard`, by the address (`urls.py` knows no other)."""
    one = _upload(request, upload_id)
    verb = actions.accept if decision == "accept" else actions.discard
    try:
        verb(upload=one, by=request.user)
    except Problem as problem:
        messages.error(request, wording.sentence(problem))
    else:
        if decision == "discard":
            messages.success(request, _("The file was discarded; nothing of it was taken in."))
            return redirect("contacts:upload")
    return redirect("contacts:uploaded", one.pk)


def _upload(request: HttpRequest, upload_id: UUID) -> Upload:
    one = uploading.uploads(request.user).filter(pk=upload_id).first()
    if one is None:
        raise Http404
    return one
