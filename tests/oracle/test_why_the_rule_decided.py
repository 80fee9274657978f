"""The sentence on a contact's page and the figure on a promise's page must never disagree: both are asked here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledgeline.contacts.core.decision import Waited, trials
from pledgeline.contacts.core.rule import NEVER_ASKED
from pledgeline.contacts.core.schema import CONTACT
from pledgeline.contacts.core.vocabulary import CallbackOffer, Kind, OfferBasis, Outcome
from pledgeline.contacts.metrics import measures
from pledgeline.contacts.store.types import arrow_schema
from pledgeline.kernel.units import MICROS_PER_SECOND

START = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
LIMIT_S = 60.0
WAITS = ("wait_answer", "wait_offer", "wait_offered_by", "wait_end")

# Around the limit, where it matters; a clock that stepped back gives a negative wait.
seconds = st.none() | st.sampled_from([-3.0, 0.0, 1.0, 59.0, 59.5, 60.0, 60.5, 61.0, 119.0, 121.0, 300.0])


@st.composite
def contacts(draw: st.DrawFn) -> dict[str, Any]:
    """One contact as a feed may tell it, consistent or not."""

    def at(after: float | None) -> datetime | None:
        return None if after is None else START + timedelta(seconds=after)

    offered = draw(seconds)
    values: dict[str, Any] = dict.fromkeys(CONTACT.names)
    return values | {
        "contact_key": "s:1",
        "kind": draw(st.sampled_from([Kind.INBOUND, Kind.INBOUND, Kind.INBOUND, Kind.CALLBACK])).value,
        "async": draw(st.sampled_from([False, False, False, True])),
        "test_or_excluded": draw(st.sampled_from([None, None, None, "test"])),
        "outcome": draw(
            st.sampled_from([Outcome.ANSWERED, Outcome.ABANDONED_QUEUE, Outcome.CALLBACK_ACCEPTED, *NEVER_ASKED[:1]])
        ).value,
        "arrived_at": START,
        "arrived_precision_ms": draw(st.sampled_from([1, 1_000, 60_000])),
        "human_requested_at": draw(st.sampled_from([START, START, START, None])),
        "answered_at": at(draw(seconds)),
        "released_at": at(draw(seconds)),
        "callback_offer": draw(st.sampled_from(list(CallbackOffer))).value,
        "callback_offered_at": at(offered),
        "callback_offer_basis": draw(st.sampled_from([None, OfferBasis.EVENT.value, OfferBasis.ACCEPT_ONLY.value])),
        "callback_accepted_at": at(draw(seconds)),
        "attributed_at": START,
    }


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(contacts(), min_size=40, max_size=80))
def test_the_page_and_the_metric_come_to_the_same_step(drawn: list[dict[str, Any]]) -> None:
    table = ibis.memtable(
        pa.Table.from_pylist(drawn, schema=arrow_schema(CONTACT)).append_column("row", [range(len(drawn))])
    )
    waits = measures.with_waits(measures.with_instants(table))
    waits = waits.mutate(slack=measures.slack_us(waits)).select("row", "slack", *WAITS)
    rows = measures.with_rule_step(table, LIMIT_S).join(waits, "row").order_by("row").to_pyarrow().to_pylist()
    assert [trials(waited(row), LIMIT_S)[-1].step for row in rows] == [row["rule_step"] for row in rows]


def waited(row: dict[str, Any]) -> Waited:
    waits = {f"{name}_s": None if row[name] is None else row[name] / MICROS_PER_SECOND for name in WAITS}
    return Waited(
        kind=row["kind"],
        deferred=row["async"],
        excluded=row["test_or_excluded"],
        requested=row["human_requested_at"] is not None,
        outcome=row["outcome"],
        callback_offer=row["callback_offer"],
        slack_s=row["slack"] / MICROS_PER_SECOND,
        **waits,
    )
