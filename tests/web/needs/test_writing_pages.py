"""The pages on which the client writes: drafts, segments, kinds of customer, conflicts, signals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.needs_recorded import register, segment, waiting_signal

pytestmark = pytest.mark.django_db
SAID = {
    "need_en": "Know what a loan costs.", "need_zh": "弄清贷款成本。", "adequate_en": "In one call.",
    "adequate_zh": "一次讲清。", "desired_en": "Without calling.", "desired_zh": "不用打电话。",
    "moment_en": "Before signing", "moment_zh": "签约之前", "importance": "wanted", "owner": "Service design",
    "segment": "holders", "effective_from": "2026-02-01", "next_review": "2027-02-01", "channels": ["voice"],
}  # fmt: skip


def seen(browser: Any, code: str) -> str:
    from pledgeline.needs.models import ExpectationDraft

    return ExpectationDraft.objects.get(code=code).changed_at.isoformat()


def test_a_draft_may_be_incomplete_and_is_put_in_force_only_when_it_is_whole(as_: Any, cast: Any) -> None:
    segment()
    alice, carol = as_("alice"), as_("carol")
    made = alice.post("/needs/new/", {"code": "loan-cost", "service": "cards", "need_en": "Know", "importance": "must"})
    assert made.headers["Location"] == "/needs/drafts/loan-cost/"
    assert carol.get("/needs/loan-cost/").status_code == carol.get("/needs/drafts/loan-cost/").status_code == 404
    half = {**SAID, "next_review": "", "seen": seen(alice, "loan-cost"), "do": "enforce"}
    refused = alice.post("/needs/drafts/loan-cost/", half)
    assert refused.status_code == 422
    assert "needed before it can be put in force" in refused.content.decode()
    # What was written is kept, and the page knows it: the next attempt needs no reload.
    assert seen(alice, "loan-cost") in refused.content.decode()
    whole = {**SAID, "seen": seen(alice, "loan-cost"), "do": "enforce"}
    assert alice.post("/needs/drafts/loan-cost/", whole).headers["Location"] == "/needs/loan-cost/"
    assert "Know what a loan costs." in carol.get("/needs/loan-cost/").content.decode()
    assert alice.get("/needs/drafts/loan-cost/").status_code == 404


def test_revising_begins_a_draft_that_says_the_same_and_makes_the_next_version(as_: Any, cast: Any) -> None:
    register("lost-card", "cards")
    mia = as_("mia")
    assert mia.post("/needs/lost-card/revise/").headers["Location"] == "/needs/drafts/lost-card/"
    page = mia.get("/needs/drafts/lost-card/").content.decode()
    assert "Within a minute." in page
    said = {**SAID, "effective_from": "2026-06-01", "seen": seen(mia, "lost-card"), "do": "enforce"}
    assert mia.post("/needs/drafts/lost-card/", said).status_code == 302
    assert "version 2" in mia.get("/needs/lost-card/").content.decode()


def test_two_people_on_one_draft_do_not_overwrite_each_other(as_: Any, cast: Any) -> None:
    register("lost-card", "cards")
    alice, mia = as_("alice"), as_("mia")
    alice.post("/needs/lost-card/revise/")
    first = seen(alice, "lost-card")
    assert alice.post("/needs/drafts/lost-card/", {**SAID, "seen": first}).status_code == 302
    late = mia.post("/needs/drafts/lost-card/", {**SAID, "need_en": "Something else", "seen": first})
    assert late.status_code == 422
    assert "Somebody else has written" in late.content.decode()


@pytest.mark.parametrize("code", ["new", "drafts", "segments", "kinds", "conflicts", "signals"])
def test_no_expectation_is_called_like_a_page(as_: Any, code: str) -> None:
    refused = as_("alice").post("/needs/new/", {"code": code, "service": "cards", "importance": "must"})
    assert refused.status_code == 422
    assert "name of a page" in refused.content.decode()


def test_segments_are_registered_and_corrected_and_kinds_ruled_out(as_: Any, cast: Any) -> None:
    alice = as_("alice")
    new = {"code": "branches", "name_en": "Our branches", "name_zh": "网点同事", "kinds": ["internal"]}
    assert alice.post("/needs/segments/", new).status_code == 302
    changed = {"name_en": "Branch staff", "name_zh": "网点员工", "kinds": ["internal", "end_user"]}
    assert alice.post("/needs/segments/branches/", changed).status_code == 302
    why = {"because_en": "Nobody pays for others.", "because_zh": "没有代付关系。"}
    assert alice.post("/needs/kinds/sponsor/", why).status_code == 302
    page = alice.get("/needs/segments/").content.decode()
    assert "Branch staff" in page
    assert "Nobody pays for others." in page
    refused = alice.post("/needs/kinds/internal/", why)
    assert refused.status_code == 422
    assert "branches" in refused.content.decode()
    # A centre sees the segments of its own services' customers, and none of the client's reasons.
    carol = as_("carol").get("/needs/segments/").content.decode()
    assert "Branch staff" not in carol
    assert "Nobody pays" not in carol


def test_a_conflict_is_marked_and_decided_with_name_and_day(as_: Any, cast: Any) -> None:
    register("lost-card", "cards")
    register("safe-card", "cards", need_en="Nobody else blocks my card.")
    alice = as_("alice")
    words = {"what_en": "Speed against safety", "what_zh": "快捷与安全相矛盾"}
    made = alice.post("/needs/conflicts/", {"first": "lost-card", "second": "safe-card", **words})
    assert made.headers["Location"] == "/needs/conflicts/1/"
    again = alice.post("/needs/conflicts/", {"first": "safe-card", "second": "lost-card", **words})
    assert again.status_code == 422
    how = {"how_en": "Block first, ask later.", "how_zh": "先挂失后核实。", "prefers": "lost-card"}
    assert alice.post("/needs/conflicts/1/", {**how, "until": "2020-01-01"}).status_code == 422
    assert alice.post("/needs/conflicts/1/", {**how, "until": "2099-01-01"}).status_code == 302
    seen_by_centre = as_("carol").get("/needs/conflicts/1/").content.decode()
    assert "Block first, ask later." in seen_by_centre
    assert "Alice" in seen_by_centre
    assert "Speed against safety" in alice.get("/needs/lost-card/").content.decode()


def test_a_conflict_with_a_service_a_centre_does_not_serve_is_not_there_for_it(as_: Any, cast: Any) -> None:
    from pledgeline.needs.actions import conflicts

    register("lost-card", "cards")
    register("early-payoff", "loans")
    conflicts.mark(first="lost-card", second="early-payoff", what_en="One", what_zh="一", by=None)
    carol = as_("carol")
    assert carol.get("/needs/conflicts/1/").status_code == carol.get("/needs/conflicts/2/").status_code == 404
    assert "/needs/conflicts/1/" not in carol.get("/needs/lost-card/").content.decode()
    assert as_("bob").get("/needs/conflicts/1/").status_code == 200


def test_a_signal_becomes_a_source_or_is_dismissed_with_a_reason_once(as_: Any, cast: Any, lake: Any) -> None:
    register("lost-card", "cards", sourced=False)
    first, second = (
        waiting_signal(),
        waiting_signal(
            kind="abandoned", channel="voice", figures={"abandoned": 300, "short_abandoned": 9, "answered": 500}
        ),
    )
    alice = as_("alice")
    said = {"do": "accept", "expectation": "lost-card", "strength": "fair"}
    assert alice.post(f"/needs/signals/{first.number}/", said).status_code == 302
    assert "repeat_contacts 1.0, snapshot s000003" in alice.get("/needs/lost-card/").content.decode()
    twice = alice.post(f"/needs/signals/{first.number}/", said)
    assert twice.status_code == 422
    assert "already decided" in twice.content.decode()
    assert alice.post(f"/needs/signals/{second.number}/", {"do": "dismiss", "because_en": "x"}).status_code == 422
    why = {"do": "dismiss", "because_en": "A strike.", "because_zh": "当时罢工。"}
    assert alice.post(f"/needs/signals/{second.number}/", why).status_code == 302
    page = alice.get("/needs/signals/").content.decode()
    assert "No signal is waiting." in page
    assert "Dismissed" in page


def test_signals_and_drafts_are_the_clients_own(as_: Any, cast: Any, lake: Any) -> None:
    number = waiting_signal().number
    for name, page, one in (("eve", 200, 200), ("dan", 200, 200), ("bob", 403, 404), ("carol", 403, 404)):
        browser = as_(name)
        assert browser.get("/needs/signals/").status_code == page
        assert browser.get("/needs/drafts/").status_code == page
        assert browser.get(f"/needs/signals/{number}/").status_code == one
    assert as_("dan").post("/needs/signals/look/").status_code == 403


def test_looking_without_contacts_says_what_is_missing(as_: Any, cast: Any, lake: Any) -> None:
    answer = as_("alice").post("/needs/signals/look/")
    assert answer.status_code == 422
    assert "No contacts have been taken in yet." in answer.content.decode()


@pytest.mark.parametrize("page", ["/needs/conflicts/", "/needs/segments/", "/needs/drafts/"])
def test_lists_ask_the_same_queries_however_long_they_are(
    as_: Any, cast: Any, page: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from pledgeline.needs.actions import conflicts, drafts

    register("e-0", "cards", sourced=False)
    register("e-1", "cards", sourced=False)
    conflicts.mark(first="e-0", second="e-1", what_en="One", what_zh="一", by=None)
    drafts.begin(code="d-0", service="cards", by=None)
    alice = as_("alice")
    alice.get(page)
    with CaptureQueriesContext(connection) as few:
        alice.get(page)
    for number in range(2, 14):
        register(f"e-{number}", "cards", sourced=False, segment=segment(f"s-{number}"))
        conflicts.mark(first="e-0", second=f"e-{number}", what_en="One", what_zh="一", by=None)
        drafts.begin(code=f"d-{number}", service="cards", by=None)
    with django_assert_num_queries(len(few)):
        alice.get(page)


def test_a_search_among_many_expectations_marks_no_conflict_and_loses_nothing_that_was_typed(
    as_: Any, cast: Any
) -> None:
    from pledgeline.needs.models import Conflict, ExpectationVersion
    from tests.web.growth import more

    register("block-a-card", "cards")
    original = ExpectationVersion.objects.select_related("expectation").get(expectation__code="block-a-card")
    more(original, 80, expectation=more(original.expectation, 80, code="zz-more-{n}"))
    alice = as_("alice")
    offered = alice.get("/needs/conflicts/").content.decode()
    assert offered.count("<option") == 2 * 51
    last = ExpectationVersion.objects.order_by("expectation__code").last().expectation.code
    assert f'value="{last}"' not in offered
    typed = {"first": "block-a-card", "second-find": last, "what_en": "Speed against care.", "find": "second"}
    searched = alice.post("/needs/conflicts/", typed)
    assert searched.status_code == 200
    found = searched.content.decode()
    assert f'value="{last}"' in found
    assert "Speed against care." in found
    assert Conflict.objects.count() == 0
    said = {**typed, "second": last, "what_zh": "快与稳相互矛盾。"}
    del said["find"]
    assert alice.post("/needs/conflicts/", said).status_code == 302
    assert Conflict.objects.get().second.code == last
