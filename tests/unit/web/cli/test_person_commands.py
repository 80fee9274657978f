"""person invite and link: the first administrator of a new house, who opens the link and is in."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry, User

pytestmark = pytest.mark.django_db
PASSWORD = "kestrel harbour 77"


def run(*arguments: str) -> Any:
    from pledgeline.web.cli.app import app

    done = CliRunner().invoke(app, ["person", *arguments], catch_exceptions=True)
    if isinstance(done.exception, Problem):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done


def opened(client: Any, link: str) -> Any:
    """The page behind the link, which keeps its secret out of the address."""
    path = link.removeprefix("http://127.0.0.1:8000")
    return client.get(path, follow=True)


def test_the_first_administrator_chooses_a_password_and_is_in(client: Any, lake: Any) -> None:
    done = run("invite", "zhang.min", "--role", "admin", "--name", "张敏")
    link = done.stdout.strip()
    assert link.startswith("http://127.0.0.1:8000/account/password/reset/key/")
    assert "Hand this link over" in done.stderr
    page = opened(client, link)
    assert "zhang.min" in page.content.decode()
    form = {"password1": PASSWORD, "password2": PASSWORD}
    chosen = client.post(page.redirect_chain[-1][0], form, follow=True)
    assert chosen.redirect_chain[-1][0] == "/"
    assert chosen.context["user"].username == "zhang.min"
    assert list(AuditEntry.objects.order_by("seq").values_list("action", flat=True)) == [
        "person.invited",
        "person.password_chosen",
        "person.signed_in",
    ]
    # It works once.
    client.logout()
    assert "This link no longer works" in opened(client, link).content.decode()


def test_a_password_that_many_use_or_that_differs_is_refused_on_the_page(client: Any) -> None:
    page = opened(client, run("invite", "zhang.min", "--role", "admin").stdout.strip())
    for first, second in (("password1234", "password1234"), (PASSWORD, PASSWORD + "x"), ("short", "short")):
        answer = client.post(page.redirect_chain[-1][0], {"password1": first, "password2": second})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not User.objects.get(username="zhang.min").has_usable_password()


def test_a_fresh_link_makes_no_second_person(cast: Any) -> None:
    before = User.objects.count()
    assert run("link", "adam").stdout.strip() != run("link", "alice").stdout.strip()
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("invite", "adam", "--role", "admin"), "people.exists"),
        (("invite", "zoe", "--role", "king"), "word.unknown"),
        (("invite", "zoe", "--role", "team_lead"), "people.centre_needed"),
        (("invite", "zoe", "--role", "team_lead", "--centre", "moon"), "centre.unknown"),
        (("link", "zoe"), "people.unknown"),
    ],
)
def test_what_cannot_be_is_refused(cast: Any, arguments: tuple[str, ...], code: str) -> None:
    with pytest.raises(Problem, match=code.replace(".", r"\.")):
        run(*arguments)
