"""One delivery of Amazon Connect contact records, staged: records → chains → contacts and legs."""

from __future__ import annotations

from pledgeline.contacts.connectors.amazon_connect import meaning, records
from pledgeline.contacts.connectors.amazon_connect.profile import ConnectProfile
from pledgeline.contacts.connectors.delivered import checked_file, is_zip
from pledgeline.contacts.connectors.pseudonym import pseudonym_column
from pledgeline.contacts.connectors.sql import cases, lit, lits
from pledgeline.contacts.connectors.staged import leave
from pledgeline.contacts.core.connector import Duck, Staged, Staging
from pledgeline.kernel.problem import Problem


def stage(con: Duck, staging: Staging) -> Staged:
    """See `core/connector.py`. Raises Problem for a file that cannot be read at all; nothing is left then."""
    profile: ConnectProfile = staging.profile
    path = checked_file(staging.path)
    if is_zip(path):
        raise Problem("file.compressed", file=path.name, kind="zip")
    read = records.read(con, staging)
    staging.progress(0.5)
    _chains(con)
    _contacts(con, staging, profile)
    _legs(con, staging, profile)
    _orphans(con, staging)
    _rejects(con, staging, profile)
    staging.progress(1.0)
    return Staged(read=read)


def _chains(con: Duck) -> None:
    """Table `connect_latest` (newest version of each record), `connect_owner` (record → its contact)."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE connect_latest AS
        SELECT * FROM connect_record
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY updated_us DESC NULLS LAST, line DESC) = 1"""
    )
    # A transfer of a transfer belongs to the contact at the start; a chain that loops is cut by the depth.
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE connect_owner AS
        WITH RECURSIVE up(id, at_id, depth) AS (
            SELECT id, coalesce(previous_id, initial_id), 1 FROM connect_latest WHERE method IN ({lits(meaning.MOVES)})
            UNION ALL
            SELECT up.id, coalesce(r.previous_id, r.initial_id), depth + 1 FROM up
            JOIN connect_latest AS r ON r.id = up.at_id WHERE r.method IN ({lits(meaning.MOVES)}) AND depth < 50
        )
        SELECT up.id, up.at_id AS owner FROM up
        JOIN connect_latest AS r ON r.id = up.at_id WHERE r.method NOT IN ({lits(meaning.MOVES)})"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE connect_moved AS
        SELECT o.owner, count(*) FILTER (m.method = 'TRANSFER') AS transfers, count(m.enqueued_us) AS queues,
            min(m.enqueued_us) AS enqueued_us, arg_max(m.queue, m.enqueued_us) AS last_queue,
            min(m.agent_us) AS agent_us, arg_min(m.agent_ref, m.agent_us) AS agent_first,
            arg_max(m.agent_ref, m.agent_us) AS agent_last,
            max(m.disconnected_us) AS disconnected_us, max(m.acw_end_us) AS acw_end_us, max(m.updated_us) AS updated_us,
            sum(m.talk_s) AS talk_s, sum(m.hold_s) AS hold_s, sum(m.acw_s) AS acw_s, sum(m.rings) AS rings,
            bool_or(m.disconnected_us IS NULL) AS still_open, arg_max(m.reason, m.initiated_us) AS reason,
            arg_max(m.next_id, m.initiated_us) AS next_id
        FROM connect_owner AS o JOIN (SELECT *, coalesce(agent, agent_name) AS agent_ref FROM connect_latest)
            AS m USING (id)
        GROUP BY o.owner"""
    )
    # A callback belongs to the contact that asked for it: the chain's first, or the one the chain links back to.
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE connect_callback AS
        SELECT id, coalesce(initial_id, o.owner, previous_id) AS origin, initiated_us, scheduled_us,
            row_number() OVER (PARTITION BY coalesce(initial_id, o.owner, previous_id) ORDER BY initiated_us, id)
                AS attempt
        FROM connect_latest LEFT JOIN (SELECT id AS previous_id, owner FROM connect_owner) AS o USING (previous_id)
        WHERE method IN ({lits(meaning.CALLBACKS)})"""
    )


def _contacts(con: Duck, staging: Staging, profile: ConnectProfile) -> None:
    """Every version of every record that is a contact of its own, with what its chain added to it."""
    kind = cases(((f"r.method = {lit(method)}", lit(word)) for method, word in meaning.KINDS.items()))
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE connect_contact AS
        SELECT *, {meaning.outcome()} AS outcome, {meaning.service(profile)} AS service_code,
            {meaning.excluded(profile)} AS excluded
        FROM (
            SELECT r.*, {kind} AS kind, l.line = r.line AS is_latest,
                least(r.enqueued_us, m.enqueued_us) AS queue_us,
                least(r.agent_us, m.agent_us) AS answered_us,
                coalesce(least(r.enqueued_us, m.enqueued_us), least(r.agent_us, m.agent_us)) AS requested_us,
                CASE WHEN r.disconnected_us IS NOT NULL AND NOT coalesce(m.still_open, false)
                    THEN greatest(r.disconnected_us, m.disconnected_us) END AS released_us,
                greatest(r.acw_end_us, m.acw_end_us) AS acw_us,
                coalesce(m.reason, r.reason) AS last_reason,
                coalesce(r.queue, m.last_queue) AS first_queue, coalesce(m.last_queue, r.queue) AS last_queue,
                coalesce(CASE WHEN r.agent_us IS NOT NULL THEN coalesce(r.agent, r.agent_name) END,
                    m.agent_first) AS agent_one,
                coalesce(m.agent_last, CASE WHEN r.agent_us IS NOT NULL THEN coalesce(r.agent, r.agent_name) END)
                    AS agent_end,
                coalesce(m.transfers, 0) AS transfers, count_queues + coalesce(m.queues, 0) AS queues,
                asked.accepted_us, asked.due_us, back.origin, back.attempt,
                greatest(r.updated_us, m.updated_us) AS version_us,
                coalesce(m.next_id, r.next_id) IS NOT NULL AND next_seen.id IS NULL AS awaits_next,
                list_sum(list_filter([r.talk_s, m.talk_s], lambda x: x IS NOT NULL)) AS talk_all_s,
                list_sum(list_filter([r.hold_s, m.hold_s], lambda x: x IS NOT NULL)) AS hold_all_s,
                list_sum(list_filter([r.acw_s, m.acw_s], lambda x: x IS NOT NULL)) AS acw_all_s,
                coalesce(moved_lines.lines, 0) AS moved_lines
            FROM (SELECT *, (enqueued_us IS NOT NULL)::INT AS count_queues FROM connect_record) AS r
            JOIN connect_latest AS l ON l.id = r.id
            LEFT JOIN connect_moved AS m ON m.owner = r.id
            LEFT JOIN (SELECT origin, min(initiated_us) AS accepted_us, min(scheduled_us) AS due_us
                FROM connect_callback GROUP BY origin) AS asked ON asked.origin = r.id
            LEFT JOIN connect_callback AS back ON back.id = r.id
            LEFT JOIN connect_latest AS next_seen ON next_seen.id = coalesce(m.next_id, r.next_id)
            LEFT JOIN (SELECT o.owner, count(*) AS lines FROM connect_owner AS o JOIN connect_record USING (id)
                GROUP BY o.owner) AS moved_lines ON moved_lines.owner = r.id
            WHERE coalesce(r.method, '') NOT IN ({lits(meaning.MOVES)})
        ) AS c"""
    )
    offers = meaning.offers(profile)
    source = (
        f"(SELECT *, {meaning.customer(profile)} AS who, "
        + ", ".join(f"{sql} AS {name}" for name, sql in offers.items())
        + f" FROM connect_contact WHERE NOT ({_unusable(staging, profile)})) AS c"
    )
    refs = {}
    for column, raw in (
        ("customer_ref", "who"),
        ("dialled_ref", "dialled"),
        ("agent_first", "agent_one"),
        ("agent_last", "agent_end"),
    ):
        values = f"(SELECT *, {meaning.customer(profile)} AS who FROM connect_contact) AS c"
        refs[column], join = pseudonym_column(con, f"connect_{column}", f"c.{raw}", values, staging.pseudonym_key)
        source += join
    prefix = lit(staging.source_id + ":")
    channel = cases((f"native_channel = {lit(native)}", lit(word)) for native, word in meaning.CHANNELS.items())
    keep = ", ".join(f"{lit(name)}, {records.attribute(profile, name)}" for name in profile.keep)
    negative = (
        "coalesce(answered_us < requested_us, false) OR "
        "coalesce(released_us < coalesce(answered_us, requested_us, initiated_us), false)"
    )
    columns = {
        "contact_key": f"{prefix} || c.id",
        "source_id": lit(staging.source_id),
        "centre_id": lit(staging.centre_id),
        "native_id": "c.id",
        "native_root_id": "coalesce(initial_id, c.id)",
        "kind": "kind",
        "channel": channel,
        "async": "native_channel = 'EMAIL'",
        "origin_contact_key": f"CASE WHEN origin IS NOT NULL THEN {prefix} || origin END",
        "link_basis": "CASE WHEN origin IS NOT NULL THEN 'native_id' END",
        "callback_attempt_no": "attempt",
        **refs,
        "service_code": "service_code",
        "arrived_at": meaning.instant("initiated_us"),
        "arrived_precision_ms": "1000",
        "bot_ivr_ended_at": meaning.instant("queue_us"),
        "human_requested_at": meaning.instant("CASE WHEN kind = 'inbound' THEN requested_us END"),
        "human_requested_basis": "CASE WHEN kind = 'inbound' AND queue_us IS NOT NULL THEN 'queue_in' "
        "WHEN kind = 'inbound' AND requested_us IS NOT NULL THEN 'event' END",
        "queue_in_at": meaning.instant("queue_us"),
        "queue_first": meaning.shown_queue(profile, "first_queue"),
        "queue_last": meaning.shown_queue(profile, "last_queue"),
        "answered_at": meaning.instant("CASE WHEN kind = 'outbound' THEN connected_us ELSE answered_us END"),
        "answered_basis": "CASE WHEN outcome = 'answered' THEN 'bridge' END",
        "released_at": meaning.instant("released_us"),
        "acw_end_at": meaning.instant("acw_us"),
        "outcome": "outcome",
        "outcome_native": "coalesce(method, '') || '/' || coalesce(last_reason, '')",
        "end_party": cases((f"last_reason = {lit(native)}", lit(party)) for native, party in meaning.END_PARTY.items()),
        "callback_offer": "callback_offer",
        "callback_offered_at": meaning.instant("offered_us"),
        "callback_offer_basis": "callback_offer_basis",
        "callback_accepted_at": meaning.instant("accepted_us"),
        "callback_due_at": meaning.instant("due_us"),
        "talk_s": "talk_all_s",
        "talk_includes_hold": "false",
        "hold_s": "hold_all_s",
        "acw_s": "acw_all_s",
        "transfer_count": "transfers",
        "queue_count": "queues",
        "ring_attempts": "rings",
        "first_response_s": "first_response_ms / 1000.0",
        "max_response_s": "max_response_ms / 1000.0",
        "message_count": "messages",
        "test_or_excluded": "excluded",
        "attributes": f"json_object({keep})" if keep else "NULL",
        "source_updated_at": meaning.instant("version_us"),
        "is_final": "outcome <> 'open' AND NOT awaits_next",
        "quality_flags": f"CASE WHEN {negative} THEN ['negative_duration'] ELSE []::VARCHAR[] END",
        "source_line": "c.line",
        "source_records": "1 + CASE WHEN is_latest THEN moved_lines ELSE 0 END",
    }
    leave(con, "staged_contact", columns, source)


def _refusals(staging: Staging, profile: ConnectProfile) -> list[tuple[str, str, str, str]]:
    """(condition, reason, field, detail) of contacts that cannot be mapped."""
    found = [
        ("kind IS NULL", "kind.unmapped", "InitiationMethod", "method"),
        ("outcome IS NULL", "outcome.unmapped", "DisconnectReason", "last_reason"),
    ]
    if profile.service_attribute is not None and profile.services:
        column = records.attribute(profile, profile.service_attribute)
        unmapped = f"service_code IS NULL AND {column} IS NOT NULL"
        found.append((unmapped, "service.unmapped", profile.service_attribute, column))
    if staging.known_services is not None:
        known = f"service_code IN ({lits(sorted(staging.known_services))})" if staging.known_services else "false"
        unknown = f"service_code IS NOT NULL AND NOT {known}"
        found.append((unknown, "service.unknown", profile.service_attribute or "Queue.Name", "service_code"))
    return found


def _unusable(staging: Staging, profile: ConnectProfile) -> str:
    return " OR ".join(f"coalesce({when}, false)" for when, _, _, _ in _refusals(staging, profile))


def _rejects(con: Duck, staging: Staging, profile: ConnectProfile) -> None:
    rules = _refusals(staging, profile)
    con.execute(
        f"""INSERT INTO connect_reject
        SELECT line, {cases((when, lit(reason)) for when, reason, _, _ in rules)},
            {cases((when, lit(native)) for when, _, native, _ in rules)},
            left({cases((when, detail) for when, _, _, detail in rules)}, 80),
            1 + CASE WHEN is_latest THEN moved_lines ELSE 0 END
        FROM connect_contact WHERE {_unusable(staging, profile)}"""
    )
    names = ("source_line", "reason", "field", "detail", "source_records")
    leave(con, "staged_reject", {name: name for name in names}, "connect_reject")


def _legs(con: Duck, staging: Staging, profile: ConnectProfile) -> None:
    """For each record of a chain, in order: its stay in a queue, then its time with an agent."""
    moved = f"CASE WHEN method IN ({lits(meaning.MOVES)}) THEN 1 ELSE 0 END"
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW connect_stretch AS
        WITH member AS (
            SELECT coalesce(o.owner, l.id) AS owner, l.*, coalesce(l.agent, l.agent_name) AS who, {moved} AS moved
            FROM connect_latest AS l LEFT JOIN connect_owner AS o USING (id)
            WHERE method NOT IN ({lits(meaning.MOVES)}) OR o.owner IS NOT NULL
        ), part AS (
            SELECT owner, initiated_us, moved, 0 AS step, 'queue' AS kind, queue, NULL AS who, enqueued_us AS start_us,
                coalesce(dequeued_us, agent_us, disconnected_us) AS end_us,
                CASE WHEN agent_us IS NOT NULL THEN 'answered' WHEN next_id IS NOT NULL THEN 'moved'
                    WHEN reason = 'CUSTOMER_DISCONNECT' THEN 'abandoned' ELSE 'ended' END AS result, next_id
            FROM member WHERE enqueued_us IS NOT NULL
            UNION ALL
            SELECT owner, initiated_us, moved, 1, 'human', queue, who, agent_us, disconnected_us,
                CASE WHEN next_id IS NOT NULL THEN 'moved' ELSE 'ended' END, next_id
            FROM member WHERE agent_us IS NOT NULL
        )
        SELECT *, row_number() OVER (PARTITION BY owner ORDER BY moved, initiated_us, step)::INT AS seq FROM part"""
    )
    agent, join = pseudonym_column(con, "connect_leg_agent", "s.who", "connect_stretch AS s", staging.pseudonym_key)
    prefix = lit(staging.source_id + ":")
    columns = {
        "contact_key": f"{prefix} || s.owner",
        "seq": "seq",
        "kind": "s.kind",
        "queue_id": meaning.shown_queue(profile, "queue"),
        "agent_id": agent,
        "start_at": meaning.instant("start_us"),
        "end_at": meaning.instant("end_us"),
        "result": "result",
        "moved_to": "next_id",
    }
    kept = f"SELECT id AS owner FROM connect_contact WHERE is_latest AND NOT ({_unusable(staging, profile)})"
    leave(con, "staged_leg", columns, f"connect_stretch AS s{join} SEMI JOIN ({kept}) AS k ON k.owner = s.owner")


def _orphans(con: Duck, staging: Staging) -> None:
    """Transfer records whose contact is not in this delivery: kept as events, so that nothing is counted twice."""
    columns = {
        "event_key": f"{lit(staging.source_id + ':')} || md5(concat_ws('|', id, updated_us, line))",
        "source_id": lit(staging.source_id),
        "centre_id": lit(staging.centre_id),
        "at": meaning.instant("initiated_us"),
        "native_id": "coalesce(initial_id, previous_id, id)",
        "queue_id": "queue",
        "event": "method",
        "params": "[id]",
        "belongs_to_open_contact": "false",
        "source_line": "line",
    }
    where = f"method IN ({lits(meaning.MOVES)}) AND id NOT IN (SELECT id FROM connect_owner)"
    leave(con, "staged_event", columns, "connect_record", where)
