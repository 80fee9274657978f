"""Contacts for people to look at: a page of a list with the rule's step, and how many each step holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import ibis.expr.types as ir
from django.conf import settings
from django.core.paginator import Page, Paginator

from pledgeline.contacts import queries
from pledgeline.contacts.core.question import Question
from pledgeline.contacts.core.rule import RuleStep
from pledgeline.contacts.metrics import grouping, measures
from pledgeline.contacts.models import Source
from pledgeline.contacts.store import Snapshot
from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation

CONTACTS_A_PAGE = 50
LIMIT_S = 60.0
ORDERS = ("time", "newest", "wait")

_SHOWN = (
    *("contact_key", "source_id", "centre_id", "service_code", "channel", "kind", "queue_first", "outcome"),
    *("attributed_at", "human_requested_at", "answered_at", "callback_offer", "callback_offered_at"),
    *("test_or_excluded", "rule_step", "wait_s"),
)


@dataclass(frozen=True)
class Wanted:
    """Which contacts, and how. `where` is as in a Question; empty tuples do not filter."""

    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period: Period = field(default_factory=Period)
    rule_steps: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    limit_s: float = LIMIT_S
    snapshot: str | None = None
    order: str = "time"


@dataclass(frozen=True)
class ContactRow:
    """One line of the list; `zone` is the one its times are to be shown in."""

    key: str
    centre: str
    service: str | None
    channel: str
    kind: str
    queue: str | None
    outcome: str
    excluded: str | None
    at: datetime
    zone: str
    rule_step: str
    wait_s: float | None
    offer: str
    offered_after_s: float | None


@dataclass(frozen=True)
class ContactList:
    """`steps` counts by rule step what the other filters leave, whatever step is chosen."""

    rows: tuple[ContactRow, ...]
    page: Page[Any]
    steps: Mapping[str, int]
    total: int
    snapshot: str
    newest: bool


def contact_list(user: Any, wanted: Wanted, *, number: int = 1) -> ContactList:
    """A page of the contacts a reader may see. Two queries over the snapshot, whatever the page.

    Raises Problem `snapshot.unknown`, `metric.where_value` or `lake.missing`.
    """
    lake = queries.the_lake()
    snapshot = lake.snapshot(wanted.snapshot)
    contacts = _decided(snapshot, _scoped(user, wanted), wanted)
    steps = _steps(snapshot, contacts)
    chosen = [step for step in RuleStep if step in wanted.rule_steps] or list(RuleStep)
    page = Paginator(range(sum(steps[step] for step in chosen)), CONTACTS_A_PAGE).get_page(number)
    if wanted.rule_steps:
        contacts = contacts.filter(contacts.rule_step.isin(list(wanted.rule_steps)))
    shown = contacts.select(*_SHOWN)
    shown = shown.order_by(_order(shown, wanted.order)).limit(CONTACTS_A_PAGE, offset=max(page.start_index() - 1, 0))
    zones = Clocks.of_house()
    return ContactList(
        rows=tuple(_row(row, zones) for row in snapshot.rows(shown)),
        page=page,
        steps=steps,
        total=sum(steps.values()),
        snapshot=snapshot.id,
        newest=snapshot.id == lake.newest.id,
    )


def _scoped(user: Any, wanted: Wanted) -> Mapping[str, tuple[str, ...]]:
    """The reader's own centres only, whatever was asked for."""
    seen = organisation.visible_centres(user)
    if seen is None:
        return wanted.where
    asked = wanted.where.get("centre")
    return {**wanted.where, "centre": tuple(sorted(seen if asked is None else seen & set(asked)))}


def _decided(snapshot: Snapshot, where: Mapping[str, tuple[str, ...]], wanted: Wanted) -> ir.Table:
    """Exactly the population a figure with these filters has, each contact with its step."""
    question = Question("human_or_callback_within", period=wanted.period, where=where)
    grouping.check(question)
    rows = measures.with_instants(grouping.within(snapshot.table("contact"), question))
    rows = measures.with_rule_step(grouping.kept(rows, question, queries.zones()), wanted.limit_s)
    return rows.filter(rows.outcome.isin(list(wanted.outcomes))) if wanted.outcomes else rows


def _steps(snapshot: Snapshot, contacts: ir.Table) -> dict[str, int]:
    counted = snapshot.rows(contacts.group_by("rule_step").aggregate(n=contacts.count()))
    found = {row["rule_step"]: row["n"] for row in counted}
    return {step.value: found.get(step.value, 0) for step in RuleStep}


def _order(shown: ir.Table, order: str) -> list[ir.Value]:
    """Always down to the key, so that no contact is on two pages."""
    if order == "wait":
        return [shown.wait_s.desc(nulls_first=False), shown.attributed_at, shown.contact_key]
    if order == "newest":
        return [shown.attributed_at.desc(), shown.contact_key]
    return [shown.attributed_at, shown.contact_key]


@dataclass(frozen=True)
class Clocks:
    """Zone names for showing times: a service's own, else that of the feed, else the house's."""

    by_service: Mapping[str, str]
    by_source: Mapping[str, str]

    @classmethod
    def of_house(cls) -> Clocks:
        return cls(organisation.service_zones(), dict(Source.objects.values_list("code", "zone")))

    def zone(self, service: str | None, source: str) -> str:
        return self.by_service.get(service or "") or self.by_source.get(source) or settings.TIME_ZONE


def _row(row: Mapping[str, Any], zones: Clocks) -> ContactRow:
    offered, requested = row["callback_offered_at"], row["human_requested_at"]
    return ContactRow(
        key=row["contact_key"],
        centre=row["centre_id"],
        service=row["service_code"],
        channel=row["channel"],
        kind=row["kind"],
        queue=row["queue_first"],
        outcome=row["outcome"],
        excluded=row["test_or_excluded"],
        at=row["attributed_at"],
        zone=zones.zone(row["service_code"], row["source_id"]),
        rule_step=row["rule_step"],
        wait_s=row["wait_s"],
        offer=row["callback_offer"],
        offered_after_s=(offered - requested).total_seconds() if offered and requested else None,
    )
