"""Stage a text with a profile and look at what comes out; every staging is checked against the contract on the way."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from pledgeline.contacts import profiles
from pledgeline.contacts.connectors import REGISTRY
from pledgeline.contacts.connectors.staged import SQL_TYPES, STAGED, VIEWS
from pledgeline.contacts.core.connector import Staging

KEY = b"a key for tests"
_BESIDE = ("staged_leg", "staged_event", "staged_reject")


@dataclass
class Out:
    """What a staging left: rows as plain dicts, times as ISO text in UTC."""

    read: int
    rows: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    schema: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The rows of the record that the connector brings."""
        return [row for view, rows in self.rows.items() if view not in _BESIDE for row in rows]

    @property
    def contacts(self) -> dict[str, dict[str, Any]]:
        return {row["native_id"]: row for row in self.rows["staged_contact"]}

    @property
    def rejects(self) -> list[tuple[int, str]]:
        return [(row["source_line"], row["reason"]) for row in self.rows["staged_reject"]]

    @property
    def legs(self) -> list[dict[str, Any]]:
        return sorted(self.rows["staged_leg"], key=lambda leg: (leg["contact_key"], leg["seq"]))

    @property
    def events(self) -> list[dict[str, Any]]:
        return sorted(self.rows["staged_event"], key=lambda event: event["source_line"])


def connection() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET threads = 2")
    return con


def stage(
    profile: Any, delivered: str | bytes | Path, *, name: str = "delivery.txt",
    earlier: list[dict[str, Any]] | None = None,
    services: frozenset[str] | None = None, con: duckdb.DuckDBPyConnection | None = None,
) -> Out:  # fmt: skip
    """Stage `delivered` (text, bytes or a file) with a profile, a shipped profile's name, or a profile's YAML."""
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(profile, str):
            profile = profiles.load(profile) if "\n" not in profile else from_yaml(profile, Path(folder))
        path = delivered if isinstance(delivered, Path) else Path(folder) / name
        if not isinstance(delivered, Path):
            path.write_bytes(delivered.encode() if isinstance(delivered, str) else delivered)
        workdir = Path(folder) / "work"
        workdir.mkdir()
        con = con or connection()
        if earlier is not None:
            _hold(con, earlier)
        connector = REGISTRY[profile.connector]
        staged = connector.stage(
            con,
            Staging(
                path=path, profile=profile, source_id="src", centre_id="north", pseudonym_key=KEY, workdir=workdir,
                known_services=services, earlier_events="earlier_events" if earlier is not None else None,
            ),
        )  # fmt: skip
        out = Out(staged.read, *_everything(con, VIEWS[connector.record.name]))
    assert_accounted(out)
    assert_schema(out)
    return out


def from_yaml(text: str, folder: Path) -> Any:
    path = folder / "profile.yaml"
    path.write_text(text, encoding="utf-8")
    return profiles.load(path)


def _hold(con: duckdb.DuckDBPyConnection, earlier: list[dict[str, Any]]) -> None:
    columns = ", ".join(f'"{c.name}" {SQL_TYPES[c.type]}' for c in STAGED["staged_event"].staged)
    con.execute(f"CREATE OR REPLACE TABLE earlier_events ({columns})")
    for row in earlier:
        marks = ", ".join("?" for _ in row)
        con.execute(f"INSERT INTO earlier_events VALUES ({marks})", list(row.values()))


def _everything(con: duckdb.DuckDBPyConnection, views: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    rows, schema = {}, {}
    for view in views:
        found = con.execute(f"SELECT to_json(v) FROM {view} AS v ORDER BY 1").fetchall()
        rows[view] = [json.loads(row) for (row,) in found]
        schema[view] = [(name, kind) for name, kind, *_ in con.execute(f"DESCRIBE {view}").fetchall()]
    return rows, schema


def assert_accounted(out: Out) -> None:
    loose = sum(not event["belongs_to_open_contact"] for event in out.rows.get("staged_event", ()))
    kept = sum(row["source_records"] for row in (*out.kept, *out.rows["staged_reject"]))
    assert out.read == kept + loose


def assert_schema(out: Out) -> None:
    for view, rows in out.rows.items():
        table = STAGED[view]
        expected = [
            (c.name, SQL_TYPES[c.type].replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE")) for c in table.staged
        ]
        assert out.schema[view] == expected
        for row in rows:
            for column in table.staged:
                assert column.nullable or row[column.name] is not None, (view, column.name, row)
                if column.values is not None and row[column.name] is not None:
                    assert row[column.name] in list(column.values), (view, column.name, row[column.name])
