"""What the events of a call mean, as SQL over the rows that `stage.py` lays out."""

from __future__ import annotations

from pledgeline.contacts.connectors.asterisk_queue_log import calls, lines
from pledgeline.contacts.connectors.asterisk_queue_log.profile import EventOffer, QueueLogProfile
from pledgeline.contacts.connectors.attested import attested_us
from pledgeline.contacts.connectors.pseudonym import pseudonym
from pledgeline.contacts.connectors.sql import cases, lit
from pledgeline.contacts.core.connector import Staging
from pledgeline.contacts.core.profile import ConfigRule
from pledgeline.kernel.units import MICROS_PER_SECOND

OUTCOME_OF_END = {
    "EXITWITHTIMEOUT": "timeout_out",
    "EXITEMPTY": "blocked_no_agents",
    "WITHDRAW": "withdrawn",
    "SYSCOMPAT": "failed_technical",
    "BLINDTRANSFER": "transferred_external",
    "ATTENDEDTRANSFER": "transferred_external",
    "TRANSFER": "transferred_external",
}
END_PARTY = {
    "COMPLETECALLER": "customer",
    "COMPLETEAGENT": "agent",
    "ABANDON": "customer",
    "EXITWITHKEY": "customer",
    "EXITWITHTIMEOUT": "system",
    "EXITEMPTY": "system",
    "WITHDRAW": "system",
    "SYSCOMPAT": "system",
    "BLINDTRANSFER": "agent",
    "ATTENDEDTRANSFER": "agent",
    "TRANSFER": "agent",
}
LEG_RESULT = {
    "ABANDON": "abandoned",
    "EXITWITHTIMEOUT": "timeout",
    "EXITWITHKEY": "key",
    "EXITEMPTY": "empty",
    "WITHDRAW": "ended",
    "SYSCOMPAT": "ended",
}


def by_key(profile: QueueLogProfile) -> str:
    """SQL of what leaving by a digit means; an unmapped digit is a way out of the queue, nothing more."""
    return cases(
        (
            (
                f"key_pressed = {lit(rule.key)}"
                + (f" AND last_queue = {lit(rule.queue)}" if rule.queue is not None else ""),
                lit(rule.outcome),
            )
            for rule in profile.keys
        ),
        "'overflow_out'",
    )


def outcome(profile: QueueLogProfile) -> str:
    ends = [(f"end_event = {lit(event)}", lit(outcome)) for event, outcome in OUTCOME_OF_END.items()]
    refused = [(f"refused_as = {lit(event)}", lit(outcome)) for event, outcome in lines.REFUSED.items()]
    return cases(
        [
            ("connect_at IS NOT NULL OR late_connect_at IS NOT NULL", "'answered'"),
            ("is_open", "'open'"),
            ("unended", "'unknown_end'"),
            ("end_event = 'ABANDON' AND while_ringing", "'abandoned_ring'"),
            ("end_event = 'ABANDON'", "'abandoned_queue'"),
            ("end_event = 'EXITWITHKEY'", by_key(profile)),
            *ends,
            *refused,
        ],
        "'unknown_end'",
    )


def service(staging: Staging, profile: QueueLogProfile) -> str:
    by_number = [
        (
            f"called IN ({lit(number)}, {calls.KNOWN_REF} || {lit(pseudonym(number, staging.pseudonym_key))})",
            lit(service),
        )
        for number, service in profile.services_by_number.items()
    ]
    by_queue = [(f"first_queue = {lit(queue)}", lit(service)) for queue, service in profile.services.items()]
    return cases([*by_number, *by_queue])


def shown_queue(profile: QueueLogProfile, column: str) -> str:
    return cases(((f"{column} = {lit(queue)}", lit(name)) for queue, name in profile.queues.items()), column)


def offers(profile: QueueLogProfile) -> tuple[str, str, str]:
    """SQL of (offer, its time in seconds, its basis)."""
    found: list[tuple[str, str, str]] = []
    for rule in profile.callback.offer:
        if isinstance(rule, EventOffer):
            found.append(("offered_at IS NOT NULL", "offered_at", rule.basis))
        elif isinstance(rule, ConfigRule):
            at_s = f"enter_at + {int(rule.after_s)}"
            queue = f"first_queue = {lit(rule.queue)}" if rule.queue is not None else "true"
            days = attested_us(rule.attested, profile.zone, f"first_at * {MICROS_PER_SECOND}")
            # Only who still waits at that moment hears the prompt.
            waiting = f"coalesce(connect_at, nullif(end_at, -1)) > {at_s}"
            found.append((f"{queue} AND {days} AND {waiting}", at_s, rule.basis))
    found.append(("outcome = 'callback_accepted'", "nullif(end_at, -1)", "accept_only"))
    silent = "'unknown'"
    if profile.callback.offers != "unknown" and profile.callback.attested is not None:
        days = attested_us(profile.callback.attested, profile.zone, f"first_at * {MICROS_PER_SECOND}")
        silent = f"CASE WHEN {days} THEN 'not_offered' ELSE 'unknown' END"
    return (
        cases(((when, "'offered'") for when, _, _ in found), silent),
        cases((when, at_s) for when, at_s, _ in found),
        cases((when, lit(basis)) for when, _, basis in found),
    )


def instant(seconds: str) -> str:
    return f"make_timestamptz(({seconds})::BIGINT * {MICROS_PER_SECOND})"
