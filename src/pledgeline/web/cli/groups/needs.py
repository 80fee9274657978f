"""`pledgeline needs …`."""

from __future__ import annotations

from typing import Annotated

import typer

group = typer.Typer(help="What customers need, as their contacts tell.", no_args_is_help=True)


@group.callback()
def _needs() -> None:
    """What customers need, as their contacts tell."""


@group.command("signals")
def needs_signals(
    from_: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day, included.")] = None,
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Look for signals of needs (by default in the last four weeks); exit 1 where one waits for a decision."""
    from pledgeline.web.cli import needs as command

    command.signals(first=from_, last=to, format_=format_)
