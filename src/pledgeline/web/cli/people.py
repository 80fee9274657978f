"""person invite and link: how the first person comes in, and how an administrator who is locked out comes back."""

from __future__ import annotations

import typer

from pledgeline.web.cli import house


def invite(username: str, *, name: str, role: str, centre: str | None, language: str) -> None:
    house.prepare()
    from pledgeline.organisation.actions import people

    invited = people.invite(
        username=username, name=name or username, role=role, centre=centre, language=language, by=None
    )
    _hand_over(invited.path)


def link(username: str) -> None:
    house.prepare()
    from pledgeline.organisation.actions import people

    _hand_over(people.issue_link(username=username, by=None).path)


def _hand_over(path: str) -> None:
    """The link alone on standard output, for a pipe; what to do with it beside it, for a person."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from pledgeline.web.cli.screen import err

    typer.echo(settings.PLEDGELINE_PUBLIC_URL + path)
    err.print(_("Hand this link over in person. It works once, and for three days."), soft_wrap=True)
