"""`pledgeline person …`."""

from __future__ import annotations

from typing import Annotated

import typer

group = typer.Typer(help="Who may sign in; the first administrator comes in this way.", no_args_is_help=True)


@group.command("invite")
def person_invite(
    username: Annotated[str, typer.Argument(help="What the person types to sign in.")],
    role: Annotated[
        str,
        typer.Option(help="owner, manager, auditor, executive, admin; of a centre: centre_manager, team_lead."),
    ],
    name: Annotated[str, typer.Option(help="The name that others read.")] = "",
    centre: Annotated[str | None, typer.Option(help="Code of the centre, for its people.")] = None,
    language: Annotated[str, typer.Option(help="en or zh-hans; default: as the browser asks.")] = "",
) -> None:
    """Let a person in; prints the link with which they choose a password."""
    from pledgeline.web.cli import people

    people.invite(username, name=name, role=role, centre=centre, language=language)


@group.command("link")
def person_link(username: Annotated[str, typer.Argument(help="A person who is known.")]) -> None:
    """Print a fresh link for somebody who lost theirs, or the password."""
    from pledgeline.web.cli import people

    people.link(username)
