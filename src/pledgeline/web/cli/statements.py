"""statement make, show, present, freeze, check: the statement of a month from the command line."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import typer

from pledgeline.kernel.problem import Problem
from pledgeline.web.cli import house
from pledgeline.web.cli.figures import chosen_format
from pledgeline.web.cli.screen import out


def make(terms: str, month: str, *, why_en: str, why_zh: str, as_of: str | None) -> None:
    house.prepare()
    from pledgeline.partnership.actions import statements

    made = statements.make(terms=terms, month=_month(month), why_en=why_en, why_zh=why_zh, snapshot=as_of, by=None)
    typer.echo(made.code)


def show(code: str, *, format_: str) -> None:
    chosen_format(format_, "table", "json")
    house.prepare()
    from pledgeline.partnership import queries

    found = queries.statement_said(code)
    if format_ == "json":
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _table(found)


def present(code: str) -> None:
    """Puts it before the centre; says until when it may object."""
    house.prepare()
    from pledgeline.partnership.actions import statements

    typer.echo(str(statements.show(code=code, by=None).objections_until))


def freeze(code: str) -> None:
    house.prepare()
    from pledgeline.partnership.actions import statements

    typer.echo(statements.freeze(code=code, by=None).digest)


def check(code: str) -> None:
    """Exit 1 where the month, counted again on the statement's own snapshot, says something else."""
    house.prepare()
    from django.utils.translation import gettext as _

    from pledgeline.partnership.actions import statements

    if not statements.recount(code=code):
        out.print(_("Counted again, the month says something else than the statement."))
        raise typer.Exit(1)
    out.print(_("Counted again, the month says the same."))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as wrong:
        raise Problem("option.month", value=text[:40]) from wrong


def _table(found: dict[str, Any]) -> None:
    from django.utils.translation import gettext as _
    from rich.table import Table

    table = Table(_("Rule"), _("Raw"), _("Adjusted"), _("Raw amount"), _("Amount"), title=found["statement"])
    for line in found["lines"]:
        raw, adjusted = line["raw"], line["adjusted"]
        table.add_row(
            line["rule"],
            f"{raw['good']} / {raw['n']}",
            f"{adjusted['good']} / {adjusted['n']}",
            line["amount_raw"],
            line["amount_adjusted"],
        )
    out.print(table)
    out.print(f"{found['state']} · {found['due']} {found['currency']} · {found['snapshot']}")
