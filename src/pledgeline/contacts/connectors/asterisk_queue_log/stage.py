"""One queue_log delivery, staged."""

from __future__ import annotations

from datetime import timedelta

from pledgeline.contacts.connectors.asterisk_queue_log import calls, lines, meaning
from pledgeline.contacts.connectors.asterisk_queue_log.profile import QueueLogProfile
from pledgeline.contacts.connectors.delivered import checked_file, is_zip
from pledgeline.contacts.connectors.pseudonym import pseudonym_column
from pledgeline.contacts.connectors.sql import cases, lit, lits
from pledgeline.contacts.connectors.staged import leave, read_count
from pledgeline.contacts.core.connector import Duck, Staged, Staging
from pledgeline.contacts.core.vocabulary import QualityFlag
from pledgeline.kernel.problem import Problem

# Hold as the log states it, and the difference of its own two times: both whole seconds, so 1 s apart at the most.
_HOLD_TOLERANCE_S = 2

_PEOPLE = {"customer_ref": "caller", "dialled_ref": "called", "agent_first": "agent_first", "agent_last": "agent_last"}


def stage(con: Duck, staging: Staging) -> Staged:
    """See `core/connector.py`. Raises Problem for a file that is no text at all; nothing is left then."""
    profile: QueueLogProfile = staging.profile
    path = checked_file(staging.path)
    if is_zip(path):
        raise Problem("file.compressed", file=path.name, kind="zip")
    good, rejected = lines.read(con, staging)
    staging.progress(0.4)
    if good == 0 and rejected:
        con.execute("SELECT min(source_line) FROM queue_reject")
        raise Problem("queue_log.not_one", file=path.name, line=int(con.fetchone()[0]))
    calls.gather(con, staging)
    calls.legs(con, profile)
    staging.progress(0.7)
    _calls(con, staging, profile)
    _contacts(con, staging, profile)
    _legs(con, staging)
    _events(con, staging, profile)
    _refuse_services(con, staging, profile)
    names = ("source_line", "reason", "field", "detail", "source_records")
    leave(con, "staged_reject", {name: name for name in names}, "queue_reject")
    staging.progress(1.0)
    return Staged(read=read_count(con))


def _calls(con: Duck, staging: Staging, profile: QueueLogProfile) -> None:
    """View `call`: one row per call with everything its outcome depends on; times in whole seconds, UTC."""
    horizon_s = int(timedelta(hours=profile.horizon_h).total_seconds())
    longest_wait_s = int(timedelta(hours=profile.longest_wait_h).total_seconds())
    calls.calls(con, longest_wait_s=longest_wait_s, hold_tolerance_s=_HOLD_TOLERANCE_S)
    con.execute("SELECT coalesce(max(at_s), 0), coalesce(max(at_s) FILTER (event = 'QUEUESTART'), 0) FROM raw_line")
    last_at, restart_at = (int(value) for value in con.fetchone())
    callback_queue = f"first_queue IN ({lits(profile.callback_queues)})" if profile.callback_queues else "false"
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW call AS
        SELECT *, {callback_queue} OR long_hold AS is_callback,
            end_event IS NULL AND refused_as IS NULL AS unended,
            end_event IS NULL AND refused_as IS NULL AND last_at >= greatest({last_at - horizon_s}, {restart_at})
                AS is_open
        FROM call_row"""
    )


def _contacts(con: Duck, staging: Staging, profile: QueueLogProfile) -> None:
    arrived = "first_at"
    if profile.arrived_from_uniqueid:
        made = "try_cast(regexp_extract(callid, '([0-9]{9,})[.][0-9]+$', 1) AS BIGINT)"
        # An hour before the queue is a channel that had another life first.
        arrived = f"CASE WHEN {made} BETWEEN first_at - 3600 AND first_at THEN {made} ELSE first_at END"
    excluded = cases((f"first_queue = {lit(rule.queue)}", lit(rule.reason)) for rule in profile.exclude)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE call_contact AS
        SELECT *, {meaning.outcome(profile)} AS outcome, {meaning.service(staging, profile)} AS service_code,
            {excluded} AS excluded, {arrived} AS arrived_at
        FROM call"""
    )
    offer, offered_at, basis = meaning.offers(profile)
    _link_callbacks(con, profile)
    source = "call_contact AS c LEFT JOIN callback_link AS l ON l.callid = c.callid"
    refs = {}
    for column, raw in _PEOPLE.items():
        refs[column], join = _pseudonym(con, staging, f"queue_{column}", f"c.{raw}", "call_contact AS c")
        source += join
    key = f"{lit(staging.source_id + ':')} || c.callid"
    flags = {
        QualityFlag.MISSING_END: "outcome = 'unknown_end' OR (unended AND NOT is_open)",
        QualityFlag.HOLD_IS_NOT_A_WAIT: "long_hold",
        QualityFlag.DURATION_DISAGREES: "coalesce(hold_disagrees, false)",
        QualityFlag.INFERRED_LINK: "l.origin IS NOT NULL",
    }
    raised = ", ".join(f"CASE WHEN {when} THEN {lit(flag)} END" for flag, when in flags.items())
    any_flag = " OR ".join(flags.values())
    columns = {
        "contact_key": key,
        "source_id": lit(staging.source_id),
        "centre_id": lit(staging.centre_id),
        "native_id": "c.callid",
        "kind": "CASE WHEN is_callback THEN 'callback' ELSE 'inbound' END",
        "channel": "'voice'",
        "async": "false",
        "origin_contact_key": f"{lit(staging.source_id + ':')} || l.origin",
        "link_basis": "CASE WHEN l.origin IS NOT NULL THEN 'number_window' END",
        "callback_attempt_no": "l.attempt",
        **refs,
        "service_code": "service_code",
        "arrived_at": meaning.instant("c.arrived_at"),
        "arrived_precision_ms": "1000",
        "human_requested_at": meaning.instant("CASE WHEN NOT is_callback THEN enter_at END"),
        "human_requested_basis": "CASE WHEN NOT is_callback AND enter_at IS NOT NULL THEN 'queue_in' END",
        "queue_in_at": meaning.instant("enter_at"),
        "queue_first": meaning.shown_queue(profile, "first_queue"),
        "queue_last": meaning.shown_queue(profile, "last_queue"),
        "first_ring_at": meaning.instant("ring_at"),
        "answered_at": meaning.instant("coalesce(connect_at, late_connect_at)"),
        "answered_basis": "CASE WHEN outcome = 'answered' THEN 'bridge' END",
        "released_at": meaning.instant(
            "CASE WHEN end_event IS NOT NULL THEN nullif(end_at, -1) WHEN refused_as IS NOT NULL THEN last_at END"
        ),
        "outcome": "outcome",
        "outcome_native": "coalesce(end_event, refused_as, any_end, '') || "
        "CASE WHEN end_event = 'EXITWITHKEY' THEN ':' || key_pressed ELSE '' END",
        "end_party": cases((f"end_event = {lit(event)}", lit(party)) for event, party in meaning.END_PARTY.items()),
        "callback_offer": offer,
        "callback_offered_at": meaning.instant(offered_at),
        "callback_offer_basis": basis,
        "callback_accepted_at": meaning.instant("CASE WHEN outcome = 'callback_accepted' THEN nullif(end_at, -1) END"),
        "talk_s": "talk_s",
        "talk_includes_hold": "true",
        "transfer_count": "transfers",
        "queue_count": "queues",
        "ring_attempts": "rings",
        "test_or_excluded": "excluded",
        "source_updated_at": meaning.instant("last_at"),
        "is_final": "NOT is_open",
        "quality_flags": f"CASE WHEN {any_flag} THEN list_filter([{raised}], lambda x: x IS NOT NULL) "
        "ELSE []::VARCHAR[] END",
        "source_line": "coalesce(line, 0)",
        "source_records": "coalesce(lines, 0)",
    }
    # A call that was open before and got no new line is left as it is, until its horizon has passed.
    leave(con, "staged_contact", columns, source, f"{_known_service(staging, profile)} AND (lines > 0 OR NOT is_open)")


def _pseudonym(con: Duck, staging: Staging, table: str, raw: str, rows: str) -> tuple[str, str]:
    """As `pseudonym_column`, for values some of which are pseudonyms of an earlier delivery already."""
    ref, join = pseudonym_column(con, table, raw, rows, staging.pseudonym_key)
    if staging.earlier_events is None:
        return ref, join
    return f"CASE WHEN starts_with({raw}, {calls.KNOWN_REF}) THEN substr({raw}, 2) ELSE {ref} END", join


def _link_callbacks(con: Duck, profile: QueueLogProfile) -> None:
    """A callback belongs to the latest request from the same number; attempts are counted in their order."""
    window_s = int(timedelta(hours=profile.link_window_h).total_seconds())
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE callback_link AS
        SELECT callid, origin, row_number() OVER (PARTITION BY origin ORDER BY arrived_at) AS attempt
        FROM (
            SELECT back.callid, back.arrived_at, asked.callid AS origin, back.arrived_at - asked.end_at AS after_s
            FROM (SELECT callid, caller, arrived_at FROM call_contact WHERE is_callback AND caller IS NOT NULL) AS back
            ASOF JOIN (SELECT callid, caller, end_at FROM call_contact WHERE outcome = 'callback_accepted') AS asked
                ON back.caller = asked.caller AND back.arrived_at >= asked.end_at
        ) WHERE after_s <= {window_s}"""
    )


def _unknown_service(staging: Staging, profile: QueueLogProfile) -> list[tuple[str, str]]:
    """(condition, reason) of calls whose service cannot be told; excluded calls need none."""
    found = []
    if profile.services or profile.services_by_number:
        found.append(("service_code IS NULL AND excluded IS NULL AND NOT is_callback", "service.unmapped"))
    if staging.known_services is not None:
        known = f"service_code IN ({lits(sorted(staging.known_services))})" if staging.known_services else "false"
        found.append((f"service_code IS NOT NULL AND NOT {known}", "service.unknown"))
    return found


def _known_service(staging: Staging, profile: QueueLogProfile) -> str:
    return " AND ".join(f"NOT ({when})" for when, _ in _unknown_service(staging, profile)) or "true"


def _refuse_services(con: Duck, staging: Staging, profile: QueueLogProfile) -> None:
    rules = _unknown_service(staging, profile)
    if not rules:
        return
    con.execute(
        f"""INSERT INTO queue_reject
        SELECT line, {cases((when, lit(reason)) for when, reason in rules)}, 'queue', left(coalesce(service_code,
            first_queue), 80), lines
        FROM call_contact WHERE lines > 0 AND ({" OR ".join(f"({when})" for when, _ in rules)})"""
    )


def _legs(con: Duck, staging: Staging) -> None:
    result = cases(
        [
            ("connect_at IS NOT NULL", "'answered'"),
            *((f"end_event = {lit(event)}", lit(word)) for event, word in meaning.LEG_RESULT.items()),
        ]
    )
    human = cases(
        [
            ("end_event = 'BLINDTRANSFER' OR end_event = 'TRANSFER'", "'transferred_blind'"),
            ("end_event = 'ATTENDEDTRANSFER'", "'transferred_attended'"),
            ("end_event IS NOT NULL", "'ended'"),
        ]
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW call_stretch AS
        SELECT callid, 2 * leg - 1 AS seq, 'queue' AS kind, queue, NULL AS agent, enter_at AS start_at,
            coalesce(connect_at, end_at) AS end_at, {result} AS result, key_pressed
        FROM call_leg WHERE enter_at IS NOT NULL
        UNION ALL
        SELECT callid, 2 * leg, 'human', queue, agent, connect_at, end_at, {human}, NULL
        FROM call_leg WHERE connect_at IS NOT NULL"""
    )
    agent, join = _pseudonym(con, staging, "queue_leg_agent", "s.agent", "call_stretch AS s")
    columns = {
        "contact_key": f"{lit(staging.source_id + ':')} || s.callid",
        "seq": "seq",
        "kind": "kind",
        "queue_id": meaning.shown_queue(staging.profile, "queue"),
        "agent_id": agent,
        "start_at": meaning.instant("start_at"),
        "end_at": meaning.instant("end_at"),
        "result": "result",
        "key_pressed": "key_pressed",
    }
    source = f"call_stretch AS s{join}"
    kept = f"{_known_service(staging, staging.profile)} AND (lines > 0 OR NOT is_open)"
    con.execute(f"SELECT count(*) FROM call_contact WHERE NOT ({kept})")
    if con.fetchone()[0]:
        source += f" SEMI JOIN (SELECT callid FROM call_contact WHERE {kept}) AS k ON k.callid = s.callid"
    leave(con, "staged_leg", columns, source)


def _events(con: Duck, staging: Staging, profile: QueueLogProfile) -> None:
    """Every line of an open call, and the lines that belong to no call: agents, the server, unknown words."""
    fields = f"at_s, callid, queue, agent, event, {', '.join(lines.PARAMS)}"
    of_a_call = f"callid IS NOT NULL AND event IN ({lines.of_a_call(profile)})"
    open_calls = f"SELECT callid FROM call_contact WHERE is_open AND lines > 0 AND {_known_service(staging, profile)}"
    # A call's line without its ENTERQUEUE: the log began in the middle of the call.
    headless = "SELECT callid FROM call_sum WHERE enters = 0 AND refused_as IS NULL"
    earlier = ""
    if staging.earlier_events is not None:
        bare = ", ".join(f"ltrim({name}, {calls.KNOWN_REF}) AS {name}" for name in lines.PARAMS)
        earlier = (
            f"UNION ALL SELECT ord, at_s, callid, queue, ltrim(agent, {calls.KNOWN_REF}) AS agent, event, {bare}, true "
            f"FROM earlier_line SEMI JOIN ({open_calls}) USING (callid)"
        )
    key = calls.event_key()
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE queue_event AS
        SELECT *,
            {key} || '-' || row_number() OVER (PARTITION BY {key} ORDER BY line) AS event_key
        FROM (
            SELECT line, {fields}, true AS of_open FROM safe_line SEMI JOIN ({open_calls}) USING (callid)
                WHERE {of_a_call}
            {earlier}
            UNION ALL SELECT line, {fields}, false FROM safe_line WHERE NOT coalesce({of_a_call}, false)
            UNION ALL SELECT line, {fields}, false FROM safe_line SEMI JOIN ({headless}) USING (callid)
                WHERE {of_a_call}
        ) AS e"""
    )
    columns = {
        "event_key": f"{lit(staging.source_id + ':')} || event_key",
        "source_id": lit(staging.source_id),
        "centre_id": lit(staging.centre_id),
        "at": meaning.instant("at_s"),
        "native_id": "callid",
        "queue_id": "queue",
        "agent_id": "agent",
        "event": f"CASE WHEN event IN ({_plain_events(profile)}) THEN event ELSE left(event, 40) END",
        "params": f"list_filter([{', '.join(lines.PARAMS)}], lambda x: x IS NOT NULL)",
        "belongs_to_open_contact": "of_open",
        "source_line": "greatest(line, 0)",
    }
    leave(con, "staged_event", columns, "queue_event")


def _plain_events(profile: QueueLogProfile) -> str:
    return lits((*lines.OF_A_CALL, *lines.OF_AN_AGENT, *lines.offer_events(profile)))
