"""Pages of the registers: take one away, hand it in again, see what it would change, and decide."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.ui import sheets
from pledgeline.ui.figures import Link, Stat
from pledgeline.ui.formats import count
from pledgeline.ui.sheets.register import MAX_BYTES
from pledgeline.web import hand_ins, wording
from pledgeline.web.models import HandIn
from pledgeline.web.registers import Offered, offered_to

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"xlsx": XLSX, "json": "application/json"}


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Register to hand in"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                wording.sentence(Problem("sheet.too_large", limit_mib=MAX_BYTES // 1024**2)), code="too_large"
            )
        return file


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """The registers the reader may take away."""
    rows = [
        {
            "name": name,
            "title": wording.register(name),
            "room": wording.room(one.room),
            "columns": one.register.headings,
            "may_hand_in": request.user.has_perm(one.handed_in_by),
        }
        for name, one in offered_to(request.user).items()
    ]
    if not rows:
        raise PermissionDenied
    rooms = [(room, list(of)) for room, of in groupby(rows, key=lambda row: row["room"])]
    return render(request, "web/registers.html", {"rooms": rooms})


@require_safe
def register(request: HttpRequest, name: str) -> HttpResponse:
    return _page(request, name, _offered(request, name), FileForm())


@require_safe
def register_file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """`kind` is `xlsx` or `json`, by the address."""
    one = _offered(request, name)
    rows = one.rows_for(request.user)
    data = sheets.as_xlsx(one.register, rows) if kind == "xlsx" else sheets.as_json(one.register, rows).encode()
    answer = HttpResponse(data, content_type=_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


@require_POST
def hand_in(request: HttpRequest, name: str) -> HttpResponse:
    one = _may_hand_in(request, name)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, name, one, form, status=422)
    file = form.cleaned_data["file"]
    try:
        kept = hand_ins.hand_in(name=name, data=file.read(), file=file.name, by=request.user)
    except Problem as problem:
        form.add_error("file", wording.sentence(problem))
        return _page(request, name, one, form, status=422)
    return redirect("handed_in", kept.pk)


@require_safe
def handed_in(request: HttpRequest, code: UUID) -> HttpResponse:
    """What the file would change; it changes nothing before it is accepted."""
    kept = _kept(request, code)
    _may_hand_in(request, kept.register)
    found = kept.preview
    refused = [
        {"line": one["line"], "field": one["field"] or "", "sentence": wording.told(one["code"], one["params"])}
        for one in found["refused"]
    ]
    context = {
        "kept": kept,
        "title": wording.register(kept.register),
        "stats": [
            Stat(_("new rows"), count(found["new"])),
            Stat(_("changed rows"), count(found["changed"])),
            Stat(_("unchanged rows"), count(found["unchanged"])),
            Stat(_("refused rows"), count(len(refused))),
        ],
        "absent": found["absent"],
        "refused": refused,
        "most_refused": len(refused) >= hand_ins.MOST_REFUSED,
        "changes": found["changes"],
        "more": found["new"] + found["changed"] - len(found["changes"]),
        "may_accept": not refused and found["new"] + found["changed"] > 0,
        "crumbs": _crumbs(kept.register, Link(kept.file_name)),
    }
    return render(request, "web/handed_in.html", context)


@require_POST
def decide(request: HttpRequest, code: UUID, decision: str) -> HttpResponse:
    """`decision` is `accept` or `discard`, by the address (`urls.py` knows no other)."""
    kept = _kept(request, code)
    _may_hand_in(request, kept.register)
    name = kept.register
    if decision == "discard":
        hand_ins.discard(code=code, by=request.user)
        messages.success(request, _("The file was discarded; nothing of it was taken in."))
        return redirect("register", name)
    try:
        done = hand_ins.accept(code=code, by=request.user)
    except Problem as problem:
        messages.error(request, wording.sentence(problem))
        hand_ins.look_again(code=code, by=request.user)
        return redirect("handed_in", code)
    numbers = {"created": count(done.created), "updated": count(done.updated), "unchanged": count(done.unchanged)}
    messages.success(request, _("%(created)s created, %(updated)s updated, %(unchanged)s unchanged.") % numbers)
    return redirect("register", name)


def _offered(request: HttpRequest, name: str) -> Offered:
    """404 where there is none of this name for this reader."""
    found = offered_to(request.user).get(name)
    if found is None:
        raise Http404
    return found


def _may_hand_in(request: HttpRequest, name: str) -> Offered:
    one = _offered(request, name)
    if not request.user.has_perm(one.handed_in_by):
        raise PermissionDenied
    return one


def _kept(request: HttpRequest, code: UUID) -> HandIn:
    found = HandIn.objects.visible_to(request.user).filter(pk=code).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, name: str, one: Offered, form: FileForm, *, status: int = 200) -> HttpResponse:
    context = {
        "name": name,
        "title": wording.register(name),
        "room": wording.room(one.room),
        "columns": [(column.name, wording.kind(column.kind), column.words) for column in one.register.columns],
        "key": one.register.row_key,
        "form": form,
        "may_hand_in": request.user.has_perm(one.handed_in_by),
        "crumbs": _crumbs(name),
    }
    return render(request, "web/register.html", context, status=status)


def _crumbs(name: str, *more: Link) -> list[Link]:
    here = reverse("register", args=[name]) if more else ""
    return [Link(_("Registers"), reverse("registers")), Link(wording.register(name), here), *more]
