"""Reads: questions to the contacts, and the registers of sources and receipts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Max, Min, Q, QuerySet

from pledgeline.contacts import metrics
from pledgeline.contacts.connectors import REGISTRY
from pledgeline.contacts.core.definition import Text
from pledgeline.contacts.core.question import Answer, Question, Zones
from pledgeline.contacts.core.receipt_chain import first_break
from pledgeline.contacts.core.schema import CONTACT
from pledgeline.contacts.models import Receipt, Source
from pledgeline.contacts.store import Lake, Snapshot, open_lake
from pledgeline.contacts.store.lake import EMPTY
from pledgeline.kernel.clock import offset_changes
from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation

_OF_FEEDBACK = tuple(name for name, one in REGISTRY.items() if one.record is not CONTACT)
# Wider than any contact: offsets are looked up for these years once and remembered.
_ZONES_FROM = datetime(1990, 1, 1, tzinfo=UTC)
_ZONES_TO = datetime(2060, 1, 1, tzinfo=UTC)


def the_lake() -> Lake:
    """The organisation's lake; raises Problem `lake.missing` before `pledgeline init`."""
    return open_lake(
        settings.PLEDGELINE_LAKE, engine=settings.PLEDGELINE_ENGINE, memory_limit=settings.PLEDGELINE_MEMORY_LIMIT
    )


def snapshot(wanted: str | None = None) -> Snapshot:
    return the_lake().snapshot(wanted)


def current_snapshot() -> str | None:
    """Id of the newest snapshot; None while there are no contacts."""
    newest = the_lake().newest
    return None if newest.id == EMPTY else newest.id


def data_period(wanted: str | None = None, *, centres: Collection[str] | None = None) -> Period | None:
    """First to last day (in its own zone) that any source has delivered contacts for; None where there are none.

    `centres` looks at the sources of these only.
    """
    held = sources(centres=centres).order_by().aggregate(first=Min("first_day"), last=Max("last_day"))
    return Period.from_days(held["first"], held["last"]) if held["first"] is not None else None


def zones() -> Zones:
    """Every service's zone as offset changes: its own where registered, else that of the source it was seen in."""
    names = zone_names()
    default = names.pop("")
    return Zones(_changes(default), {code: _changes(name) for code, name in sorted(names.items())})


def zone_names() -> dict[str, str]:
    """Service → zone name; under the empty code the zone of contacts of other services."""
    by_service: dict[str, str] = {}
    only: set[str] = set()
    for services, zone in Source.objects.values_list("services_seen", "zone"):
        by_service |= dict.fromkeys(services, zone)
        only.add(zone)
    by_service |= organisation.service_zones()
    return by_service | {"": only.pop() if len(only) == 1 else settings.TIME_ZONE}


@lru_cache(maxsize=64)
def _changes(zone_name: str):
    return offset_changes(zone_name, _ZONES_FROM, _ZONES_TO)


def ask(question: Question, *, snapshot: str | None = None) -> Answer:
    """Puts a question to a snapshot (the newest by default). Raises Problem where the question cannot be put."""
    at = the_lake().snapshot(snapshot)
    expression = metrics.prepare(at.table(metrics.find(question.metric).table), question, zones())
    return metrics.conclude(question, at.run(expression), at.id)


# --- registers ----------------------------------------------------------------------------------------------------


def receipts(*, centres: frozenset[str] | None = None) -> QuerySet[Receipt]:
    """Receipts, newest first; `centres` limits them to what a reader may see (None: all)."""
    found = Receipt.objects.order_by("-number")
    return found if centres is None else found.filter(centre__in=centres)


def sources(*, centres: Collection[str] | None = None) -> QuerySet[Source]:
    """Feeds of contacts; `feedback_sources` are those of survey answers and complaints."""
    found = Source.objects.exclude(connector__in=_OF_FEEDBACK).order_by("code")
    return found if centres is None else found.filter(centre__in=centres)


def feedback_sources(*, centres: Collection[str] | None = None) -> QuerySet[Source]:
    found = Source.objects.filter(connector__in=_OF_FEEDBACK).order_by("code")
    return found if centres is None else found.filter(centre__in=centres)


def is_of_feedback(source: Source) -> bool:
    return source.connector in _OF_FEEDBACK


def all_sources(*, centres: Collection[str] | None = None) -> QuerySet[Source]:
    """Feeds of either kind, those of contacts first."""
    of_feedback = ExpressionWrapper(Q(connector__in=_OF_FEEDBACK), output_field=BooleanField())
    found = Source.objects.order_by(of_feedback, "code")
    return found if centres is None else found.filter(centre__in=centres)


def receipts_break() -> str | None:
    """Code of the first receipt whose seal does not fit; None where the whole register holds."""
    sealed = list(Receipt.objects.exclude(hash="").order_by("closed_at", "number"))
    position = first_break((receipt.previous_hash, receipt.contents(), receipt.hash) for receipt in sealed)
    return None if position is None else sealed[position].code


def metric_figures() -> dict[str, dict[str, str]]:
    """Metric → figure → unit (share, seconds, count …), of every metric there is."""
    return {
        name: {figure.name: str(figure.unit) for figure in metric.definition.figures}
        for name, metric in metrics.METRICS.items()
    }


def metric_meanings(metric: str) -> dict[str, tuple[str, Text]]:
    """Figure → (unit, meaning), in the order in which they are shown; none for a metric not known (any more)."""
    known = metrics.METRICS.get(metric)
    return {figure.name: (str(figure.unit), figure.meaning) for figure in known.definition.figures} if known else {}


def metric_titles() -> dict[str, Text]:
    """Metric → what it is called, in both languages."""
    return {name: metric.definition.title for name, metric in metrics.METRICS.items()}
