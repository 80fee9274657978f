"""`pledgeline briefing …`."""

from __future__ import annotations

from typing import Annotated

import typer

group = typer.Typer(help="What centres must know, and whether they do.", no_args_is_help=True)


@group.command("status")
def briefing_status(format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table") -> None:
    """Say how many have acknowledged each briefing in effect or to come; exit 1 where somebody is overdue."""
    from pledgeline.web.cli import briefings

    briefings.status(format_=format_)


@group.command("remind")
def briefing_remind() -> None:
    """Remind the centres whose people have not acknowledged; safe to repeat on the same day."""
    from pledgeline.web.cli import briefings

    briefings.remind()
