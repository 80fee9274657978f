"""An audit of the client's own, from its first day to the last gap closed, as each side sees it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pledgeline.ui import formats
from tests.partnerships import audit

pytestmark = pytest.mark.django_db
PAGE = ("partnership:audit", ["north-audit"])
GAPS = ("partnership:gap_record", ["north-audit"])
PLAN = ("partnership:gap_plan", ["north-audit", 1])
CLOSE = ("partnership:gap_close", ["north-audit", 1])


def at(place: tuple[str, list[Any]]) -> str:
    return reverse(place[0], args=place[1])


def read(browser: Any) -> str:
    answer = browser.get(at(PAGE))
    assert answer.status_code == 200
    return str(answer.content.decode())


def standing(browser: Any) -> str:
    return str(browser.get(reverse("partnership:standings")).content.decode())


def test_an_audit_is_recorded_on_its_page_and_its_gaps_decide_the_standing(as_: Any, cast: Any) -> None:
    mia, today = as_("mia"), timezone.localdate()
    said = {"code": "n-1", "centre": "north", "day": today.isoformat(), "auditor": "<i>Eve</i>"}
    made = mia.post(reverse("partnership:audit_record"), said)
    assert made["Location"] == reverse("partnership:audit", args=["n-1"])
    assert f"own audit of {formats.day(today)}" in standing(mia)
    gap = {"heading": "people", "severity": "major", "found": "No training"}
    assert mia.post(reverse("partnership:gap_record", args=["n-1"]), gap).status_code == 302
    assert "Major gaps still open: 1, of them without a date or past it: 1." in standing(mia)
    due = (today + timedelta(days=30)).isoformat()
    plan = reverse("partnership:gap_plan", args=["n-1", 1])
    assert mia.post(plan, {"plan-1-plan": "Train all", "plan-1-due": due}).status_code == 302
    assert "each with a plan that is still in time" in standing(mia)
    close = reverse("partnership:gap_close", args=["n-1", 1])
    assert mia.post(close, {"close-1-closed": today.isoformat()}).status_code == 302
    assert "gaps still open" not in standing(mia)
    page = mia.get(made["Location"]).content.decode()
    assert "&lt;i&gt;Eve" in page
    assert "Train all" in page


def test_its_own_centre_reads_it_without_the_steps_and_the_other_finds_nothing(as_: Any, cast: Any) -> None:
    audit(cast)
    own = read(as_("bob"))
    assert "No &lt;b&gt;training&lt;/b&gt; hours" in own
    assert "no plan yet" in own
    assert '<form class="form"' not in own
    assert as_("carol").get(at(PAGE)).status_code == 404
    assert as_("nobody").get(at(PAGE)).status_code == 302


@pytest.mark.parametrize(
    ("place", "sent", "says"),
    [
        (GAPS, {"heading": "moon", "severity": "major", "found": "x"}, "moon is not one of the available choices"),
        (GAPS, {"heading": "people", "severity": "minor", "found": " "}, "This field is required"),
        (PLAN, {"plan-1-plan": "x", "plan-1-due": "soon"}, "Enter a valid date"),
        (CLOSE, {"close-1-closed": "2020-01-01"}, "cannot be closed before it was found"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_changes_nothing(
    as_: Any, cast: Any, place: Any, sent: dict[str, str], says: str
) -> None:
    from pledgeline.partnership.models import Gap

    audit(cast)
    answer = as_("alice").post(at(place), sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert list(Gap.objects.values_list("plan", "closed")) == [("", None)]


def test_a_closed_gap_cannot_be_planned_again_and_an_unknown_one_is_not_there(as_: Any, cast: Any) -> None:
    from pledgeline.partnership.actions import standing as actions

    audit(cast)
    actions.close_gap(audit="north-audit", number=1, closed=date(2026, 2, 1), by=cast.mia)
    answer = as_("mia").post(at(PLAN), {"plan-1-plan": "x", "plan-1-due": "2026-03-01"})
    assert answer.status_code == 422
    missing = reverse("partnership:gap_plan", args=["north-audit", 7])
    assert as_("mia").post(missing, {"plan-7-plan": "x", "plan-7-due": "2026-03-01"}).status_code == 404


def test_an_audit_of_tomorrow_or_with_a_taken_code_is_refused(as_: Any, cast: Any) -> None:
    audit(cast)
    tomorrow = timezone.localdate() + timedelta(days=2)
    for field, change in (("day", {"day": tomorrow.isoformat()}), ("code", {"code": "north-audit"})):
        said = {"code": "n-2", "centre": "north", "day": "2026-01-05", "auditor": "Eve"} | change
        answer = as_("mia").post(reverse("partnership:audit_record"), said)
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]


@pytest.mark.parametrize("who", ["bob", "carol", "dan", "eve", "adam"])
def test_only_who_manages_the_relation_takes_a_step(as_: Any, cast: Any, who: str) -> None:
    audit(cast)
    assert as_(who).get(reverse("partnership:audit_record")).status_code == 403
    for place in (GAPS, PLAN, CLOSE):
        assert as_(who).post(at(place), {}).status_code == 403
