"""Lists of codes in a column, and rows that are written once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan

from pledgeline.kernel.problem import Problem


def names_one_of(field: str, codes: Iterable[str]) -> Q:
    """Rows whose list of codes in `field` is empty (all) or holds one of `codes`.

    A list is stored as JSON text and a code holds no quotation mark, so `"north"` is found in it exactly, on every
    database and whatever its collation: unlike LIKE, a position asks for the same letters in the same case.
    """
    found = Q(**{field: []})
    for code in codes:
        found |= Q(GreaterThan(StrIndex(Cast(field, TextField()), Value(f'"{code}"')), 0))
    return found


class WrittenOnce(models.Model):
    """A record of what somebody did: never changed, never removed. Guarded here and by a trigger in the database."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Problem("briefing.written_once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Problem("briefing.written_once")
