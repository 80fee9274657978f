"""Uploads as pages show them: which profiles may be chosen, what a look at a file found, what went wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import QuerySet

from pledgeline.contacts import profiles, queries
from pledgeline.contacts.core.schema import CONTACT, TABLES, TableSchema
from pledgeline.contacts.models import Receipt, Source, Upload
from pledgeline.contacts.queries.contact_list import LIMIT_S as LIMIT_S
from pledgeline.contacts.store import archive
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres

ROWS_BESIDE = 3
_ALWAYS_THERE = frozenset({"source_id", "centre_id", "source_line", "source_records"})


def uploads(user: Any) -> QuerySet[Upload]:
    """Newest first, of the centres the reader may see."""
    found = Upload.objects.select_related("receipt", "uploaded_by").order_by("-uploaded_at")
    seen = visible_centres(user)
    return found if seen is None else found.filter(centre__in=seen)


# --- profiles -----------------------------------------------------------------------------------------------------


def profile_names(user: Any) -> tuple[str, ...]:
    """Profiles that may be chosen: those that feeds the reader may see have been read with before (their wording is in
    the archive), then the other shipped ones."""
    used = set(queries.sources(centres=visible_centres(user)).values_list("profile", flat=True))
    return (*sorted(used), *(name for name in profiles.names() if name not in used))


def profile_file(name: str, centre: str) -> Path:
    """The file to read profile `name` from: a shipped one, else as the centre's last delivery was read with it.

    `name` is never taken for a path. Raises Problem `profile.unknown` where there is neither.
    """
    if name in profiles.names():
        return profiles.path_of(name)
    closed = Receipt.objects.filter(state=Receipt.State.CLOSED, profile=name, centre=centre)
    last = closed.order_by("-number").first()
    if last is None:
        raise Problem("profile.unknown", field=name, known=", ".join(profiles.names()))
    folder = uploads_folder() / "profiles"
    folder.mkdir(exist_ok=True)
    draft = archive.unpack(queries.the_lake().archive, last.profile_sha256, folder / f"{uuid4().hex}.draft")
    return draft.replace(folder / f"{last.profile_sha256}.yaml")


# --- files of one upload ------------------------------------------------------------------------------------------


def uploads_folder() -> Path:
    """Files here are as delivered, with customers' numbers in them: only the program's own account may look in."""
    folder = Path(settings.PLEDGELINE_HOME) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def file_of(upload_id: UUID) -> Path:
    return uploads_folder() / str(upload_id)


def look_file_of(upload_id: UUID) -> Path:
    return file_of(upload_id).with_suffix(".look.json")


# --- what a look found --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """One contact beside the line it came from; `values` are its filled columns in canonical order."""

    line: int
    further_records: int
    delivered: str
    key: str
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class FilledColumn:
    """A canonical column that the profile fills: in how many of the sampled rows, and an example."""

    name: str
    filled: int
    example: Any


@dataclass(frozen=True)
class LookPage:
    """What the preview page shows. Counts are of the whole delivery, `sample` rows were looked at one by one."""

    read: int
    accepted: int
    rejected: int
    rejects_by_reason: tuple[tuple[str, int], ...]
    rejects: tuple[Mapping[str, Any], ...]
    pairs: tuple[Pair, ...]
    columns: tuple[FilledColumn, ...]
    sample: int
    counts: Mapping[str, Mapping[str, int]]
    steps: Mapping[str, int]
    first: datetime | None
    last: datetime | None
    zone: str


def look_page(upload: Upload) -> LookPage | None:
    """None while the worker has not looked yet (or the file is gone)."""
    try:
        raw = json.loads(look_file_of(upload.id).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    preview = raw["preview"]
    lines = {int(number): text for number, text in preview["delivered"]}
    contacts = preview["contacts"]
    return LookPage(
        read=preview["read"],
        accepted=preview["accepted"],
        rejected=preview["rejected"],
        rejects_by_reason=tuple(sorted(preview["rejects_by_reason"].items(), key=lambda pair: (-pair[1], pair[0]))),
        rejects=tuple(preview["rejects"]),
        pairs=tuple(_pair(contact, lines, _record(contacts)) for contact in contacts[:ROWS_BESIDE]),
        columns=_filled(contacts),
        sample=len(contacts),
        counts=raw["counts"],
        steps=raw["steps"],
        first=_moment(raw["first"]),
        last=_moment(raw["last"]),
        zone=_zone(upload),
    )


def _record(rows: list[Mapping[str, Any]]) -> TableSchema:
    """The table whose rows these are, by their key."""
    return next((table for table in TABLES if rows and table.key[0] in rows[0]), CONTACT)


def _pair(contact: Mapping[str, Any], lines: Mapping[int, str], record: TableSchema) -> Pair:
    shown = [
        (column.name, contact[column.name])
        for column in record.staged
        if column.name not in _ALWAYS_THERE and contact.get(column.name) not in (None, "", [], False)
    ]
    line = contact["source_line"]
    return Pair(line, max(contact["source_records"] - 1, 0), lines.get(line, ""), contact[record.key[0]], tuple(shown))


def _filled(contacts: list[Mapping[str, Any]]) -> tuple[FilledColumn, ...]:
    found = []
    for column in _record(contacts).staged:
        values = [value for contact in contacts if (value := contact.get(column.name)) not in (None, "", [])]
        if values and column.name not in _ALWAYS_THERE:
            found.append(FilledColumn(column.name, len(values), values[0]))
    return tuple(found)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _zone(upload: Upload) -> str:
    """Of the feed where it is known already, else of the house."""
    known = Source.objects.filter(centre=upload.centre, profile=upload.profile).values_list("zone", flat=True).first()
    if known:
        return known
    if upload.profile in profiles.names():
        return profiles.load(upload.profile).zone or settings.TIME_ZONE
    return settings.TIME_ZONE
