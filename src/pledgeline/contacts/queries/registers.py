"""The registers that people read: feeds, receipts with their seals, and the rows in quarantine."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import pyarrow as pa
from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, Sum

from pledgeline.contacts import profiles, queries
from pledgeline.contacts.connectors import REGISTRY
from pledgeline.contacts.core.definition import Text
from pledgeline.contacts.core.receipt_chain import seal
from pledgeline.contacts.models import Receipt
from pledgeline.contacts.store import quarantine as store
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.core.audit import GENESIS
from pledgeline.organisation.queries import visible_centres

RECEIPTS_A_PAGE = 30
REJECTS_A_PAGE = 50
FEEDS_A_PAGE = 20


@dataclass(frozen=True)
class Missing:
    """A canonical fact a feed cannot give. `reason` is a text in both languages, or a connector's reason code."""

    fact: str
    reason: Text | str


@dataclass(frozen=True)
class SourceRow:
    """One feed as the sources page shows it; `period` holds the days that contacts were delivered for."""

    code: str
    centre: str
    profile: str
    profile_title: Text | None
    connector_title: Text | None
    zone: str
    period: Period | None
    services: tuple[str, ...]
    deliveries: int
    last_receipt: str | None
    last_at: datetime | None
    read: int
    rejected: int
    missing: tuple[Missing, ...]

    @property
    def share_rejected(self) -> float | None:
        """Among all records ever read; None where none was."""
        return self.rejected / self.read if self.read else None


@dataclass(frozen=True)
class SealCheck:
    """Whether a receipt still is what was sealed, and follows the one it names."""

    own: bool
    follows: bool


@dataclass(frozen=True)
class Feeds:
    """A page of the feeds that a reader may see: of contacts first, then of survey answers and complaints."""

    page: Page[Any]
    contacts: tuple[SourceRow, ...]
    feedback: tuple[SourceRow, ...]


def lacking_first(user: Any, needed: Collection[str], *, most: int) -> tuple[list[SourceRow], int]:
    """The first `most` feeds of contacts the reader may see, those that do not tell a fact of `needed` before the
    others, by code; and how many there are in all. Only the rows shown are read whole."""
    known = queries.sources(centres=visible_centres(user)).values_list("pk", "capabilities")
    lacking: dict[bool, list[int]] = {True: [], False: []}
    for pk, capabilities in known:
        lacking[any(fact in needed for fact in capabilities)].append(pk)
    wanted = [*lacking[True], *lacking[False]][:most]
    found = queries.sources(centres=visible_centres(user)).in_bulk(wanted)
    rows = _source_rows(user, [found[pk] for pk in wanted])
    return list(rows), sum(len(keys) for keys in lacking.values())


def feeding_centres(user: Any) -> set[str]:
    """Those the reader may see that have a feed of contacts."""
    return set(queries.sources(centres=visible_centres(user)).order_by().values_list("centre", flat=True).distinct())


def feeds(user: Any, *, number: int = 1) -> Feeds:
    """A page of both kinds of feed, with what their receipts add up to (a repeated file counts once)."""
    page = Paginator(queries.all_sources(centres=visible_centres(user)), FEEDS_A_PAGE).get_page(number)
    shown = list(page.object_list)
    rows = _source_rows(user, shown)
    contacts, feedback = (
        tuple(row for one, row in zip(shown, rows, strict=True) if queries.is_of_feedback(one) is wanted)
        for wanted in (False, True)
    )
    return Feeds(page, contacts, feedback)


def _source_rows(user: Any, sources: list[Any]) -> tuple[SourceRow, ...]:
    receipts = queries.receipts(centres=visible_centres(user))
    # A long list of names is more than a database takes in one question.
    if len(sources) <= FEEDS_A_PAGE:
        receipts = receipts.filter(source__in=[one.code for one in sources])
    sums = {
        row["source"]: row
        for row in receipts.order_by("source")
        .values("source")
        .annotate(
            deliveries=Count("pk"),
            last=Max("number", filter=Q(state=Receipt.State.CLOSED)),
            last_at=Max("closed_at", filter=Q(state=Receipt.State.CLOSED)),
            read_sum=Sum("read", filter=Q(same_as=None)),
            rejected_sum=Sum("rejected", filter=Q(same_as=None)),
        )
    }
    return tuple(_source_row(source, sums.get(source.code, {})) for source in sources)


def connector_title(code: str) -> Text | None:
    """What a connector is called in both languages; None where this program does not know it."""
    connector = REGISTRY.get(code)
    return Text(**connector.title) if connector else None


def _source_row(source: Any, sums: Mapping[str, Any]) -> SourceRow:
    days = (source.first_day, source.last_day)
    return SourceRow(
        code=source.code,
        centre=source.centre,
        profile=source.profile,
        profile_title=profile_title(source.profile),
        connector_title=connector_title(source.connector),
        zone=source.zone,
        period=Period.from_days(*days) if all(days) else None,
        services=tuple(source.services_seen),
        deliveries=sums.get("deliveries", 0),
        last_receipt=f"r{sums['last']:06d}" if sums.get("last") else None,
        last_at=sums.get("last_at"),
        read=sums.get("read_sum") or 0,
        rejected=sums.get("rejected_sum") or 0,
        missing=tuple(_missing(fact, reason) for fact, reason in sorted(source.capabilities.items())),
    )


def _missing(fact: str, reason: Any) -> Missing:
    known = isinstance(reason, dict) and reason.keys() >= {"en", "zh"}
    return Missing(fact, Text(en=reason["en"], zh=reason["zh"]) if known else str(reason or ""))


@lru_cache(maxsize=64)
def profile_title(name: str) -> Text | None:
    """Title of a shipped profile; None for a user's own."""
    if name not in profiles.names():
        return None
    try:
        title = profiles.load(name).title
    except Problem:
        return None
    return Text(en=title.en, zh=title.zh)


def receipts_page(user: Any, *, number: int, centre: str = "", state: str = "") -> Page[Receipt]:
    """Newest first; empty filters do not filter."""
    found = queries.receipts(centres=visible_centres(user)).select_related("same_as")
    wanted = {name: value for name, value in {"centre": centre, "state": state}.items() if value}
    return Paginator(found.filter(**wanted), RECEIPTS_A_PAGE).get_page(number)


def receipt_centres(user: Any) -> tuple[str, ...]:
    """Codes of the centres that have receipts, of those the reader may see."""
    found = queries.receipts(centres=visible_centres(user)).order_by("centre")
    return tuple(found.values_list("centre", flat=True).distinct())


def receipt(user: Any, code: str) -> Receipt | None:
    """None where there is no such receipt, or none that the reader may see: the answer does not tell which."""
    number = code.removeprefix("r")
    if not (number.isascii() and number.isdecimal()) or len(number) > 18:
        return None
    found = queries.receipts(centres=visible_centres(user)).filter(number=int(number))
    one = found.select_related("same_as", "opened_by").first()
    return one if one is not None and one.code == code else None


def seal_check(one: Receipt) -> SealCheck | None:
    """None while the receipt is open."""
    if not one.hash:
        return None
    follows = one.previous_hash == GENESIS or Receipt.objects.filter(hash=one.previous_hash).exists()
    return SealCheck(own=seal(one.previous_hash, one.contents()) == one.hash, follows=follows)


@dataclass(frozen=True)
class Reject:
    """One row in quarantine: where it stands in the file, why, in which field and what stood there."""

    source_line: int
    reason: str
    field: str | None
    detail: str | None
    source_records: int


def quarantined(one: Receipt, *, number: int, reason: str = "") -> tuple[Page[Any], tuple[Reject, ...]]:
    """A page of rejects in the order of the file; of a repeated file those of its first delivery."""
    lake, code = queries.the_lake(), _kept_under(one)
    total = store.count(lake, code, reason=reason)
    page = Paginator(range(total), REJECTS_A_PAGE).get_page(number)
    offset = max(page.start_index() - 1, 0)
    found = store.rows(lake, code, reason=reason, offset=offset, limit=REJECTS_A_PAGE)
    return page, tuple(Reject(**row) for row in found)


def quarantine_batches(one: Receipt, *, reason: str = "") -> Iterator[pa.RecordBatch]:
    """All rejects for an export, texts made safe for spreadsheets."""
    return store.batches(queries.the_lake(), _kept_under(one), reason=reason)


def _kept_under(one: Receipt) -> str:
    return one.same_as.code if one.same_as else one.code
