"""`pledgeline statement …`."""

from __future__ import annotations

from typing import Annotated

import typer

group = typer.Typer(help="What a month came to by the signed rules.", no_args_is_help=True)


@group.command("make")
def statement_make(
    terms: Annotated[str, typer.Argument(help="Code of the signed terms.")],
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help="A month that is over.")],
    why_en: Annotated[str, typer.Option(help="Why a final statement is restated, in English.")] = "",
    why_zh: Annotated[str, typer.Option(help="The same in Chinese.")] = "",
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="SNAPSHOT", help="Count on an older snapshot.")
    ] = None,
) -> None:
    """Count a month by the signed metrics; prints the code of the draft."""
    from pledgeline.web.cli import statements

    statements.make(terms, month, why_en=why_en, why_zh=why_zh, as_of=as_of)


@group.command("show")
def statement_show(
    code: Annotated[str, typer.Argument(help="The statement.")],
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Print a statement: raw and adjusted side by side, with what each line rests on."""
    from pledgeline.web.cli import statements

    statements.show(code, format_=format_)


@group.command("present")
def statement_present(code: Annotated[str, typer.Argument(help="A draft.")]) -> None:
    """Put a draft before the centre; prints the last day to object."""
    from pledgeline.web.cli import statements

    statements.present(code)


@group.command("freeze")
def statement_freeze(code: Annotated[str, typer.Argument(help="A statement before the centre.")]) -> None:
    """Make it final, once nothing is open on it; prints its digest."""
    from pledgeline.web.cli import statements

    statements.freeze(code)


@group.command("check")
def statement_check(code: Annotated[str, typer.Argument(help="The statement.")]) -> None:
    """Count the month again on the same snapshot; exit 1 where it says something else."""
    from pledgeline.web.cli import statements

    statements.check(code)
