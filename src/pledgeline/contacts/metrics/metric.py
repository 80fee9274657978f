"""What a metric is: a definition file, an expression over contacts, and the last step on its few result rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.definition import Definition
from pledgeline.contacts.metrics import measures
from pledgeline.kernel.yamlfile import load

DEFINITIONS = Path(__file__).parent / "definitions"

Params = Mapping[str, int | float]
Group = tuple[tuple[Any, ...], dict[str, Any]]
"""The values of the grouping columns, and the figures."""


@dataclass(frozen=True)
class Metric:
    """`aggregate(contacts, keys, params)` has the contacts of the question, with the `columns` that the metric reads
    (None: all there are), those of `instants` and the grouping columns `keys`, and gives one small table.
    `conclude(table, keys, params)` turns that table into groups, each with every figure of the definition, in any
    order.

    `around(near, everything, params)` is for what a contact's neighbours tell: `near` are the contacts up to the
    parameter named `reach` (seconds; without one, the days themselves) before and after those that are asked about,
    whatever their codes, `everything` all of them; both current versions only. It gives `near` with more columns.
    `table` names the canonical table that is asked, `instants` adds its times in microseconds.
    """

    definition: Definition
    aggregate: Callable[[ir.Table, Sequence[str], Params], ir.Table]
    conclude: Callable[[pa.Table, Sequence[str], Params], Iterable[Group]]
    columns: tuple[str, ...] | None = None
    around: Callable[[ir.Table, ir.Table, Params], ir.Table] | None = None
    reach: str = ""
    table: str = "contact"
    instants: Callable[[ir.Table], ir.Table] = measures.with_instants

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def no_data(self) -> dict[str, Any]:
        """The figures of an empty population: n = 0, all others None."""
        return {name: 0 if name == "n" else None for name in self.definition.figure_names}


def defined(name: str) -> Definition:
    """The definition in `definitions/<name>.yaml`; raises Problem `definition.*`."""
    return load(Definition, DEFINITIONS / f"{name}.yaml")


def aggregated(contacts: ir.Table, keys: Sequence[str], **figures: ir.Scalar) -> ir.Table:
    """One row a group; a single one where there are no keys."""
    if keys:
        return contacts.group_by(list(keys)).aggregate(**figures)
    return contacts.aggregate(**figures)


def places(*branches: tuple[ir.BooleanValue, int], other: int) -> ir.IntegerColumn:
    """The number of the first branch that holds, as a column small enough to be grouped by."""
    return ibis.cases(
        *((condition, ibis.literal(place, type="int8")) for condition, place in branches),
        else_=ibis.literal(other, type="int8"),
    )


def counted(contacts: ir.Table, keys: Sequence[str], place: ir.IntegerColumn) -> ir.Table:
    """Contacts by group and `place`: one more key costs engines half of what a filtered count for each place would."""
    contacts = contacts.mutate(place=place)
    return contacts.group_by([*keys, "place"]).aggregate(count=contacts.count())


def by_place(table: pa.Table, keys: Sequence[str], size: int) -> Iterable[tuple[tuple[Any, ...], list[int]]]:
    """The groups of a `counted` table, each with its counts of the places 0 … `size` − 1."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for row in table.to_pylist():
        groups.setdefault(tuple(row[name] for name in keys), [0] * size)[row["place"]] += row["count"]
    return groups.items()


def rows(table: pa.Table, keys: Sequence[str]) -> Iterable[tuple[tuple[Any, ...], dict[str, Any]]]:
    """The grouping values and the other columns of each row of a result."""
    for row in table.to_pylist():
        yield tuple(row[name] for name in keys), row


def ratio(part: int | float, whole: int | float) -> float | None:
    """None where there is nothing to divide by."""
    return part / whole if whole else None


def seconds(micros: int | float | None, n: int = 1) -> float | None:
    """A sum of microseconds over n as seconds, rounded to a microsecond; None where n is 0."""
    if not n or micros is None:
        return None
    return round(micros / n / 1_000_000, 6)
