"""What a connector is: one declaration, found by scanning `contacts/connectors/`; there is no list to edit.

A connector turns one delivered file into canonical rows *inside* the DuckDB connection the store hands it, as
set-based work: it never loops over contacts and never opens a database of its own. It leaves behind the tables or
views named below, with the columns `schema.py` marks as a connector's duty:

- `staged_contact`  every version of every contact in the file (repeats and older versions too: the store ranks them)
- `staged_leg`      the stretches of those contacts (may be empty)
- `staged_event`    lines that belong to no finished contact (may be empty)
- `staged_reject`   the rows that could not be used, each with its line, reason code, field and detail

A connector of another `record` (survey answers, complaints) leaves `staged_<record>` in place of the first three.

Accounting: `Staged.read` = sum of `source_records` over `staged_<record>` and `staged_reject` + rows of `staged_event`
that belong to no contact of this staging. The store refuses a staging for which this does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pledgeline.contacts.core.schema import CONTACT, TableSchema


class Duck(Protocol):
    """As much of a DuckDB connection as a connector needs."""

    def execute(self, query: str, parameters: object = ...) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def fetchone(self) -> Any: ...


@dataclass(frozen=True)
class Staging:
    """Everything a connector may know of one delivery. Facts speak codes; nothing here comes from a record store."""

    path: Path
    """The delivered bytes, uncompressed, on a local disk."""
    profile: Any
    """The validated profile (`core/profile.py`) this delivery is read with."""
    source_id: str
    centre_id: str
    pseudonym_key: bytes
    """Key of the HMAC-SHA256 that stands in for every customer and agent identifier."""
    workdir: Path
    """An empty folder for this staging only; the store removes it afterwards."""
    known_services: frozenset[str] | None = None
    """Codes of services the organisation has; None accepts every code."""
    earlier_events: str | None = None
    """Name of a view with the `source_event` rows of contacts that were still open after earlier deliveries."""
    progress: Callable[[float], None] = field(default=lambda share: None)
    """Told the share done, 0–1, from time to time."""


@dataclass(frozen=True)
class Staged:
    """What was found: `read` counts source records (rows or lines) the way the receipt will print them."""

    read: int


@dataclass(frozen=True)
class Connector:
    """One platform's format.

    `provides` are canonical columns it can fill; `never` maps those it cannot to a reason code, shown to users as
    "cannot be tested with this feed". `suffixes` are file endings it recognises. `profile_model` is the pydantic
    model its profiles are checked against, so that a new connector brings its own and no shared file changes.
    """

    name: str
    version: str
    title: Mapping[str, str]
    suffixes: tuple[str, ...]
    provides: frozenset[str]
    never: Mapping[str, str]
    profile_model: type[Any]
    stage: Callable[[Duck, Staging], Staged]
    record: TableSchema = CONTACT
    """The canonical table its rows belong to."""

    @property
    def view(self) -> str:
        return f"staged_{self.record.name}"
