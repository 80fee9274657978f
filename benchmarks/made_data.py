"""Data for the benchmarks, made once by DuckDB from a seed and kept under `benchmarks/.data` (git-ignored).

The clock advances by an exponential-like step and waits have a long tail; identifiers are fictional. Volumes are
arguments so that a quick look needs no twenty million rows.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

DATA = Path(__file__).parent / ".data"

FATE = """
    range AS i,
    (hash(range, 1) % 1000000) / 1000000.0 AS u1,
    (hash(range, 2) % 1000000) / 1000000.0 AS u2,
    (hash(range, 3) % 1000000) / 1000000.0 AS u3,
    hash(range, 4) AS h
"""


def _connection() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    return con


def contacts_csv(rows: int, *, narrow: bool = False) -> Path:
    """An export as platforms write it: 32 columns, half of them nobody maps. `narrow` has only the 15 that are."""
    path = DATA / f"contacts-{'narrow' if narrow else 'wide'}-{rows}.csv"
    if not path.exists():
        DATA.mkdir(exist_ok=True)
        columns = _MAPPED if narrow else {**_MAPPED, **_IGNORED}
        select = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        _connection().execute(f"COPY (SELECT {select} FROM ({_contact_fate(rows)})) TO '{path}' (HEADER)")
    return path


def _contact_fate(rows: int) -> str:
    return f"""
        SELECT *, i * 6 + (h % 6)::BIGINT AS start, (-30 * ln(1 - u1 * 0.9999))::BIGINT AS wait, u2 > 0.12 AS served,
            30 + (u3 * 400)::BIGINT AS talk
        FROM (SELECT {FATE} FROM range({rows}))
    """


def _at(seconds: str) -> str:
    return f"strftime(TIMESTAMP '2026-01-01' + to_seconds({seconds}), '%Y-%m-%d %H:%M:%S')"


_MAPPED = {
    "contact_id": "'C' || lpad(i::VARCHAR, 10, '0')",
    "channel": "CASE WHEN h % 5 = 0 THEN 'chat' ELSE 'voice' END",
    "service": "CASE WHEN h % 3 = 0 THEN 'loss' ELSE 'card' END",
    "queue": "'q' || (h % 7)",
    # A million customers: each comes five times.
    "customer": "'1000000' || lpad((h % 1000000)::VARCHAR, 6, '0')",
    "arrived": _at("start"),
    "requested": _at("start + 25"),
    "queued": _at("start + 25"),
    "answered": f"CASE WHEN served THEN {_at('start + 25 + wait')} END",
    "released": _at("start + 25 + wait + CASE WHEN served THEN talk ELSE 0 END"),
    "status": "CASE WHEN served THEN 'answered' ELSE 'abandoned' END",
    "agent": "CASE WHEN served THEN 'agent-' || (h % 300) END",
    "talk_s": "CASE WHEN served THEN talk END",
    "hold_s": "CASE WHEN served THEN h % 9 END",
    "acw_s": "CASE WHEN served THEN h % 30 END",
}
_IGNORED = {
    "recording_id": "md5(i::VARCHAR)",
    "dialled": "'4008' || lpad((h % 40)::VARCHAR, 6, '0')",
    "ivr_path": "'1>' || (h % 4) || '>' || (h % 9)",
    "language": "CASE WHEN h % 20 = 0 THEN 'en' ELSE 'zh' END",
    "priority": "h % 3",
    "skill_level": "h % 5",
    "team": "'team ' || (h % 24)",
    "supervisor": "'supervisor ' || (h % 24)",
    "disposition": "CASE h % 4 WHEN 0 THEN 'resolved' WHEN 1 THEN 'follow-up needed' ELSE 'information given' END",
    "wrap_up_code": "'W' || (h % 60)",
    "campaign": "CASE WHEN h % 11 = 0 THEN 'autumn-instalments' END",
    "survey_score": "CASE WHEN h % 6 = 0 THEN h % 5 + 1 END",
    "region": "'region ' || (h % 31)",
    "card_product": "'product ' || (h % 17)",
    "transfers": "h % 2",
    "remark": "'asked about item ' || (h % 5000) || ', told what applies'",
    "updated": _at("start + 900"),
}


def queue_log(events: int) -> Path:
    """An Asterisk queue_log: about 3.7 lines a call, calls of the same minute interleaved."""
    path = DATA / f"queue_log-{events}"
    if not path.exists():
        DATA.mkdir(exist_ok=True)
        calls = int(events / 3.7)
        _connection().execute(
            f"COPY (SELECT line FROM ({_queue_log_query(calls)}) ORDER BY stamp, i, step) TO '{path}' "
            "(HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
        )
    return path


def _queue_log_query(calls: int) -> str:
    return f"""
        WITH call AS (
            SELECT i, h, 1767225600 + i * 6 + (h % 6)::BIGINT AS t0, (-30 * ln(1 - u1 * 0.9999))::BIGINT AS wait,
                u2 > 0.12 AS served, u3 < 0.6 AS rings, 30 + (u3 * 400)::BIGINT AS talk,
                (1767225570 + i * 6)::VARCHAR || '.' || i AS uid, 'q' || (h % 7) AS q, 'Agent ' || (h % 300) AS agent
            FROM (SELECT {FATE} FROM range({calls}))
        )
        SELECT t0 AS stamp, i, 1 AS step,
            concat_ws('|', t0, uid, q, 'NONE', 'ENTERQUEUE', '', '1990000' || (h % 3000000), '1') AS line FROM call
        UNION ALL SELECT t0 + wait, i, 2, concat_ws('|', t0 + wait, uid, q, agent, 'RINGNOANSWER', '5000')
            FROM call WHERE rings AND wait > 5
        UNION ALL SELECT t0 + wait, i, 3, concat_ws('|', t0 + wait, uid, q, agent, 'CONNECT', wait, uid, '3')
            FROM call WHERE served
        UNION ALL SELECT t0 + wait + talk, i, 4,
            concat_ws('|', t0 + wait + talk, uid, q, agent, 'COMPLETECALLER', wait, talk, '1') FROM call WHERE served
        UNION ALL SELECT t0 + wait, i, 4, concat_ws('|', t0 + wait, uid, q, 'NONE', 'ABANDON', '1', '1', wait)
            FROM call WHERE NOT served
    """
