"""`pledgeline campaign …`."""

from __future__ import annotations

from typing import Annotated

import typer

group = typer.Typer(help="Campaigns and their gates.", no_args_is_help=True)


@group.command("gate")
def campaign_gate(
    code: Annotated[str, typer.Argument(help="The campaign.")],
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Say whether a campaign may start, and why not; exit 1 when it is not ready."""
    from pledgeline.web.cli import briefings

    briefings.gate(code, format_=format_)
