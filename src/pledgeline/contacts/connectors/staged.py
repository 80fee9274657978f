"""The views every connector leaves behind, with exactly the columns `core/schema.py` asks for."""

from __future__ import annotations

from collections.abc import Mapping

from pledgeline.contacts.core.connector import Duck
from pledgeline.contacts.core.schema import (
    COMPLAINT,
    CONTACT,
    CONTACT_LEG,
    REJECT,
    SOURCE_EVENT,
    SURVEY_ANSWER,
    TableSchema,
    Type,
)

SQL_TYPES: Mapping[Type, str] = {
    Type.TEXT: "VARCHAR",
    Type.BOOL: "BOOLEAN",
    Type.INT: "INTEGER",
    Type.BIGINT: "BIGINT",
    Type.NUMBER: "DOUBLE",
    Type.INSTANT: "TIMESTAMPTZ",
    Type.TEXTS: "VARCHAR[]",
    Type.JSON: "VARCHAR",
}
STAGED: Mapping[str, TableSchema] = {
    "staged_contact": CONTACT,
    "staged_leg": CONTACT_LEG,
    "staged_event": SOURCE_EVENT,
    "staged_reject": REJECT,
    "staged_survey_answer": SURVEY_ANSWER,
    "staged_complaint": COMPLAINT,
}
# What each kind of record is staged with.
VIEWS: Mapping[str, tuple[str, ...]] = {
    CONTACT.name: ("staged_contact", "staged_leg", "staged_event", "staged_reject"),
    SURVEY_ANSWER.name: ("staged_survey_answer", "staged_reject"),
    COMPLAINT.name: ("staged_complaint", "staged_reject"),
}


def leave(con: Duck, view: str, columns: Mapping[str, str], source: str, where: str = "true") -> None:
    """Create `view` from `source` (a FROM clause); a column not given is null."""
    schema = STAGED[view]
    unknown = set(columns) - {column.name for column in schema.staged}
    assert not unknown, f"{view} has no column {sorted(unknown)}"
    selected = ", ".join(
        f'CAST({columns.get(column.name, "NULL")} AS {SQL_TYPES[column.type]}) AS "{column.name}"'
        for column in schema.staged
    )
    con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT {selected} FROM {source} WHERE {where}")


def leave_empty(con: Duck, view: str) -> None:
    leave(con, view, {}, "(SELECT 1) AS nothing", "false")


def read_count(con: Duck) -> int:
    """Source records accounted for, by the rule in `core/connector.py`."""
    con.execute(
        "SELECT (SELECT coalesce(sum(source_records), 0) FROM staged_contact) "
        "+ (SELECT coalesce(sum(source_records), 0) FROM staged_reject) "
        "+ (SELECT count(*) FROM staged_event WHERE NOT belongs_to_open_contact)"
    )
    return int(con.fetchone()[0])
