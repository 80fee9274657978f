"""Plans, commitments and checklists as the client's people and each centre's see them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.planned import EARLY, FIRST, a_forecast, a_plan, asked, figures, shared_out, week

pytestmark = pytest.mark.django_db
CLOSED = FIRST + timedelta(days=5)


@pytest.fixture(autouse=True)
def _in_may() -> Any:
    with time_machine.travel(EARLY, tick=False):
        yield


@pytest.fixture
def plans(cast: Any) -> None:
    """North has its forecast, what is required and a commitment one short at noon; south's plan is empty."""
    from pledgeline.capacity.actions import plans as actions

    a_forecast()
    shared_out()
    a_plan("north-june", "north")
    a_plan("south-june", "south")
    actions.hand_over(code="north-june", forecast="june-cards", by=cast.mia)
    for stage in ("required", "requested", "committed"):
        figures("north-june", stage, 4.0)


def text(browser: Any, view: str, *args: Any, status: int = 200) -> str:
    answer = browser.get(reverse(f"capacity:{view}", args=args))
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def test_the_client_sees_every_plan_and_a_centre_its_own_without_a_trace_of_another(as_: Any, plans: None) -> None:
    seen = text(as_("eve"), "plans")
    assert "north-june" in seen
    assert "south-june" in seen
    own = text(as_("bob"), "plans")
    assert "north-june" in own
    assert "outh" not in own


def test_a_plan_shows_four_pictures_and_who_wrote_what(as_: Any, plans: None, cast: Any) -> None:
    from pledgeline.capacity.actions import outlooks

    outlooks.reckon(code="north-june", asked=asked(), by=cast.mia)
    seen = text(as_("bob"), "plan", "north-june")
    for said in (
        "Nobody is missing: in every interval just as many are committed as required.",
        "Contacts expected",
        "Agents required",
        "Agents committed",
        "Probability that the promise is kept, by day",
        "Week",
        "Month",
        "Mia",
    ):
        assert said in seen, said
    # The centre's part is three quarters of forty contacts.
    assert "Mon 1 Jun 12:00–13:00: 30" in seen
    figures("north-june", "committed", 3.0)
    fewer = text(as_("bob"), "plan", "north-june")
    assert "Committed against required, agents" in fewer
    assert "Mon 1 Jun 12:00–13:00: 3 of 4 agents" in fewer


def test_a_plan_costs_the_same_queries_however_much_was_written(
    as_: Any, plans: None, django_assert_num_queries: Any
) -> None:
    browser = as_("bob")
    text(browser, "plan", "north-june")
    with django_assert_num_queries(18):
        text(browser, "plan", "north-june")
    figures("north-june", "committed", 5.0)
    with django_assert_num_queries(18):
        text(browser, "plan", "north-june")
    with django_assert_num_queries(9):
        text(browser, "plans")


def test_a_centre_sees_its_part_of_a_forecast_once_it_is_handed_over(as_: Any, plans: None) -> None:
    before = text(as_("carol"), "plan", "south-june")
    assert "no forecast yet" in before
    assert "Contacts expected" not in before.split("Day by day")[0].split("From forecast to commitment")[1]


def commit(browser: Any, day: Any, value: str, code: str = "north-june") -> Any:
    given = {f"a{place}": value if 9 <= place < 18 else "0" for place in range(24)}
    return browser.post(reverse("capacity:commit", args=[code, day.isoformat()]), given)


def test_a_centres_manager_commits_a_day_by_form(as_: Any, plans: None, cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.core.stages import Stage

    page = text(as_("bob"), "commit", "north-june", FIRST.isoformat())
    assert 'value="4"' in page
    assert commit(as_("bob"), FIRST, "3.5").status_code == 302
    shown = queries.plan("north-june", user=cast.bob)
    assert shown is not None
    assert shown.agents[Stage.COMMITTED][FIRST][9] == 3.5
    assert "−0.5" in text(as_("bob"), "plan", "north-june")


def test_a_closed_day_and_a_locked_plan_take_no_commitment(as_: Any, plans: None) -> None:
    answer = commit(as_("bob"), CLOSED, "2")
    assert answer.status_code == 422
    assert "is closed on 2026-06-06" in answer.content.decode()
    with time_machine.travel(EARLY + timedelta(days=40), tick=False):
        answer = commit(as_("bob"), FIRST, "2")
    assert answer.status_code == 422
    assert "was locked on" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("carol", 404), ("eve", 403), ("alice", 403), ("mia", 302), ("bob", 302)])
def test_who_may_commit(as_: Any, plans: None, who: str, status: int) -> None:
    assert commit(as_(who), FIRST, "3").status_code == status


def handed_in(browser: Any, data: bytes) -> str:
    address = reverse("capacity:sheet", args=["north-june"])
    file = SimpleUploadedFile("june.xlsx", data)
    answer = browser.post(address, {"file": file}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_workbook_goes_out_is_filled_in_and_comes_back(as_: Any, plans: None, cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.core.stages import Stage

    browser = as_("bob")
    book = openpyxl.load_workbook(BytesIO(browser.get(reverse("capacity:sheet", args=["north-june"])).content))
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    column = headings.index("committed") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column).value = 6 if sheet.cell(row, headings.index("requested") + 1).value else 0
    out = BytesIO()
    book.save(out)
    assert "5 days committed." in handed_in(browser, out.getvalue())
    shown = queries.plan("north-june", user=cast.bob)
    assert shown is not None
    assert list(shown.agents[Stage.COMMITTED][FIRST]) == [6.0 if 9 <= place < 18 else 0.0 for place in range(24)]


def changed(browser: Any, change: Any) -> bytes:
    book = openpyxl.load_workbook(BytesIO(browser.get(reverse("capacity:sheet", args=["north-june"])).content))
    change(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def set_cell(place: str, value: Any) -> Any:
    def change(sheet: Any) -> None:
        sheet[place] = value

    return change


def swap_columns(sheet: Any) -> None:
    for row in range(1, sheet.max_row + 1):
        five, six = sheet.cell(row, 5), sheet.cell(row, 6)
        five.value, six.value = six.value, five.value


def a_closed_day(sheet: Any) -> None:
    for place in range(24):
        sheet.append(["north-june", CLOSED, place + 1, "", 0, 3])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_cell("F12", "four"), "june.xlsx, row 12, column committed"),
        (set_cell("F12", "=1+3"), "june.xlsx, row 12, column committed: This cell holds a formula"),
        (set_cell("F12", None), "june.xlsx, row 12, column committed: The cell is empty"),
        (set_cell("F12", -4), "june.xlsx: -4.0 agents on 2026-06-01, interval 11"),
        (swap_columns, "column committed: This column stands at"),
        (a_closed_day, "is closed on 2026-06-06"),
    ],
)
def test_a_workbook_with_a_fault_is_refused_whole_and_says_where(as_: Any, plans: None, change: Any, said: str) -> None:
    from pledgeline.capacity.models import StaffedDay

    before = StaffedDay.objects.count()
    seen = handed_in(as_("bob"), changed(as_("bob"), change))
    assert said in seen
    assert StaffedDay.objects.count() == before


def test_the_client_opens_a_plan_hands_over_works_out_and_reckons(as_: Any, cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.core.stages import Stage

    a_forecast("chat", service="cards", channel="chat")
    browser = as_("alice")
    given = {
        "code": "chat-june",
        "centre": "north",
        "service": "cards",
        "channel": "chat",
        "first_day": FIRST,
        "last_day": FIRST + timedelta(days=4),
        "interval_min": 60,
        "locks_on": FIRST,
    }
    assert browser.post(reverse("capacity:new_plan"), given | {"centre": "south"}).status_code == 422
    assert browser.post(reverse("capacity:new_plan"), given).status_code == 302
    work = {"aht_s": 240, "patience_s": 180, "reading": "served_within", "share": 80, "limit_s": 60}

    def send(verb: str, fields: dict[str, Any]) -> str:
        answer = browser.post(reverse(f"capacity:{verb}", args=["chat-june"]), fields, follow=True)
        return str(answer.content.decode())

    assert "has no forecast yet" in send("require", work)
    assert "Handed over" in send("hand_over", {"forecast": "chat"})
    assert "Worked out" in send("require", work | {"request": "yes"})
    assert "Nothing is committed" in send("reckon", work)
    commit(as_("bob"), FIRST, "5", "chat-june")
    assert "Reckoned for the staff committed now" in send("reckon", work)
    shown = queries.plan("chat-june", user=cast.alice)
    assert shown is not None
    assert shown.agents[Stage.REQUIRED][FIRST] == shown.agents[Stage.REQUESTED][FIRST]
    assert shown.agents[Stage.REQUIRED][FIRST][9] == 4.0
    assert list(shown.chances) == [FIRST]
    assert browser.post(reverse("capacity:require", args=["chat-june"]), work | {"aht_s": 4}).status_code == 302
    assert "If minutes were meant" in str(browser.get(reverse("capacity:plan", args=["chat-june"])).content.decode())


def test_a_day_committed_anew_is_reckoned_no_more(as_: Any, plans: None, cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.actions import outlooks

    outlooks.reckon(code="north-june", asked=asked(), by=cast.mia)
    commit(as_("bob"), FIRST, "3")
    shown = queries.plan("north-june", user=cast.bob)
    assert shown is not None
    assert FIRST in shown.outdated
    assert FIRST not in shown.chances
    assert "1 day was committed anew since" in text(as_("bob"), "plan", "north-june")


def test_an_address_with_another_day_is_not_found(as_: Any, plans: None) -> None:
    for day in ("2026-07-01", "tomorrow"):
        assert as_("bob").get(reverse("capacity:commit", args=["north-june", day])).status_code == 404


def test_hours_on_a_page_are_those_of_the_days_given(as_: Any, plans: None) -> None:
    assert sum(week(4.0)[FIRST]) == 36.0
    days = text(as_("mia"), "plan", "north-june").split('id="days"')[1]
    assert '<td class="n" data-label="Required">36</td>' in days
    assert days.count('data-label="Committed">36<') == 5
