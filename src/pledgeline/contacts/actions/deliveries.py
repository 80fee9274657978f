"""Taking deliveries in. One writer at a time; whatever happens, the contacts are as before or as after."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from pledgeline.contacts import connectors, profiles
from pledgeline.contacts.actions import receipts
from pledgeline.contacts.core.profile import ProfileBase
from pledgeline.contacts.models import Receipt, Source
from pledgeline.contacts.queries import the_lake
from pledgeline.contacts.store import Lake, SnapshotInfo, archive
from pledgeline.contacts.store.lake import Progress
from pledgeline.contacts.store.staging import Delivery
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem

if TYPE_CHECKING:
    from pledgeline.organisation.models import User


def _say_nothing(step: str, share: float) -> None: ...


@dataclass(frozen=True)
class Recovered:
    """What an interrupted process had left: receipts finished, and receipts of which nothing had come in."""

    finished: tuple[str, ...]
    abandoned: tuple[str, ...]


def ingest(
    *,
    path: Path,
    profile: str,
    centre: str | None = None,
    file_name: str | None = None,
    by: User | None = None,
    progress: Progress = _say_nothing,
) -> Receipt:
    """Takes one file in and returns its sealed receipt.

    `profile` is a shipped name or a path; `centre` may be left out where the profile names one. A file taken in
    before, byte for byte and read the same way, changes nothing. Raises Problem where the file cannot be read as a
    whole; its bytes are archived and its receipt says `refused`.
    """
    archive.checked_delivery(path)
    chosen = profiles.load(profile)
    connector = connectors.REGISTRY[chosen.connector]
    code = _centre_code(chosen, centre)
    lake = the_lake()
    name = file_name or path.name
    with lake.writing(), ThreadPoolExecutor(max_workers=1) as beside:
        recover(lake=lake)
        profile_bytes = archive.keep(profiles.path_of(profile), lake.archive)
        source = _source(chosen, code)
        intake = receipts.Intake(
            file_name=name,
            size=path.stat().st_size,
            centre=code,
            source=source.code,
            profile=chosen.name,
            profile_sha256=profile_bytes.sha256,
            connector=connector.name,
            connector_version=connector.version,
        )
        first = _taken_in_before(intake, path)
        receipt = receipts.open_(intake=intake, by=by)
        progress("opened", 0.0)
        if first is not None:
            return receipts.close_repeat(receipt=receipt, first=first, snapshot=lake.newest.id, by=by)
        # Hashing and compressing need a second core for a third of the time that reading takes: both at once.
        archived = beside.submit(archive.keep, path, lake.archive)
        try:
            return _take_in(lake, receipt, path, chosen, source, archived.result, by, progress)
        except Problem as problem:
            receipts.refuse(receipt=receipt, problem=problem, raw=archived.result(), by=by)
            raise problem.at(file=name) from problem


def recover(*, lake: Lake | None = None) -> Recovered:
    """Finishes deliveries that were prepared and seals those of which nothing had come in.

    Called before every delivery and at the start of the server. Within `ingest` the lake is locked already and is
    handed in; alone it waits for the writer at work, whose open receipt is no leftover.
    """
    if lake is None:
        lake = the_lake()
        with lake.writing():
            return recover(lake=lake)
    archive.forget_drafts(lake.archive)
    finished = []
    for prepared in lake.prepared():
        info = lake.finish(prepared)
        receipt = Receipt.objects.get(number=int(prepared.receipt[1:]))
        if receipt.state == Receipt.State.OPEN:
            source = Source.objects.get(code=receipt.source)
            receipts.close(receipt=receipt, prepared=prepared, snapshot=info.id, source=source, by=receipt.opened_by)
            finished.append(receipt.code)
        lake.forget_staging(prepared.receipt)
    lake.forget_staging()
    abandoned = []
    for receipt in Receipt.objects.filter(state=Receipt.State.OPEN):
        receipts.abandon(receipt=receipt)
        abandoned.append(receipt.code)
    return Recovered(tuple(finished), tuple(abandoned))


def _take_in(
    lake: Lake,
    receipt: Receipt,
    path: Path,
    profile: ProfileBase,
    source: Source,
    archived: Callable[[], archive.Archived],
    by: User | None,
    progress: Progress,
) -> Receipt:
    before = path.stat()
    prepared = lake.prepare(
        Delivery(
            receipt=receipt.code,
            path=path,
            connector=connectors.REGISTRY[profile.connector],
            profile=profile,
            source_id=source.code,
            centre_id=receipt.centre,
            pseudonym_key=pseudonym_key(),
            ingested_at=receipt.opened_at,
            archived=archived,
        ),
        progress=progress,
    )
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        lake.forget_staging(receipt.code)
        raise Problem("delivery.changed_while_read")
    info: SnapshotInfo = lake.finish(prepared, progress=progress)
    sealed = receipts.close(receipt=receipt, prepared=prepared, snapshot=info.id, source=source, by=by)
    progress("closed", 1.0)
    lake.forget_staging(receipt.code)
    return sealed


def pseudonym_key() -> bytes:
    key = settings.PLEDGELINE_PSEUDONYM_KEY
    if not key:
        raise Problem("keys.missing", file=str(settings.KEYS))
    return bytes.fromhex(key)


def _centre_code(profile: ProfileBase, centre: str | None) -> str:
    code = centre or profile.centre
    if not code:
        raise Problem("centre.needed", profile=profile.name)
    return checked_code(code, field="centre")


def _source(profile: ProfileBase, centre: str) -> Source:
    code = f"{centre}.{profile.name}"
    source, _created = Source.objects.update_or_create(
        code=code,
        defaults={
            "centre": centre,
            "profile": profile.name,
            "connector": profile.connector,
            "zone": profile.zone or settings.TIME_ZONE,
            "capabilities": _cannot_tell(profile),
        },
    )
    return source


def _cannot_tell(profile: ProfileBase) -> dict[str, Any]:
    """Canonical facts this feed cannot give, each with its reason: what the connector never has, what the profile
    says is missing."""
    missing: dict[str, Any] = dict(connectors.REGISTRY[profile.connector].never)
    for fact, capability in profile.capabilities.items():
        if capability.given:
            missing.pop(fact, None)
        else:
            missing[fact] = capability.reason.model_dump() if capability.reason else {}
    return missing


def _taken_in_before(intake: receipts.Intake, path: Path) -> Receipt | None:
    """The receipt of the same bytes, read the same way, for the same source. A changed profile reads them anew.

    Only a file of a size that was seen before is hashed for the question.
    """
    same = {name: value for name, value in vars(intake).items() if name != "file_name"}
    alike = Receipt.objects.filter(state=Receipt.State.CLOSED, same_as=None, **same)
    return alike.filter(sha256=archive.fingerprint(path)).first() if alike.exists() else None
