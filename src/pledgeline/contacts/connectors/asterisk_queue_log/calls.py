"""Lines of a call → legs (callid, n-th ENTERQUEUE) → one row per call.

Most calls queue once, are answered at most once and end once: for them one grouping by call id says everything.
Only the others are numbered and sorted, which costs ten times as much.
"""

from __future__ import annotations

from collections.abc import Iterable

from pledgeline.contacts.connectors.asterisk_queue_log.lines import (
    ENDS,
    OF_A_CALL,
    PARAMS,
    REFUSED,
    TRANSFERS,
    of_a_call,
    offer_events,
)
from pledgeline.contacts.connectors.asterisk_queue_log.profile import QueueLogProfile
from pledgeline.contacts.connectors.sql import lit, lits
from pledgeline.contacts.core.connector import Duck, Staging

_FIELDS = f"at_s, callid, queue, agent, event, {', '.join(PARAMS)}"
# Before a value that is a pseudonym already, because it comes from an earlier delivery's event.
KNOWN_REF = "chr(1)"


def event_key() -> str:
    """SQL of what makes a safe line itself, but for its occurrence among identical ones (two in a second are legal)."""
    parts = ", ".join(f"coalesce({name}::VARCHAR, '')" for name in ("at_s", "callid", "queue", "agent", "event"))
    return f"md5(concat_ws('|', {parts}, {', '.join(PARAMS)}))"


def _present(con: Duck, events: Iterable[str]) -> str:
    """SQL list of those `events` that occur at all: a log uses eight or so, and asking for more costs time."""
    con.execute("SELECT DISTINCT event FROM seen_event")
    seen = {event for (event,) in con.fetchall()}
    return lits(sorted(seen.intersection(events))) or "''"


def gather(con: Duck, staging: Staging) -> None:
    """View `call_line`: the lines of calls, earlier deliveries' first; `ord` is their order, `fresh` if delivered now.

    A line that was already delivered with an open contact and comes again (a log is often sent whole) counts once,
    as a fresh one.
    """
    profile: QueueLogProfile = staging.profile
    held = f" UNION SELECT event FROM {staging.earlier_events}" if staging.earlier_events is not None else ""
    con.execute(f"CREATE OR REPLACE TEMP TABLE seen_event AS SELECT DISTINCT event FROM raw_line{held}")
    fresh = (
        f"SELECT line AS ord, line, true AS fresh, {_FIELDS} FROM raw_line "
        f"WHERE callid IS NOT NULL AND event IN ({_present(con, (*OF_A_CALL, *offer_events(profile)))})"
    )
    if staging.earlier_events is None:
        con.execute(f"CREATE OR REPLACE TEMP VIEW call_line AS {fresh}")
        return
    params = [f"params[{number}]" for number in range(1, len(PARAMS) + 1)]
    number_in = {"DID": 0, "ENTERQUEUE": 1}
    for event, place in number_in.items():
        value = params[place]
        params[place] = f"CASE WHEN event = '{event}' AND {value} <> '' THEN {KNOWN_REF} || {value} ELSE {value} END"
    listed = ", ".join(f"{value} AS {name}" for value, name in zip(params, PARAMS, strict=True))
    occurrence = f"row_number() OVER (PARTITION BY {event_key()} ORDER BY line)"
    key = f"{lit(staging.source_id + ':')} || {event_key()} || '-' || {occurrence}"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE earlier_line AS
        WITH earlier AS (
            SELECT event_key, (epoch_us("at") // 1000000)::BIGINT AS at_s, native_id AS callid, queue_id AS queue,
                CASE WHEN agent_id IS NOT NULL THEN {KNOWN_REF} || agent_id END AS agent, event, {listed}, source_line
            FROM {staging.earlier_events}
        ), again AS (
            SELECT {key} AS event_key FROM (
                SELECT * FROM safe_line SEMI JOIN earlier USING (callid) WHERE event IN ({of_a_call(profile)})
            ) AS s
        )
        SELECT row_number() OVER (ORDER BY at_s, source_line) - 1000000000000 AS ord, 0::BIGINT AS line, false AS fresh,
            {_FIELDS}
        FROM earlier ANTI JOIN again USING (event_key)"""
    )
    con.execute(f"CREATE OR REPLACE TEMP VIEW call_line AS {fresh} UNION ALL SELECT * FROM earlier_line")


def _summary(con: Duck, profile: QueueLogProfile, *, sorted_lines: bool) -> str:
    """The aggregates that describe a stretch of lines; `sorted_lines` where an event may occur more than once."""
    ends, refused = _present(con, ENDS), _present(con, REFUSED)

    def first(value: str, when: str) -> str:
        picked = f"arg_min({value}, ord)" if sorted_lines else f"any_value({value})"
        return f"{picked} FILTER ({when})"

    def last(value: str, when: str) -> str:
        picked = f"arg_max({value}, ord)" if sorted_lines else f"any_value({value})"
        return f"{picked} FILTER ({when})"

    ring_s = (
        "CASE event WHEN 'CONNECT' THEN try_cast(p3 AS BIGINT) ELSE ceil(try_cast(p1 AS BIGINT) / 1000)::BIGINT END"
    )
    entered, connected = "event = 'ENTERQUEUE'", "event = 'CONNECT'"
    offers = offer_events(profile)
    columns = {
        "last_at": "max(at_s)",
        "first_at": "min(at_s)",
        "enter_at": f"min(at_s) FILTER ({entered})",
        "queue": first("queue", f"{entered} OR event IN ({refused})"),
        "caller": f"any_value(nullif(p2, '')) FILTER ({entered})",
        "called": "any_value(nullif(p1, '')) FILTER (event = 'DID')",
        "connect_at": f"min(at_s) FILTER ({connected})",
        "agent": first("agent", connected),
        "stated_hold_s": first("try_cast(p1 AS BIGINT)", connected),
        "ring_at": f"min(at_s - coalesce({ring_s}, 0)) FILTER (event IN ('CONNECT', 'RINGNOANSWER'))",
        "rings": "count(*) FILTER (event IN ('CONNECT', 'RINGNOANSWER', 'RINGCANCELED'))",
        "ring_canceled": "bool_or(event = 'RINGCANCELED')",
        "end_event": last("event", f"event IN ({ends})"),
        "end_at": f"max(at_s) FILTER (event IN ({ends}))",
        "abandon_agent": last("agent", "event = 'ABANDON'"),
        "key_pressed": last("p1", "event = 'EXITWITHKEY'"),
        "transfers": f"count(*) FILTER (event IN ({_present(con, TRANSFERS)}))",
        "refused_as": f"any_value(event) FILTER (event IN ({refused}))",
        "offered_at": f"min(at_s) FILTER (event IN ({_present(con, offers)}))" if offers else "NULL::BIGINT",
        "line": "min(line) FILTER (fresh)",
        "lines": "count(*) FILTER (fresh)",
    }
    return ", ".join(f"{sql} AS {name}" for name, sql in columns.items())


def legs(con: Duck, profile: QueueLogProfile) -> None:
    """Tables `plain_call` (one leg, which is the call) and `other_leg`; view `call_leg` over both.

    Leg 0 holds what was logged before the first ENTERQUEUE of a call with several legs.
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE call_sum AS
        SELECT callid, count(*) FILTER (event = 'ENTERQUEUE') AS enters, count(*) FILTER (event = 'CONNECT')
            AS connects,
            count(*) FILTER (event IN ({_present(con, ENDS)})) AS ends, {_summary(con, profile, sorted_lines=False)}
        FROM call_line GROUP BY callid"""
    )
    plain = "enters = 1 AND connects <= 1 AND ends <= 1 AND refused_as IS NULL"
    con.execute(f"CREATE OR REPLACE TEMP VIEW plain_call AS SELECT 1 AS leg, * FROM call_sum WHERE {plain}")
    others = f"SELECT callid FROM call_sum WHERE NOT ({plain}) AND (enters > 0 OR refused_as IS NOT NULL)"
    con.execute(f"SELECT count(*) FROM ({others}) AS o")
    some = "true" if con.fetchone()[0] else "false"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE other_leg AS
        SELECT callid, leg, {_summary(con, profile, sorted_lines=True)}
        FROM (
            SELECT *, sum((event = 'ENTERQUEUE')::INT) OVER (
                PARTITION BY callid ORDER BY ord ROWS UNBOUNDED PRECEDING)::INT AS leg
            FROM call_line SEMI JOIN ({others}) USING (callid) WHERE {some}
        ) GROUP BY callid, leg"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP VIEW call_leg AS
        SELECT * EXCLUDE (enters, connects, ends) FROM plain_call UNION ALL BY NAME SELECT * FROM other_leg"""
    )


def calls(con: Duck, *, longest_wait_s: int, hold_tolerance_s: int) -> None:
    """View `call_row`: one row per call. A hold beyond `longest_wait_s` is no wait: `late_connect_at`."""
    real = f"connect_at - enter_at <= {longest_wait_s}"
    disagrees = f"abs(stated_hold_s - (connect_at - enter_at)) > {hold_tolerance_s}"
    talked = "end_at >= connect_at AND (end_event LIKE 'COMPLETE%' OR end_event LIKE '%TRANSFER')"
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW call_row AS
        SELECT callid, first_at, last_at, enter_at, queue AS first_queue, queue AS last_queue, 1 AS queues, caller,
            called,
            CASE WHEN {real} THEN connect_at END AS connect_at, CASE WHEN NOT ({real}) THEN connect_at END
                AS late_connect_at,
            coalesce(NOT ({real}), false) AS long_hold, agent AS agent_first, agent AS agent_last, ring_at,
            rings::INT AS rings, transfers::INT AS transfers, end_event AS any_end, end_event, coalesce(end_at,
                -1) AS end_at,
            coalesce(ring_canceled OR abandon_agent IS NOT NULL, false) AS while_ringing, key_pressed, refused_as,
                offered_at,
            {disagrees} AS hold_disagrees, CASE WHEN {talked} THEN end_at - connect_at END AS talk_s, line,
            lines::INT AS lines
        FROM plain_call
        UNION ALL BY NAME
        SELECT callid, min(first_at) AS first_at, max(last_at) AS last_at, min(enter_at) AS enter_at,
            arg_min(queue, leg) FILTER (queue IS NOT NULL) AS first_queue,
            arg_max(queue, leg) FILTER (queue IS NOT NULL) AS last_queue,
            count(enter_at) AS queues, any_value(caller) AS caller, any_value(called) AS called,
            min(connect_at) FILTER ({real}) AS connect_at, min(connect_at) FILTER (NOT ({real})) AS late_connect_at,
            coalesce(bool_or(NOT ({real})), false) AS long_hold,
            arg_min(agent, leg) FILTER (connect_at IS NOT NULL) AS agent_first,
            arg_max(agent, leg) FILTER (connect_at IS NOT NULL) AS agent_last,
            min(ring_at) AS ring_at, sum(rings)::INT AS rings, sum(transfers)::INT AS transfers,
            arg_max(end_event, leg) FILTER (leg > 0) AS any_end,
            CASE WHEN arg_max(end_event IS NULL, leg) THEN NULL ELSE arg_max(end_event, leg) END AS end_event,
            arg_max(coalesce(end_at, -1), leg) AS end_at,
            coalesce(arg_max(ring_canceled OR abandon_agent IS NOT NULL, leg), false) AS while_ringing,
            arg_max(key_pressed, leg) AS key_pressed, any_value(refused_as) AS refused_as,
            min(offered_at) AS offered_at, bool_or({disagrees}) AS hold_disagrees,
            sum(end_at - connect_at) FILTER ({talked}) AS talk_s, min(line) AS line, sum(lines)::INT AS lines
        FROM other_leg GROUP BY callid"""
    )
