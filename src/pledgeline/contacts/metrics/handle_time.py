"""Handle time: talk, hold and after-contact work, named after the parts it could be built from."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.vocabulary import Kind
from pledgeline.contacts.metrics import measures
from pledgeline.contacts.metrics.metric import Group, Metric, Params, defined, rows, seconds
from pledgeline.kernel.units import MICROS_PER_SECOND

# Which parts of a contact are known, one bit each, so that contacts that know the same can be grouped.
PARTS = {"talk": 1, "hold": 2, "acw": 4}
_HOLD_IN_TALK = 8
_READ = (
    "kind", "async", "test_or_excluded", *measures.ANSWERED, *(f"{part}_s" for part in PARTS), "talk_includes_hold",
)  # fmt: skip


def aggregate(contacts: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    """Sums of each part, by group and by which parts are known: every mean follows from these."""
    contacts = contacts.filter(
        contacts.kind == Kind.INBOUND.value,
        ~contacts["async"],
        contacts.test_or_excluded.isnull(),
        measures.answered(contacts),
    )
    has = [contacts[f"{part}_s"].notnull() for part in PARTS]
    included = contacts.talk_includes_hold.fill_null(False)
    bits = [part.cast("int8") * bit for part, bit in zip(has, PARTS.values(), strict=True)]
    # Most contacts know all three, and adding up four bits for each costs a fifth of the whole pass.
    usual = reduce(operator.and_, has) & ~included
    known = ibis.cases(
        (usual, ibis.literal(sum(PARTS.values()), type="int8")),
        else_=reduce(operator.add, bits) + included.cast("int8") * _HOLD_IN_TALK,
    )
    contacts = contacts.mutate(known=known)
    return contacts.group_by([*keys, "known"]).aggregate(
        count=contacts.count(), **{f"{part}_us": _us(contacts[f"{part}_s"]).sum() for part in PARTS}
    )


def _us(duration_s: ir.Column) -> ir.IntegerColumn:
    """Whole microseconds add up to the same sum in any order, which floats do not.

    Rounded by hand: DuckDB's round with a number of digits, as Ibis writes it, takes four times as long.
    """
    return (duration_s * MICROS_PER_SECOND + 0.5).floor().cast("int64")


@dataclass(frozen=True)
class _Class:
    """Contacts of a group of which the same parts are known: how many, and each part's sum in microseconds."""

    known: int
    count: int
    us: Mapping[str, int | None]

    def has(self, *parts: str) -> bool:
        return all(self.known & PARTS[part] or (part == "hold" and self.known & _HOLD_IN_TALK) for part in parts)

    def sum_of(self, *parts: str) -> int:
        held = bool(self.known & _HOLD_IN_TALK) and "talk" in parts
        return sum(self.us[part] or 0 for part in parts if not (held and part == "hold"))


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    groups: dict[tuple[Any, ...], list[_Class]] = {}
    for value, row in rows(table, keys):
        sums = {part: row[f"{part}_us"] for part in PARTS}
        groups.setdefault(value, []).append(_Class(row["known"], row["count"], sums))
    for value, classes in groups.items():
        parts = _named(classes)
        mean_s, n = _mean_s(classes, *parts) if parts else (None, 0)
        figures = {
            "n": sum(one.count for one in classes),
            "handle_s_mean": mean_s,
            "handle_n": n,
            "components": "+".join(parts) or None,
        }
        for part, bit in PARTS.items():
            reported = [one for one in classes if one.known & bit]
            figures[f"{part}_s_mean"], figures[f"{part}_n"] = _mean_s(reported, part)
        yield value, figures


def _mean_s(classes: Sequence[_Class], *parts: str) -> tuple[float | None, int]:
    """Over the contacts of which all `parts` are known, and how many these are."""
    whole = [one for one in classes if one.has(*parts)]
    n = sum(one.count for one in whole)
    return seconds(sum(one.sum_of(*parts) for one in whole), n), n


def _named(classes: Sequence[_Class]) -> tuple[str, ...]:
    """What the mean is built from. One contact without after-contact work makes it talk + hold for all: a mean over
    only those who report it would speak of some centres and be read as of all."""
    talked = [one for one in classes if one.has("talk")]
    if not talked:
        return ()
    for parts in (("talk", "hold", "acw"), ("talk", "hold")):
        if all(one.has(*parts) for one in talked):
            return parts
    return ("talk",)


METRIC = Metric(defined("handle_time"), aggregate, conclude, columns=_READ)
