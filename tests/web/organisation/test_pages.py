"""Every page of the organisation, asked by everyone."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from pledgeline.organisation.models import AuditEntry, User
from tests.cast import PASSWORD

EVERYONE = ("alice", "bob", "carol", "dan", "eve", "adam", "mia")

# page: status for alice, bob (north), carol (south), dan, eve, adam, mia
PAGES = [
    ("/organisation/centres/", 200, 200, 200, 200, 200, 200, 200),
    ("/organisation/centres/north/", 200, 200, 404, 200, 200, 200, 200),
    ("/organisation/centres/south/", 200, 404, 200, 200, 200, 200, 200),
    ("/organisation/centres/no-such/", 404, 404, 404, 404, 404, 404, 404),
    ("/organisation/services/", 200, 200, 200, 200, 200, 200, 200),
    ("/organisation/services/cards/", 200, 200, 200, 200, 200, 200, 200),
    ("/organisation/services/loans/", 200, 200, 404, 200, 200, 200, 200),
    ("/organisation/people/", 403, 403, 403, 403, 403, 200, 403),
    ("/organisation/audit/", 403, 403, 403, 200, 403, 200, 403),
    ("/organisation/audit/?verify=1", 403, 403, 403, 200, 403, 200, 403),
]


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row[0])
def test_each_page_opens_for_whom_it_should(as_, row: tuple) -> None:
    page, *expected = row
    assert [as_(name).get(page).status_code for name in EVERYONE] == expected


@pytest.mark.parametrize("page", [row[0] for row in PAGES])
def test_no_page_opens_without_signing_in(as_, page: str) -> None:
    answer = as_("nobody").get(page)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", ["centres/", "centres/south/", "services/", "services/cards/", "services/loans/"])
def test_a_centre_never_reads_of_another_one(as_, page: str, language: str) -> None:
    browser = as_("bob")
    browser.cookies["django_language"] = language
    text = browser.get(f"/organisation/{page}").content.decode()
    for word in ("south", "South", "南方", "carol", "Carol"):
        assert word not in text.replace("/organisation/centres/south/", "")


def test_another_centre_and_no_centre_look_the_same(as_) -> None:
    browser = as_("bob")

    def page(code: str) -> str:
        text = browser.get(f"/organisation/centres/{code}/").content.decode()
        without_token = re.sub(r"(X-CSRFToken|csrfmiddlewaretoken)[^>]*>", "", text)
        return without_token.replace(code, "…")

    assert page("south") == page("nosuch")


def test_pages_are_in_the_readers_language(as_) -> None:
    browser = as_("alice")
    browser.cookies["django_language"] = "en"
    assert "North centre" in browser.get("/organisation/centres/").content.decode()
    browser.cookies["django_language"] = "zh-hans"
    page = browser.get("/organisation/centres/").content.decode()
    assert "北方中心" in page
    assert "自建" in page


@pytest.mark.parametrize(
    ("page", "queries"),
    [("centres/", 6), ("centres/north/", 8), ("services/", 10), ("services/cards/", 8), ("people/", 5), ("audit/", 6)],
)
def test_the_number_of_queries_does_not_grow_unnoticed(as_, page: str, queries: int, django_assert_num_queries) -> None:
    browser = as_("adam")
    with django_assert_num_queries(queries):
        browser.get(f"/organisation/{page}")


def test_an_invited_person_chooses_a_password_and_signs_in(as_) -> None:
    page = as_("adam").post(
        "/organisation/people/invite/",
        {"username": "zoe", "name": "Zoe", "role": "team_lead", "centre": "north", "language": "zh-hans"},
    )
    assert page.status_code == 200
    link = page.context["link"].removeprefix("http://testserver")
    assert link in page.content.decode()

    guest = Client()
    at_form = guest.get(link, follow=True)
    form_url = at_form.redirect_chain[-1][0]
    done = guest.post(form_url, {"password1": "a fresh long passphrase", "password2": "a fresh long passphrase"})
    assert done.status_code == 302
    signed_in = guest.post("/account/login/", {"login": "zoe", "password": "a fresh long passphrase"})
    assert signed_in.status_code == 302
    assert signed_in.url == "/"
    zoe = User.objects.get(username="zoe")
    assert (zoe.role, zoe.centre.code, zoe.language) == ("team_lead", "north", "zh-hans")
    actions = list(AuditEntry.objects.filter(object_key="zoe").values_list("action", flat=True))
    assert actions == ["person.invited", "person.password_chosen", "person.signed_in"]
    # The link works once.
    again = Client().get(link, follow=True)
    assert "form" not in again.context or "password1" not in again.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "bob"}, "username"),
        ({"username": "two words"}, "username"),
        ({"role": "team_lead", "centre": ""}, "centre"),
        ({"role": "owner", "centre": "north"}, "centre"),
        ({"role": "king"}, "role"),
        ({"centre": "no-such"}, "centre"),
    ],
)
def test_an_impossible_invitation_says_at_which_field(as_, change: dict[str, str], field: str) -> None:
    before = User.objects.count()
    wanted = {"username": "zoe", "name": "Zoe", "role": "team_lead", "centre": "north", "language": "", **change}
    page = as_("adam").post("/organisation/people/invite/", wanted)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert User.objects.count() == before


@pytest.mark.parametrize("name", [name for name in EVERYONE if name != "adam"])
def test_only_the_administrator_changes_people(as_, name: str) -> None:
    browser = as_(name)
    assert browser.post("/organisation/people/invite/", {"username": "zoe"}).status_code == 403
    for change in ("link", "deactivate", "reactivate"):
        assert browser.post(f"/organisation/people/eve/{change}/").status_code == 403
    assert User.objects.get(username="eve").is_active


def test_a_get_changes_nothing(as_) -> None:
    browser = as_("adam")
    for address in ("invite/", "eve/link/", "eve/deactivate/", "eve/reactivate/"):
        assert browser.get(f"/organisation/people/{address}").status_code == 405
    assert User.objects.get(username="eve").is_active


def test_withdrawn_access_ends_the_session_at_once_and_can_be_restored(as_) -> None:
    eve, adam = as_("eve"), as_("adam")
    assert eve.get("/organisation/centres/").status_code == 200
    assert adam.post("/organisation/people/eve/deactivate/").status_code == 302
    assert eve.get("/organisation/centres/").status_code == 302
    assert adam.post("/organisation/people/eve/reactivate/").status_code == 302
    assert Client().login(username="eve", password=PASSWORD)


def test_the_last_administrator_cannot_withdraw_access_from_themselves(as_) -> None:
    page = as_("adam").post("/organisation/people/adam/deactivate/")
    assert page.status_code == 409
    assert "last administrator" in page.content.decode()
    assert User.objects.get(username="adam").is_active


def test_changing_a_person_who_is_not_there_is_not_found(as_) -> None:
    assert as_("adam").post("/organisation/people/nobody-here/link/").status_code == 404


def test_the_audit_page_filters_and_verifies(as_) -> None:
    browser = as_("dan")
    rows = browser.get("/organisation/audit/", {"object_key": "north"}).context["rows"]
    assert [row.action for row in rows] == ["centre.registered"]
    page = browser.get("/organisation/audit/", {"verify": "1"})
    assert page.context["chain"].intact
    assert page.context["chain"].length == AuditEntry.objects.count()


@pytest.mark.parametrize("number", ["0", "-3", "999", "x", "９"])
def test_an_odd_page_number_still_gives_a_page(as_, number: str) -> None:
    assert as_("dan").get("/organisation/audit/", {"page": number}).status_code == 200
