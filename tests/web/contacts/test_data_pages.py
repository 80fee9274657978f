"""Every data page, asked by everyone; a centre never learns of another one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pledgeline.contacts.models import Receipt
from tests.deliveries import NORTH, PHONE

EVERYONE = ("alice", "bob", "carol", "dan", "eve", "adam", "mia")

# page: status for alice, bob (north), carol (south, leads a team), dan, eve, adam, mia
PAGES = [
    ("", 200, 200, 200, 200, 200, 200, 200),
    ("receipts/", 200, 200, 200, 200, 200, 200, 200),
    ("receipts/r000001/", 200, 200, 404, 200, 200, 200, 200),
    ("receipts/r000002/", 200, 404, 200, 200, 200, 200, 200),
    ("receipts/r000001/quarantine/", 200, 200, 404, 200, 200, 200, 200),
    ("receipts/r000001/quarantine.csv", 200, 200, 404, 200, 200, 200, 200),
    ("receipts/r000009/", 404, 404, 404, 404, 404, 404, 404),
    ("receipts/1/", 404, 404, 404, 404, 404, 404, 404),
    ("contacts/", 200, 200, 200, 200, 200, 200, 200),
    ("contacts/?centre=north", 200, 200, 404, 200, 200, 200, 200),
    ("contacts/?centre=south&centre=north", 200, 404, 404, 200, 200, 200, 200),
    ("contacts/?snapshot=s000099", 404, 404, 404, 404, 404, 404, 404),
    ("contacts/north.csv-cn:anna/", 200, 200, 404, 200, 200, 200, 200),
    ("contacts/south.csv-cn:gus/", 200, 404, 200, 200, 200, 200, 200),
    ("contacts/north.csv-cn:nobody/", 404, 404, 404, 404, 404, 404, 404),
    ("contacts/north.csv-cn:anna/?limit_s=x", 404, 404, 404, 404, 404, 404, 404),
    ("upload/", 403, 200, 403, 403, 403, 200, 200),
]


def test_each_page_opens_for_whom_it_should(as_: Any, delivered: Any) -> None:
    browsers = [as_(name) for name in EVERYONE]
    found = [(page, *(browser.get(f"/data/{page}").status_code for browser in browsers)) for page, *_ in PAGES]
    assert found == PAGES


@pytest.mark.parametrize("page", ["", "receipts/", "contacts/", "upload/", "contacts/north.csv-cn:anna/"])
def test_no_page_opens_without_signing_in(as_: Any, page: str) -> None:
    answer = as_("nobody").get(f"/data/{page}")
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_centre_never_reads_of_another_one(as_: Any, delivered: Any, language: str) -> None:
    browser = as_("carol")
    browser.cookies["django_language"] = language
    pages = ["", "receipts/", "receipts/r000002/", "contacts/", "contacts/?service=cards", "contacts/south.csv-cn:gus/"]
    texts = {page: browser.get(f"/data/{page}").content.decode() for page in pages}
    words = ("north", "North", "北方", "anna", "r000001")
    assert [(page, word) for page, text in texts.items() for word in words if word in text] == []


def test_counts_are_of_the_own_centre_only(as_: Any, delivered: Any) -> None:
    found = as_("carol").get("/data/contacts/").context["found"]
    assert found.total == 2
    assert as_("alice").get("/data/contacts/").context["found"].total == 8


def test_another_centres_contact_and_none_look_the_same(as_: Any, delivered: Any) -> None:
    browser = as_("carol")

    def page(key: str) -> str:
        text = browser.get(f"/data/contacts/north.csv-cn:{key}/").content.decode()
        return re.sub(r"(X-CSRFToken|csrfmiddlewaretoken)[^>]*>", "", text).replace(key, "…")

    assert page("anna") == page("nosuch")


# --- sources and receipts -----------------------------------------------------------------------------------------


def test_a_source_says_what_it_cannot_tell_and_how_much_was_rejected(as_: Any, delivered: Any) -> None:
    page = as_("bob").get("/data/").content.decode()
    assert "Cannot be tested with this feed:" in page
    assert "first ring" in page
    assert "25.00\N{NO-BREAK SPACE}%" in page
    assert "2 of 8" in page


def test_a_repeated_file_counts_once_in_the_share_rejected(as_: Any, delivered: Any, deliver: Any) -> None:
    assert deliver("north", NORTH).same_as == delivered["north"]
    row = as_("bob").get("/data/").context["feeds"].contacts[0]
    assert (row.read, row.rejected, row.deliveries, row.last_receipt) == (8, 2, 2, "r000003")


def test_a_receipt_shows_its_sum_and_that_its_seal_holds(as_: Any, delivered: Any) -> None:
    page = as_("alice").get("/data/receipts/r000001/").content.decode()
    assert "8 = 6 + 0 + 0 + 2" in page
    assert "The seal holds" in page
    assert delivered["north"].sha256 in page


def test_a_receipt_changed_behind_our_back_is_told(as_: Any, delivered: Any) -> None:
    Receipt.objects.filter(number=1).update(file_name="other.csv")
    assert "This receipt was altered" in as_("bob").get("/data/receipts/r000001/").content.decode()
    elsewhere = as_("alice").get("/data/receipts/r000002/").content.decode()
    assert "The register is broken elsewhere" in elsewhere
    # Carol may not learn that there is another receipt at all.
    assert "The seal holds" in as_("carol").get("/data/receipts/r000002/").content.decode()


def test_receipts_are_filtered_by_centre_and_state(as_: Any, delivered: Any) -> None:
    def codes(**filters: str) -> list[str]:
        return [one.code for one in as_("alice").get("/data/receipts/", filters).context["page"]]

    assert codes() == ["r000002", "r000001"]
    assert codes(centre="north") == ["r000001"]
    assert codes(state="refused") == []
    assert codes(centre="nowhere") == ["r000002", "r000001"], "a filter that is not understood does not filter"


# --- quarantine ---------------------------------------------------------------------------------------------------


def test_quarantine_shows_line_reason_field_and_what_stood_there(as_: Any, delivered: Any) -> None:
    answer = as_("bob").get("/data/receipts/r000001/quarantine/")
    found = {(one.source_line, one.reason, one.field, one.detail) for one in answer.context["rows"]}
    assert (8, "outcome.unmapped", "结束状态", "=HYPERLINK(1)") in found
    assert {line for line, *_ in found} == {8, 9}
    only = as_("bob").get("/data/receipts/r000001/quarantine/?reason=outcome.unmapped").context["rows"]
    assert [one.source_line for one in only] == [8]


def test_the_exported_quarantine_runs_no_formula(as_: Any, delivered: Any) -> None:
    answer = as_("bob").get("/data/receipts/r000001/quarantine.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0] == "source_line,reason,field,detail,source_records"
    assert len(lines) == 3
    assert "'=HYPERLINK(1)" in text
    assert not re.search(r'(^|[,"])=', text)


def test_a_repeated_file_shows_the_quarantine_of_the_first(as_: Any, delivered: Any, deliver: Any) -> None:
    again = deliver("north", NORTH)
    answer = as_("bob").get(f"/data/receipts/{again.code}/quarantine/")
    assert len(answer.context["rows"]) == 2


# --- contacts -----------------------------------------------------------------------------------------------------


def steps(as_: Any, **filters: Any) -> dict[str, str]:
    """Native id → step of the contacts shown."""
    answer = as_("alice").get("/data/contacts/", filters)
    return {row.key.partition(":")[2]: row.rule_step for row in answer.context["found"].rows}


def test_the_list_says_at_which_step_each_contact_was_decided(as_: Any, delivered: Any) -> None:
    assert steps(as_) == {
        "anna": "met_by_answer",
        "ben": "met_by_offer",
        "cai": "not_verifiable",
        "dee": "left_before_limit",
        "ed": "not_applicable",
        "testcall": "not_applicable",
        "fay": "met_by_answer",
        "gus": "not_verifiable",
    }


FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({"centre": "south"}, {"fay", "gus"}),
    ({"rule_step": "met_by_offer"}, {"ben"}),
    ({"rule_step": ["met_by_offer", "left_before_limit"]}, {"ben", "dee"}),
    ({"outcome": "abandoned_ivr"}, {"ed"}),
    ({"from": "2026-01-05", "to": "2026-01-05", "centre": "south"}, {"fay", "gus"}),
    ({"from": "2026-01-06"}, set()),
    ({"hour": "10", "weekday": "0", "centre": "south"}, {"fay", "gus"}),
    ({"hour": "2"}, set()),
    ({"day": "2026-01-05", "centre": "south"}, {"fay", "gus"}),
    ({"service": "loans"}, set()),
    ({"queue": "q1", "centre": "south"}, {"fay", "gus"}),
    ({"channel": "chat"}, set()),
    ({"snapshot": "s000001", "rule_step": "met_by_answer"}, {"anna"}),
    ({"limit_s": "100", "rule_step": "met_by_answer"}, {"anna", "cai", "fay", "gus"}),
]


def test_filters_leave_the_contacts_they_name(as_: Any, delivered: Any) -> None:
    assert [(filters, set(steps(as_, **filters))) for filters, _ in FILTERS] == FILTERS


@pytest.mark.parametrize("filters", [{"hour": "99"}, {"from": "yesterday"}, {"from": "2026-02-01", "to": "2026-01-01"}])
def test_a_filter_that_makes_no_sense_is_named_and_nothing_is_shown(as_: Any, lake: Any, filters: Any) -> None:
    answer = as_("alice").get("/data/contacts/", filters)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "found" not in answer.context


def test_the_longest_wait_can_stand_first(as_: Any, delivered: Any) -> None:
    answer = as_("alice").get("/data/contacts/?order=wait")
    waits = [row.wait_s for row in answer.context["found"].rows if row.wait_s is not None]
    assert waits == sorted(waits, reverse=True)
    assert waits[0] == 110


def test_steps_add_up_to_what_the_metric_says(as_: Any, delivered: Any) -> None:
    from pledgeline.contacts import queries
    from pledgeline.contacts.core.question import Question

    figures = queries.ask(Question("human_or_callback_within")).groups[0]
    shown = as_("alice").get("/data/contacts/").context["found"].steps
    assert shown == {step: figures[step] for step in shown}


def test_pages_of_a_list_hold_every_contact_once(as_: Any, cast: Any, deliver: Any) -> None:
    from tests.deliveries import row

    deliver("north", [row(f"c{number:03d}", answered="10:00:30") for number in range(120)])
    keys = [
        contact.key
        for number in (1, 2, 3)
        for contact in as_("alice").get("/data/contacts/", {"page": number}).context["found"].rows
    ]
    assert len(keys) == len(set(keys)) == 120


def test_a_contacts_page_tells_why_where_from_and_when(as_: Any, delivered: Any) -> None:
    page = as_("bob").get("/data/contacts/north.csv-cn:ben/").content.decode()
    assert "A callback was offered after 30 s at the latest, within 1 min." in page
    assert "2026-01-05 10:00:40" in page, "local time of the service"
    assert 'href="/data/receipts/r000001/"' in page
    assert "met by callback offer" in page


def test_no_page_shows_a_customers_number(as_: Any, delivered: Any) -> None:
    for page in ("contacts/", "contacts/north.csv-cn:ben/", "receipts/r000001/quarantine/"):
        assert PHONE not in as_("alice").get(f"/data/{page}").content.decode()


def test_without_a_store_the_list_says_what_to_do(as_: Any, settings: Any, tmp_path: Any) -> None:
    settings.PLEDGELINE_LAKE = tmp_path / "none"
    assert "pledgeline init" in as_("alice").get("/data/contacts/").content.decode()
