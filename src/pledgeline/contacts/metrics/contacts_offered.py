"""Contacts offered: how every contact of the period ended, each counted once, so that the parts add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.vocabulary import Kind, Outcome
from pledgeline.contacts.metrics.metric import Group, Metric, Params, by_place, counted, defined, places

# Each outcome of an inbound contact belongs to exactly one figure; those named nowhere end in `other_end`.
OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    "answered": (Outcome.ANSWERED,),
    "abandoned_queue": (Outcome.ABANDONED_QUEUE, Outcome.ABANDONED_RING),
    "abandoned_ivr": (Outcome.ABANDONED_IVR,),
    "bot_contained": (Outcome.BOT_CONTAINED,),
    "callback_accepted": (Outcome.CALLBACK_ACCEPTED,),
    "flow_out": (Outcome.OVERFLOW_OUT, Outcome.TIMEOUT_OUT, Outcome.VOICEMAIL, Outcome.TRANSFERRED_EXTERNAL),
    "blocked": (Outcome.BLOCKED_FULL, Outcome.BLOCKED_CLOSED, Outcome.BLOCKED_NO_AGENTS),
    "open": (Outcome.OPEN,),
}
OFFERED = (*OUTCOMES, "other_end")
APART = ("excluded", "callbacks", "outbound", "other_kinds")
_PARTS = (*OFFERED, *APART)


def aggregate(contacts: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    place = places(
        (contacts.test_or_excluded.notnull(), _PARTS.index("excluded")),
        (contacts.kind == Kind.CALLBACK.value, _PARTS.index("callbacks")),
        (contacts.kind == Kind.OUTBOUND.value, _PARTS.index("outbound")),
        (contacts.kind != Kind.INBOUND.value, _PARTS.index("other_kinds")),
        *(
            (contacts.outcome.isin([outcome.value for outcome in outcomes]), _PARTS.index(name))
            for name, outcomes in OUTCOMES.items()
        ),
        other=_PARTS.index("other_end"),
    )
    return counted(contacts, keys, place)


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, counts in by_place(table, keys, len(_PARTS)):
        figures: dict[str, int | None] = dict(zip(_PARTS, counts, strict=True))
        offered = sum(counts[: len(OFFERED)])
        if not offered:
            # Nothing offered is no data; what was set apart is still said.
            figures |= dict.fromkeys(OFFERED)
        yield value, {"n": offered, **figures, "total": sum(counts)}


METRIC = Metric(defined("contacts_offered"), aggregate, conclude, columns=("kind", "test_or_excluded", "outcome"))
