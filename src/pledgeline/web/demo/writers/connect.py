"""The southern centre's Amazon Connect contact records: one JSON document a line, UTC, whole seconds.

The flows of this centre set no attribute when they offer a callback: the records cannot show an offer, only that one
was accepted (a CALLBACK record follows). Each connection of an agent makes a record of its own in the chain.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from pledgeline.web.demo.happened import NEVER, PoolStory
from pledgeline.web.demo.writers import LINES_CALLED, Line, phone
from pledgeline.web.demo.writers.names import agent_name

INSTANCE = "arn:aws:connect:ap-southeast-1:000000000000:instance/00000000-0000-0000-0000-000000000000"
QUEUES = {
    ("card", "voice"): "Card",
    ("loss", "voice"): "Loss and fraud",
    ("instalment", "voice"): "Instalments",
    ("card", "chat"): "Card chat",
    ("instalment", "chat"): "Instalments chat",
}
OVERFLOW = "Overflow"
TEST_NUMBER = "+8610099999999"
# A record leaves the platform some minutes after the work on the contact has ended.
_STREAM_LAG_S = 180

Record = dict[str, Any]


def native_id(channel: str, row: int, step: str = "") -> str:
    """A contact's id, made from its place in the story: the same in every run."""
    text = blake2b(f"south/{channel}/{row}/{step}".encode(), digest_size=16).hexdigest()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def instant(epoch_s: int) -> str:
    return datetime.fromtimestamp(epoch_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def lines(story: PoolStory) -> list[Line]:
    """One line a record, in the order in which the stream delivered them."""
    contacts, channel = story.contacts, story.pool.channel
    next_step = {attempt.origin: "cb1" for attempt in story.callbacks}
    out: list[Line] = []
    columns = zip(
        contacts.service.tolist(),
        contacts.customer.tolist(),
        contacts.arrived.tolist(),
        contacts.requested.tolist(),
        contacts.answered.tolist(),
        contacts.released.tolist(),
        contacts.wrapup_end.tolist(),
        contacts.hold_s.tolist(),
        contacts.agent.tolist(),
        contacts.overflowed.tolist(),
        contacts.transferred.tolist(),
        contacts.agent_ended.tolist(),
        contacts.outcome.tolist(),
        strict=True,
    )
    for row, (
        service, customer, arrived, requested, answered, released, wrapup_end, hold_s,
        agent, overflowed, transferred, agent_ended, outcome,
    ) in enumerate(columns):  # fmt: skip
        own = native_id(channel, row)
        record = _record(own, channel, service, customer, arrived, released)
        record["DisconnectReason"] = _reason(outcome, agent_ended)
        chain = [record]
        if requested != NEVER:
            left_queue = answered if answered != NEVER else released
            record["Queue"] = _queue(QUEUES[service, channel], requested, left_queue)
            if overflowed != NEVER:
                chain = _overflow(record, channel, row, overflowed, left_queue)
        last = chain[-1]
        if outcome == "answered":
            ends = _transfer_at(answered, released) if transferred else released
            work_ends = ends + 1 if transferred else wrapup_end
            last["Agent"] = _agent(agent, answered, ends, hold_s, work_ends)
            last["AgentConnectionAttempts"] = 1
            if transferred:
                chain.append(_transfer(last, channel, row, ends, released, wrapup_end))
        if row in next_step:
            chain[-1]["NextContactId"] = native_id(channel, row, "cb1")
        written = max(released, wrapup_end) + _STREAM_LAG_S
        out.extend(_line(one, written) for one in chain)
    if channel == "voice":
        out.extend(_callbacks(story))
    return sorted(out, key=lambda line: line.at)


def redelivered(line: Line, at: int, note: str) -> Line:
    """A newer version of a record: the platform re-sends it when an attribute was added later."""
    record = json.loads(line.text)
    record["Attributes"] = {**record["Attributes"], "after_call_note": note}
    record["LastUpdateTimestamp"] = instant(at)
    return Line(at, _text(record), line.key, line.tries + 1)


def probe(at: int, number: int) -> Line:
    """A test call of the platform's own people: from the probe number, answered by nobody."""
    record = _record(native_id("probe", number), "voice", "card", 0, at, at + 25)
    record["CustomerEndpoint"]["Address"] = TEST_NUMBER
    record["Attributes"] = {"probe": "1"}
    record["Queue"] = _queue(QUEUES["card", "voice"], at + 12, at + 25)
    record["DisconnectReason"] = "CUSTOMER_DISCONNECT"
    return _line(record, at + 25 + _STREAM_LAG_S)


def _text(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _line(record: Record, at: int) -> Line:
    record["LastUpdateTimestamp"] = instant(at)
    return Line(at, _text(record), record["ContactId"])


def _record(contact: str, channel: str, service: str, customer: int, arrived: int, released: int) -> Record:
    chat = channel == "chat"
    started, ended = instant(arrived), instant(released)
    record: Record = {
        "AWSContactTraceRecordFormatVersion": "2017-03-10",
        "AWSAccountId": "000000000000",
        "InstanceARN": INSTANCE,
        "ContactId": contact,
        "InitialContactId": None,
        "PreviousContactId": None,
        "NextContactId": None,
        "Channel": "CHAT" if chat else "VOICE",
        "InitiationMethod": "API" if chat else "INBOUND",
        "InitiationTimestamp": started,
        "ConnectedToSystemTimestamp": started,
        "DisconnectTimestamp": ended,
        "DisconnectReason": None,
        "Queue": None,
        "Agent": None,
        "AgentConnectionAttempts": 0,
        "Attributes": {"line": service},
        "CustomerEndpoint": None,
        "SystemEndpoint": None,
    }
    if chat:
        record["Attributes"]["customer_ref"] = phone(customer)
    else:
        record["CustomerEndpoint"] = {"Address": f"+86{phone(customer)}", "Type": "TELEPHONE_NUMBER"}
        record["SystemEndpoint"] = {"Address": f"+86{LINES_CALLED[service]}", "Type": "TELEPHONE_NUMBER"}
    return record


def _queue(name: str, entered: int, left: int) -> Record:
    return {
        "ARN": f"{INSTANCE}/queue/{name.lower().replace(' ', '-')}",
        "Name": name,
        "EnqueueTimestamp": instant(entered),
        "DequeueTimestamp": instant(left),
        "Duration": left - entered,
    }


def _agent(number: int, connected: int, ended: int, hold_s: int, work_ends: int) -> Record:
    name = agent_name(number)
    hold_s = min(hold_s, ended - connected)
    return {
        "ARN": f"{INSTANCE}/agent/{number}",
        "Username": name.lower().replace(" ", "."),
        "ConnectedToAgentTimestamp": instant(connected),
        "AgentInteractionDuration": ended - connected - hold_s,
        "CustomerHoldDuration": hold_s,
        "NumberOfHolds": 1 if hold_s else 0,
        "LongestHoldDuration": hold_s,
        "AfterContactWorkStartTimestamp": instant(ended),
        "AfterContactWorkEndTimestamp": instant(work_ends),
        "AfterContactWorkDuration": work_ends - ended,
    }


def _reason(outcome: str, agent_ended: bool) -> str:
    if outcome == "failed_technical":
        return "TELECOM_PROBLEM"
    if outcome == "callback_accepted":
        return "CONTACT_FLOW_DISCONNECT"
    return "AGENT_DISCONNECT" if outcome == "answered" and agent_ended else "CUSTOMER_DISCONNECT"


def _follow_up(before: Record, contact: str, method: str, at: int) -> Record:
    """The next record of a chain; it begins where the one before lets go."""
    before["NextContactId"] = contact
    after = dict(before)
    after.update(
        ContactId=contact,
        InitialContactId=before["InitialContactId"] or before["ContactId"],
        PreviousContactId=before["ContactId"],
        NextContactId=None,
        InitiationMethod=method,
        InitiationTimestamp=instant(at),
        ConnectedToSystemTimestamp=instant(at),
    )
    return after


def _overflow(record: Record, channel: str, row: int, moved: int, left_queue: int) -> list[Record]:
    """The flow moved the waiting contact to the overflow queue: one record each, one wait for the customer."""
    entered = record["Queue"]["EnqueueTimestamp"]
    after = _follow_up(record, native_id(channel, row, "overflow"), "QUEUE_TRANSFER", moved)
    after["Queue"] = _queue(OVERFLOW, moved, left_queue)
    since = int(datetime.fromisoformat(entered).timestamp())
    record["Queue"] = {**record["Queue"], "DequeueTimestamp": instant(moved), "Duration": moved - since}
    record["DisconnectTimestamp"] = instant(moved)
    record["DisconnectReason"] = "CONTACT_FLOW_DISCONNECT"
    return [record, after]


def _transfer_at(answered: int, released: int) -> int:
    """The first agent keeps the contact for two fifths of the talk, then hands it to a specialist."""
    return answered + (released - answered) * 2 // 5


def _transfer(record: Record, channel: str, row: int, moved: int, released: int, wrapup_end: int) -> Record:
    after = _follow_up(record, native_id(channel, row, "transfer"), "TRANSFER", moved)
    record["DisconnectTimestamp"] = instant(moved)
    record["DisconnectReason"] = "AGENT_DISCONNECT"
    record["TransferCompletedTimestamp"] = instant(moved)
    after["Queue"] = None
    after["Agent"] = _agent(180 + row % 12, moved, released, 0, wrapup_end)
    return after


def _callbacks(story: PoolStory) -> list[Line]:
    """CALLBACK records: the second attempt follows the first, all point to the call that asked."""
    contacts, out = story.contacts, []
    again = {(one.origin, one.attempt) for one in story.callbacks}
    for one in story.callbacks:
        service = str(contacts.service[one.origin])
        own = native_id("voice", one.origin, f"cb{one.attempt}")
        # Before the dialling of attempt 1 lies the customer's choice; before that of attempt 2 its own scheduling.
        created = one.requested if one.attempt == 1 else one.dialled - 1
        record = _record(own, "voice", service, int(contacts.customer[one.origin]), created, one.released)
        before = "" if one.attempt == 1 else f"cb{one.attempt - 1}"
        if one.attempt == 1 and contacts.overflowed[one.origin] != NEVER:
            before = "overflow"
        record.update(
            InitialContactId=native_id("voice", one.origin),
            PreviousContactId=native_id("voice", one.origin, before),
            NextContactId=None,
            InitiationMethod="CALLBACK",
            ConnectedToSystemTimestamp=None if one.answered is None else instant(one.answered),
            SystemEndpoint=None,
            Queue=_queue(QUEUES[service, "voice"], max(created, one.dialled - 20), one.dialled),
            DisconnectReason="CUSTOMER_DISCONNECT" if one.answered is not None else "OTHER",
        )
        if (one.origin, one.attempt + 1) in again:
            record["NextContactId"] = native_id("voice", one.origin, f"cb{one.attempt + 1}")
        if one.answered is not None:
            record["Agent"] = _agent(one.agent, one.answered, one.released, 0, one.released + 20)
            record["AgentConnectionAttempts"] = 1
        out.append(_line(record, one.released + 20 + _STREAM_LAG_S))
    return out
