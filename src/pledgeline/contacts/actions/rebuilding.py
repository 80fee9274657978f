"""Building the contact store anew from the raw archive.

Every closed receipt is replayed in order with the profile it was read with, into a new lake beside the old one;
snapshots keep their ids because they are named after receipts. Only when all is read do the two change places, by
two renames; the old lake stays as `lake.before-rebuild` until the next rebuild.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pledgeline.contacts import connectors, profiles
from pledgeline.contacts.actions import deliveries
from pledgeline.contacts.models import Receipt
from pledgeline.contacts.queries import the_lake
from pledgeline.contacts.store import Lake, archive
from pledgeline.contacts.store.staging import Delivery


@dataclass(frozen=True)
class Rebuilt:
    """`differing` names receipts whose counts came out otherwise than they were sealed (a newer connector)."""

    replayed: int
    snapshot: str
    differing: tuple[str, ...]


def rebuild(*, progress: Callable[[str, float], None] = lambda step, share: None) -> Rebuilt:
    """Replays every closed receipt. Raises Problem where the archive is damaged; the old lake is then untouched."""
    old = the_lake()
    with old.writing():
        deliveries.recover(lake=old)
        fresh_root = old.root.with_name(old.root.name + ".rebuilding")
        shutil.rmtree(fresh_root, ignore_errors=True)
        fresh = Lake(fresh_root, memory_limit=old.memory_limit)
        fresh.create()
        receipts = list(Receipt.objects.filter(state=Receipt.State.CLOSED, same_as=None).order_by("number"))
        differing = []
        for done, receipt in enumerate(receipts):
            progress(receipt.code, done / len(receipts))
            if not _replay(receipt, fresh, old.archive):
                differing.append(receipt.code)
        newest = fresh.newest.id
        _change_places(old, fresh_root)
    return Rebuilt(len(receipts), newest, tuple(differing))


def _replay(receipt: Receipt, fresh: Lake, packed: Path) -> bool:
    """Whether the replay gave the counts that were sealed."""
    raw = archive.unpack(packed, receipt.sha256, fresh.root / "delivery.raw")
    wording = archive.unpack(packed, receipt.profile_sha256, fresh.root / "profile.yaml")
    profile = profiles.load(str(wording))
    prepared = fresh.prepare(
        Delivery(
            receipt=receipt.code,
            path=_named_as_delivered(raw, receipt.file_name),
            connector=connectors.REGISTRY[receipt.connector],
            profile=profile,
            source_id=receipt.source,
            centre_id=receipt.centre,
            pseudonym_key=deliveries.pseudonym_key(),
            ingested_at=receipt.opened_at,
            archived=lambda: archive.Archived(receipt.sha256, receipt.size, packed),
        )
    )
    fresh.finish(prepared)
    fresh.forget_staging(receipt.code)
    counts = prepared.counts
    sealed = (receipt.read, receipt.accepted, receipt.superseded, receipt.unchanged, receipt.rejected)
    return sealed == (counts.read, counts.accepted, counts.superseded, counts.unchanged, counts.rejected)


def _named_as_delivered(raw: Path, file_name: str) -> Path:
    """Connectors tell XLSX from CSV by the file's ending, which the archive does not keep."""
    return raw.replace(raw.with_name("delivery" + Path(file_name).suffix))


def _change_places(old: Lake, fresh_root: Path) -> None:
    """The raw archive moves over (nothing reads it meanwhile: we hold the lock), then the folders are renamed."""
    before = old.root.with_name(old.root.name + ".before-rebuild")
    shutil.rmtree(before, ignore_errors=True)
    shutil.rmtree(fresh_root / "archive")
    shutil.copytree(old.archive, fresh_root / "archive", copy_function=_hard_link)
    old.root.rename(before)
    fresh_root.rename(old.root)


def _hard_link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)
