"""`pledgeline register …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

group = typer.Typer(help="Lists that travel as a workbook or JSON.", no_args_is_help=True)


@group.command("list")
def register_list(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List the registers and their columns."""
    from pledgeline.web.cli import registers

    registers.list_all(as_json=as_json)


@group.command("export")
def register_export(
    name: Annotated[str, typer.Argument(help="As “register list” names it.")],
    to: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")],
    format_: Annotated[str, typer.Option("--format", help="xlsx or json.")] = "xlsx",
) -> None:
    """Write a register to a file."""
    from pledgeline.web.cli import registers

    registers.export(name, format_=format_, to=to)


@group.command("import")
def register_import(
    name: Annotated[str, typer.Argument(help="As “register list” names it.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook or JSON, as exported.")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Take a register in: all of it, or nothing."""
    from pledgeline.web.cli import registers

    registers.take_in(name, file, as_json=as_json)
