"""What people do on the pages in the course of the year, one function a step, in the order of the story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pledgeline.partnership.core.pulse import SMALLEST
from tests.browser.year.conftest import CENTRE, SERVICE, TEAM, Year

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

EXPECTATION, PROMISE, CONTRACT = "reach-a-person", "person-in-a-minute", "south-wait"
KINDS_SERVED = ("consumer", "end_user", "beneficiary", "external", "potential")


# One question to the browser for a whole form.
TAGS = "(root, names) => names.map(name => root.querySelector(`[name='${name}']`)?.tagName)"


def fill(form: Page | Locator, **fields: Any) -> None:
    """Types, chooses or ticks, as the field asks for; a date is written as the browser's own field takes it."""
    root = form.locator("main") if hasattr(form, "goto") else form
    tags = dict(zip(fields, root.evaluate(TAGS, list(fields)), strict=True))
    assert all(tags.values()), f"no field for {[name for name in fields if not tags[name]]}"
    for name, value in fields.items():
        unfold(root.locator(f"[name='{name}']").first)
        if isinstance(value, (list, tuple)):
            for one in value:
                root.locator(f"[name='{name}'][value='{one}']").check()
        elif tags[name] == "SELECT":
            root.locator(f"[name='{name}']").select_option(value)
        else:
            root.locator(f"[name='{name}']").fill(value.isoformat() if isinstance(value, date) else str(value))


def unfold(element: Locator) -> None:
    """Opens, from the outermost in, what the element is folded away in."""
    for summary in element.locator("xpath=ancestor::details[not(@open)]/summary").all():
        summary.click()


def press(page: Page, name: str) -> None:
    """Presses the button and waits for the page that answers; a page that refuses shows why in the failure."""
    button = page.locator("main").get_by_role("button", name=name, exact=True, include_hidden=True).first
    unfold(button)
    with page.expect_navigation() as answered:
        button.click()
    status = answered.value.status
    assert status < 400, f"{name}: {status} {page.locator('main').inner_text()[:3000]}"


def said(page: Page) -> str:
    return page.locator("main").inner_text()


def both(name: str, en: str, zh: str) -> Mapping[str, str]:
    return {f"{name}_en": en, f"{name}_zh": zh}


# --- 3.1 and 4 a: customers and what they expect ----------------------------------------------------------------------


def name_the_customers(year: Year) -> None:
    page = year.page("alice", "/needs/segments/")
    form = page.locator("form[action$='/needs/segments/']")
    fill(form, code="holders", **both("name", "Card holders", "持卡人"), kinds=KINDS_SERVED)
    press(page, "Register the segment")
    form = page.locator("form[action$='/needs/segments/']")
    fill(form, code="branches", **both("name", "Our branches", "网点同事"), kinds=["internal"])
    press(page, "Register the segment")


def rule_out_sponsors(year: Year) -> None:
    page = year.page("alice", "/needs/segments/")
    form = page.locator("form[action$='/kinds/sponsor/']")
    page.locator("details", has=form).locator("summary").click()
    fill(form, **both("because", "Nobody pays for the cards of others.", "没有替他人付费的情形。"))
    with page.expect_navigation():
        form.get_by_role("button", name="Record the reason").click()


def write_an_expectation(year: Year) -> None:
    page = year.page("alice", "/needs/new/")
    fill(page, code=EXPECTATION, service=SERVICE, segment="holders")
    fill(page, **both("need", "Speak to a person when a card is lost.", "丢卡时能找到人说话。"))
    press(page, "Save the draft")
    fill(page, **both("adequate", "Within a minute.", "一分钟之内。"), **both("desired", "At once.", "马上。"))
    fill(page, **both("moment", "A card is missing", "发现卡不见了"), owner="Service design")
    fill(page, effective_from=year.today, next_review=date(2026, 12, 31), importance="must")
    press(page, "Put in force")


def add_a_source(year: Year, kind: str, *, dated: date, n: int, reference: str) -> None:
    page = year.page("alice", f"/needs/{EXPECTATION}/")
    fill(page, kind=kind, dated=dated, n=n, strength="strong", reference=reference)
    press(page, "Add source")


# --- 4 b: promise, definition, metric contract ------------------------------------------------------------------------


def draft_a_promise(year: Year) -> None:
    page = year.page("alice", f"/new-promise/?expectation={EXPECTATION}&service={SERVICE}")
    fill(page, code=PROMISE, rule="service_level:service_level", param_target_s="60", target="80", hours="opening")
    fill(
        page,
        **both("sentence", "Four in five callers speak to a person within a minute.", "八成来电一分钟内接通人工。"),
    )
    press(page, "Save the draft")
    assert "Speak to a person when a card is lost." in said(page), said(page)


def submit_the_definition(year: Year) -> None:
    page = year.page("alice", f"/definitions/?service={SERVICE}")
    fill(page, service=SERVICE, **both("aim", "Whoever lost a card is helped at once.", "丢卡的人马上得到帮助。"))
    press(page, "Begin")
    assert PROMISE in said(page)
    press(page, "Put in review")


def approve_the_definition(year: Year, *, from_day: date) -> None:
    """Who drafted it is told that somebody else has to; Mia approves it under her name."""
    own = year.page("alice", f"/definitions/{SERVICE}/1/")
    fill(own, effective_from=from_day)
    press(own, "Approve under my name")
    assert "cannot approve it" in own.locator("body").inner_text()
    page = year.page("mia", f"/definitions/{SERVICE}/1/")
    fill(page, effective_from=from_day)
    press(page, "Approve under my name")
    assert "Mia" in said(page)


def put_the_definition_in_force(year: Year) -> None:
    page = year.page("alice", f"/definitions/{SERVICE}/1/")
    page.locator("form[action$='/put-in-force/'] button").click()
    page.get_by_text("In force from its day on").wait_for()


def offer_a_metric_contract(year: Year, *, from_day: date) -> None:
    page = year.page("mia", "/new-metric-contract/")
    fill(page, code=CONTRACT, centre=CENTRE, promise=PROMISE, effective_from=from_day)
    press(page, "Save the draft")
    press(page, "Save, and run the vectors")
    assert "as expected" in said(page)
    press(page, "Offer for signing")
    press(page, "Sign under my name")


def sign_the_metric_contract(year: Year) -> None:
    page = year.page("cora", f"/metric-contracts/{CONTRACT}/")
    press(page, "Sign under my name")
    assert "Cora" in said(page)


# --- 4, opening, and 4 c: briefings -----------------------------------------------------------------------------------


def write_a_briefing(year: Year, code: str, *, kind: str, effective_from: date, acknowledge_by: date) -> None:
    page = year.page("alice", "/briefings/new/")
    fill(page, code=code, kind=kind, effective_from=effective_from, acknowledge_by=acknowledge_by, services=[SERVICE])
    if kind == "promise":
        fill(page, promises=[PROMISE])
    fill(page, **both("title", "A person within a minute", "一分钟内接通人工"))
    fill(page, **both("body", "From this day on a caller waits a minute at most.", "自当日起，来电最多等待一分钟。"))
    for n in (1, 2, 3):
        fill(page, **both(f"q{n}", f"Question {n}: how long?", f"第 {n} 题：多久？"))
        fill(page, **both(f"q{n}_choices", "One minute\nTwo\nThree", "一分钟\n两分钟\n三分钟"))
    press(page, "Save the draft")
    press(page, "Publish")


def acknowledge_by_roster(year: Year, code: str) -> None:
    """The team lead has told everybody on the list, and says so with one button."""
    page = year.page("carol", f"/briefings/of/{code}/people/{CENTRE}/")
    assert page.locator("input[name=told]:checked").count() == TEAM
    press(page, "Acknowledge for everybody ticked")
    assert page.locator("input[name=told]").count() == 0


def check_understanding(year: Year, code: str) -> None:
    """Everybody is drawn, gets a link, and answers the three questions without an account."""
    page = year.page("carol", f"/briefings/of/{code}/people/{CENTRE}/")
    page.locator("#size").fill(str(TEAM))
    press(page, "Draw")
    press(page, "Make links for those who have not answered")
    answer_all(year, page, "Hand in the answers")


def acknowledge_and_answer_by_link(year: Year, code: str) -> None:
    page = year.page("carol", f"/briefings/of/{code}/people/{CENTRE}/")
    press(page, "Make links")
    answer_all(year, page, "I have read and understood it")


def answer_all(year: Year, page: Page, button: str) -> None:
    links = [urlsplit(one).path for one in re.findall(r"\S+/link/\S+", said(page))]
    assert len(links) == TEAM
    reader = year.page("nobody", links[0])
    for path in links:
        reader.goto(year.url(path))
        for radio in reader.get_by_label("One minute").all():
            radio.check()
        press(reader, button)
        reader.get_by_role("heading", name="Thank you").wait_for()


def plan_a_campaign(year: Year, code: str, *, first_day: date, last_day: date) -> None:
    page = year.page("alice", "/briefings/plan/")
    fill(page, code=code, **both("name", "Spring offer", "春季活动"), first_day=first_day, last_day=last_day)
    fill(page, services=[SERVICE], centres=[CENTRE])
    press(page, "Save the plan")
    fill(page, **{f"{first_day.isoformat()}-voice": "120"})
    press(page, "Save")


def name_its_briefing(year: Year, code: str, briefing: str) -> None:
    page = year.page("alice", f"/briefings/campaigns/{code}/edit/")
    fill(page, briefing=briefing)
    press(page, "Save the plan")


def gate(year: Year, code: str) -> str:
    """What is written beside the heading of the campaign's gate."""
    return year.page("alice", f"/briefings/campaigns/{code}/").locator("#gate h2").inner_text()


# --- 1 and 4 e: the relation with the centre --------------------------------------------------------------------------


def show_the_certificate(year: Year) -> None:
    page = year.page("mia", "/partnership/certificates/record/")
    fill(page, centre=CENTRE, number="P1-2025-7", body="A certification body")
    fill(page, valid_from=date(2025, 7, 1), valid_to=date(2028, 6, 30))
    press(page, "Record the certificate")
    assert "P1-2025-7" in said(page)


def open_a_pulse(year: Year, code: str, *, closes_on: date) -> None:
    """Five people answer by link, the fewest of whom anything is shown."""
    page = year.page("mia", "/partnership/pulse/new/")
    fill(page, code=code, centre=CENTRE, opens_on=year.today, closes_on=closes_on)
    press(page, "Set the round")
    hands_out = year.page("cora", f"/partnership/pulse/of/{code}/")
    fill(hands_out, n=str(SMALLEST))
    press(hands_out, "Make the links")
    links = [urlsplit(one).path for one in re.findall(r"\S+/pulse/answer/\S+", said(hands_out))]
    assert len(links) == SMALLEST
    reader = year.page("nobody", links[0])
    for path in links:
        reader.goto(year.url(path))
        for radio in reader.locator("main input[type=radio][value='5']").all():
            radio.check()
        press(reader, "Hand in the answers")


def begin_a_review_series(year: Year, code: str, *, first_due: date) -> None:
    page = year.page("mia", "/partnership/reviews/begin/")
    fill(page, code=code, centre=CENTRE, **both("title", "Quarterly review", "季度复盘"), every_months="3")
    fill(page, first_due=first_due, agenda="Are the promises kept? | 承诺兑现了吗？")
    press(page, "Begin a series")


def hold_a_review(year: Year, code: str, *, first_day: date, last_day: date) -> None:
    """The pre-read is frozen, both sides talk about it, and the minutes hold a decision for the centre."""
    page = year.page("mia", f"/partnership/reviews/{code}/")
    fill(page, first_day=first_day, last_day=last_day)
    press(page, "Freeze the pre-read")
    assert "Digest" in said(page)
    fill(page, held_on=year.today, attended="Mia, Cora", decisions="More people in the morning | 上午加人 | centre")
    fill(page, **both("minutes", "Two in five callers waited too long.", "每五位来电者中有两位等待过久。"))
    press(page, "Record the minutes")


def open_an_action(year: Year, series: str, code: str, *, due: date, before: tuple[date, date], after: Any) -> None:
    """The centre's manager takes the decision of the review up."""
    page = year.page("cora", f"/partnership/reviews/{series}/1/")
    page.get_by_role("link", name="Open an action").click()
    page.locator("main [name=code]").wait_for()
    fill(page, code=code, owner="Cora", due=due, promise=PROMISE)
    fill(page, **both("cause", "Half of the morning shift began at eleven.", "早班一半人员十一点才到岗。"))
    fill(page, before_first=before[0], before_last=before[1], after_first=after[0], after_last=after[1])
    press(page, "Open an action")


def carry_out_the_action(year: Year, code: str) -> None:
    page = year.page("cora", f"/partnership/actions/{code}/")
    fill(page, note="The morning shift begins at nine.")
    press(page, "It is carried out")


def check_the_effect(year: Year, code: str) -> str:
    page = year.page("mia", f"/partnership/actions/{code}/")
    press(page, "Check the effect")
    return said(page)
