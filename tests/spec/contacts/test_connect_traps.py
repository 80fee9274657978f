"""The traps of Amazon Connect's contact records."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pledgeline.kernel.problem import Problem
from tests.unit.contacts.connectors.staging import stage

DAY = "2026-01-05T"
AFTER_C1 = {"InitialContactId": "c1", "PreviousContactId": "c1"}


def record(name: str, start: str = "02:00:00", end: str | None = "02:05:00", **other: Any) -> dict[str, Any]:
    return {
        "ContactId": name, "Channel": "VOICE", "InitiationMethod": "INBOUND", "InitiationTimestamp": f"{DAY}{start}Z",
        "DisconnectTimestamp": end and f"{DAY}{end}Z", "DisconnectReason": "CUSTOMER_DISCONNECT",
        "LastUpdateTimestamp": f"{DAY}03:00:00Z",
    } | other  # fmt: skip


def queue(entered: str, left: str | None = None, name: str = "Support") -> dict[str, Any]:
    return {"Name": name, "EnqueueTimestamp": f"{DAY}{entered}Z", "DequeueTimestamp": left and f"{DAY}{left}Z"}


def agent(connected: str, name: str = "ann") -> dict[str, Any]:
    return {"Username": name, "ConnectedToAgentTimestamp": f"{DAY}{connected}Z", "AgentInteractionDuration": 60}


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in records)


def test_a_callback_accepted_in_queue_is_not_an_abandoned_contact() -> None:
    asked = record("c1", Queue=queue("02:00:41"), NextContactId="c2", DisconnectReason="CONTACT_FLOW_DISCONNECT")
    back = record("c2", "02:05:00", "02:20:00", InitiationMethod="CALLBACK", **AFTER_C1,
                  Queue=queue("02:06:39", "02:07:00"), Agent=agent("02:07:25"))  # fmt: skip
    out = stage("amazon-connect", lines(asked, back))
    assert out.contacts["c1"]["outcome"] == "callback_accepted"
    assert out.contacts["c1"]["callback_offer_basis"] == "accept_only"
    assert (out.contacts["c2"]["kind"], out.contacts["c2"]["origin_contact_key"]) == ("callback", "src:c1")
    assert out.contacts["c2"]["human_requested_at"] is None


def test_attempts_of_a_callback_chain_are_counted() -> None:
    chain = [
        record("c1", Queue=queue("02:00:41"), NextContactId="c2"),
        record("c2", "02:05:00", InitiationMethod="CALLBACK_CUSTOMER_FIRST_QUEUED", **AFTER_C1),
        record("c3", "02:30:00", InitiationMethod="CALLBACK_CUSTOMER_FIRST_DIALED",
               InitialContactId="c1",
               PreviousContactId="c2"),
    ]  # fmt: skip
    contacts = stage("amazon-connect", lines(*chain)).contacts
    assert [contacts[name]["callback_attempt_no"] for name in ("c1", "c2", "c3")] == [None, 1, 2]


def test_a_move_to_another_queue_is_a_leg_and_not_a_contact() -> None:
    first = record("c1", Queue=queue("02:00:10", "02:01:10"), NextContactId="c2", DisconnectReason=None)
    moved = record("c2", "02:01:10", "02:09:00", InitiationMethod="QUEUE_TRANSFER", InitialContactId="c1",
                   PreviousContactId="c1", Queue=queue("02:01:10", name="Overflow"),
                   Agent=agent("02:01:30"))  # fmt: skip
    out = stage("amazon-connect", lines(first, moved))
    contact = out.contacts["c1"]
    assert list(out.contacts) == ["c1"]
    assert (contact["outcome"], contact["queue_last"], contact["source_records"]) == ("answered", "Overflow", 2)
    assert contact["human_requested_at"] == "2026-01-05 02:00:10+00"
    assert contact["answered_at"] == "2026-01-05 02:01:30+00"
    assert [(leg["kind"], leg["queue_id"]) for leg in out.legs] == [
        ("queue", "Support"), ("queue", "Overflow"), ("human", "Overflow"),
    ]  # fmt: skip


def test_a_transfer_whose_contact_is_not_here_is_kept_and_counted_once() -> None:
    out = stage(
        "amazon-connect",
        lines(record("c9", InitiationMethod="TRANSFER", **AFTER_C1)),
    )
    assert (out.contacts, out.read, len(out.events)) == ({}, 1, 1)


def test_a_contact_that_announces_a_successor_is_open_until_it_comes() -> None:
    contact = stage("amazon-connect", lines(record("c1", Queue=queue("02:00:10"), NextContactId="c2"))).contacts["c1"]
    assert (contact["outcome"], contact["is_final"]) == ("open", False)


def test_every_version_is_given_with_its_update_time_whatever_the_order() -> None:
    new = record("c1", Queue=queue("02:00:10"), LastUpdateTimestamp=f"{DAY}09:00:00Z")
    old = record("c1", Queue=queue("02:00:10"), LastUpdateTimestamp=f"{DAY}08:00:00Z")
    out = stage("amazon-connect", lines(new, old))
    assert sorted(row["source_updated_at"] for row in out.rows["staged_contact"]) == [
        "2026-01-05 08:00:00+00", "2026-01-05 09:00:00+00",
    ]  # fmt: skip


@pytest.mark.parametrize(("method", "reason"), [("MONITOR", "monitor"), ("DISCONNECT", "disconnect")])
def test_listening_in_and_disconnect_records_are_nobodys_demand(method: str, reason: str) -> None:
    contact = stage("amazon-connect", lines(record("c1", InitiationMethod=method))).contacts["c1"]
    assert contact["test_or_excluded"] == reason
    assert contact["kind"] != "inbound"


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        ({"Queue": queue("02:00:10")}, "abandoned_queue"),
        ({"Queue": queue("02:00:10"), "DisconnectReason": None}, "abandoned_queue"),
        ({}, "abandoned_ivr"),
        ({"DisconnectReason": "CONTACT_FLOW_DISCONNECT"}, "bot_contained"),
        ({"DisconnectReason": "TELECOM_PROBLEM"}, "failed_technical"),
        ({"Queue": queue("02:00:10"), "Agent": agent("02:01:00")}, "answered"),
        ({"end": None}, "open"),
    ],
)
def test_each_end_has_its_outcome(other: dict[str, Any], outcome: str) -> None:
    assert stage("amazon-connect", lines(record("c1", **other))).contacts["c1"]["outcome"] == outcome


def test_a_reason_nobody_knows_is_rejected_and_named() -> None:
    out = stage("amazon-connect", lines(record("c1", DisconnectReason="SOMETHING_NEW")))
    assert out.rejects == [(1, "outcome.unmapped")]
    assert out.rows["staged_reject"][0]["detail"] == "SOMETHING_NEW"


def test_a_chat_is_real_time_and_a_mail_is_deferred() -> None:
    out = stage(
        "amazon-connect", lines(record("c1", Channel="CHAT", InitiationMethod="API"), record("c2", Channel="EMAIL"))
    )
    assert [(row["channel"], row["async"]) for row in out.contacts.values()] == [("chat", False), ("email", True)]


def test_the_attribute_set_before_the_prompt_is_the_offer() -> None:
    contact = stage(
        "amazon-connect", lines(record("c1", Queue=queue("02:00:10"), Attributes={"cb_offered_at": f"{DAY}02:00:50Z"}))
    )
    assert contact.contacts["c1"]["callback_offered_at"] == "2026-01-05 02:00:50+00"
    assert contact.contacts["c1"]["callback_offer_basis"] == "attribute_time"


@pytest.mark.parametrize("shape", ["array", "one after another", "indented"])
def test_records_come_in_other_shapes_too(shape: str) -> None:
    two = [record("c1"), record("c2")]
    text = {
        "array": json.dumps(two),
        "one after another": "".join(map(json.dumps, two)),
        "indented": "\n".join(json.dumps(one, indent=2) for one in two),
    }[shape]
    assert list(stage("amazon-connect", text).contacts) == ["c1", "c2"]


def test_a_broken_line_is_rejected_and_a_broken_array_refused() -> None:
    out = stage("amazon-connect", lines(record("c1")) + json.dumps(record("c2"))[:40])
    assert (list(out.contacts), out.rejects) == (["c1"], [(2, "json.invalid")])
    with pytest.raises(Problem, match=r"json\.broken"):
        stage("amazon-connect", json.dumps([record("c1"), record("c2")])[:-30])
