"""ingest, receipts, snapshots, recover, rebuild: what goes into the contact store."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typer

from pledgeline.web.cli import house
from pledgeline.web.cli.screen import err, out, progress, report_to


def receipt_json(receipt: Any) -> dict[str, Any]:
    """One receipt as `docs/reference/cli.md` documents it."""
    return {
        "id": receipt.code,
        "state": receipt.state,
        "file": receipt.file_name,
        "sha256": receipt.sha256,
        "profile": receipt.profile,
        "centre": receipt.centre,
        "read": receipt.read,
        "accepted": receipt.accepted,
        "superseded": receipt.superseded,
        "unchanged": receipt.unchanged,
        "rejected": receipt.rejected,
        "rejects_by_reason": receipt.rejects_by_reason,
        "same_as": receipt.same_as.code if receipt.same_as else None,
        "snapshot": receipt.snapshot,
        "hash": receipt.hash,
    }


def step_words() -> dict[str, str]:
    from django.utils.translation import gettext as _

    return {"read": _("reading"), "rank": _("comparing"), "prepared": _("committing")}


def ingest(paths: list[Path], *, profile: str, centre: str | None, as_json: bool) -> None:
    house.prepare()
    from django.utils.translation import gettext as _

    from pledgeline.contacts.actions import deliveries
    from pledgeline.kernel.problem import Problem

    done: list[Any] = []
    problem: Problem | None = None
    for path in paths:
        with progress(path.name) as (bar, task):
            try:
                report = report_to(bar, task, step_words())
                done.append(deliveries.ingest(path=path, profile=profile, centre=centre, progress=report))
            except Problem as wrong:
                problem = wrong
                break
        if not as_json:
            _print_receipt(done[-1])
    if as_json:
        _print_json({"receipts": [receipt_json(receipt) for receipt in done]})
    if problem is not None:
        if len(paths) > 1:
            err.print(_("Stopped at %(file)s; the files before it are in.") % {"file": path})
        raise problem
    if any(receipt.rejected for receipt in done):
        raise typer.Exit(1)


def _print_receipt(receipt: Any) -> None:
    from django.utils.translation import gettext as _

    if receipt.same_as:
        out.print(
            _("%(code)s  %(file)s: taken in before as %(first)s; nothing changed.")
            % {"code": receipt.code, "file": receipt.file_name, "first": receipt.same_as.code}
        )
        return
    out.print(_receipt_line(receipt))


def _receipt_line(receipt: Any) -> str:
    from django.utils.translation import gettext as _

    names = ("read", "accepted", "superseded", "unchanged", "rejected", "snapshot", "file_name", "code")
    return _(
        "%(code)s  %(file_name)s: %(read)s read = %(accepted)s accepted + %(superseded)s superseded"
        " + %(unchanged)s unchanged + %(rejected)s rejected  → %(snapshot)s"
    ) % {name: getattr(receipt, name) for name in names}


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def receipts(*, as_json: bool) -> None:
    house.prepare()
    from django.utils.translation import gettext as _
    from rich.table import Table

    from pledgeline.contacts import queries

    found = list(queries.receipts().select_related("same_as"))
    broken = queries.receipts_break()
    if as_json:
        _print_json({"receipts": [receipt_json(receipt) for receipt in found], "chain_broken_at": broken})
    else:
        table = Table(_("Receipt"), _("State"), _("File"), _("Centre"), _("Read"), _("Accepted"), _("Superseded"),
                      _("Unchanged"), _("Rejected"), _("Snapshot"))  # fmt: skip
        for one in found:
            counts = (one.read, one.accepted, one.superseded, one.unchanged, one.rejected)
            table.add_row(one.code, one.state, one.file_name, one.centre, *map(str, counts), one.snapshot)
        out.print(table)
        out.print(_("The seals hold.") if broken is None else _("The seal of %(code)s is broken.") % {"code": broken})
    if broken is not None:
        raise typer.Exit(1)


def snapshots(*, as_json: bool) -> None:
    house.prepare()
    from dataclasses import asdict

    from django.utils.translation import gettext as _
    from rich.table import Table

    from pledgeline.contacts import queries

    found = queries.the_lake().snapshots()
    if as_json:
        _print_json({"snapshots": [asdict(info) for info in found]})
        return
    table = Table(_("Snapshot"), _("Made by"), _("At"), _("Rows"))
    for info in found:
        table.add_row(info.id, info.receipt or "–", info.created_at, str(info.rows["contact"]))
    out.print(table)


def recover() -> None:
    house.prepare()
    from django.utils.translation import gettext as _

    from pledgeline.contacts.actions import deliveries

    done = deliveries.recover()
    if not done.finished and not done.abandoned:
        out.print(_("Nothing was left unfinished."))
    for code in done.finished:
        out.print(_("%(code)s: finished.") % {"code": code})
    for code in done.abandoned:
        out.print(_("%(code)s: abandoned; nothing of it had come in. Deliver the file again.") % {"code": code})


def rebuild() -> None:
    house.prepare()
    from django.utils.translation import gettext as _

    from pledgeline.contacts.actions import rebuilding

    with progress(_("Rebuilding")) as (bar, task):
        result = rebuilding.rebuild(progress=lambda step, share: bar.update(task, completed=share * 100, step=step))
    out.print(
        _("%(count)s deliveries read again from the archive; newest snapshot %(snapshot)s.")
        % {"count": result.replayed, "snapshot": result.snapshot}
    )
    for code in result.differing:
        out.print(_("%(code)s: the counts differ from its receipt.") % {"code": code})
    if result.differing:
        raise typer.Exit(1)
