"""What the words of a contact record mean, as SQL over the rows that `stage.py` lays out."""

from __future__ import annotations

from pledgeline.contacts.connectors.amazon_connect import records
from pledgeline.contacts.connectors.amazon_connect.profile import AttributeOffer, ConnectProfile
from pledgeline.contacts.connectors.attested import attested_us
from pledgeline.contacts.connectors.sql import cases, lit
from pledgeline.kernel.units import MICROS_PER_SECOND

MOVES = ("TRANSFER", "QUEUE_TRANSFER")
CALLBACKS = ("CALLBACK", "CALLBACK_CUSTOMER_FIRST_QUEUED", "CALLBACK_CUSTOMER_FIRST_DIALED")
KINDS = {
    "INBOUND": "inbound",
    "API": "inbound",
    "WEBRTC_API": "inbound",
    "OUTBOUND": "outbound",
    "EXTERNAL_OUTBOUND": "outbound",
    "CAMPAIGN_PREVIEW": "outbound",
    "AGENT_REPLY": "outbound",
    "MONITOR": "monitor",
    "DISCONNECT": "internal",
    "FLOW": "internal",
    **dict.fromkeys(CALLBACKS, "callback"),
}
EXCLUDED_METHODS = {"MONITOR": "monitor", "DISCONNECT": "disconnect"}
CHANNELS = {"VOICE": "voice", "CHAT": "chat", "TASK": "task", "EMAIL": "email"}

# How a contact without a human ended, by DisconnectReason: (in queue, before the queue).
ENDS = {
    "CUSTOMER_DISCONNECT": ("abandoned_queue", "abandoned_ivr"),
    "IDLE_DISCONNECT": ("abandoned_queue", "bot_contained"),
    "CONTACT_FLOW_DISCONNECT": ("timeout_out", "bot_contained"),
    "EXPIRED": ("timeout_out", "timeout_out"),
    "API": ("withdrawn", "withdrawn"),
    "AGENT_DISCONNECT": ("abandoned_ring", "failed_technical"),
    "THIRD_PARTY_DISCONNECT": ("abandoned_queue", "abandoned_ivr"),
    "BARGED": ("withdrawn", "withdrawn"),
    "OTHER": ("failed_technical", "failed_technical"),
    "SYSTEM_ERROR": ("failed_technical", "failed_technical"),
    "AGENT_NETWORK_DISCONNECT": ("failed_technical", "failed_technical"),
    "CUSTOMER_CONNECTION_NOT_ESTABLISHED": ("failed_technical", "failed_technical"),
}
END_PARTY = {
    "CUSTOMER_DISCONNECT": "customer",
    "IDLE_DISCONNECT": "customer",
    "AGENT_DISCONNECT": "agent",
    "THIRD_PARTY_DISCONNECT": "third_party",
    "CONTACT_FLOW_DISCONNECT": "system",
    "EXPIRED": "system",
    "SYSTEM_ERROR": "system",
    "OTHER": "system",
}


def outcome() -> str:
    ends = []
    for native, (queued, before) in ENDS.items():
        ends.append(
            (f"last_reason = {lit(native)}", f"CASE WHEN queue_us IS NOT NULL THEN '{queued}' ELSE '{before}' END")
        )
    ends.append(("starts_with(last_reason, 'TELECOM_')", "'failed_technical'"))
    return cases(
        [
            ("kind = 'outbound' AND connected_us IS NOT NULL", "'answered'"),
            ("answered_us IS NOT NULL", "'answered'"),
            ("released_us IS NULL", "'open'"),
            ("machine LIKE 'VOICEMAIL%' OR machine LIKE 'FAX%'", "'machine_out'"),
            ("kind IN ('outbound', 'callback')", "'no_answer_out'"),
            ("accepted_us IS NOT NULL", "'callback_accepted'"),
            # A successor was announced and is not here yet: callback or transfer, the next delivery will tell.
            ("awaits_next", "'open'"),
            ("last_reason IS NULL", "CASE WHEN queue_us IS NOT NULL THEN 'abandoned_queue' ELSE 'unknown_end' END"),
            *ends,
        ]
    )


def service(profile: ConnectProfile) -> str:
    found = []
    if profile.service_attribute is not None:
        column = records.attribute(profile, profile.service_attribute)
        if profile.services:
            found += [(f"{column} = {lit(native)}", lit(service)) for native, service in profile.services.items()]
        else:
            found.append((f"{column} IS NOT NULL", column))
    found += [(f"dialled = {lit(number)}", lit(service)) for number, service in profile.services_by_number.items()]
    found += [(f"first_queue = {lit(queue)}", lit(service)) for queue, service in profile.services_by_queue.items()]
    return cases(found)


def excluded(profile: ConnectProfile) -> str:
    found = [(f"method = {lit(method)}", lit(reason)) for method, reason in EXCLUDED_METHODS.items()]
    for rule in profile.exclude:
        if rule.attribute is not None:
            column = records.attribute(profile, rule.attribute)
            when = f"{column} = {lit(rule.equals)}" if rule.equals is not None else f"{column} IS NOT NULL"
        elif rule.queue is not None:
            when = f"queue = {lit(rule.queue)}"
        else:
            when = f"customer = {lit(rule.customer or '')}"
        found.append((when, lit(rule.reason)))
    return cases(found)


def offers(profile: ConnectProfile) -> dict[str, str]:
    found: list[tuple[str, str, str]] = []
    for rule in profile.callback.offer:
        if isinstance(rule, AttributeOffer):
            column = records.attribute(profile, rule.attribute)
            offered_us = {
                "iso8601": f"epoch_us(try_cast({column} AS TIMESTAMPTZ))",
                "epoch_s": f"CAST(round(try_cast({column} AS DOUBLE) * {MICROS_PER_SECOND}) AS BIGINT)",
                "epoch_ms": f"try_cast({column} AS BIGINT) * 1000",
            }[rule.format]
            found.append((f"{offered_us} IS NOT NULL", offered_us, rule.basis))
        else:
            offered_us = f"requested_us + {int(rule.after_s * MICROS_PER_SECOND)}"
            queue = f"first_queue = {lit(rule.queue)}" if rule.queue is not None else "true"
            days = attested_us(rule.attested, profile.zone, "initiated_us")
            found.append(
                (f"{queue} AND {days} AND coalesce(answered_us, released_us) > {offered_us}", offered_us, rule.basis)
            )
    found.append(("accepted_us IS NOT NULL", "accepted_us", "accept_only"))
    silent = "'unknown'"
    if profile.callback.offers != "unknown" and profile.callback.attested is not None:
        days = attested_us(profile.callback.attested, profile.zone, "initiated_us")
        silent = f"CASE WHEN {days} THEN 'not_offered' ELSE 'unknown' END"
    return {
        "callback_offer": cases(((when, "'offered'") for when, _, _ in found), silent),
        "offered_us": cases((when, us) for when, us, _ in found),
        "callback_offer_basis": cases((when, lit(basis)) for when, _, basis in found),
    }


def customer(profile: ConnectProfile) -> str:
    if profile.customer_attribute is None:
        return "customer"
    return f"coalesce(customer, {records.attribute(profile, profile.customer_attribute)})"


def instant(micros: str) -> str:
    return f"make_timestamptz({micros})"


def shown_queue(profile: ConnectProfile, column: str) -> str:
    return cases(((f"{column} = {lit(queue)}", lit(name)) for queue, name in profile.queues.items()), column)
