"""Comments with attached files on anything that both sides look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.partnership import queries, store
from pledgeline.partnership.actions import _checks, told
from pledgeline.partnership.core.remark import LARGEST_BYTES, LONGEST, MOST_FILES, TYPES, media_type, plain_name
from pledgeline.partnership.models import Attachment, Remark


@dataclass(frozen=True)
class File:
    """As it was handed in."""

    name: str
    data: bytes


@transaction.atomic
def add(
    *,
    kind: str,
    key: str,
    by: Any,
    text_en: str = "",
    text_zh: str = "",
    files: Sequence[File] = (),
    side: Side | None = None,
    at: datetime | None = None,
) -> Remark:
    """A remark on a subject that `by` may see, read by the client and that one centre. Raises Problem
    `remark.unknown`, `partnership.no_side`, `partnership.missing`, `partnership.too_long`, `attachment.many`,
    `attachment.large`, `attachment.empty` or `attachment.type`; then no file was kept either."""
    subject = queries.subject(kind, key, user=by)
    speaks = _checks.side(by, side)
    words = {"text_en": text_en.strip(), "text_zh": text_zh.strip()}
    if not any(words.values()):
        raise Problem("partnership.missing", field="text")
    for name, text in words.items():
        if len(text) > LONGEST:
            raise Problem("partnership.too_long", field=name, longest=LONGEST)
    kept = _checked(files)
    made = Remark.objects.create(
        number=(Remark.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        centre=subject.centre,
        subject_kind=kind,
        subject_key=key,
        side=speaks.value,
        name=_checks.name_of(by),
        **words,
        created_by=by,
        created_at=_checks.moment(at),
    )
    Attachment.objects.bulk_create(
        [
            Attachment(
                remark=made,
                place=place,
                name=name,
                media_type=kind_of,
                size=len(file.data),
                sha256=store.keep(file.data),
            )
            for place, (file, name, kind_of) in enumerate(kept, start=1)
        ]
    )
    data = {"number": made.number, "side": speaks.value, "files": [name for _file, name, _kind in kept]}
    _checks.record("remark.added", (kind, key), subject.centre, by, data)
    told.remarked(made)
    return made


def _checked(files: Sequence[File]) -> list[tuple[File, str, str]]:
    """Each file with its plain name and media type."""
    if len(files) > MOST_FILES:
        raise Problem("attachment.many", field="files", most=MOST_FILES)
    found = []
    for file in files:
        name = plain_name(file.name)
        if len(file.data) > LARGEST_BYTES:
            raise Problem("attachment.large", field="files", name=name, limit_mib=LARGEST_BYTES // 1024**2)
        if not file.data:
            raise Problem("attachment.empty", field="files", name=name)
        kind = media_type(name, file.data)
        if kind is None:
            raise Problem("attachment.type", field="files", name=name, known=", ".join(TYPES))
        found.append((file, name, kind))
    return found
