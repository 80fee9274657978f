"""Sources, receipts and quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pyarrow as pa
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from pyarrow import csv

from pledgeline.contacts import queries
from pledgeline.contacts.forms import ReceiptFilterForm
from pledgeline.contacts.models import Receipt
from pledgeline.contacts.queries import registers
from pledgeline.contacts.views.frame import page
from pledgeline.contacts.wording.rejects import reject_name
from pledgeline.organisation.queries import visible_centres
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    feeds = registers.feeds(request.user, number=page_number(request))
    return page(request, "sources", {"feeds": feeds, "page": feeds.page}, here="sources")


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    form = ReceiptFilterForm(request.GET, user=request.user)
    found = registers.receipts_page(request.user, number=page_number(request), **form.wanted())
    return page(request, "receipts", {"form": form, "page": found}, here="receipts")


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    one = _receipt(request, code)
    whole = visible_centres(request.user) is None
    context: dict[str, Any] = {
        "receipt": one,
        "connector_title": registers.connector_title(one.connector),
        "crumbs": [Link(_("Receipts"), reverse("contacts:receipts")), Link(one.code)],
        "seal": registers.seal_check(one),
        # The whole register speaks of every centre: a centre's people see only their own seals checked.
        "whole": whole,
        "broken": queries.receipts_break() if whole else None,
        "reasons": sorted(one.rejects_by_reason.items(), key=lambda pair: (-pair[1], pair[0])),
    }
    return page(request, "receipt", context, here="receipts")


@require_safe
def quarantine(request: HttpRequest, code: str) -> HttpResponse:
    one = _receipt(request, code)
    reason = _reason(request, one)
    found, rows = registers.quarantined(one, number=page_number(request), reason=reason)
    here = reverse("contacts:receipt", args=[code])
    quarantine_url = reverse("contacts:quarantine", args=[code])
    tabs = [Link(_("All reasons"), quarantine_url, current=not reason, count=sum(one.rejects_by_reason.values()))]
    context = {
        "receipt": one,
        "crumbs": [Link(_("Receipts"), reverse("contacts:receipts")), Link(one.code, here), Link(_("Quarantine"))],
        "page": found,
        "rows": rows,
        "reason": reason,
        "reasons": [
            *tabs,
            *(
                Link(reject_name(code), f"{quarantine_url}?reason={code}", current=code == reason, count=records)
                for code, records in sorted(one.rejects_by_reason.items())
            ),
        ],
    }
    return page(request, "quarantine", context, here="receipts")


@require_safe
def quarantine_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """All rejects of a receipt; texts that a spreadsheet would run as a formula are made plain."""
    one = _receipt(request, code)
    lines = _csv(registers.quarantine_batches(one, reason=_reason(request, one)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="quarantine-{one.code}.csv"'
    return response


def _csv(batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    """With a byte-order mark: without it Excel takes UTF-8 for the machine's own code page."""
    yield b"\xef\xbb\xbfsource_line,reason,field,detail,source_records\r\n"
    for batch in batches:
        written = BytesIO()
        csv.write_csv(batch, written, csv.WriteOptions(include_header=False))
        yield written.getvalue()


def _reason(request: HttpRequest, one: Receipt) -> str:
    asked = request.GET.get("reason", "")
    return asked if asked in one.rejects_by_reason else ""


def _receipt(request: HttpRequest, code: str) -> Receipt:
    one = registers.receipt(request.user, code)
    if one is None:
        raise Http404
    return one
