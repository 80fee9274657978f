"""Contact records in any of three shapes (a line each, one array, one after another) → one row per record."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb

from pledgeline.contacts.connectors.amazon_connect.profile import AttributeOffer, ConnectProfile
from pledgeline.contacts.connectors.clocks import FIRST_US, LAST_US
from pledgeline.contacts.connectors.delimited import text
from pledgeline.contacts.connectors.delimited.profile import FileShape
from pledgeline.contacts.connectors.delivered import MAX_LINE_BYTES, as_utf8
from pledgeline.contacts.connectors.sql import lit
from pledgeline.contacts.core.connector import Duck, Staging
from pledgeline.kernel.problem import Problem

_SHAPE = FileShape(delimiter="\x01", quote="", header=False, columns=("doc",))

# Our name of a field → its path in the record. Everything else in the record is ignored: the model grows.
PATHS = {
    "id": "ContactId",
    "initial_id": "InitialContactId",
    "previous_id": "PreviousContactId",
    "next_id": "NextContactId",
    "native_channel": "Channel",
    "method": "InitiationMethod",
    "reason": "DisconnectReason",
    "queue": "Queue.Name",
    "agent": "Agent.ARN",
    "agent_name": "Agent.Username",
    "customer": "CustomerEndpoint.Address",
    "dialled": "SystemEndpoint.Address",
    "machine": "AnsweringMachineDetectionStatus",
}
MOMENTS = {
    "initiated_us": "InitiationTimestamp",
    "connected_us": "ConnectedToSystemTimestamp",
    "enqueued_us": "Queue.EnqueueTimestamp",
    "dequeued_us": "Queue.DequeueTimestamp",
    "agent_us": "Agent.ConnectedToAgentTimestamp",
    "acw_end_us": "Agent.AfterContactWorkEndTimestamp",
    "scheduled_us": "ScheduledTimestamp",
    "disconnected_us": "DisconnectTimestamp",
    "updated_us": "LastUpdateTimestamp",
}
NUMBERS = {
    "talk_s": "Agent.AgentInteractionDuration",
    "hold_s": "Agent.CustomerHoldDuration",
    "acw_s": "Agent.AfterContactWorkDuration",
    "rings": "AgentConnectionAttempts",
    "first_response_ms": "ChatMetrics.ContactMetrics.AgentFirstResponseTimeInMillis",
    "max_response_ms": "ChatMetrics.AgentMetrics.MaxResponseTimeInMillis",
    "messages": "ChatMetrics.ContactMetrics.TotalMessages",
}


def attributes_used(profile: ConnectProfile) -> tuple[str, ...]:
    """Every attribute the profile looks at, each once; the n-th is column attribute_n."""
    used = [profile.service_attribute, profile.customer_attribute, *profile.keep]
    used += [rule.attribute for rule in profile.exclude]
    used += [offer.attribute for offer in profile.callback.offer if isinstance(offer, AttributeOffer)]
    return tuple(dict.fromkeys(name for name in used if name is not None))


def attribute(profile: ConnectProfile, name: str) -> str:
    """The column that holds the attribute's text."""
    return f"attribute_{attributes_used(profile).index(name)}"


def _shape(path: Path) -> str:
    """`lines`, `array` or `unstructured`, from the first record."""
    with path.open("rb") as delivered:
        head = delivered.read(MAX_LINE_BYTES)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"["):
        return "array"
    if not start.startswith(b"{"):
        return "lines"
    line = start.split(b"\n", 1)[0]
    try:
        json.loads(line)
    except ValueError:
        # A truncated only line and the first line of an indented record look alike; one more line tells.
        return "unstructured" if line.rstrip() == b"{" or re.search(rb"\}\s*\{", line) else "lines"
    return "lines"


def read(con: Duck, staging: Staging) -> int:
    """Leave table `connect_record` (one row per usable record) and `connect_reject`; returns records read."""
    decoded = as_utf8(staging.path, ("utf-8",), staging.workdir)
    shape = _shape(decoded.path)
    docs = lit(str(staging.workdir / "docs.parquet"))
    if shape == "lines":
        source = _lines(con, staging, decoded, docs)
    else:
        source = _objects(con, staging, decoded.path, shape, docs)
    _extract(con, staging.profile, source)
    rejects = [_refused(), text.structural_rejects(con) if shape == "lines" else "SELECT 0, '', '', '', 1 WHERE false"]
    if decoded.bad_lines:
        numbers = ", ".join(str(number) for number in decoded.bad_lines)
        rejects.append(f"SELECT unnest([{numbers}]), 'encoding', NULL, NULL, 1")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE connect_reject AS SELECT * FROM "
        f"({' UNION ALL '.join(rejects)}) AS u(source_line, reason, field, detail, source_records)"
    )
    con.execute(f"DELETE FROM connect_record WHERE {_unusable()}")
    con.execute("SELECT (SELECT count(*) FROM connect_record) + (SELECT count(*) FROM connect_reject)")
    return int(con.fetchone()[0])


def _lines(con: Duck, staging: Staging, decoded: text.Decoded, docs: str) -> str:
    def copy(path: Path) -> int:
        text.forget_rejects(con)
        found = text.Found(_SHAPE.columns, 0)
        con.execute(f"COPY (SELECT c0 AS doc FROM {text.relation(path, _SHAPE, found)}) TO {docs} (CODEC snappy)")
        return int(con.fetchone()[0])

    try:
        count = copy(decoded.path)
    except duckdb.InvalidInputException:
        decoded.path = text.with_unix_newlines(decoded.path, staging.workdir)
        count = copy(decoded.path)
    # A single column keeps blank lines as nulls, so rows and lines stay in step but for the rejected ones.
    numbers = text.number_lines(con, decoded, _SHAPE, text.Found(_SHAPE.columns, 0), count, staging.workdir)
    rows = f"read_parquet({docs}, file_row_number=true)"
    if numbers is None:
        return f"(SELECT file_row_number + 1 AS line, doc FROM {rows} WHERE trim(doc) <> '')"
    return (
        f"(SELECT n.source_line AS line, doc FROM {rows} AS r JOIN read_parquet({lit(numbers)}, file_row_number=true) "
        "AS n USING (file_row_number) WHERE trim(doc) <> '')"
    )


def _objects(con: Duck, staging: Staging, path: Path, shape: str, docs: str) -> str:
    try:
        con.execute(
            f"COPY (SELECT json AS doc FROM read_json_objects({lit(str(path))}, format='{shape}', "
            f"maximum_object_size={16 * MAX_LINE_BYTES})) TO {docs} (CODEC snappy)"
        )
    except (duckdb.InvalidInputException, duckdb.Error) as broken:
        place = re.search(r"byte (\d+)", str(broken))
        raise Problem(
            "json.broken", file=staging.path.name, position=int(place.group(1)) if place else None
        ) from broken
    return f"(SELECT file_row_number + 1 AS line, doc FROM read_parquet({docs}, file_row_number=true))"


def _path(dotted: str) -> str:
    return "$." + ".".join(f'"{part}"' for part in dotted.split("."))


def _extract(con: Duck, profile: ConnectProfile, source: str) -> None:
    fields = {**PATHS, **MOMENTS, **NUMBERS}
    paths = [_path(path) for path in fields.values()]
    paths += [f'$.Attributes."{name}"' for name in attributes_used(profile)]
    listed = ", ".join(lit(path) for path in paths)
    columns = []
    for place, name in enumerate(fields, 1):
        value = f"nullif(v[{place}], '')"
        if name in MOMENTS:
            columns.append(f"epoch_us(try_cast({value} AS TIMESTAMPTZ)) AS {name}, {value} IS NOT NULL AS has_{name}")
        else:
            columns.append(f"{f'try_cast({value} AS DOUBLE)' if name in NUMBERS else value} AS {name}")
    for place in range(len(attributes_used(profile))):
        columns.append(f"v[{len(fields) + place + 1}] AS attribute_{place}")
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE connect_record AS
        SELECT line, broken, {", ".join(columns)} FROM (
            SELECT line, broken, CASE WHEN NOT broken THEN json_extract_string(doc, [{listed}]) END AS v
            FROM (
                SELECT line, doc,
                    coalesce(json_type(CASE WHEN json_valid(doc) THEN doc END), '') <> 'OBJECT' AS broken
                FROM {source}
            )
        )"""
    )


_CHANNELS = ("VOICE", "CHAT", "TASK", "EMAIL")


def _checks() -> list[tuple[str, str, str, str]]:
    """(condition, reason, field, detail) of records that cannot be used; the first that holds is told."""
    checks = [
        ("broken", "json.invalid", "", "NULL"),
        ("id IS NULL", "key.missing", "ContactId", "NULL"),
        ("contains(id, chr(0))", "text.nul", "ContactId", "NULL"),
    ]
    checks += [(f"has_{name} AND {name} IS NULL", "time.unreadable", path, "NULL") for name, path in MOMENTS.items()]
    checks += [
        ("initiated_us IS NULL", "time.missing", "InitiationTimestamp", "NULL"),
        (f"NOT initiated_us BETWEEN {FIRST_US} AND {LAST_US}", "time.implausible", "InitiationTimestamp", "NULL"),
        (f"coalesce(native_channel, '') NOT IN {_CHANNELS}", "channel.unmapped", "Channel", "native_channel"),
    ]
    return checks


def _unusable() -> str:
    return " OR ".join(f"coalesce({when}, false)" for when, _, _, _ in _checks())


def _refused() -> str:
    reason = " ".join(f"WHEN {when} THEN {lit(reason)}" for when, reason, _, _ in _checks())
    native = " ".join(f"WHEN {when} THEN nullif({lit(path)}, '')" for when, _, path, _ in _checks())
    detail = " ".join(f"WHEN {when} THEN left({detail}, 80)" for when, _, _, detail in _checks())
    told = f"CASE {reason} END, CASE {native} END, CASE {detail} END"
    return f"SELECT line, {told}, 1 FROM connect_record WHERE {_unusable()}"
