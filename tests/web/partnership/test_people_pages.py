"""The pages of the people side, as those see them who may, and as those see nothing who may not."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pledgeline.partnership.actions import ideas, pulse, recognition
from pledgeline.partnership.core.quarter import Quarter
from pledgeline.partnership.models import Idea, MirrorRating, PulseRound, PulseTally, Recognition

pytestmark = pytest.mark.django_db
MARKUP = "<b>Shouted</b>"


def page(browser: Any, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    answer = browser.get(reverse(f"partnership:{name}", args=args) + query)
    assert answer.status_code == status
    return str(answer.content.decode())


def a_round(centre: str = "north", *, ended_days: int = -7) -> PulseRound:
    """Opened two weeks before its end, which lies `ended_days` back (negative: ahead)."""
    now = timezone.now() - timedelta(days=max(0, ended_days) + 20)
    last = timezone.localdate() - timedelta(days=ended_days)
    return pulse.open_round(
        code=f"{centre}-{ended_days}",
        centre=centre,
        opens_on=last - timedelta(days=13),
        closes_on=last,
        by=None,
        at=now,
    )


def answered(found: PulseRound, n: int, team: str = "") -> None:
    from datetime import UTC, datetime, time

    at = datetime.combine(found.opens_on, time(2), tzinfo=UTC)
    for token in pulse.issue_links(code=found.code, n=n, team=team, by=None, at=at).tokens:
        pulse.answer(token=token, answers={one["code"]: 4 for one in found.questions}, at=at)


# --- pulse --------------------------------------------------------------------------------------------------------


def test_the_client_opens_a_round_with_the_form_as_it_stands(as_: Any) -> None:
    seen = page(as_("alice"), "new_pulse")
    given = dict(re.findall(r'name="(q\d_\w+)" value="([^"]*)"', seen))
    today = timezone.localdate()
    given |= {"code": "north-1", "centre": "north", "opens_on": str(today), "closes_on": str(today)}
    made = as_("alice").post(reverse("partnership:new_pulse"), given)
    assert made.headers["Location"] == reverse("partnership:pulse_round", args=["north-1"])
    assert [one["code"] for one in PulseRound.objects.get().questions] == ["told", "means", "heard", "gladly"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "two words"}, "Use up to 64 letters"),
        ({"q5_en": "Only in English?"}, "both languages"),
        ({"closes_on": "2020-01-01"}, "close before it opens"),
        ({"q1_en": "", "q1_zh": "", "q2_en": "", "q2_zh": ""}, "3 to 5 questions; here are 2"),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field_and_nothing_is_opened(
    as_: Any, change: dict[str, str], field: str
) -> None:
    today = timezone.localdate()
    given = {"code": "north-1", "centre": "north", "opens_on": str(today), "closes_on": str(today)}
    for place, code in enumerate("abcd", start=1):
        given |= {f"q{place}_code": code, f"q{place}_en": "Yes?", f"q{place}_zh": "是？"}
    answer = as_("mia").post(reverse("partnership:new_pulse"), given | change)
    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert not PulseRound.objects.exists()


def test_a_centre_manager_hands_out_links_that_are_shown_once_and_a_person_answers_once(as_: Any) -> None:
    found = a_round()
    at = reverse("partnership:pulse_round", args=[found.code])
    seen = as_("bob").post(at, {"n": "2", "team": "early"}).content.decode()
    links = re.findall(r"<code>http://testserver(/[^<]+)</code>", seen)
    assert len(links) == 2
    assert not re.search(r"/pulse/answer/", as_("bob").get(at).content.decode())
    nobody = as_("nobody")
    asked = nobody.get(links[0])
    assert asked.status_code == 200
    assert "no-store" in asked.headers["Cache-Control"]
    assert not PulseTally.objects.filter(n__gt=0).exists()
    given = {one["code"]: "4" for one in found.questions}
    assert nobody.post(links[0], {**given, "told": ""}).status_code == 422
    assert "Your answers are counted" in nobody.post(links[0], given).content.decode()
    for again in (nobody.get(links[0]), nobody.post(links[0], given)):
        assert again.status_code == 410
        assert "works once" in again.content.decode()
    assert PulseTally.objects.filter(n=1, team="early").count() == 4
    assert nobody.get(reverse("partnership:pulse_answer", args=["no-such-token"])).status_code == 404


def test_an_open_round_shows_no_result_and_not_even_how_many_answered(as_: Any) -> None:
    found = a_round()
    answered(found, 9)
    seen = page(as_("alice"), "pulse_round", found.code)
    assert "The results are still closed" in seen
    assert "89" not in seen
    assert "100 %" not in seen.replace("\N{NO-BREAK SPACE}", " ")


def test_a_closed_round_shows_the_whole_and_hides_small_teams(as_: Any) -> None:
    found = a_round(ended_days=2)
    for team, n in (("early", 3), ("late", 8), ("night", 11)):
        answered(found, n, team)
    seen = page(as_("bob"), "pulse_round", found.code)
    teams = {
        name: "not shown" in row for name, row in re.findall(r'<th scope="row">(early|late|night)</th>(.*?)</tr>', seen)
    }
    assert teams == {"early": True, "late": True, "night": False}
    assert "22 of 22 links came back" in seen


def test_a_closed_round_of_four_says_so_and_no_more(as_: Any) -> None:
    found = a_round(ended_days=2)
    answered(found, 4)
    seen = page(as_("eve"), "pulse_round", found.code)
    assert "Too few answers to show" in seen
    assert "fewer than 5" in page(as_("eve"), "pulses")


def test_two_closed_rounds_make_a_trend(as_: Any) -> None:
    for ended in (120, 2):
        answered(a_round(ended_days=ended), 6)
    seen = page(as_("alice"), "pulse_round", "north-2")
    assert "Staff in favour, round by round" in seen
    assert "<svg" in seen


# --- ideas --------------------------------------------------------------------------------------------------------


def test_an_idea_goes_from_a_team_lead_to_the_client_and_back(as_: Any) -> None:
    sent = as_("carol").post(reverse("partnership:ideas"), {"side": "client", "text": MARKUP})
    assert sent.status_code == 302
    number = Idea.objects.get().number
    seen = page(as_("alice"), "idea", number)
    assert "&lt;b&gt;Shouted" in seen
    assert MARKUP not in seen
    given = {"outcome": "not_adopted", "answer_en": "The law forbids it.", "answer_zh": "法规不允许。"}
    assert as_("carol").post(reverse("partnership:idea", args=[number]), given).status_code == 403
    assert as_("alice").post(reverse("partnership:idea", args=[number]), {**given, "answer_zh": ""}).status_code == 422
    assert as_("alice").post(reverse("partnership:idea", args=[number]), given).status_code == 302
    seen = page(as_("carol"), "idea", number)
    assert "Not adopted" in seen
    assert "The law forbids it." in seen
    assert "No idea waits for an answer" in page(as_("alice"), "ideas", query="?open=1")
    assert "Answer for good" not in page(as_("alice"), "idea", number)
    as_("alice").post(reverse("partnership:idea", args=[number]), given)
    assert Idea.objects.get().answer_en == "The law forbids it."


def test_an_idea_to_the_own_centre_is_answered_by_its_manager_only(cast: Any, as_: Any) -> None:
    number = ideas.send(centre="north", side="centre", text="More light", by=cast.bob).number
    at = reverse("partnership:idea", args=[number])
    given = {"outcome": "adopted", "answer_en": "Lamps are ordered.", "answer_zh": "灯已订购。"}
    assert as_("alice").post(at, given).status_code == 403
    assert as_("carol").post(at, given).status_code == 404
    assert as_("bob").post(at, given).status_code == 302


def test_a_link_takes_one_idea_and_then_shows_what_became_of_it(as_: Any) -> None:
    at = reverse("partnership:idea_links", args=["north"])
    seen = as_("bob").post(at, {"n": "1"}).content.decode()
    (link,) = re.findall(r"<code>http://testserver(/[^<]+)</code>", seen)
    nobody = as_("nobody")
    assert "North centre" in nobody.get(link).content.decode()
    assert nobody.post(link, {"side": "client", "text": " "}).status_code == 422
    kept = nobody.post(link, {"side": "client", "text": "Say the limits on the first screen.", "signed": ""})
    assert "Keep this link" in kept.content.decode()
    again = nobody.post(link, {"side": "client", "text": "Another"})
    assert again.status_code == 410
    assert "has brought its one idea" in again.content.decode()
    idea = Idea.objects.get()
    assert (idea.created_by, idea.centre, idea.signed) == (None, "north", "")
    ideas.answer(number=idea.number, outcome="adopted", answer_en="From May on.", answer_zh="五月起。", by=None)
    assert "From May on." in nobody.get(link).content.decode()


def test_a_link_that_expired_takes_no_idea(as_: Any) -> None:
    then = timezone.now() - timedelta(days=40)
    (token,) = ideas.issue_links(centre="north", n=1, by=None, at=then).tokens
    at = reverse("partnership:idea_by_link", args=[token])
    assert as_("nobody").get(at).status_code == 410
    assert as_("nobody").post(at, {"side": "client", "text": "Late"}).status_code == 410
    assert not Idea.objects.exists()


# --- thanks -------------------------------------------------------------------------------------------------------


def test_both_sides_thank_and_each_for_itself_only(as_: Any) -> None:
    at = reverse("partnership:thank")
    thanks = {"thanked": "Night shift", "text": "For the calm on Friday."}
    assert as_("alice").post(at, {**thanks, "centre": "north"}).status_code == 302
    # A centre cannot speak for another: what it names is not read.
    assert as_("carol").post(at, {**thanks, "centre": "north"}).status_code == 302
    assert as_("dan").post(at, {**thanks, "centre": "north"}).status_code == 403
    given = {(one.centre, one.side) for one in Recognition.objects.all()}
    assert given == {("north", "client"), ("south", "centre")}
    assert page(as_("bob"), "recognitions").count("Night shift") == 1


# --- mirror and health --------------------------------------------------------------------------------------------


def test_a_centre_manager_rates_the_client_once_and_a_low_score_says_why(as_: Any) -> None:
    quarter = Quarter.of(timezone.localdate()).before
    at = reverse("partnership:rate", args=["north"]) + f"?quarter={quarter}"
    refused = as_("bob").post(at, {"reply": "2"})
    assert refused.status_code == 422
    assert "says why" in refused.content.decode()
    assert as_("bob").post(at, {"reply": "2", "reply_comment": MARKUP, "cooperation": "5"}).status_code == 302
    assert {(one.item, one.score) for one in MirrorRating.objects.all()} == {("reply", 2), ("cooperation", 5)}
    seen = page(as_("alice"), "mirror_of", "north", query=f"?quarter={quarter}")
    assert "&lt;b&gt;Shouted" in seen
    # What was rated is no longer asked for, and is not rated again.
    assert 'name="reply"' not in page(as_("bob"), "mirror_of", "north", query=f"?quarter={quarter}")
    assert as_("bob").post(at, {"reply": "5"}).status_code == 422
    assert MirrorRating.objects.count() == 2


def test_nobody_rates_for_another_centre_nor_the_client_itself(as_: Any) -> None:
    quarter = Quarter.of(timezone.localdate()).before
    at = reverse("partnership:rate", args=["north"]) + f"?quarter={quarter}"
    answers = {who: as_(who).post(at, {"reply": "5"}).status_code for who in ("alice", "carol", "dan")}
    assert answers == {"alice": 403, "carol": 403, "dan": 403}
    assert not MirrorRating.objects.exists()


@pytest.mark.parametrize("query", ["?quarter=2026-Q5", "?quarter=x", "?quarter=2999-Q1"])
def test_a_quarter_that_is_none_or_has_not_begun_is_not_there(as_: Any, query: str) -> None:
    page(as_("alice"), "mirror", query=query, status=404)


@pytest.mark.parametrize("name", ["mirror", "pulses", "ideas", "recognitions"])
@pytest.mark.parametrize(("who", "own", "other"), [("bob", "North", "outh"), ("carol", "South", "orth")])
def test_a_centre_sees_itself_and_no_trace_of_another(
    cast: Any, as_: Any, name: str, who: str, own: str, other: str
) -> None:
    for centre in ("north", "south"):
        a_round(centre)
        ideas.send(centre=centre, side="client", text="An idea", by=None)
        recognition.thank(centre=centre, side="client", thanked="All", text="Thanks", by=cast.alice)
    seen = page(as_(who), name)
    assert own in seen
    assert other not in seen


def test_health_is_for_the_client_and_the_manager_of_the_one_centre(as_: Any) -> None:
    seen = page(as_("bob"), "health")
    assert "North centre" in seen
    assert "outh" not in seen
    page(as_("carol"), "health", status=403)


def test_without_records_health_says_no_data_and_never_nought_or_a_hundred(as_: Any) -> None:
    seen = page(as_("alice"), "health")
    assert "no data" in seen.lower()
    assert not re.search(r"(?<![\d.])(0|100)\N{NO-BREAK SPACE}%</td>", seen)


# --- queries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "queries"), [("pulses", 8), ("ideas", 6), ("recognitions", 7), ("mirror", 21), ("health", 31)]
)
def test_a_page_asks_the_same_number_of_queries_for_two_records_as_for_twelve(
    cast: Any, as_: Any, name: str, queries: int, django_assert_num_queries: Any
) -> None:
    browser = as_("alice")
    for n in (2, 10):
        for place in range(n):
            centre = ("north", "south")[place % 2]
            a_round(centre, ended_days=40 * (place + n))
            ideas.send(centre=centre, side="client", text="An idea", by=None)
            recognition.thank(centre=centre, side="client", thanked="All", text="Thanks", by=cast.alice)
        with django_assert_num_queries(queries):
            browser.get(reverse(f"partnership:{name}"))
