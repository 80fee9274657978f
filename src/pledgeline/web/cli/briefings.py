"""briefing status and campaign gate: do the centres know what they must?"""

from __future__ import annotations

import json
from typing import Any

import typer

from pledgeline.web.cli import house
from pledgeline.web.cli.figures import chosen_format
from pledgeline.web.cli.screen import out


def status(*, format_: str) -> None:
    """One line a briefing and centre; exit 1 where somebody is overdue."""
    chosen_format(format_, "table", "json")
    house.prepare()
    from pledgeline.briefing import queries

    rows = queries.status()
    if format_ == "json":
        typer.echo(json.dumps({"briefings": rows}, ensure_ascii=False, indent=2))
    else:
        _status_table(rows)
    if any(row["overdue"] for row in rows):
        raise typer.Exit(1)


def _status_table(rows: list[dict[str, Any]]) -> None:
    from django.utils.translation import gettext as _
    from rich.table import Table

    table = Table(_("Briefing"), _("Version"), _("Centre"), _("Acknowledged"), _("Overdue"), _("Acknowledge by"))
    for row in rows:
        share = f"{row['done']} / {row['needed']}"
        table.add_row(
            row["briefing"], str(row["number"]), row["centre"], share, str(row["overdue"]), row["acknowledge_by"]
        )
    out.print(table)


def gate(code: str, *, format_: str) -> None:
    """The lamps of a campaign's gate; exit 1 where one is red, overridden or not, and where it was called off."""
    chosen_format(format_, "table", "json")
    house.prepare()
    from django.utils import timezone

    from pledgeline.briefing import queries, wording

    row = queries.row_of(code, day=timezone.localdate())
    lamps: list[dict[str, Any]] = [
        {
            "topic": one.topic.value,
            "centre": one.centre,
            "light": one.light.value,
            "reason": wording.reason(one.reason.code, one.reason.numbers),
            "reason_code": one.reason.code,
            "reason_numbers": dict(one.reason.numbers),
        }
        for one in row.gate.lamps
    ]
    overrides = [
        {"name": one.name, "reason": one.reason, "at": one.at.isoformat(), "holds": one.holds} for one in row.overrides
    ]
    ready = row.gate.is_open and row.cancelled is None
    if format_ == "json":
        found = {
            "campaign": code,
            "standing": row.standing.value,
            "ready": ready,
            "may_start": row.may_start,
            "tell_by": row.tell_by.isoformat(),
            "told_on": row.told_on.isoformat() if row.told_on else None,
            "lamps": lamps,
            "overrides": overrides,
        }
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _gate_table(lamps)
        _said_beside(row)
    if not ready:
        raise typer.Exit(1)


def _said_beside(row: Any) -> None:
    """Whoever let it start all the same, and that it was called off."""
    from django.utils.translation import gettext as _
    from rich.markup import escape

    if row.cancelled is not None:
        out.print(_("Called off: %(reason)s") % {"reason": escape(row.cancelled.because)})
    for one in row.overrides:
        if one.holds:
            words = {"name": escape(one.name), "reason": escape(one.reason)}
            out.print(_("Released by %(name)s although not ready: %(reason)s") % words)


def _gate_table(lamps: list[dict[str, Any]]) -> None:
    from django.utils.translation import gettext as _
    from rich.table import Table

    from pledgeline.briefing import wording

    table = Table(_("What must be there"), _("Centre"), _("State"), _("Why"))
    for one in lamps:
        topic, light = str(wording.TOPICS[one["topic"]]), str(wording.LIGHTS[one["light"]])
        table.add_row(topic, one["centre"] or "–", light, one["reason"])
    out.print(table)


def remind() -> None:
    """Reminds the centres of what is due, and draws the samples that are; the same day it sends nothing twice."""
    house.prepare()
    from django.utils.translation import gettext as _

    from pledgeline.briefing.actions import rechecks, reminders

    out.print(_("%(n)s reminders sent.") % {"n": len(reminders.remind(by=None))})
    out.print(_("%(n)s samples drawn to be asked again.") % {"n": len(rechecks.arrange(by=None))})
