"""`pledgeline demo`: the demo organisation from nothing to its pages, without a question."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from pledgeline.web.cli import house
from pledgeline.web.cli.screen import out, progress, report_to


def run(*, host: str, port: int) -> None:
    """Home, records, files, ingest, assessment, report; then the pages, unless PLEDGELINE_DEMO_SERVE is 0.

    Run again, it makes the same files, takes none in twice, and finds the assessment it has.
    """
    from pledgeline.web.environment import env_bool, env_share

    scale = env_share("PLEDGELINE_DEMO_SCALE", 1.0)
    home = house.make_home()
    from pledgeline.web.demo import history, plot, records

    sign_ins = records.register()
    history.write(today=plot().last + timedelta(days=1))
    started = time.monotonic()
    files = _files(home / "demo", scale)
    done = _ingest(home / "demo", files)
    history.write_from_contacts(today=plot().last + timedelta(days=1))
    _assess(home / "report")
    _tell(done, time.monotonic() - started)
    _print_sign_ins(sign_ins)
    if env_bool("PLEDGELINE_DEMO_SERVE", True):
        from django.utils.translation import gettext as _

        out.print(_("Open %(url)s — stop with Ctrl-C.") % {"url": f"http://{host}:{port}/"})
        house.serve(host=host, port=port)


def _files(folder: Path, scale: float) -> list[dict[str, Any]]:
    from django.utils.translation import gettext as _

    from pledgeline.web import demo

    with progress(_("Simulating 90 days of customers")) as (bar, task):
        story = demo.generate(folder, progress=lambda share: bar.update(task, completed=share * 100), scale=scale)
    files: list[dict[str, Any]] = story.manifest["files"]
    return files


def _ingest(folder: Path, files: list[dict[str, Any]]) -> list[Any]:
    from pledgeline.contacts.actions import deliveries
    from pledgeline.web import demo
    from pledgeline.web.cli.data import step_words

    receipts = []
    for number, file in enumerate(files, start=1):
        path = folder / file["file"]
        with progress(f"{number}/{len(files)} {path.name}") as (bar, task):
            receipts.append(
                deliveries.ingest(
                    path=path,
                    profile=str(demo.profile_path(file["profile"])),
                    centre=file["centre"],
                    progress=report_to(bar, task, step_words()),
                )
            )
    return receipts


def _assess(folder: Path) -> None:
    from django.utils.translation import gettext as _

    from pledgeline.assurance import queries, reports
    from pledgeline.assurance.actions import assessments
    from pledgeline.web.cli.figures import print_assessment

    with progress(_("Assessing")) as (bar, task):
        assessment = assessments.run(by=None)
        bar.update(task, completed=50, step=_("writing the report"))
        reports.write(assessment, folder)
    print_assessment(queries.assessment_json(assessment))
    out.print(_("Report: %(folder)s") % {"folder": folder})


def _tell(receipts: list[Any], seconds: float) -> None:
    from django.utils.translation import gettext as _

    names = ("read", "accepted", "superseded", "unchanged", "rejected")
    sums = {name: sum(getattr(receipt, name) for receipt in receipts) for name in names}
    out.print(
        _(
            "%(files)s files: %(read)s source records read = %(accepted)s accepted + %(superseded)s superseded"
            " + %(unchanged)s unchanged + %(rejected)s rejected, in %(seconds)s s."
        )
        % {**sums, "files": len(receipts), "seconds": round(seconds)}
    )


def _print_sign_ins(sign_ins: list[Any]) -> None:
    from django.utils.translation import gettext as _
    from rich.table import Table

    table = Table(_("User name"), _("Password"), _("Role"), _("Name"), _("Centre"))
    for one in sign_ins:
        table.add_row(one.username, one.password, one.role, one.name, one.centre or "–")
    out.print(table)
