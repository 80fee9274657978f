"""Signing in and out, the limits, the language; and that nobody lets themselves in."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from pledgeline.organisation.models import AuditEntry, User
from tests.cast import PASSWORD


@pytest.fixture
def browser(cast) -> Client:
    return Client()


def sign_in(browser: Client, username: str, password: str = PASSWORD):
    return browser.post("/account/login/", {"login": username, "password": password})


def actions(key: str) -> list[str]:
    return list(AuditEntry.objects.filter(object_key=key, object_kind="person").values_list("action", flat=True))[1:]


def test_signing_in_and_out_is_recorded(browser: Client) -> None:
    assert sign_in(browser, "bob").status_code == 302
    assert browser.get("/organisation/centres/").status_code == 200
    assert browser.post("/account/logout/").status_code == 302
    assert browser.get("/organisation/centres/").status_code == 302
    assert actions("bob") == ["person.signed_in", "person.signed_out"]


def test_a_wrong_password_is_refused_and_recorded_without_what_was_typed(browser: Client) -> None:
    answer = sign_in(browser, "bob", "not the password")
    assert answer.status_code == 200
    assert actions("bob") == ["person.sign_in_failed"]
    entry = AuditEntry.objects.get(action="person.sign_in_failed")
    assert entry.actor == ""
    assert "not the password" not in entry.data


def test_a_name_nobody_has_is_not_kept(browser: Client) -> None:
    """People type their password into the wrong field."""
    sign_in(browser, "my secret passphrase", "x")
    entry = AuditEntry.objects.get(action="person.sign_in_failed")
    assert entry.object_key == ""
    assert "secret" not in entry.data


def test_guessing_is_stopped_after_five_failures_and_the_right_password_does_not_help(browser: Client) -> None:
    for _ in range(8):
        sign_in(browser, "bob", "a guess")
    assert actions("bob") == ["person.sign_in_failed"] * 5
    assert sign_in(browser, "bob").status_code == 200
    assert browser.get("/organisation/centres/").status_code == 302
    assert sign_in(Client(), "alice").status_code == 302


def test_an_inactive_person_cannot_sign_in(browser: Client) -> None:
    User.objects.filter(username="bob").update(is_active=False)
    sign_in(browser, "bob")
    assert browser.get("/organisation/centres/").status_code == 302


def test_nobody_signs_themselves_up(browser: Client) -> None:
    before = User.objects.count()
    answer = browser.post(
        "/account/signup/", {"username": "mallory", "password1": "a long passphrase", "password2": "a long passphrase"}
    )
    assert answer.status_code == 405
    assert User.objects.count() == before


@pytest.mark.parametrize("page", ["/account/password/reset/", "/account/signup/"])
def test_a_forgotten_password_leads_to_the_administrator(browser: Client, page: str) -> None:
    assert "Ask your administrator" in browser.get(page, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("page", ["/account/password/change/", "/account/2fa/", "/account/logout/"])
def test_the_account_pages_work(as_, page: str) -> None:
    assert as_("bob").get(page).status_code == 200


@pytest.mark.parametrize(
    ("page", "english", "chinese"),
    [
        ("/account/password/change/", "Change your password", "修改密码"),
        ("/account/2fa/", "Two-step sign-in", "两步验证"),
        ("/account/reauthenticate/", "Confirm that it is you", "确认是您本人"),
    ],
)
def test_the_account_pages_are_titled_as_all_others(as_, page: str, english: str, chinese: str) -> None:
    browser = as_("bob")
    for language, words in (("en", english), ("zh-hans", chinese)):
        browser.cookies["django_language"] = language
        assert f"<h1>{words}</h1>" in browser.get(page).content.decode()


@pytest.mark.parametrize("page", ["/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"])
def test_a_second_step_is_set_up_after_the_password_was_typed_again(browser: Client, page: str) -> None:
    sign_in(browser, "bob")
    assert browser.get(page).url.startswith("/account/reauthenticate/")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert browser.get(page).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells of the second step once it is committed
def test_with_a_second_step_the_password_alone_opens_nothing(browser: Client) -> None:
    sign_in(browser, "bob")
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = browser.get("/account/2fa/totp/activate/").context["form"].secret
    added = browser.post("/account/2fa/totp/activate/", {"code": totp_code(secret)})
    assert added.status_code == 302
    assert "person.second_step_added" in actions("bob")

    elsewhere = Client()
    sign_in(elsewhere, "bob")
    assert elsewhere.get("/organisation/centres/").status_code == 302
    wrong = elsewhere.post("/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert actions("bob")[-1] == "person.second_step_failed"
    assert elsewhere.get("/organisation/centres/").status_code == 302


def totp_code(secret: str) -> str:
    """The six digits an authenticator shows now."""
    return f"{totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())):06}"


def test_the_chosen_language_is_kept_in_the_browser_and_with_the_person(as_) -> None:
    browser = as_("bob")
    answer = browser.post("/language/", {"language": "zh-hans", "next": "/organisation/centres/"})
    assert (answer.status_code, answer.url) == (302, "/organisation/centres/")
    assert browser.cookies["django_language"].value == "zh-hans"
    assert User.objects.get(username="bob").language == "zh-hans"
    elsewhere = as_("bob")
    assert (
        'lang="zh-Hans"' in elsewhere.get("/organisation/centres/", headers={"accept-language": "en"}).content.decode()
    )


def test_the_browsers_own_choice_wins_over_the_persons(as_) -> None:
    User.objects.filter(username="bob").update(language="zh-hans")
    browser = as_("bob")
    browser.cookies["django_language"] = "en"
    assert 'lang="en"' in browser.get("/organisation/centres/").content.decode()


def test_someone_who_has_not_signed_in_chooses_a_language_too(browser: Client) -> None:
    answer = browser.post("/language/", {"language": "en", "next": "/account/login/"})
    assert answer.status_code == 302
    assert browser.cookies["django_language"].value == "en"
    assert not AuditEntry.objects.filter(action="person.language_chosen").exists()


def test_an_unknown_language_changes_nothing(as_) -> None:
    browser = as_("bob")
    assert browser.post("/language/", {"language": "xx", "next": "/"}).status_code == 302
    assert "django_language" not in browser.cookies
    assert User.objects.get(username="bob").language == ""


def test_the_language_switch_does_not_lead_off_this_site(browser: Client) -> None:
    assert browser.post("/language/", {"language": "en", "next": "https://elsewhere.example/"}).url == "/"


def test_the_language_switch_needs_a_token(cast) -> None:
    assert Client(enforce_csrf_checks=True).post("/language/", {"language": "en"}).status_code == 403
