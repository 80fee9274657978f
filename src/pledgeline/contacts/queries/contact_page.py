"""One contact with everything known of it: times, legs, why the rule decided as it did, versions and receipts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ibis.expr.types as ir

from pledgeline.contacts import queries
from pledgeline.contacts.core.decision import Trial, Waited, trials
from pledgeline.contacts.core.timeline import Moment, Stretch, moments, stretches
from pledgeline.contacts.metrics import measures
from pledgeline.contacts.models import Receipt
from pledgeline.contacts.queries.contact_list import LIMIT_S, Clocks
from pledgeline.contacts.store import Snapshot
from pledgeline.kernel.units import MICROS_PER_SECOND
from pledgeline.organisation.queries import visible_centres


@dataclass(frozen=True)
class Leg:
    """One stretch in one place; times are seconds after the contact's arrival, None where unknown."""

    seq: int
    kind: str
    queue: str | None
    start_s: float | None
    length_s: float | None
    result: str | None
    key_pressed: str | None


@dataclass(frozen=True)
class Version:
    number: int
    current: bool
    outcome: str
    receipt: str
    file_name: str
    source_line: int
    source_records: int
    updated_at: datetime | None
    taken_in_at: datetime


@dataclass(frozen=True)
class ContactPage:
    """`contact` is the current version's row (or that of the last delivery), every canonical column."""

    contact: Mapping[str, Any]
    zone: str
    snapshot: str
    limit_s: float
    rule_step: str
    trials: tuple[Trial, ...]
    wait_s: float | None
    moments: tuple[Moment, ...]
    stretches: tuple[Stretch, ...]
    legs: tuple[Leg, ...]
    versions: tuple[Version, ...]


def contact_page(user: Any, key: str, *, snapshot: str | None = None, limit_s: float = LIMIT_S) -> ContactPage | None:
    """None where there is no such contact, or none that the reader may see: the answer does not tell which."""
    at = queries.the_lake().snapshot(snapshot)
    seen = visible_centres(user)
    versions = at.rows(_with_waits(at, key, limit_s))
    current = next((row for row in versions if row["is_current"]), None)
    if current is None or (seen is not None and current["centre_id"] not in seen):
        return None
    return ContactPage(
        contact=current,
        zone=Clocks.of_house().zone(current["service_code"], current["source_id"]),
        snapshot=at.id,
        limit_s=limit_s,
        rule_step=current["rule_step"],
        trials=trials(_waited(current), limit_s),
        wait_s=current["wait_s"],
        moments=moments(current),
        stretches=stretches(current),
        legs=_legs(at, key, current),
        versions=_versions(versions),
    )


def _with_waits(at: Snapshot, key: str, limit_s: float) -> ir.Table:
    """All versions of one contact with step and waits; the waits in microseconds keep the names the metric uses."""
    contacts = at.table("contact")
    rows = contacts.filter(contacts.contact_key == key)
    waits = measures.with_waits(measures.with_instants(rows))
    names = ("wait_answer", "wait_offer", "wait_offered_by", "wait_end")
    waits = waits.mutate(slack=measures.slack_us(waits)).select("version", "slack", *names)
    decided = measures.with_rule_step(rows, limit_s)
    return decided.join(waits, "version").order_by("version")


def _waited(row: Mapping[str, Any]) -> Waited:
    def seconds(name: str) -> float | None:
        return None if row[name] is None else row[name] / MICROS_PER_SECOND

    return Waited(
        kind=row["kind"],
        deferred=row["async"],
        excluded=row["test_or_excluded"],
        requested=row["human_requested_at"] is not None,
        outcome=row["outcome"],
        callback_offer=row["callback_offer"],
        wait_answer_s=seconds("wait_answer"),
        wait_offer_s=seconds("wait_offer"),
        wait_offered_by_s=seconds("wait_offered_by"),
        wait_end_s=seconds("wait_end"),
        slack_s=row["slack"] / MICROS_PER_SECOND,
    )


def _legs(at: Snapshot, key: str, current: Mapping[str, Any]) -> tuple[Leg, ...]:
    legs = at.table("contact_leg")
    own = legs.filter((legs.contact_key == key) & (legs.version == current["version"])).order_by("seq")
    arrived = current["arrived_at"]

    def after(moment: datetime | None, since: datetime | None) -> float | None:
        return (moment - since).total_seconds() if moment and since else None

    return tuple(
        Leg(
            seq=row["seq"],
            kind=row["kind"],
            queue=row["queue_id"],
            start_s=after(row["start_at"], arrived),
            length_s=after(row["end_at"], row["start_at"]),
            result=row["result"],
            key_pressed=row["key_pressed"],
        )
        for row in at.rows(own)
    )


def _versions(rows: list[dict[str, Any]]) -> tuple[Version, ...]:
    numbers = {int(row["batch_id"][1:]) for row in rows}
    files = dict(Receipt.objects.filter(number__in=numbers).values_list("number", "file_name"))
    return tuple(
        Version(
            number=row["version"],
            current=row["is_current"],
            outcome=row["outcome"],
            receipt=row["batch_id"],
            file_name=files.get(int(row["batch_id"][1:]), ""),
            source_line=row["source_line"],
            source_records=row["source_records"],
            updated_at=row["source_updated_at"],
            taken_in_at=row["ingested_at"],
        )
        for row in rows
    )
