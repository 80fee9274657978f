"""The X-ray's page: the client sees all, a centre what is about itself, and every line leads to where it is mended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from pledgeline.kernel.interval import Period
from tests.briefings import NOW, TODAY, publish
from tests.clock import today_is

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, lake: Any) -> None:
    """Some weeks after the staged briefings, with contacts of both centres that cost no delivery."""
    today = TODAY + timedelta(days=24)
    arrived = {("north", "cards", "voice"): 900, ("north", "cards", "chat"): 90, ("south", "cards", "voice"): 800}
    observed = Period.from_days(today - timedelta(days=30), today - timedelta(days=1))
    today_is(monkeypatch, today)
    monkeypatch.setattr("pledgeline.assurance.queries.xray._arrived", lambda snapshot, today: (observed, arrived))


def stage(cast: Any) -> None:
    """A promise that nobody's expectation asks for, an offer one side signed, a certificate that ran out, a campaign
    nobody was told of, and a briefing that nobody acknowledged."""
    from pledgeline.briefing.actions import campaigns
    from pledgeline.experience import queries
    from pledgeline.experience.actions import contracts
    from pledgeline.partnership.actions import standing
    from tests.needs_recorded import register

    register("block-a-card", "cards")
    terms = queries.usual_terms("human_or_callback_within", {"limit_s": 60}, purpose="one-minute")
    at = datetime(2026, 10, 1, tzinfo=UTC)
    contracts.draft(code="south-wait", centre="south", terms=terms, effective_from=date(2026, 12, 1), by=None, at=at)
    contracts.offer(code="south-wait", number=1, by=None, at=at)
    contracts.sign(code="south-wait", number=1, by=cast.alice, at=at)
    standing.record_certificate(
        centre="south", number="C-1", body="Body", valid_from=date(2023, 1, 1), valid_to=date(2026, 6, 30), by=None
    )
    publish()
    plan = campaigns.Plan(
        name_en="Offers",
        name_zh="优惠活动",
        first_day=TODAY + timedelta(days=40),
        last_day=TODAY + timedelta(days=42),
    )
    campaigns.plan(code="offers", plan=plan, by=None, at=NOW)


def rows(browser: Any) -> list[dict[str, str]]:
    answer = browser.get(reverse("assurance:xray"))
    assert answer.status_code == 200
    return [row for _code, _theme, rows in answer.context["themes"] for row in rows]


def test_the_client_sees_every_contradiction_and_each_leads_to_a_page_that_opens(
    as_: Any, cast: Any, promised: Any, rosters: Any
) -> None:
    stage(cast)
    alice = as_("alice")
    found = rows(alice)
    assert {
        "Promise that serves no expectation",
        "Metric contract that one side has signed",
        "Certificate that has run out",
        "Campaign without a briefing",
        "Campaign without a staffing plan",
        "Briefing not acknowledged in time",
        "Engagement without a signed metric contract",
        "No forecast for the month ahead",
    } <= {row["title"] for row in found}
    for row in found:
        assert alice.get(row["url"]).status_code == 200, row


def test_a_centre_sees_its_own_contradictions_and_no_trace_of_another(
    as_: Any, cast: Any, promised: Any, rosters: Any
) -> None:
    stage(cast)
    for person, own, other in (("bob", "North", "south"), ("carol", "South", "north")):
        browser = as_(person)
        found = rows(browser)
        assert found
        assert all(f"{own} centre" in row["subject"] for row in found)
        assert all(browser.get(row["url"]).status_code == 200 for row in found)
        page = browser.get(reverse("assurance:xray")).content.decode()
        assert other not in page
        assert other.title() not in page


def test_the_page_reads_in_chinese(as_: Any, cast: Any, promised: Any, rosters: Any) -> None:
    stage(cast)
    page = as_("alice").get(reverse("assurance:xray"), headers={"accept-language": "zh-hans"}).content.decode()
    for words in ("认证证书已过期", "指标契约只有一方签署", "透视"):
        assert words in page


def test_a_house_in_which_nothing_contradicts_says_so(as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledgeline.assurance.queries.xray.contradictions", lambda facts: [])
    assert "Nothing contradicts" in as_("alice").get(reverse("assurance:xray")).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_records(
    as_: Any, cast: Any, promised: Any, rosters: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from pledgeline.briefing.actions import campaigns
    from pledgeline.experience.actions import promises
    from pledgeline.experience.models import PromiseVersion
    from pledgeline.organisation.actions import engagements, services

    stage(cast)
    alice = as_("alice")
    with CaptureQueriesContext(connection) as few:
        rows(alice)
    wording = PromiseVersion.objects.get()
    for n in range(8):
        code = f"more-{n}"
        services.register(code=code, name_en=code, name_zh=code, zone="Asia/Shanghai", by=None)
        engagements.begin(centre="south", service=code, channels=["voice"], first_day=date(2026, 1, 1), by=None)
        said = promises.Wording(
            sentence_en="Soon.",
            sentence_zh="尽快。",
            metric=wording.metric,
            figure=wording.figure,
            params=wording.params,
            target=0.8,
            services=(code,),
        )
        promises.ensure(code=code, wording=said, effective_from=date(2026, 1, 1), by=None)
        publish(code)
        plan = campaigns.Plan(
            name_en="More", name_zh="更多", first_day=TODAY + timedelta(days=40), last_day=TODAY + timedelta(days=41)
        )
        campaigns.plan(code=code, plan=plan, by=None, at=NOW)
    with django_assert_num_queries(len(few)):
        many = rows(alice)
    assert len(many) > 40


def test_until_something_is_written_the_answer_is_remembered(as_: Any, cast: Any, promised: Any, rosters: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    stage(cast)
    alice = as_("alice")
    with CaptureQueriesContext(connection) as first:
        before = rows(alice)
    with CaptureQueriesContext(connection) as again:
        assert rows(alice) == before
    assert len(again) < len(first) / 2
    from pledgeline.partnership.actions import standing

    standing.record_certificate(
        centre="south", number="C-2", body="Body", valid_from=date(2026, 7, 1), valid_to=date(2029, 6, 30), by=None
    )
    after = rows(alice)
    assert {row["title"] for row in before} - {row["title"] for row in after} == {"Certificate that has run out"}
