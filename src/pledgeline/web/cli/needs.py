"""needs signals: what the contacts seem to say of customers' needs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import typer

from pledgeline.kernel.interval import Period
from pledgeline.web.cli import house
from pledgeline.web.cli.figures import chosen_format, parsed_day
from pledgeline.web.cli.screen import out


def signals(*, first: str | None, last: str | None, format_: str) -> None:
    """Looks for signals and lists those that wait; exit 1 where there are any."""
    chosen_format(format_, "table", "json")
    start, end = parsed_day(first, "--from"), parsed_day(last, "--to")
    house.prepare()
    from pledgeline.needs.actions import signals as actions
    from pledgeline.needs.queries.signals import waiting_signals

    # Half a period is none: the action says which days can be compared.
    period = Period.from_days(start, end) if start or end else None
    looked = actions.look(period=period, by=None)
    rows = waiting_signals()
    if format_ == "json":
        found = {
            "from": looked.period.start.isoformat() if looked.period.start else None,
            "to": looked.period.last.isoformat() if looked.period.last else None,
            "snapshot": looked.snapshot,
            "new": looked.new,
            "renewed": looked.renewed,
            "decided_before": looked.decided_before,
            "waiting": [_plain(row) for row in rows],
        }
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _table(rows)
    if rows:
        raise typer.Exit(1)


def _plain(row: Any) -> dict[str, Any]:
    names = ("number", "kind", "service", "channel", "reason", "n", "value", "low", "high", "limit", "figures")
    found = asdict(row)
    return {name: found[name] for name in (*names, "metric", "metric_version", "params")}


def _table(rows: list[Any]) -> None:
    from django.utils.translation import gettext as _
    from rich.table import Table

    from pledgeline.needs import wording

    table = Table(_("Signal"), _("Service"), _("Measured"), "n")
    for row in rows:
        title = wording.signal_title(row.kind, row.channel, row.reason)
        value = wording.signal_value(row.value, row.low, row.high, is_ratio=row.is_ratio)
        table.add_row(f"{row.number} {title}", row.service, value, str(row.n))
    out.print(table)
