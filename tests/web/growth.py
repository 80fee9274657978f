"""Thousands of records like one that is there, in one statement: the database writes them, no loop of ours does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

NUMBER = "{n}"
# No record that the house writes itself has a key as high as this.
_FIRST_KEY = 1_000_000_000


@dataclass(frozen=True)
class Keys:
    """The keys of copies: `first` of copy 0, and so on. As a change of other copies: each belongs to one of these."""

    first: int


class _Key:
    pass


KEY = _Key()
"""As a change: the key of the copy itself, for numbers that must differ."""
_SAME = object()


def more(original: Any, n: int, **changes: Any) -> Keys:
    """Writes `n` copies of a saved record and returns their keys.

    A change is a value for all of them; a text with `{n}` in it, where the key of the copy will stand; `KEY`; or the
    `Keys` of other copies: `more(version, n, promise=more(version.promise, n, code="more-{n}"))`.
    """
    from django.db import connection

    meta, quote = original._meta, connection.ops.quote_name
    first = Keys(_free(type(original)))
    columns, values, parts = [], [], []
    for field in meta.concrete_fields:
        change = first if field is meta.pk else changes.pop(field.name, _SAME)
        change = first if change is KEY else change
        columns.append(quote(field.column))
        if change is _SAME:
            values.append(f"o.{quote(field.column)}")
        elif isinstance(change, Keys):
            values.append(f"s.n + {change.first:d}")
        elif isinstance(change, str) and NUMBER in change:
            before, _, after = change.partition(NUMBER)
            values.append(f"CAST(%s AS VARCHAR(64)) || CAST(s.n + {first.first:d} AS VARCHAR(12)) || %s")
            parts += [before, after]
        else:
            values.append("%s")
            parts.append(field.get_db_prep_save(change, connection))
    assert not changes, f"{meta.label} has no field {sorted(changes)}"
    table, key = quote(meta.db_table), quote(meta.pk.column)
    statement = (
        f"WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < {n:d}) "
        f"INSERT INTO {table} ({', '.join(columns)}) "
        f"SELECT {', '.join(values)} FROM {table} o CROSS JOIN s WHERE o.{key} = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parts, original.pk])
    return first


def _free(model: Any) -> int:
    from django.db.models import Max

    highest: int = model._base_manager.aggregate(at=Max(model._meta.pk.attname))["at"] or 0
    return max(highest + 1, _FIRST_KEY)


# Above every number that a copy has, and still a number that both databases keep.
NEWEST = 2_000_000_000


def histories(original: Any, of: str, n: int, *, day: date, **past: Any) -> None:
    """`n` superseded versions of what `original` is a version of (its field `of`), and one above them that says what
    the original said from `day` on: what rules is the newest again, as in a house that wrote so many versions."""
    versions = type(original).objects.filter(**{of: getattr(original, of)})
    ended = {"state": "superseded"} if hasattr(original, "state") else {}
    more(original, n, number=KEY, effective_from=date(2000, 1, 1), effective_to=date(2000, 1, 2), **ended, **past)
    if not versions.filter(number=NEWEST).exists():
        ruling = {"state": original.state} if hasattr(original, "state") else {}
        versions.filter(pk=original.pk).update(effective_to=day, **ended)
        more(original, 1, number=NEWEST, effective_from=day, effective_to=None, **ruling)
