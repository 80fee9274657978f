"""Repeat contacts: customers who come back about the same service within some days, over whatever channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.estimates import wilson
from pledgeline.contacts.core.vocabulary import Kind
from pledgeline.contacts.metrics import measures
from pledgeline.contacts.metrics.metric import Group, Metric, Params, by_place, counted, defined, places

_PLACES = range(5)
_NOT_REPEATED, _SAME_CHANNEL, _OTHER_CHANNEL, _TOO_RECENT, _WITHOUT_CUSTOMER = _PLACES


def around(near: ir.Table, everything: ir.Table, params: Params) -> ir.Table:
    """Adds `repeat`: what came after each contact, as a place of _PLACES; null where it is none of the metric's."""
    rows = near.mutate(
        us_came=measures.instant_us(near.arrived_at),
        # Callbacks and transfers name the contact they came from: they are not the customer's coming back.
        of_own_accord=(near.kind == Kind.INBOUND.value)
        & near.test_or_excluded.isnull()
        & near.origin_contact_key.isnull(),
    )
    rows = rows.mutate(known=rows.of_own_accord & rows.customer_ref.notnull() & rows.service_code.notnull())
    # Whoever is not known is alone: one group of all of them would be sorted in one piece.
    who = ibis.ifelse(rows.known, rows.customer_ref, rows.contact_key)
    rows = rows.mutate(who=who, us_last=measures.instant_us(everything.arrived_at).max().as_scalar())
    following = ibis.window(
        group_by=["known", "who", "service_code"], order_by=[rows.us_came.asc(), rows.contact_key.asc()]
    )
    rows = rows.mutate(us_next=rows.us_came.lead().over(following), next_channel=rows.channel.lead().over(following))
    window = measures.micros(params["within_s"])
    back = (rows.us_next - rows.us_came <= window).fill_null(False)
    place = places(
        (~rows.known, _WITHOUT_CUSTOMER),
        (rows.us_came + window > rows.us_last, _TOO_RECENT),
        (back & (rows.next_channel != rows.channel), _OTHER_CHANNEL),
        (back, _SAME_CHANNEL),
        other=_NOT_REPEATED,
    )
    return rows.mutate(repeat=rows.of_own_accord.ifelse(place, ibis.null("int8"))).drop(
        "us_came", "of_own_accord", "known", "who", "us_last", "us_next", "next_channel"
    )


def aggregate(contacts: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    contacts = contacts.filter(contacts.repeat.notnull())
    return counted(contacts, keys, contacts.repeat)


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, counts in by_place(table, keys, len(_PLACES)):
        repeated = counts[_SAME_CHANNEL] + counts[_OTHER_CHANNEL]
        n = counts[_NOT_REPEATED] + repeated
        yield (
            value,
            {
                "n": n,
                "repeat_rate": repeated / n if n else None,
                "ci95": list(wilson(repeated, n)) if n else None,
                "repeated": repeated if n else None,
                "other_channel": counts[_OTHER_CHANNEL] if n else None,
                "too_recent": counts[_TOO_RECENT],
                "without_customer": counts[_WITHOUT_CUSTOMER],
            },
        )


METRIC = Metric(defined("repeat_contacts"), aggregate, conclude, around=around, reach="within_s")
