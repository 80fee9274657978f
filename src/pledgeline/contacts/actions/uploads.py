"""Files handed in through the web: received, looked at, and then taken in or thrown away as a person decides.

Reading happens in the worker only (`pledgeline worker`), the look as well as the ingest: a hostile file cannot hold
up the pages. What is waiting lies in HOME/uploads under a name of our own; accepted bytes end up in the raw archive.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from pledgeline.contacts import profiles
from pledgeline.contacts.actions import deliveries
from pledgeline.contacts.core.progress import overall
from pledgeline.contacts.core.refusal import kept
from pledgeline.contacts.models import Receipt, Upload
from pledgeline.contacts.queries import the_lake
from pledgeline.contacts.queries.uploading import LIMIT_S, file_of, look_file_of, profile_file
from pledgeline.contacts.store.preview import look
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit

_log = logging.getLogger(__name__)

# A forgotten upload holds customers' numbers; it is not kept for ever.
FORGOTTEN_AFTER = timedelta(days=7)
# One record write of progress a second is enough for a page that asks once a second.
_PROGRESS_EVERY_S = 0.5
_NAME_LENGTH = 200


class Chunks(Protocol):
    """As much of an uploaded file as is needed here."""

    name: str | None

    def chunks(self, chunk_size: int | None = ...) -> Any: ...


def receive(*, file: Chunks, profile: str, centre: str, by: Any) -> Upload:
    """Stores the file and asks the worker to look at it. Raises Problem `upload.too_large`, `upload.empty`."""
    _forget_old()
    upload = Upload(
        file_name=_plain_name(file.name), centre=centre, profile=profile, uploaded_at=timezone.now(), uploaded_by=by
    )
    upload.size = _store(file, file_of(upload.id))
    try:
        with transaction.atomic():
            upload.save()
            _note("upload.received", upload, by, size=upload.size, profile=profile, centre=centre)
            # The worker's order is written in the same transaction: neither exists without the other.
            look_at.enqueue(str(upload.id))
    except BaseException:
        file_of(upload.id).unlink(missing_ok=True)
        raise
    return upload


@transaction.atomic
def accept(*, upload: Upload, by: Any) -> Upload:
    """Asks the worker to take the file in. Raises Problem `upload.decided` where somebody decided before."""
    _decide(upload, Upload.State.ACCEPTED)
    _note("upload.accepted", upload, by)
    take_in.enqueue(str(upload.id))
    return upload


@transaction.atomic
def discard(*, upload: Upload, by: Any) -> Upload:
    """Removes the file. Raises Problem `upload.decided` where somebody decided before."""
    _decide(upload, Upload.State.DISCARDED)
    _note("upload.discarded", upload, by)
    transaction.on_commit(lambda: _remove_files(upload.id))
    return upload


def _decide(upload: Upload, state: Upload.State) -> None:
    """One of two people who decide at once wins; the other is told."""
    changed = Upload.objects.filter(pk=upload.pk, state=Upload.State.WAITING).update(state=state)
    if not changed:
        raise Problem("upload.decided")
    upload.state = state


# --- in the worker ------------------------------------------------------------------------------------------------


@task()
def look_at(upload_id: str) -> None:
    """Reads the file as an ingest would and leaves what the preview page shows."""
    upload = Upload.objects.get(pk=UUID(upload_id))
    if upload.state != Upload.State.WAITING:
        return
    try:
        path = profile_file(upload.profile, upload.centre)
        profile = profiles.load(str(path))
        seen = look(
            the_lake(),
            path=file_of(upload.id),
            profile=profile,
            source_id=f"{upload.centre}.{profile.name}",
            centre_id=upload.centre,
            pseudonym_key=deliveries.pseudonym_key(),
            limit_s=LIMIT_S,
        )
        draft = look_file_of(upload.id).with_suffix(".draft")
        draft.write_text(json.dumps(asdict(seen), ensure_ascii=False, default=str), encoding="utf-8")
        draft.replace(look_file_of(upload.id))
    except Problem as problem:
        _fail(upload, problem)
    except Exception:
        _log.exception("looking at upload %s failed", upload_id)
        _fail(upload, Problem("upload.fault"))


@task()
def take_in(upload_id: str) -> None:
    """Ingests an accepted file; progress, receipt or problem are written to the upload."""
    upload = Upload.objects.get(pk=UUID(upload_id))
    if not Upload.objects.filter(pk=upload.pk, state=Upload.State.ACCEPTED).update(state=Upload.State.RUNNING):
        return
    upload.state = Upload.State.RUNNING
    try:
        receipt = deliveries.ingest(
            path=file_of(upload.id),
            profile=str(profile_file(upload.profile, upload.centre)),
            centre=upload.centre,
            file_name=upload.file_name,
            by=upload.uploaded_by,
            progress=_Reporter(upload),
        )
    except Problem as problem:
        _fail(upload, problem)
        return
    except Exception:
        _log.exception("taking in upload %s failed", upload_id)
        _fail(upload, Problem("upload.fault"))
        return
    _finish(upload, receipt)


def resume() -> int:
    """Orders again what a stopped worker left undone; how many uploads there were.

    Called when a worker starts. Nothing is ordered while a delivery is being written: then another worker is alive.
    An order too many is harmless, since an upload is taken in only from the state `accepted`.
    """
    try:
        with the_lake().writing(wait_s=0), transaction.atomic():
            Upload.objects.filter(state=Upload.State.RUNNING).update(state=Upload.State.ACCEPTED, step="", share_done=0)
            accepted = list(Upload.objects.filter(state=Upload.State.ACCEPTED))
            unseen = [
                one for one in Upload.objects.filter(state=Upload.State.WAITING) if not look_file_of(one.id).exists()
            ]
            for upload in accepted:
                take_in.enqueue(str(upload.pk))
            for upload in unseen:
                look_at.enqueue(str(upload.pk))
    except Problem as problem:
        if problem.code not in ("lake.busy", "lake.missing"):
            raise
        return 0
    return len(accepted) + len(unseen)


class _Reporter:
    """Writes progress to the record, seldom enough not to slow the ingest down."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.written_at = float("-inf")

    def __call__(self, step: str, share: float) -> None:
        word = step.split(" ")[0]
        now = time.monotonic()
        if word == self.upload.step and now - self.written_at < _PROGRESS_EVERY_S:
            return
        self.written_at = now
        self.upload.step, self.upload.share_done = word, overall(word, share)
        Upload.objects.filter(pk=self.upload.pk).update(step=word, share_done=self.upload.share_done)


@transaction.atomic
def _finish(upload: Upload, receipt: Receipt) -> None:
    upload.state, upload.receipt, upload.share_done = Upload.State.DONE, receipt, 1.0
    upload.save(update_fields=["state", "receipt", "share_done"])
    transaction.on_commit(lambda: _remove_files(upload.id))


@transaction.atomic
def _fail(upload: Upload, problem: Problem) -> None:
    """The sentence is made when it is read, in the reader's language."""
    upload.state = Upload.State.FAILED
    upload.problem = kept(problem)
    upload.save(update_fields=["state", "problem"])
    _note("upload.failed", upload, None, problem=problem.code)
    transaction.on_commit(lambda: _remove_files(upload.id))


# --- files --------------------------------------------------------------------------------------------------------


def _store(file: Chunks, target: Path) -> int:
    """Streams the file to `target`, never more than is allowed; its size."""
    limit, size = settings.PLEDGELINE_MAX_UPLOAD_BYTES, 0
    try:
        with target.open("xb") as out:
            for chunk in file.chunks():
                size += len(chunk)
                if size > limit:
                    raise Problem("upload.too_large", limit_mib=limit // 1024**2)
                out.write(chunk)
        if not size:
            raise Problem("upload.empty")
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return size


def _plain_name(name: str | None) -> str:
    """The last part of what the browser says, without control characters; only ever shown, never opened."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:_NAME_LENGTH] or "upload"


def _remove_files(upload_id: UUID) -> None:
    file_of(upload_id).unlink(missing_ok=True)
    look_file_of(upload_id).unlink(missing_ok=True)


def _forget_old() -> None:
    """Discards what nobody decided about."""
    before = timezone.now() - FORGOTTEN_AFTER
    for upload in Upload.objects.filter(state=Upload.State.WAITING, uploaded_at__lt=before):
        try:
            discard(upload=upload, by=None)
        except Problem:
            continue


def _note(action: str, upload: Upload, by: Any, **data: Any) -> None:
    facts: Mapping[str, Any] = {"file_name": upload.file_name, **data}
    audit.record(room="contacts", action=action, subject=("upload", str(upload.pk)), by=by, data=facts)
