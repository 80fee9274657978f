"""xray: what the records say that cannot both be right."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import typer

from pledgeline.web.cli import house
from pledgeline.web.cli.figures import chosen_format
from pledgeline.web.cli.screen import out


def show(*, format_: str) -> None:
    """Every contradiction of today; exit 1 where there is one."""
    chosen_format(format_, "table", "json")
    house.prepare()
    from django.utils import timezone

    from pledgeline.assurance.queries.xray import xray_whole
    from pledgeline.organisation.queries import names_for_files

    found = xray_whole(today=timezone.localdate())
    _centres, services = names_for_files()
    rows = [_row(one, services) for one in found.found]
    if format_ == "json":
        counts = dict(sorted(found.counts().items()))
        value = {"day": found.day.isoformat(), "n": len(rows), "counts": counts, "contradictions": rows}
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    else:
        _as_table(rows)
    if rows:
        raise typer.Exit(1)


def _row(one: Any, services: Mapping[str, str]) -> dict[str, Any]:
    from django.urls import reverse

    from pledgeline.assurance.core.canonical import plain
    from pledgeline.assurance.wording import xray as words

    return {
        "code": one.code,
        "theme": one.theme.value,
        "subject": dict(one.subject),
        "numbers": plain(one.numbers),
        "sentence": words.sentence(one, services),
        "fix": {"name": one.fix.view, "args": list(one.fix.args), "path": reverse(one.fix.view, args=one.fix.args)},
    }


def _as_table(rows: list[dict[str, Any]]) -> None:
    from django.utils.translation import gettext as _
    from rich.table import Table

    from pledgeline.assurance.wording import xray as words

    if not rows:
        out.print(_("Nothing contradicts."))
        return
    table = Table(_("Contradiction"), _("About"), _("Why"), _("Mend it at"))
    for row in rows:
        about = " · ".join(code for code in row["subject"].values() if code)
        table.add_row(words.title(row["code"]), about, row["sentence"], row["fix"]["path"])
    out.print(table)
