"""Who sees what of a contract, and what the pages do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pledgeline.experience.core.contract import Side
from pledgeline.partnership.actions import escalations, improvements
from pledgeline.partnership.models import Escalation, Improvement, Objection, Remark, Statement
from tests.partnerships import everything, manager_of

pytestmark = pytest.mark.django_db
STATEMENT = "north-2026-2026-01-1"
LISTS = ("terms_list", "statements", "reviews", "improvements", "escalations")
SEES = ("alice", "mia", "dan", "eve", "adam", "bob")


@pytest.fixture
def north(cast: Any, settings: Any, tmp_path: Any) -> None:
    settings.PLEDGELINE_HOME = tmp_path
    everything(cast)


def one_of_each() -> dict[str, list[Any]]:
    return {
        "terms": ["north-2026"],
        "terms_version": ["north-2026", 1],
        "statement": [STATEMENT],
        "series": ["north-monthly"],
        "review": ["north-monthly", 1],
        "improvement": ["north-hours"],
        "escalation": [Escalation.objects.get().number],
        "remarks": ["action", "north-hours"],
        "attachment": [Remark.objects.get().number, 1],
    }


def page(browser: Any, view: str, *args: Any, status: int = 200) -> str:
    answer = browser.get(reverse(f"partnership:{view}", args=args))
    assert answer.status_code == status, view
    return answer.content.decode()


def post(browser: Any, view: str, *args: Any, status: int = 302, **data: Any) -> Any:
    answer = browser.post(reverse(f"partnership:{view}", args=args), data)
    assert answer.status_code == status, (view, answer.content.decode()[:2000])
    return answer


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_client_and_the_centres_manager_read_every_page(as_: Any, north: None, language: str) -> None:
    for who in ("mia", "eve", "bob"):
        browser = as_(who)
        browser.cookies["django_language"] = language
        for view in LISTS:
            page(browser, view)
        for view, arguments in one_of_each().items():
            page(browser, view, *arguments)
    browser = as_("bob")
    browser.cookies["django_language"] = language
    assert ("午间加人" if language == "zh-hans" else "More people at noon") in page(browser, "workspace")
    mia = as_("mia")
    for view in ("terms_new", "statement_make", "series_begin", "improvement_open", "escalation_raise"):
        page(mia, view)
    page(mia, "terms_edit", "north-2026")


def test_a_team_lead_reads_none_of_it_and_another_centres_manager_finds_nothing(
    as_: Any, cast: Any, north: None
) -> None:
    object.__setattr__(cast, "cora", manager_of("south", cast))
    carol, cora = as_("carol"), as_("cora")
    for view in LISTS:
        page(carol, view, status=403)
        assert "north" not in page(cora, view).lower()
    for view, arguments in one_of_each().items():
        page(carol, view, *arguments, status=403)
        page(cora, view, *arguments, status=404)
    workspace = page(cora, "workspace").lower()
    assert not any(word in workspace for word in ("north", "noon", "late briefing"))
    page(as_("mia"), "workspace", status=403)
    for view, arguments in (("statement_agree", [STATEMENT]), ("statement_object", [STATEMENT, "wait"])):
        post(cora, view, *arguments, text="x", status=404)
    post(cora, "improvement_done", "north-hours", note="x", status=404)
    post(cora, "remarks", "action", "north-hours", text_en="x", status=404)


def test_nobody_is_sent_to_the_sign_in(as_: Any, north: None) -> None:
    for view, arguments in {**{view: [] for view in (*LISTS, "workspace")}, **one_of_each()}.items():
        assert as_("nobody").get(reverse(f"partnership:{view}", args=arguments)).status_code == 302


def test_a_line_opens_to_its_basis_and_the_centre_objects_on_the_page(as_: Any, north: None) -> None:
    seen = page(as_("bob"), "statement", STATEMENT)
    for words in ("70.00", "72.22", "+12,000.10 CNY", "snapshot=s-1", "within 1\N{NO-BREAK SPACE}min", "5 / 10"):
        assert words in seen, words
    post(as_("bob"), "statement_object", STATEMENT, "wait", text="The <b>outage</b> counts")
    assert "The &lt;b&gt;outage&lt;/b&gt; counts" in page(as_("mia"), "statement", STATEMENT)
    post(as_("mia"), "statement_answer", STATEMENT, "wait", outcome="rejected", text="It does not")
    assert Objection.objects.get().outcome == "rejected"
    post(as_("mia"), "statement_freeze", STATEMENT)
    assert Statement.objects.get().state == "shown"  # the centre's time is not over
    post(as_("bob"), "statement_agree", STATEMENT)
    post(as_("mia"), "statement_freeze", STATEMENT)
    assert Statement.objects.get().state == "frozen"
    answer = as_("bob").post(
        reverse("partnership:statement_object", args=[STATEMENT, "wait"]), {"text": "x"}, follow=True
    )
    assert "is not before the centre" in answer.content.decode()


def test_reading_changes_nothing(as_: Any, north: None) -> None:
    for view in ("statement_agree", "statement_freeze", "statement_show"):
        assert as_("mia").get(reverse(f"partnership:{view}", args=[STATEMENT])).status_code in (403, 405)


FILE = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan")


def test_a_comment_with_a_file_is_kept_and_only_ever_saved(as_: Any, north: None) -> None:
    post(as_("bob"), "remarks", "statement-line", f"{STATEMENT}:wait", text_zh="见附件", files=[FILE])
    remark = Remark.objects.get(subject_kind="statement-line")
    assert (remark.side, remark.name, remark.attachments.get().media_type) == ("centre", "Bob", "application/pdf")
    answer = as_("mia").get(reverse("partnership:attachment", args=[remark.number, 1]))
    assert answer.content == b"%PDF-1.7 plan"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.html", b"<script>alert(1)</script>", "not a file that may be attached"),
        ("page.pdf", b"<script>alert(1)</script>", "not a file that may be attached"),
        ("empty.pdf", b"", "is empty"),
        ("large.txt", b"x" * (10 * 1024**2 + 1), "larger than 10 MiB"),
    ],
)
def test_a_file_that_is_too_large_or_of_a_wrong_type_keeps_the_comment_out(
    as_: Any, north: None, tmp_path: Any, name: str, data: bytes, said: str
) -> None:
    file = SimpleUploadedFile(name, data)
    answer = post(as_("bob"), "remarks", "action", "north-hours", text_en="See", files=[file], status=422)
    assert said in answer.content.decode()
    assert not Remark.objects.filter(subject_kind="action").exists()
    assert len([path for path in (tmp_path / "attachments").rglob("*") if path.is_file()]) == 1  # that of `everything`


def test_an_upload_beyond_what_the_server_takes_is_said_so(as_: Any, north: None, settings: Any) -> None:
    settings.PLEDGELINE_MAX_UPLOAD_BYTES = 1_000
    file = SimpleUploadedFile("large.txt", b"x" * 2_000)
    answer = post(as_("bob"), "remarks", "action", "north-hours", text_en="See", files=[file], status=422)
    assert "nothing was kept" in answer.content.decode()


def test_terms_are_drafted_offered_and_signed_on_their_pages(as_: Any, north: None) -> None:
    mia = as_("mia")
    given = {
        "code": "north-2027", "centre": "north", "title_en": "2027", "title_zh": "2027 年",
        "effective_from": "2027-01-01", "services": ["cards"], "hours": "opening", "currency": "CNY",
        "bonus_cap": "100", "malus_cap": "100",
        "objection_days": 10, "answer_days": 5, "exclusions": "outage | -3 | Outage | 故障",
        "rules": "wait | north-wait | 1 | lower | 0.8 0 | 0 | ", "volumes": "",
    }  # fmt: skip
    answer = post(mia, "terms_new", **given, status=422)
    assert "line 1: “0.8 0” is no band" in answer.content.decode()
    post(mia, "terms_new", **{**given, "rules": "wait | north-wait | 1 | lower | 0.8: 0 | -50 | outage"})
    assert "0.8: 0 | -50" in page(mia, "terms_edit", "north-2027")
    page(as_("bob"), "terms", "north-2027", status=404)
    post(mia, "terms_offer", "north-2027", 1)
    assert "north-2027" in page(as_("bob"), "workspace")
    post(as_("bob"), "terms_sign", "north-2027", 1)
    post(as_("alice"), "terms_sign", "north-2027", 1)
    signed = page(as_("dan"), "terms", "north-2027")
    assert "Signed by both sides" in signed
    assert "<dd>100.00 CNY</dd>" in signed  # a cap is nobody's debt: no sign
    post(as_("dan"), "terms_sign", "north-2027", 1, status=403)


def test_actions_escalations_and_reviews_are_worked_on_their_pages(as_: Any, north: None) -> None:
    mia, bob = as_("mia"), as_("bob")
    post(mia, "improvement_done", "north-hours", note="x")
    assert Improvement.objects.get().state == "open"  # the centre's to carry out
    post(bob, "improvement_done", "north-hours", note="Two more people")
    assert Improvement.objects.get().state == "done"
    number = Escalation.objects.get().number
    post(mia, "escalation_answer", number, text="Told earlier from now on")
    post(bob, "escalation_take_up", number, text="It happened again")
    post(bob, "escalation_close", number)
    assert Escalation.objects.get().closed_at is not None
    from django.utils import timezone

    minutes = {
        "held_on": timezone.localdate().isoformat(),
        "minutes_en": "All <b>well</b>",
        "minutes_zh": "一切正常",
        "decisions": "More people at noon | 午间加人 | nobody",
    }
    answer = post(mia, "review", "north-monthly", 1, **minutes, status=422)
    assert "names the side" in answer.content.decode()
    post(mia, "review", "north-monthly", 1, **{**minutes, "decisions": "More people | 加人 | centre"})
    seen = page(bob, "review", "north-monthly", 1)
    assert "All &lt;b&gt;well&lt;/b&gt;" in seen
    assert "Open an action" in seen


QUERIES = {"terms_list": 9, "statements": 7, "reviews": 7, "improvements": 7, "escalations": 8, "workspace": 18}


def test_a_page_asks_the_database_as_often_whatever_it_shows(
    as_: Any, cast: Any, north: None, django_assert_num_queries: Any
) -> None:
    browser = as_("bob")
    page(browser, "workspace")
    for _again in range(2):
        for view, queries in QUERIES.items():
            with django_assert_num_queries(queries):
                page(browser, view)
        _more(cast)


def _more(cast: Any) -> None:
    said = {"title_en": "t", "title_zh": "t", "cause_en": "c", "cause_zh": "c", "owner": "Bob", "side": "centre"}
    have = Improvement.objects.count()
    for n in range(have, have + 3):
        improvements.open_one(code=f"more-{n}", centre="north", due=date(2099, 1, 1), by=cast.mia, **said)
        escalations.raise_one(centre="north", title="t", text="t", side=Side.CENTRE, by=None)


@pytest.mark.parametrize(
    ("view", "args", "name"),
    [
        ("terms", ["north-2026"], "<h1>Card service 2026"),
        ("statement", [STATEMENT], ">Card service 2026<"),
        ("remarks", ["terms", "north-2026"], ">Card service 2026<"),
        (
            "remarks",
            ["statement-line", f"{STATEMENT}:wait"],
            ">Jan 2026 · Human, or callback offered, within the limit<",
        ),
        ("remarks", ["review", "north-monthly:1"], "review 1<"),
    ],
)
def test_a_page_calls_what_it_is_about_by_its_name(
    north: None, as_: Any, view: str, args: list[Any], name: str
) -> None:
    seen = page(as_("alice"), view, *args)
    assert name in seen[seen.index("<h1") :]
