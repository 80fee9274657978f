"""queue_log lines → one table, and a view of safe lines: no name, number or free text leaves this step as it was.

The file has no header and a variable number of parameters; order within a second is the order of lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from pledgeline.contacts.connectors.asterisk_queue_log.profile import EventOffer, QueueLogProfile
from pledgeline.contacts.connectors.clocks import FIRST_US, LAST_US
from pledgeline.contacts.connectors.delimited import text
from pledgeline.contacts.connectors.delimited.profile import FileShape
from pledgeline.contacts.connectors.delivered import as_utf8
from pledgeline.contacts.connectors.pseudonym import hmac_sql, reference_table
from pledgeline.contacts.connectors.sql import cases, lit, lits
from pledgeline.contacts.core.connector import Duck, Staging
from pledgeline.kernel.units import MICROS_PER_SECOND

PARAMS = tuple(f"p{number}" for number in range(1, 11))
_FIXED = ("at_s", "callid", "queue", "agent", "event")

ENDS = (
    *("COMPLETECALLER", "COMPLETEAGENT", "ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY", "EXITWITHKEY", "WITHDRAW"),
    *("SYSCOMPAT", "BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER"),
)
TRANSFERS = ("BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER")
# Never queued: written by dialects that test the queue before they let a call in.
REFUSED = {
    "FULL": "blocked_full",
    "CLOSED": "blocked_closed",
    "JOINEMPTY": "blocked_no_agents",
    "DIVERT_CA_RATIO": "overflow_out",
    "DIVERT_HOLDTIME": "overflow_out",
}
OF_A_CALL = ("ENTERQUEUE", "CONNECT", "RINGNOANSWER", "RINGCANCELED", "AGENTDUMP", "DID", "INFO", *ENDS, *REFUSED)
# Of agents and of the server: known, kept as events, and part of no call.
OF_AN_AGENT = (
    *("PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL", "ADDMEMBER", "REMOVEMEMBER", "PENALTY", "RINGINUSE"),
    *("QUEUESTART", "CONFIGRELOAD"),
)
NO_CALL = ("NONE", "REALTIME", "MANAGER", "CLI", "")

# Which parameters may be kept as they are; every other one is blanked, unknown events lose all of them.
_SAFE_PARAMS = {
    "ENTERQUEUE": (3,),
    "CONNECT": (1, 2, 3),
    "COMPLETECALLER": (1, 2, 3),
    "COMPLETEAGENT": (1, 2, 3),
    "ABANDON": (1, 2, 3),
    "EXITWITHTIMEOUT": (1, 2, 3),
    "EXITEMPTY": (1, 2, 3),
    "EXITWITHKEY": (1, 2, 3, 4),
    "WITHDRAW": (1, 2, 3),
    "RINGNOANSWER": (1,),
    "RINGCANCELED": (1,),
    "BLINDTRANSFER": (3, 4, 5),
    "TRANSFER": (3, 4, 5),
    "ATTENDEDTRANSFER": (3, 4, 5, 6),
    "PAUSE": (1,),
    "UNPAUSE": (1,),
    "PAUSEALL": (1,),
    "UNPAUSEALL": (1,),
    "ADDMEMBER": (1,),
    "PENALTY": (1,),
    "RINGINUSE": (1,),
}
_SHAPE = FileShape(delimiter="|", quote="", header=False, columns=(*_FIXED, *PARAMS))


def offer_events(profile: QueueLogProfile) -> tuple[str, ...]:
    return tuple(rule.event for rule in profile.callback.offer if isinstance(rule, EventOffer))


def of_a_call(profile: QueueLogProfile) -> str:
    """SQL list of the events that belong to a call."""
    return lits((*OF_A_CALL, *offer_events(profile)))


def read(con: Duck, staging: Staging) -> tuple[int, int]:
    """Leave temp view `queue_line`(line, at, callid, queue, agent, event, p1…p10) and table `queue_reject`.

    `at_s` is whole seconds since 1970; agent, caller number and number called are pseudonyms. Returns (good lines,
    rejected lines).
    """
    profile: QueueLogProfile = staging.profile
    decoded = as_utf8(staging.path, ("utf-8", "gb18030"), staging.workdir)
    names = ", ".join(f"'{name}': 'VARCHAR'" for name in (*_FIXED, *PARAMS))

    def copy(path: Path) -> int:
        text.forget_rejects(con)
        relation = (
            f"read_csv({lit(str(path))}, auto_detect=false, header=false, delim='|', quote='', escape='', "
            f"columns={{{names}}}, nullstr=chr(1), null_padding=true, encoding='utf-8', strict_mode=true, "
            f"max_line_size={text.MAX_LINE_BYTES}, store_rejects=true, rejects_table='{text.REJECTS}', "
            f"rejects_scan='{text.SCANS}')"
        )
        con.execute(
            "CREATE OR REPLACE TEMP TABLE queue_line_read AS "
            f"SELECT try_cast(at_s AS BIGINT) AS at_s, * EXCLUDE (at_s) FROM {relation}"
        )
        return int(con.fetchone()[0])

    try:
        count = copy(decoded.path)
    except duckdb.InvalidInputException:
        decoded.path = text.with_unix_newlines(decoded.path, staging.workdir)
        try:
            count = copy(decoded.path)
        except duckdb.InvalidInputException as failed:
            raise text.unparsable(failed, staging.path.name) from failed
    found = text.Found(_SHAPE.columns, 0)
    numbers = text.number_lines(con, decoded, _SHAPE, found, count, staging.workdir)
    if numbers is None:
        source = "(SELECT *, rowid + 1 AS line FROM queue_line_read)"
    else:
        source = (
            "(SELECT r.*, n.source_line AS line FROM queue_line_read AS r "
            f"JOIN read_parquet({lit(numbers)}, file_row_number=true) AS n ON n.file_row_number = r.rowid)"
        )
    rejected = _rejects(con, source, decoded.bad_lines)
    _views(con, profile, source, staging.pseudonym_key)
    con.execute(f"SELECT count(*) FROM {source} AS s WHERE {_broken('s')}")
    return count - int(con.fetchone()[0]), rejected


def _broken(alias: str) -> str:
    """SQL of whether a line cannot be one of a queue_log."""
    first, last = FIRST_US // MICROS_PER_SECOND, LAST_US // MICROS_PER_SECOND
    no_event = f"{alias}.event IS NULL OR {alias}.event = ''"
    return f"{alias}.at_s IS NULL OR {no_event} OR NOT {alias}.at_s BETWEEN {first} AND {last}"


def _rejects(con: Duck, source: str, bad_lines: Iterable[int]) -> int:
    undecodable = ", ".join(str(number) for number in bad_lines)
    parts = [
        f"""SELECT line, CASE WHEN s.event IS NULL THEN 'row.columns_missing' WHEN s.at_s IS NULL THEN 'time.unreadable'
                WHEN s.event = '' THEN 'event.missing' ELSE 'time.implausible' END,
            CASE WHEN s.event IS NULL OR s.event = '' THEN 'event' ELSE 'time' END, NULL, 1
        FROM {source} AS s WHERE {_broken("s")}""",
        text.structural_rejects(con),
    ]
    if undecodable:
        parts.append(f"SELECT unnest([{undecodable}]), 'encoding', NULL, NULL, 1")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE queue_reject AS SELECT * FROM "
        f"({' UNION ALL '.join(parts)}) AS u(source_line, reason, field, detail, source_records)"
    )
    con.execute("SELECT count(*) FROM queue_reject")
    return int(con.fetchone()[0])


def _views(con: Duck, profile: QueueLogProfile, source: str, key: bytes) -> None:
    prefix = f"{lit(profile.system + '-')} || " if profile.system else ""
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW raw_line AS
        SELECT line, at_s, CASE WHEN callid IN ({lits(NO_CALL)}) THEN NULL ELSE {prefix}callid END AS callid,
            CASE WHEN queue IN ('NONE', '') THEN NULL ELSE queue END AS queue,
            CASE WHEN agent IN ('NONE', '') THEN NULL ELSE agent END AS agent, event, {", ".join(PARAMS)}
        FROM {source} AS s WHERE NOT ({_broken("s")})"""
    )
    reference_table(con, "queue_agent", f"SELECT agent FROM {source} WHERE agent NOT IN ('NONE', '')", key)
    kept = ", ".join(f"{_safe(name, place, key)} AS {name}" for place, name in enumerate(PARAMS, 1))
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW safe_line AS
        SELECT line, at_s, callid, queue, a.ref AS agent, event, {kept}
        FROM raw_line LEFT JOIN queue_agent AS a ON a.raw = raw_line.agent"""
    )


def _safe(name: str, place: int, key: bytes) -> str:
    """SQL of a parameter that can name nobody: as it is, as a pseudonym, or blank (never null, so places are kept)."""
    pairs = [(f"{name} IS NULL", "NULL")]
    number_of = {"p1": "DID", "p2": "ENTERQUEUE"}.get(name)
    if number_of:
        pairs.append((f"event = '{number_of}'", f"CASE WHEN {name} = '' THEN '' ELSE {hmac_sql(name, key)} END"))
    events = [event for event, places in _SAFE_PARAMS.items() if place in places]
    if events:
        pairs.append((f"event IN ({lits(events)})", name))
    return cases(pairs, "''")
