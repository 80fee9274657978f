"""Reads: remarks with their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.partnership.models import Attachment, Remark

PAGE_ROWS = 25


@dataclass(frozen=True)
class FileRow:
    place: int
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class RemarkRow:
    number: int
    kind: str
    key: str
    centre: str
    side: Side
    name: str
    text: dict[str, str]
    at: datetime
    files: tuple[FileRow, ...]


def remarks(kind: str, key: str, *, user: Any, number: int = 1) -> Page[Any]:
    """A page of RemarkRow on one subject: the latest on the first page, each page to be read from its oldest on.

    Whether the user may see the subject itself is asked of `subjects`.
    """
    found = Remark.objects.visible_to(user).filter(subject_kind=kind, subject_key=key).order_by("-number")
    page: Page[Any] = Paginator(found.prefetch_related("attachments"), PAGE_ROWS).get_page(number)
    rows: Any = [_row(one) for one in reversed(page.object_list)]
    page.object_list = rows
    return page


def remark_counts(kind: str, keys: Sequence[str], *, user: Any) -> dict[str, int]:
    """How many remarks hang on each of `keys`; one query."""
    found = Remark.objects.visible_to(user).filter(subject_kind=kind, subject_key__in=keys)
    return dict(found.order_by().values_list("subject_key").annotate(n=Count("pk")))


def latest_remarks(user: Any, *, most: int) -> list[RemarkRow]:
    found = Remark.objects.visible_to(user).order_by("-number").prefetch_related("attachments")[:most]
    return [_row(one) for one in found]


def attachment(number: int, place: int, *, user: Any) -> FileRow:
    """Raises Problem `remark.unknown` where the user may not see its remark."""
    seen = Remark.objects.visible_to(user)
    found = Attachment.objects.filter(remark__in=seen, remark__number=number, place=place).first()
    if found is None:
        raise Problem("remark.unknown", kind="attachment")
    return FileRow(found.place, found.name, found.size, found.sha256)


def _row(one: Remark) -> RemarkRow:
    return RemarkRow(
        one.number,
        one.subject_kind,
        one.subject_key,
        one.centre,
        Side(one.side),
        one.name,
        {"en": one.text_en or one.text_zh, "zh": one.text_zh or one.text_en},
        one.created_at,
        tuple(FileRow(file.place, file.name, file.size, file.sha256) for file in one.attachments.all()),
    )
