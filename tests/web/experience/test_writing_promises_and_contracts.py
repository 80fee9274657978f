"""What people write on the pages of promises, contracts and clocks, and what is refused with a way on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pledgeline.experience import queries
from pledgeline.experience.actions import contracts, definitions, promises
from pledgeline.experience.models import AppliedClock, ContractVersion, PromiseVersion
from pledgeline.organisation.models import AuditEntry
from tests.needs_recorded import register

pytestmark = pytest.mark.django_db
READERS = ("bob", "carol", "dan", "eve", "adam")
PROMISE = {
    "code": "quick-answer",
    "sentence_en": "Eight in ten <b>callers</b> speak to a person within 20 seconds.",
    "sentence_zh": "八成来电 20 秒内接通人工。",
    "rule": "service_level:service_level",
    "param_target_s": "20",
    "param_limit_s": "999",
    "direction": "at_least",
    "target": "80",
    "modality": "shall",
    "hours": "opening",
    "services": ["cards"],
    "channels": ["voice"],
    "expectations": ["lost-card"],
}


@pytest.fixture(autouse=True)
def _nothing_delivered(no_lake: None, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped metrics, and no contact yet."""
    from pledgeline.contacts import queries as contacts

    monkeypatch.undo()
    monkeypatch.setattr(contacts, "current_snapshot", lambda: None)
    register("lost-card", "cards")


def address(view: str, *args: Any) -> str:
    return reverse(f"experience:{view}", args=args)


def said(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


# --- promises -----------------------------------------------------------------------------------------------------


def test_a_promise_is_drafted_in_the_words_and_units_of_people(as_: Any) -> None:
    alice = as_("alice")
    shown = said(alice.post(address("promise_new"), PROMISE, follow=True))
    assert "&lt;b&gt;callers" in shown
    assert "Part of version" not in shown
    (version,) = PromiseVersion.objects.all()
    assert (version.target, version.metric, version.params) == (0.8, "service_level", {"target_s": 20})
    assert (version.services, version.expectations, version.hours) == (["cards"], ["lost-card"], "opening")
    assert "Not testable" in shown  # nothing has been delivered
    assert "No contacts have arrived" in shown


def test_the_way_from_a_gap_begins_with_its_expectation_and_service(as_: Any) -> None:
    answer = as_("mia").get(address("promise_new"), {"expectation": "lost-card", "service": "cards"})
    initial = answer.context["form"].initial
    assert (initial["expectations"], initial["services"]) == (["lost-card"], ["cards"])
    assert said(answer).count("checked") == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("target", "180", "at most 100"),
        ("target", "", "required"),
        ("param_target_s", "-3", "-3"),
        ("code", "two words", "cannot be a code"),
        ("rule", "service_level:joy", "joy"),
        ("sentence_zh", "  ", "required"),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_is_written(as_: Any, field: str, value: str, sentence: str) -> None:
    shown = said(as_("alice").post(address("promise_new"), {**PROMISE, field: value}), 422)
    assert sentence in shown
    assert not PromiseVersion.objects.exists()


def test_a_version_in_force_is_refused_and_a_new_one_offered(as_: Any, cast: Any) -> None:
    alice = as_("alice")
    alice.post(address("promise_new"), PROMISE)
    promises.make_effective(code="quick-answer", number=1, effective_from=date(2026, 1, 1), by=cast.alice)
    for answer in (
        alice.get(address("promise_edit", "quick-answer", 1)),
        alice.post(address("promise_edit", "quick-answer", 1), {**PROMISE, "target": "70"}),
    ):
        assert address("promise_revise", "quick-answer") in said(answer, 409)
    assert 'value="80"' in said(alice.get(address("promise_revise", "quick-answer")))
    alice.post(address("promise_revise", "quick-answer"), {**PROMISE, "target": "85.5"})
    assert [one.target for one in PromiseVersion.objects.order_by("number")] == [0.8, 0.855]
    # The draft that waits is edited, not begun a second time.
    again = alice.get(address("promise_revise", "quick-answer"))
    assert again["Location"] == address("promise_edit", "quick-answer", 2)
    twice = said(alice.post(address("promise_revise", "quick-answer"), PROMISE), 422)
    assert "still a draft" in twice


def test_of_two_who_write_at_once_the_second_is_told(as_: Any) -> None:
    alice, mia = as_("alice"), as_("mia")
    alice.post(address("promise_new"), PROMISE)
    edit = address("promise_edit", "quick-answer", 1)
    seen = alice.get(edit).context["form"].initial["seen"]
    assert mia.post(edit, {**PROMISE, "target": "75", "seen": seen}).status_code == 302
    assert "while you wrote" in said(alice.post(edit, {**PROMISE, "target": "95", "seen": seen}), 422)
    assert PromiseVersion.objects.get().target == 0.75


def test_without_a_definition_a_promise_is_put_in_force_and_with_one_it_waits_for_approval(as_: Any, cast: Any) -> None:
    alice, today = as_("alice"), timezone.localdate().isoformat()
    alice.post(address("promise_new"), {**PROMISE, "code": "loose", "services": ["loans"]})
    assert "In force" in said(
        alice.post(address("promise_put_in_force", "loose", 1), {"effective_from": today}, follow=True)
    )
    alice.post(address("promise_new"), PROMISE)
    definitions.begin(service="cards", aim_en="Soon.", aim_zh="尽快。", by=cast.mia)
    told = said(alice.post(address("promise_put_in_force", "quick-answer", 1), {"effective_from": today}, follow=True))
    assert "approved by a second person" in told
    assert PromiseVersion.objects.get(promise__code="quick-answer").state == "draft"
    assert "definition of Cards" in said(alice.get(address("promise", "quick-answer")))


@pytest.mark.parametrize("person", READERS)
def test_only_who_may_define_writes(as_: Any, cast: Any, person: str) -> None:
    browser = as_(person)
    for view, args in (
        ("promise_new", ()),
        ("promise_revise", ("quick-answer",)),
        ("promise_edit", ("quick-answer", 1)),
        ("promise_put_in_force", ("quick-answer", 1)),
        ("contract_new", ()),
        ("contract_edit", ("north-wait", 1)),
        ("contract_revise", ("north-wait",)),
        ("clock_apply", ("cards",)),
        ("clock_lift", ("cards",)),
    ):
        assert browser.post(address(view, *args)).status_code == 403
    assert not AuditEntry.objects.filter(room="experience").exists()


# --- contracts ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ruled(cast: Any) -> None:
    words = promises.Wording(
        sentence_en="A person within a minute, or a callback.",
        sentence_zh="一分钟内接通人工或提供回呼。",
        metric="human_or_callback_within",
        figure="lower",
        params={"limit_s": 60},
        target=0.8,
        services=("cards",),
    )
    promises.ensure(code="one-minute", wording=words, effective_from=date(2026, 1, 1), by=None)


def filled(browser: Any, edit: str) -> dict[str, Any]:
    """The form as the page shows it, ready to be sent."""
    shown = browser.get(edit).context
    found = {name: value for name, value in shown["form"].initial.items() if value is not None}
    vectors = shown["vectors"]
    found |= {f"vector-{name}": value for name, value in vectors.management_form.initial.items()}
    for place, initial in enumerate(vectors.initial):
        found |= {f"vector-{place}-{name}": value for name, value in initial.items()}
    return found


def test_a_contract_is_drafted_from_a_promise_edited_proven_and_signed_by_both(as_: Any, ruled: None) -> None:
    mia, bob = as_("mia"), as_("bob")
    start = {"code": "north-wait", "centre": "north", "promise": "one-minute", "effective_from": "2026-07-01"}
    edit = mia.post(address("contract_new"), start)["Location"]
    assert edit == address("contract_edit", "north-wait", 1)
    before = ContractVersion.objects.get()
    assert (before.terms["params"], before.terms["services"]) == ({"limit_s": 60}, ["cards"])
    sent = filled(mia, edit)
    assert mia.post(edit, sent)["Location"] == address("contract_version", "north-wait", 1) + "#vectors"
    after = ContractVersion.objects.get()
    assert (after.terms, after.vectors) == (before.terms, before.vectors), "saving what is shown changes nothing"
    place = len(before.vectors)
    own = {
        "code": "ours", "title_en": "Ours", "title_zh": "我们的", "params": "",
        "contacts": "answered_s=20\nleft_s=30", "expect": "n = 2\nlower = 1/3",
    }  # fmt: skip
    changed = sent | {f"vector-{place}-{name}": value for name, value in own.items()} | {"rounding_en": "Two decimals."}
    mia.post(edit, changed)
    page = address("contract", "north-wait")
    assert "expected 0.3333333333333333, found 0.5" in said(mia.get(page))
    assert "does not hold" in said(mia.post(address("contract_offer", "north-wait", 1), follow=True))
    mia.post(edit, changed | {f"vector-{place}-expect": "n = 2\nlower = 1/2"})
    mia.post(address("contract_offer", "north-wait", 1))
    mia.post(address("contract_sign", "north-wait", 1))
    assert "Two decimals." in said(bob.post(address("contract_sign", "north-wait", 1), follow=True))
    assert "Signed by both sides" in said(bob.get(page))


def test_what_is_signed_cannot_be_edited_and_a_new_version_is_begun(as_: Any, cast: Any, ruled: None) -> None:
    terms = queries.usual_terms("human_or_callback_within", {"limit_s": 60}, purpose="one-minute")
    contracts.draft(code="north-wait", centre="north", terms=terms, effective_from=date(2026, 7, 1), by=cast.mia)
    contracts.offer(code="north-wait", number=1, by=cast.mia)
    for person in (cast.mia, cast.bob):
        contracts.sign(code="north-wait", number=1, by=person)
    mia = as_("mia")
    refused = said(mia.get(address("contract_edit", "north-wait", 1)), 409)
    assert address("contract", "north-wait") + "#next-version" in refused
    assert said(mia.post(address("contract_edit", "north-wait", 1), {"minimum_n": "1"}), 409)
    begun = mia.post(address("contract_revise", "north-wait"), {"effective_from": "2026-10-01"})
    assert begun["Location"] == address("contract_edit", "north-wait", 2)
    again = said(mia.post(address("contract_revise", "north-wait"), {"effective_from": "2026-10-01"}, follow=True))
    assert "drafted or offered already" in again
    assert ContractVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("vector-0-contacts", "answered_s=20\nsoon", "Line 2"),
        ("vector-0-contacts", "answered_s=20 left_s=3", "answered or left"),
        ("vector-0-expect", "n = 1\nlower = a half", "Line 2"),
        ("vector-0-expect", "lower = 1/2", "how many contacts"),
        ("vector-0-params", "limit_s", "limit_s=60"),
        ("param_limit_s", "0", "0"),
        ("rounding_zh", "", "required"),
    ],
)
def test_terms_and_examples_that_cannot_stand_are_named(
    as_: Any, cast: Any, ruled: None, field: str, value: str, sentence: str
) -> None:
    terms = queries.usual_terms("human_or_callback_within", {"limit_s": 60}, purpose="one-minute")
    contracts.draft(code="north-wait", centre="north", terms=terms, effective_from=date(2026, 7, 1), by=cast.mia)
    edit, mia = address("contract_edit", "north-wait", 1), as_("mia")
    before = ContractVersion.objects.get().vectors
    assert sentence in said(mia.post(edit, filled(mia, edit) | {field: value}), 422)
    assert ContractVersion.objects.get().vectors == before


# --- clocks -------------------------------------------------------------------------------------------------------


def test_a_clock_is_applied_and_lifted_under_a_name(as_: Any) -> None:
    alice = as_("alice")
    told = alice.post(
        address("clock_apply", "cards"), {"clock": "miit-30s", "since": "2026-02-01", "note": "<i>"}, follow=True
    )
    assert "&lt;i&gt;" in said(told)
    assert "Alice" in told.content.decode()
    again = alice.post(address("clock_apply", "cards"), {"clock": "miit-30s", "since": "2026-03-01"}, follow=True)
    assert "applies to" in said(again)
    assert alice.post(address("clock_apply", "moon"), {"clock": "miit-30s", "since": "2026-03-01"}).status_code == 404
    early = alice.post(address("clock_lift", "cards"), {"clock": "miit-30s", "until": "2026-01-01"}, follow=True)
    assert "end before it begins" in said(early)
    alice.post(address("clock_lift", "cards"), {"clock": "miit-30s", "until": "2026-04-01"})
    assert AppliedClock.objects.get().until == date(2026, 4, 1)
    assert "Lift" not in said(as_("bob").get(address("clocks_of", "cards")))
