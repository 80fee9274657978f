"""A handful of contacts on the bench: the same expressions on rows held in memory, for worked examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.schema import CONTACT
from pledgeline.contacts.store.types import arrow_schema


def run(rows: Sequence[dict[str, Any]], expression: Callable[[ir.Table], ir.Table]) -> pa.Table:
    """The answer of `expression(contact)` over `rows` (canonical, every column); no file is opened."""
    raw = duckdb.connect(":memory:")
    try:
        raw.execute("SET TimeZone = 'UTC'")
        raw.execute("SET enable_external_access = false")
        raw.register("written", pa.Table.from_pylist(list(rows), schema=arrow_schema(CONTACT)))
        raw.execute('CREATE TABLE "contact" AS SELECT * FROM written')
        backend = ibis.duckdb.from_connection(raw)
        answer: pa.Table = backend.to_pyarrow(expression(backend.table("contact")))
        return answer
    finally:
        raw.close()
