"""Who sees what of an assessment: the client everything, a centre what is about itself, nobody nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from pledgeline.assurance.models import Assessment, Finding
from tests.assessing import GOOD

pytestmark = pytest.mark.django_db

# south misses the minute, north keeps it: each centre's people must not learn of the other.
UNEVEN = GOOD | {("south", "cards", "voice"): {"met_by_answer": 4321, "not_met": 1234}}
CLIENT = ("alice", "mia", "dan", "eve", "adam")
RUNNERS = ("alice", "mia", "dan")


@pytest.fixture
def assessment(promised: Any, assess: Any) -> Assessment:
    return assess(UNEVEN)


def pages(assessment: Assessment) -> dict[str, str]:
    code = assessment.code
    return {
        "requirements": reverse("assurance:requirements"),
        "assessments": reverse("assurance:assessments"),
        "assessment": reverse("assurance:assessment", args=[code]),
        "requirement": reverse("assurance:requirement", args=[code, "5.4.wait"]),
        "finding": reverse("assurance:finding", args=[code, "5.4.wait", 1]),
    }


@pytest.mark.parametrize("name", CLIENT)
def test_the_client_reads_every_page(as_: Any, assessment: Assessment, name: str) -> None:
    browser = as_(name)
    for url in pages(assessment).values():
        assert browser.get(url).status_code == 200, url
    text = browser.get(pages(assessment)["requirement"]).content.decode()
    assert "North centre" in text
    assert "South centre" in text


def test_nobody_is_sent_to_the_sign_in(as_: Any, assessment: Assessment) -> None:
    for url in pages(assessment).values():
        answer = as_("nobody").get(url)
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize(
    ("name", "own", "other", "hidden"),
    [("bob", "North centre", ("South", "south"), "5,555"), ("carol", "South centre", ("North", "north"), "300")],
)
def test_a_centre_sees_itself_and_no_trace_of_another(
    as_: Any, assessment: Assessment, name: str, own: str, other: tuple[str, ...], hidden: str
) -> None:
    browser = as_(name)
    number = Finding.objects.get(result__requirement="5.4.wait", centre=own.split()[0].lower()).number
    code = assessment.code
    urls = [
        *(pages(assessment)[page] for page in ("requirements", "assessments", "assessment", "requirement")),
        reverse("assurance:requirement", args=[code, "4"]),
        reverse("assurance:finding", args=[code, "5.4.wait", number]),
    ]
    for url in urls:
        answer = browser.get(url)
        assert answer.status_code == 200, url
        text = answer.content.decode()
        for word in (*other, hidden, assessment.digest):
            assert word not in text, (url, word)
    assert own in browser.get(urls[3]).content.decode()


def test_a_centre_gets_404_for_findings_of_another_and_for_what_is_not_about_it(
    as_: Any, assessment: Assessment
) -> None:
    south = Finding.objects.get(result__requirement="5.4.wait", centre="south")
    browser = as_("bob")
    assert (
        browser.get(reverse("assurance:finding", args=[assessment.code, "5.4.wait", south.number])).status_code == 404
    )
    # 4 b speaks of each centre too since contracts belong to it: bob reads what is said of north.
    for requirement in ("4.a", "9.9"):
        assert browser.get(reverse("assurance:requirement", args=[assessment.code, requirement])).status_code == 404


def test_a_centres_verdict_follows_from_its_own_findings(as_: Any, assessment: Assessment) -> None:
    north = as_("bob").get(pages(assessment)["assessment"]).context["page"]
    south = as_("carol").get(pages(assessment)["assessment"]).context["page"]
    assert north.requirement("5.4.wait").judgement.verdict == "met"
    assert south.requirement("5.4.wait").judgement.verdict == "improvement_opportunity"
    assert dict(north.requirement("5.4.wait").figures) == {}


@pytest.mark.parametrize("name", [*CLIENT, "bob", "carol"])
def test_files_are_for_the_client_only(as_: Any, assessment: Assessment, name: str) -> None:
    answer = as_(name).get(reverse("assurance:assessment_json", args=[assessment.code]))
    assert answer.status_code == (200 if name in CLIENT else 403)


@pytest.mark.parametrize("name", [*CLIENT, "bob", "carol"])
def test_only_those_who_answer_for_it_run_an_assessment(as_: Any, cast: Any, name: str) -> None:
    answer = as_(name).get(reverse("assurance:run"))
    assert answer.status_code == 405  # a look never writes
    allowed = name in RUNNERS
    assert ("Run an assessment" in as_(name).get(reverse("assurance:assessments")).content.decode()) is allowed
    if not allowed:
        assert as_(name).post(reverse("assurance:run"), {}).status_code == 403


def test_running_one_from_the_page_leads_to_it(as_: Any, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from pledgeline.contacts import queries as contacts
    from tests.contacts_double import FakeContacts

    monkeypatch.setattr(contacts, "ask", FakeContacts(GOOD).ask)
    answer = as_("alice").post(reverse("assurance:run"), {"first": "2026-07-01", "last": "2026-09-30"})
    made = Assessment.objects.get()
    assert answer["Location"] == reverse("assurance:assessment", args=[made.code])
    assert made.created_by == cast.alice


def test_days_in_the_wrong_order_are_said_beside_the_field(as_: Any, cast: Any) -> None:
    answer = as_("alice").post(reverse("assurance:run"), {"first": "2026-09-30", "last": "2026-07-01"})
    assert answer.status_code == 422
    assert "The last day lies before the first" in answer.content.decode()


def test_before_the_first_assessment_the_pages_say_so(as_: Any, cast: Any) -> None:
    assert "Nothing assessed yet" in as_("alice").get(reverse("assurance:requirements")).content.decode()


def test_the_evidence_of_a_finding_names_snapshot_metric_and_question(as_: Any, assessment: Assessment) -> None:
    text = as_("dan").get(pages(assessment)["finding"]).content.decode()
    for word in ("human_or_callback_within", "s-1", "limit_s", "Evidence"):
        assert word in text


def test_pages_read_in_chinese(as_: Any, assessment: Assessment) -> None:
    browser = as_("alice")
    text = browser.get(pages(assessment)["requirement"], headers={"accept-language": "zh-hans"}).content.decode()
    assert "一分钟内接通人工或提供回呼" in text
    assert "改进机会" in text
