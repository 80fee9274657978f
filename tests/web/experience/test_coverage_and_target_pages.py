"""The coverage matrix with its ways to mend, the target helper, and why a promise cannot be tested, everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pledgeline.contacts.core.patience import patience_curve
from pledgeline.experience import queries
from pledgeline.experience.actions import contracts, definitions, promises
from pledgeline.experience.models import Promise, PromiseVersion
from pledgeline.needs.models import Expectation, ExpectationVersion, Segment
from tests.contacts_double import PERIOD, SNAPSHOT, FakeContacts
from tests.needs_recorded import register

pytestmark = pytest.mark.django_db
CONTACTS = {
    ("north", "cards", "voice"): {"met_by_answer": 90, "not_met": 10},
    ("north", "cards", "chat"): {"met_by_answer": 45, "not_met": 5},
    ("south", "cards", "voice"): {"met_by_answer": 60, "left_before_limit": 40},
}
CLIENT, CENTRES = ("alice", "mia", "dan", "eve", "adam"), ("bob", "carol")


def address(view: str, *args: Any) -> str:
    return reverse(f"experience:{view}", args=args)


@pytest.fixture(autouse=True)
def asked(no_lake: None, cast: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Contacts of both centres for cards, none for loans; every question is kept."""
    from pledgeline.contacts import queries as contacts
    from pledgeline.contacts.queries import page_figures

    monkeypatch.undo()
    monkeypatch.setattr(contacts, "current_snapshot", lambda: SNAPSHOT)
    monkeypatch.setattr(contacts, "data_period", lambda snapshot=None, *, centres=None: PERIOD)
    fake = FakeContacts(CONTACTS)

    def answer(question: Any, *, snapshot: str, zones: Mapping[str, str] | None = None) -> Any:
        return fake.ask(question, snapshot=snapshot)

    def patience(question: Any, *, snapshot: str) -> Any:
        fake.asked.append(question)
        return 160, 40, patience_curve(range(1, 41), [1] * 40, [3] * 40)

    def waits(question: Any, *, snapshot: str) -> Any:
        return page_figures.Waits(60.0, (page_figures.WaitBar(0, 10, 90, 5), page_figures.WaitBar(10, None, 60, 20)), 0)

    monkeypatch.setattr(page_figures, "answer", answer)
    monkeypatch.setattr(page_figures, "patience", patience)
    monkeypatch.setattr(page_figures, "promise_waits", waits)
    return fake.asked


@pytest.fixture
def recorded(one_minute: Any, cast: Any) -> None:
    """Quick answers are promised and measured; a lost card only in a draft; a fee is nobody's promise."""
    for code in ("quick", "lost-card", "fee"):
        register(code, "cards", need_en=f"The need {code}.", need_zh=f"需求 {code}。")
    cards = replace(one_minute, services=("cards",), expectations=("quick",))
    promises.ensure(code="minute", wording=cards, effective_from=date(2026, 1, 1), by=None)
    promises.ensure(code="uncited", wording=replace(cards, expectations=()), effective_from=date(2026, 1, 1), by=None)
    vague = replace(cards, expectations=("lost-card", "gone"), metric="", figure="", params={})
    promises.register(code="vague", wording=vague, by=cast.alice)
    terms = queries.usual_terms("human_or_callback_within", {"limit_s": 60}, purpose="minute")
    contracts.draft(code="north-wait", centre="north", terms=terms, effective_from=date(2026, 2, 1), by=cast.mia)
    contracts.offer(code="north-wait", number=1, by=cast.mia)
    for person in (cast.mia, cast.bob):
        contracts.sign(code="north-wait", number=1, by=person)


# --- coverage -----------------------------------------------------------------------------------------------------


def test_each_gap_stands_first_and_leads_to_where_it_is_mended(as_: Any, recorded: None) -> None:
    answer = as_("alice").get(address("coverage"))
    shown = answer.content.decode()
    entries = answer.context["entries"]
    assert [one.entry.expectation.code for one in entries] == ["fee", "lost-card", "quick"]
    assert [stat.value for stat in answer.context["stats"]] == ["1", "2", "0", "2"]
    assert f"{address('promise_new')}?expectation=fee&amp;service=cards" in shown
    # A draft that cites it is not coverage, and is not hidden either.
    assert [one.entry.drafts for one in entries] == [(), (("vague", 1),), ()]
    (line,) = entries[2].lines
    assert [(place.centre, place.contract, place.fed) for place in line.line.places] == [
        ("north", "north-wait", True),
        ("south", None, True),
    ]
    assert f"{address('contract_new')}?promise=minute&amp;centre=south" in shown
    assert [one.line.promise.code for one in answer.context["uncited"]] == ["uncited"]


def test_a_promise_that_cannot_be_tested_is_a_gap_with_its_reason(as_: Any, recorded: None, cast: Any) -> None:
    promises.make_effective(code="vague", number=1, effective_from=date(2026, 3, 1), by=cast.alice)
    register("early-payoff", "loans")
    loans = promises.Wording(
        sentence_en="Loans at once.", sentence_zh="贷款立等可取。", metric="human_or_callback_within", figure="lower",
        params={"limit_s": 60}, target=0.8, services=("loans",), expectations=("early-payoff",),
    )  # fmt: skip
    promises.ensure(code="loans-minute", wording=loans, effective_from=date(2026, 1, 1), by=None)
    alice = as_("alice")
    cards = alice.get(address("coverage_of", "cards"))
    assert address("promise_revise", "vague") in cards.content.decode()
    assert cards.context["unknown"] == [("vague", "gone", address("promise_revise", "vague"))]
    silent = alice.get(address("coverage_of", "loans")).content.decode()
    assert "No contacts have arrived" in silent
    assert reverse("contacts:upload") in silent
    # The same reason wherever the promise shows.
    definitions.begin(service="loans", aim_en="Soon.", aim_zh="尽快。", by=cast.alice)
    pages = [address("promises"), address("promise", "loans-minute"), address("definition", "loans")]
    for page in pages:
        assert "No contacts have arrived that it could be tested on" in alice.get(page).content.decode(), page
    assert "has no rule that can be measured" in alice.get(address("promise", "vague")).content.decode()


def test_coverage_and_target_are_the_clients_own(as_: Any, recorded: None) -> None:
    for person in CENTRES:
        browser = as_(person)
        for page in (address("coverage"), address("coverage_of", "cards"), address("target", "minute")):
            assert browser.get(page).status_code == 403
        assert address("coverage") not in browser.get(address("promises")).content.decode()
    for person in CLIENT:
        assert as_(person).get(address("coverage")).status_code == 200


def test_who_reads_and_may_not_define_finds_gaps_without_forms(as_: Any, recorded: None) -> None:
    for person in ("dan", "eve", "adam"):
        shown = as_(person).get(address("coverage")).content.decode()
        assert "The need fee." in shown
        assert address("promise_new") not in shown
        assert address("contract_new") not in shown
    assert as_("dan").get(address("coverage_of", "moon")).status_code == 404


def test_without_expectations_the_matrix_says_where_it_begins(as_: Any) -> None:
    assert "The matrix begins with what customers expect" in as_("eve").get(address("coverage")).content.decode()


# --- target -------------------------------------------------------------------------------------------------------


def test_a_target_is_tried_centre_by_centre_and_nothing_changes(as_: Any, recorded: None, asked: list[Any]) -> None:
    before = list(PromiseVersion.objects.values())
    answer = as_("eve").get(address("target", "minute"), {"limit_s": "30", "target": "85", "days": "7"})
    shown = answer.content.decode()
    assert [(one.centre, one.judgement.verdict.value) for one, _interval in answer.context["try_rows"]] == [
        ("north", "met"),
        ("south", "not_demonstrated"),
    ]
    assert "1 of 2 centres would have kept at least 85" in shown
    assert "not kept, or not shown, at South centre" in shown
    tried = next(one for one in asked if one.metric == "human_or_callback_within" and one.by == ("centre",))
    assert (tried.params, tried.period.start, tried.where) == (
        {"limit_s": 30.0},
        date(2026, 9, 24),
        {"service": ("cards",)},
    )
    assert "still be waiting after 30 s" in shown
    assert "40 of 160 hung up" in shown
    assert shown.count("<svg") > 4
    assert list(PromiseVersion.objects.values()) == before


def test_the_helper_stands_on_a_draft_before_it_is_approved(as_: Any, recorded: None, cast: Any) -> None:
    promises.revise(code="minute", target=0.5, by=cast.mia)
    draft = address("promise", "minute") + "?version=2"
    shown = as_("alice").get(draft)
    assert "every centre would have kept at least 50" in shown.content.decode()
    # What is tried stays with the version that is looked at.
    assert shown.context["try_form"]["version"].value() == "2"
    assert "No contact" not in as_("eve").get(draft).content.decode()


def test_what_cannot_be_tried_is_said(as_: Any, recorded: None) -> None:
    eve = as_("eve")
    for asked_for in ({"target": "101"}, {"limit_s": "61"}, {"days": "3"}, {"target": "soon"}):
        answer = eve.get(address("target", "minute"), asked_for)
        assert list(answer.context["try_form"].errors) == list(asked_for)
        assert "tried" not in answer.context
    for version in ("9", "one"):
        assert eve.get(address("target", "minute"), {"version": version}).status_code == 404


# --- as many queries for a thousand as for ten ---------------------------------------------------------------------


def fill(n: int, one_minute: Any) -> None:
    """`n` expectations for cards, each with a promise in force that serves it."""
    moment, start = timezone.now(), date(2026, 1, 1)
    like = ExpectationVersion.objects.select_related("expectation").first()
    assert like is not None
    codes = [f"e{place:05d}" for place in range(n)]
    Expectation.objects.bulk_create(Expectation(code=code, service="cards", created_at=moment) for code in codes)
    spoken = {
        name: getattr(like, name)
        for text in ("need", "adequate", "desired", "moment")
        for name in (f"{text}_en", f"{text}_zh")
    }
    segment = Segment.objects.get()
    ExpectationVersion.objects.bulk_create(
        ExpectationVersion(
            expectation=one, number=1, segment=segment, importance=like.importance, owner="x", effective_from=start,
            next_review=date(2030, 1, 1), created_at=moment, **spoken,
        )
        for one in Expectation.objects.filter(code__in=codes)
    )  # fmt: skip
    Promise.objects.bulk_create(Promise(code=f"p{code}", created_at=moment) for code in codes)
    columns = replace(one_minute, services=("cards",)).columns()
    PromiseVersion.objects.bulk_create(
        PromiseVersion(
            promise=one, number=1, state="effective", effective_from=start, created_at=moment,
            **columns | {"expectations": [one.code[1:]]},
        )
        for one in Promise.objects.filter(code__startswith="pe")
    )  # fmt: skip


# View → what stands in its address, and how many questions it puts to the records.
BUDGET: dict[str, tuple[tuple[Any, ...], int]] = {
    "promises": ((), 15),
    "promise": (("vague",), 23),
    "target": (("minute",), 13),
    "coverage": ((), 22),
    "definitions": ((), 7),
    "definition": (("cards",), 21),
    "contracts": ((), 9),
    "contract": (("north-wait",), 9),
    "clocks_of": (("cards",), 13),
    "promise_new": ((), 8),
    "promise_revise": (("minute",), 9),
    "contract_new": ((), 5),
}


def test_a_page_asks_as_much_for_a_thousand_records_as_for_ten(
    as_: Any, recorded: None, one_minute: Any, cast: Any, django_assert_num_queries: Any
) -> None:
    definitions.begin(service="cards", aim_en="Soon.", aim_zh="尽快。", by=cast.mia)
    browser = as_("alice")
    for view, (args, n) in BUDGET.items():
        with django_assert_num_queries(n, info=view):
            assert browser.get(address(view, *args)).status_code == 200
    fill(1_000, one_minute)
    for view in ("promises", "coverage", "clocks_of", "definitions", "contracts"):
        args, n = BUDGET[view]
        with django_assert_num_queries(n, info=f"{view}, a thousand records"):
            assert browser.get(address(view, *args)).status_code == 200
