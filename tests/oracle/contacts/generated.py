"""Contact tables by Hypothesis: tidy ones, dirty ones, and moments at which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from pledgeline.contacts.core.vocabulary import CallbackOffer, Kind, OfferBasis, Outcome
from tests.contact_table import Row

# Services in zones whose clocks change by an hour, by half an hour, stand at odd quarters, or never change.
ZONE_OF: dict[str | None, str] = {
    None: "Asia/Shanghai",
    "berlin": "Europe/Berlin",
    "newyork": "America/New_York",
    "lordhowe": "Australia/Lord_Howe",
    "kathmandu": "Asia/Kathmandu",
}
SERVICES = (None, "card", "berlin", "newyork", "lordhowe", "kathmandu")
_CHANGES = (
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin, spring
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # Berlin, autumn: the local hour 2 happens twice
    datetime(2026, 11, 1, 6, tzinfo=UTC),  # New York, autumn
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe, by half an hour
    datetime(2025, 12, 31, 16, tzinfo=UTC),  # midnight and new year in Shanghai
    datetime(2028, 2, 28, 16, tzinfo=UTC),  # the 29th of February begins in Shanghai
)


def _waits(fine: bool) -> st.SearchStrategy[timedelta | None]:
    """Close to the limits people use, now and then before the request (a clock that stepped back)."""
    whole = st.one_of(st.integers(-2, 130), st.sampled_from((5, 6, 19, 20, 21, 59, 60, 61, 3_600)))
    seconds = whole.map(lambda s: timedelta(seconds=s))
    if fine:
        seconds = st.builds(
            lambda wait, us: wait + timedelta(microseconds=us), seconds, st.sampled_from((-1, 0, 0, 1, 499_999))
        )
    return st.one_of(st.none(), seconds)


@st.composite
def contacts(draw: st.DrawFn) -> Row:
    precision = draw(st.sampled_from((1, 1_000, 1_000, 60_000)))
    waits = _waits(fine=precision == 1)
    moment = draw(st.sampled_from(_CHANGES)) + timedelta(minutes=draw(st.integers(-2_000, 2_000)))
    asked = draw(st.one_of(st.none(), *[st.just(moment)] * 6))

    def later() -> datetime | None:
        wait = draw(waits)
        return None if wait is None or asked is None else asked + wait

    duration = st.one_of(st.none(), st.integers(0, 900).map(float), st.floats(0, 900).map(lambda s: round(s, 3)))
    row: dict[str, Any] = {
        "kind": draw(st.sampled_from([Kind.INBOUND.value] * 9 + [kind.value for kind in Kind])),
        "channel": draw(st.sampled_from(("voice", "chat"))),
        "async": draw(st.sampled_from([False] * 9 + [True])),
        "centre_id": draw(st.sampled_from(("north", "south"))),
        "service_code": draw(st.sampled_from(SERVICES)),
        "queue_first": draw(st.sampled_from((None, "q1", "q2"))),
        "intent": draw(st.sampled_from((None, "limit", "bill"))),
        "customer_ref": draw(st.sampled_from((None, "c1", "c2", "c3"))),
        "origin_contact_key": draw(st.sampled_from([None] * 9 + ["north.test:0"])),
        "arrived_at": moment - timedelta(seconds=draw(st.integers(0, 90))),
        "arrived_precision_ms": precision,
        "bot_ivr_ended_at": draw(st.sampled_from((None, moment))),
        "human_requested_at": asked,
        "queue_in_at": draw(st.sampled_from((None, asked))),
        "answered_at": later(),
        "released_at": later(),
        "outcome": draw(st.sampled_from([outcome.value for outcome in Outcome] + ["answered", "abandoned_queue"] * 9)),
        "callback_offer": draw(st.sampled_from([offer.value for offer in CallbackOffer])),
        "callback_offered_at": later() if draw(st.booleans()) else None,
        "callback_offer_basis": draw(st.sampled_from([None, *[basis.value for basis in OfferBasis]])),
        "callback_accepted_at": later() if draw(st.booleans()) else None,
        "talk_s": draw(duration),
        "talk_includes_hold": draw(st.sampled_from((None, True, False, False))),
        "hold_s": draw(duration),
        "acw_s": draw(duration),
        "test_or_excluded": draw(st.sampled_from([None] * 9 + ["probe"])),
        "is_current": draw(st.sampled_from([True] * 9 + [False])),
    }
    row["attributed_at"] = row["queue_in_at"] or row["human_requested_at"] or row["arrived_at"]
    return row


tables = st.lists(contacts(), max_size=25)
groupings = st.lists(
    st.sampled_from(("centre", "service", "channel", "queue", "reason", "hour", "weekday", "day", "week", "month")),
    unique=True,
    max_size=3,
).map(tuple)
