"""A handful of contacts on the bench: the same expressions on rows held in memory, for worked examples."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.schema import CONTACT
from pledgeline.contacts.store.types import arrow_schema


@lru_cache(maxsize=8)
def _opened(thread: int) -> tuple[duckdb.DuckDBPyConnection, ibis.BaseBackend]:
    """A connection serves one thread at a time; opening one takes longer than a run."""
    raw = duckdb.connect(":memory:")
    raw.execute("SET TimeZone = 'UTC'")
    raw.execute("SET threads = 1")
    raw.execute("SET enable_external_access = false")
    return raw, ibis.duckdb.from_connection(raw)


def run(rows: Sequence[dict[str, Any]], expression: Callable[[ir.Table], ir.Table]) -> pa.Table:
    """The answer of `expression(contact)` over `rows` (canonical, every column); no file is opened."""
    raw, backend = _opened(threading.get_ident())
    raw.register("written", pa.Table.from_pylist(list(rows), schema=arrow_schema(CONTACT)))
    raw.execute('CREATE OR REPLACE TABLE "contact" AS SELECT * FROM written')
    answer: pa.Table = backend.to_pyarrow(expression(backend.table("contact")))
    return answer
