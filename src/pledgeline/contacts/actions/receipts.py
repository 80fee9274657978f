"""Opening and sealing receipts. A sealed receipt is chained to the one sealed before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pledgeline.contacts.core.receipt_chain import seal
from pledgeline.contacts.core.refusal import kept
from pledgeline.contacts.models import Receipt, Source
from pledgeline.contacts.store.archive import Archived
from pledgeline.contacts.store.manifest import Counts, Prepared
from pledgeline.kernel.clock import zone
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit
from pledgeline.organisation.core.audit import GENESIS

if TYPE_CHECKING:
    from pledgeline.organisation.models import User


@dataclass(frozen=True)
class Intake:
    """What is known of a delivery before it is read; its sha256 is known when it is archived."""

    file_name: str
    size: int
    centre: str
    source: str
    profile: str
    profile_sha256: str
    connector: str
    connector_version: str


@transaction.atomic
def open_(*, intake: Intake, by: User | None) -> Receipt:
    """A receipt for a delivery that is about to be read. Numbers have no gaps: the lake admits one writer."""
    last = Receipt.objects.aggregate(last=Max("number"))["last"] or 0
    return Receipt.objects.create(number=last + 1, opened_at=timezone.now(), opened_by=by, **vars(intake))


@transaction.atomic
def close(*, receipt: Receipt, prepared: Prepared, snapshot: str, source: Source, by: User | None) -> Receipt:
    """Seals the receipt of a delivery that is in, and notes at its source what has been seen."""
    _take_counts(receipt, prepared.counts)
    receipt.sha256, receipt.size = prepared.sha256, prepared.size
    receipt.first_day = _local_day(prepared.first_s, source.zone)
    receipt.last_day = _local_day(prepared.last_s, source.zone)
    receipt.snapshot = snapshot
    _note_at_source(source, receipt, prepared)
    return _seal(receipt, Receipt.State.CLOSED, by)


@transaction.atomic
def close_repeat(*, receipt: Receipt, first: Receipt, snapshot: str, by: User | None) -> Receipt:
    """Seals the receipt of a file that was taken in before, byte for byte, the same way: nothing changes."""
    there = first.accepted + first.superseded + first.unchanged
    _take_counts(receipt, Counts(first.read, 0, 0, there, first.rejected, first.rejects_by_reason))
    receipt.sha256, receipt.same_as = first.sha256, first
    receipt.snapshot = snapshot
    return _seal(receipt, Receipt.State.CLOSED, by)


@transaction.atomic
def refuse(*, receipt: Receipt, problem: Problem, raw: Archived, by: User | None) -> Receipt:
    """Seals the receipt of a delivery that could not be read as a whole; its bytes are in the archive."""
    receipt.sha256, receipt.size = raw.sha256, raw.size
    receipt.refusal = kept(problem)
    return _seal(receipt, Receipt.State.REFUSED, by)


@transaction.atomic
def abandon(*, receipt: Receipt) -> Receipt:
    """Seals the receipt of a delivery that was interrupted before anything of it was in."""
    return _seal(receipt, Receipt.State.ABANDONED, None)


def _take_counts(receipt: Receipt, counts: Counts) -> None:
    receipt.read = counts.read
    receipt.accepted = counts.accepted
    receipt.superseded = counts.superseded
    receipt.unchanged = counts.unchanged
    receipt.rejected = counts.rejected
    receipt.rejects_by_reason = counts.rejects_by_reason


def _local_day(epoch_s: int | None, zone_name: str) -> date | None:
    """The day as the source's own calendar has it: midnight in Beijing is still yesterday in UTC."""
    return None if epoch_s is None else datetime.fromtimestamp(epoch_s, zone(zone_name)).date()


def _note_at_source(source: Source, receipt: Receipt, prepared: Prepared) -> None:
    source.services_seen = sorted(set(source.services_seen) | set(prepared.services))
    if receipt.first_day:
        source.first_day = min(filter(None, (source.first_day, receipt.first_day)))
    if receipt.last_day:
        source.last_day = max(filter(None, (source.last_day, receipt.last_day)))
    source.save()


def _seal(receipt: Receipt, state: Receipt.State, by: User | None) -> Receipt:
    before = Receipt.objects.exclude(hash="").order_by("-closed_at", "-number").first()
    receipt.state = state
    receipt.closed_at = timezone.now()
    receipt.previous_hash = before.hash if before else GENESIS
    receipt.hash = seal(receipt.previous_hash, receipt.contents())
    receipt.save()
    facts: dict[str, Any] = {
        name: getattr(receipt, name)
        for name in ("file_name", "sha256", "read", "accepted", "superseded", "unchanged", "rejected", "snapshot")
    }
    audit.record(room="contacts", action=f"receipt.{state}", subject=("receipt", receipt.code), by=by, data=facts)
    return receipt
