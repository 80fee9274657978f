"""The traps of Asterisk's queue_log, one small log each. Times are seconds after T."""

from __future__ import annotations

import pytest

from pledgeline.kernel.problem import Problem
from tests.unit.contacts.connectors.staging import stage

T = 1_767_571_200
CALL = f"{T}.1"
PROFILE = """
name: test
version: 1
connector: asterisk_queue_log
title: {en: t, zh: t}
summary: {en: s, zh: s}
zone: Asia/Shanghai
keys: [{key: 1, queue: sales}]
callback_queues: [callbacks]
exclude: [{queue: test, as: test}]
callback:
  offer:
    - {basis: event, event: CALLBACKOFFER}
"""


def log(*lines: str) -> str:
    """Lines like `30 CONNECT 30 x 5`, of call CALL in queue sales by agent Ann, unless they say `call=` and so on."""
    written = []
    for line in lines:
        after, event, *rest = line.split(" ")
        said = dict(part.split("=") for part in rest if "=" in part)
        params = [part if part != "-" else "" for part in rest if "=" not in part]
        fields = [T + int(after), said.get("call", CALL), said.get("queue", "sales"), said.get("agent", "Ann"), event]
        written.append("|".join(map(str, [*fields, *params])))
    return "\n".join(written) + "\n"


ENTER = "0 ENTERQUEUE - 555 1 agent=NONE"


def one(*lines: str, profile: str = PROFILE):
    contacts = stage(profile, log(*lines)).contacts
    assert list(contacts) == [CALL]
    return contacts[CALL]


@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        ("50 ABANDON 1 1 50 agent=NONE", "abandoned_queue"),
        ("50 ABANDON 1 1 50 agent=Ann", "abandoned_ring"),
        ("50 EXITWITHTIMEOUT 1 1 50 agent=NONE", "timeout_out"),
        ("50 EXITEMPTY 1 1 50 agent=NONE", "blocked_no_agents"),
        ("50 EXITWITHKEY 1 1 1 50 agent=NONE", "callback_accepted"),
        ("50 EXITWITHKEY 7 1 1 50 agent=NONE", "overflow_out"),
        ("50 WITHDRAW 1 1 50 moved agent=NONE", "withdrawn"),
        ("50 SYSCOMPAT", "failed_technical"),
    ],
)
def test_each_way_out_of_the_queue_has_its_outcome(last: str, outcome: str) -> None:
    contact = one(ENTER, last)
    assert contact["outcome"] == outcome
    assert contact["answered_at"] is None
    assert contact["released_at"] == "2026-01-05 00:00:50+00"
    assert contact["source_records"] == 2


def test_an_answered_call_keeps_one_wait_from_entry_to_connect() -> None:
    contact = one(ENTER, "38 CONNECT 38 x 2", "198 COMPLETECALLER 38 160 1")
    assert contact["outcome"] == "answered"
    assert contact["human_requested_at"] == "2026-01-05 00:00:00+00"
    assert contact["answered_at"] == "2026-01-05 00:00:38+00"
    assert contact["first_ring_at"] == "2026-01-05 00:00:36+00"
    assert (contact["talk_s"], contact["end_party"]) == (160, "customer")


@pytest.mark.parametrize("params", ["BRIDGE x 38 160 1", "APP hangup 38 160 1", "LINK a b 38 160 1"])
def test_an_attended_transfer_has_five_or_six_parameters(params: str) -> None:
    contact = one(ENTER, "38 CONNECT 38 x 2", f"198 ATTENDEDTRANSFER {params}")
    assert (contact["outcome"], contact["transfer_count"], contact["talk_s"]) == ("answered", 1, 160)


def test_ringing_is_told_in_milliseconds() -> None:
    contact = one(ENTER, "20 RINGNOANSWER 11000", "38 CONNECT 38 x 2", "40 COMPLETEAGENT 38 2 1")
    assert contact["first_ring_at"] == "2026-01-05 00:00:09+00"
    assert contact["ring_attempts"] == 2


def test_two_queues_are_one_contact_with_one_wait_and_two_queue_legs() -> None:
    out = stage(
        PROFILE,
        log(ENTER, "90 EXITWITHTIMEOUT 1 1 90 agent=NONE", "90 ENTERQUEUE - 555 1 agent=NONE queue=more",
            "110 CONNECT 20 x 5 queue=more", "200 COMPLETECALLER 20 90 1 queue=more"),
    )  # fmt: skip
    contact = out.contacts[CALL]
    assert (contact["outcome"], contact["queue_first"], contact["queue_last"]) == ("answered", "sales", "more")
    assert contact["human_requested_at"] == "2026-01-05 00:00:00+00"
    assert contact["answered_at"] == "2026-01-05 00:01:50+00"
    assert [(leg["kind"], leg["result"]) for leg in out.legs] == [
        ("queue", "timeout"), ("queue", "answered"), ("human", "ended"),
    ]  # fmt: skip


def test_the_same_queue_twice_is_still_one_contact() -> None:
    contact = one(
        ENTER, "10 EXITWITHKEY 9 1 1 10 agent=NONE", "12 ENTERQUEUE - 555 1 agent=NONE", "30 ABANDON 1 1 18 agent=NONE"
    )
    assert (contact["queue_count"], contact["outcome"]) == (2, "abandoned_queue")


def test_after_agentdump_the_caller_stays_in_the_queue() -> None:
    contact = one(ENTER, "20 AGENTDUMP", "70 ABANDON 1 1 70 agent=NONE")
    assert contact["outcome"] == "abandoned_queue"


def test_a_call_without_an_end_is_unknown_after_the_horizon_and_never_abandoned() -> None:
    out = stage(PROFILE, log(ENTER, f"{7 * 3600} PAUSE lunch call=NONE"))
    contact = out.contacts[CALL]
    assert (contact["outcome"], contact["is_final"]) == ("unknown_end", True)
    assert contact["quality_flags"] == ["missing_end"]


def test_a_restart_of_the_server_ends_what_was_open() -> None:
    contact = stage(PROFILE, log(ENTER, "60 QUEUESTART call=NONE queue=NONE agent=NONE")).contacts[CALL]
    assert contact["outcome"] == "unknown_end"


def test_a_call_open_at_the_end_of_the_file_is_completed_by_the_next_delivery() -> None:
    first = stage(PROFILE, log("0 DID 4008 agent=NONE", ENTER, "5 RINGNOANSWER 5000"))
    assert (first.contacts[CALL]["outcome"], first.contacts[CALL]["is_final"]) == ("open", False)
    held = [event for event in first.events if event["belongs_to_open_contact"]]
    assert [event["event"] for event in held] == ["DID", "ENTERQUEUE", "RINGNOANSWER"]

    second = stage(PROFILE, log("38 CONNECT 38 x 2", "60 COMPLETEAGENT 38 22 1"), earlier=held)
    contact = second.contacts[CALL]
    assert (contact["outcome"], contact["is_final"], contact["source_records"]) == ("answered", True, 2)
    assert contact["answered_at"] == "2026-01-05 00:00:38+00"
    assert contact["ring_attempts"] == 2
    assert contact["customer_ref"] == first.contacts[CALL]["customer_ref"]
    assert contact["dialled_ref"] == first.contacts[CALL]["dialled_ref"]


def test_a_log_sent_whole_again_with_more_lines_counts_no_line_twice() -> None:
    start = ("0 DID 4008 agent=NONE", ENTER, "5 RINGNOANSWER 5000", "5 RINGNOANSWER 5000")
    held = [event for event in stage(PROFILE, log(*start)).events if event["belongs_to_open_contact"]]
    again = stage(PROFILE, log(*start, "38 CONNECT 38 x 2", "60 COMPLETEAGENT 38 22 1"), earlier=held)
    assert again.contacts[CALL]["ring_attempts"] == 3
    assert again.contacts[CALL]["source_records"] == 6


def test_an_open_call_of_which_nothing_new_is_said_is_left_as_it_is() -> None:
    held = [event for event in stage(PROFILE, log(ENTER)).events if event["belongs_to_open_contact"]]
    assert stage(PROFILE, log("60 PAUSE lunch call=NONE"), earlier=held).contacts == {}


def test_a_hold_of_hours_is_a_callback_and_not_a_wait() -> None:
    contact = one(ENTER, f"{3 * 3600} CONNECT {3 * 3600} x 2", f"{3 * 3600 + 60} COMPLETEAGENT {3 * 3600} 60 1")
    assert contact["kind"] == "callback"
    assert contact["human_requested_at"] is None
    assert contact["quality_flags"] == ["hold_is_not_a_wait"]


def test_an_offer_is_known_from_the_event_the_dialplan_writes() -> None:
    contact = one(ENTER, "45 CALLBACKOFFER prompt agent=NONE", "80 ABANDON 1 1 80 agent=NONE")
    assert contact["callback_offer"] == "offered"
    assert contact["callback_offered_at"] == "2026-01-05 00:00:45+00"
    assert contact["callback_offer_basis"] == "event"


def test_silence_is_unknown_unless_the_centre_attests_that_every_offer_is_logged() -> None:
    assert one(ENTER, "80 ABANDON 1 1 80 agent=NONE")["callback_offer"] == "unknown"
    attested = PROFILE.replace(
        "callback:\n",
        "callback:\n  offers: logged\n  attested: {by: centre, evidence: EV-1, from: 2026-01-05, to: 2026-01-05}\n",
    )
    assert one(ENTER, "80 ABANDON 1 1 80 agent=NONE", profile=attested)["callback_offer"] == "not_offered"
    later = attested.replace("2026-01-05, to: 2026-01-05", "2026-01-06, to: 2026-01-06")
    assert one(ENTER, "80 ABANDON 1 1 80 agent=NONE", profile=later)["callback_offer"] == "unknown"


def test_a_configured_prompt_is_heard_only_by_who_still_waits() -> None:
    rule = PROFILE + ("    - {basis: config_rule, queue: sales, after_s: 45, attested: {by: c, evidence: E}}\n")
    waited = one(ENTER, "80 ABANDON 1 1 80 agent=NONE", profile=rule)
    assert (waited["callback_offer"], waited["callback_offered_at"]) == ("offered", "2026-01-05 00:00:45+00")
    assert one(ENTER, "40 ABANDON 1 1 40 agent=NONE", profile=rule)["callback_offer"] == "unknown"


def test_a_callback_belongs_to_the_latest_request_of_the_same_number() -> None:
    out = stage(
        PROFILE,
        log(ENTER, "50 EXITWITHKEY 1 1 1 50 agent=NONE",
            "900 ENTERQUEUE - 555 1 agent=NONE call=9.9 queue=callbacks",
            "910 CONNECT 10 x 5 call=9.9 queue=callbacks", "960 COMPLETEAGENT 10 50 1 call=9.9 queue=callbacks"),
    )  # fmt: skip
    back = out.contacts["9.9"]
    assert (back["kind"], back["origin_contact_key"], back["callback_attempt_no"]) == ("callback", f"src:{CALL}", 1)
    assert back["link_basis"] == "number_window"
    assert out.contacts[CALL]["outcome"] == "callback_accepted"


def test_pauseall_and_the_pause_of_each_queue_are_kept_as_they_are_logged() -> None:
    out = stage(
        PROFILE, log("0 PAUSEALL tea call=NONE queue=NONE", "0 PAUSE tea call=NONE", "0 PAUSE tea call=NONE queue=b")
    )
    assert [(event["event"], event["queue_id"]) for event in out.events] == [
        ("PAUSEALL", None), ("PAUSE", "sales"), ("PAUSE", "b"),
    ]  # fmt: skip
    assert out.read == 3


def test_words_nobody_knows_are_kept_as_events() -> None:
    out = stage(PROFILE, log(ENTER, "10 SITEWORD secret", "20 ABANDON 1 1 20 agent=NONE"))
    assert [event["event"] for event in out.events] == ["SITEWORD"]
    assert out.contacts[CALL]["source_records"] == 2


def test_identical_lines_in_one_second_are_two_lines() -> None:
    out = stage(PROFILE, log("0 PAUSE tea call=NONE", "0 PAUSE tea call=NONE"))
    assert len({event["event_key"] for event in out.events}) == 2


def test_test_queues_are_kept_and_excluded() -> None:
    contact = stage(
        PROFILE, log("0 ENTERQUEUE - 5 1 queue=test agent=NONE", "9 ABANDON 1 1 9 queue=test agent=NONE")
    ).contacts
    assert contact[CALL]["test_or_excluded"] == "test"


def test_a_file_that_is_no_queue_log_is_refused_whole() -> None:
    with pytest.raises(Problem, match=r"queue_log\.not_one"):
        stage(PROFILE, "id,name\n1,2\n")
