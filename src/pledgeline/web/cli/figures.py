"""metric and assess: what the contacts say."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import typer

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.web.cli import house
from pledgeline.web.cli.screen import err, out


def parsed_day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise Problem("option.day", field=option, value=text) from wrong


def parsed_pairs(pairs: list[str], option: str) -> dict[str, str]:
    """{"limit_s": "60"} from ["limit_s=60"]; raises Problem naming the option."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name or not value:
            raise Problem("option.pair", field=option, value=pair)
        found[name.strip()] = value.strip()
    return found


def chosen_format(format_: str, *known: str) -> str:
    if format_ not in known:
        raise Problem("option.format", field="--format", value=format_, known=", ".join(known))
    return format_


def metric(
    name: str,
    *,
    by: str,
    first: str | None,
    last: str | None,
    where: list[str],
    params: list[str],
    as_of: str | None,
    format_: str,
) -> None:
    chosen_format(format_, "table", "json", "csv")
    period = Period.from_days(parsed_day(first, "--from"), parsed_day(last, "--to"))
    pairs = parsed_pairs(where, "--where")
    values = parsed_pairs(params, "--param")
    house.prepare()
    from pledgeline.contacts import queries
    from pledgeline.contacts.core.question import Question

    answer = queries.ask(
        Question(
            metric=name,
            by=tuple(part.strip() for part in by.split(",") if part.strip()),
            period=period,
            where={key: tuple(value.split(",")) for key, value in pairs.items()},
            params=values,
        ),
        snapshot=as_of,
    )
    {"table": _as_table, "json": _as_json, "csv": _as_csv}[format_](answer)


def _as_json(answer: Any) -> None:
    period = answer.question.period
    value = {
        "metric": answer.question.metric,
        "version": answer.version,
        "params": dict(answer.params),
        "snapshot": answer.snapshot,
        "from": period.start.isoformat() if period.start else None,
        "to": period.last.isoformat() if period.last else None,
        "groups": [dict(group) for group in answer.groups],
    }
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def flat_rows(groups: Any) -> list[dict[str, Any]]:
    """Groups as rows with the same columns: their grouping first, an interval as two columns."""
    intervals = {name for group in groups for name, value in group.items() if isinstance(value, list | tuple)}
    rows = []
    for group in groups:
        row: dict[str, Any] = {key: "" if value is None else value for key, value in group["by"].items()}
        for name, value in group.items():
            if name in intervals:
                row[f"{name}_low"], row[f"{name}_high"] = value or (None, None)
            elif name != "by":
                row[name] = value
        rows.append(row)
    return rows


def _safe_cell(value: Any) -> Any:
    """A code from a delivered file may begin like a formula; a spreadsheet must show it, not run it."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _as_csv(answer: Any) -> None:
    rows = flat_rows(answer.groups)
    if not rows:
        return
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _safe_cell(value) for key, value in row.items()} for row in rows)


# So many groups still stand side by side on a terminal of 80 columns.
ACROSS = 5


def _as_table(answer: Any) -> None:
    from django.utils.translation import gettext as _
    from rich.table import Table

    rows = flat_rows(answer.groups)
    if not rows:
        out.print(_("No contacts in this period and scope: no data."))
        return
    if len(rows) <= ACROSS:
        # Figures down, groups across: a metric has more figures than a terminal has columns.
        table = Table("", *(" ".join(str(value) for value in group["by"].values()) for group in answer.groups))
        for name in rows[0]:
            if name not in answer.question.by:
                table.add_row(name, *(_readable(row[name]) for row in rows))
    else:
        table = Table(*rows[0])
        for row in rows:
            table.add_row(*(_readable(value) for value in row.values()))
    out.print(table)
    err.print(
        _("%(metric)s, version %(version)s, %(params)s, snapshot %(snapshot)s")
        % {
            "metric": answer.question.metric,
            "version": answer.version,
            "params": dict(answer.params),
            "snapshot": answer.snapshot,
        }
    )


def _readable(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def assess(
    *,
    first: str | None,
    last: str | None,
    centres: list[str],
    services: list[str],
    format_: str,
    out: Path | None,
    strict: bool,
) -> None:
    chosen_format(format_, "table", "json")
    period = Period.from_days(parsed_day(first, "--from"), parsed_day(last, "--to"))
    house.prepare()
    from pledgeline.assurance import queries
    from pledgeline.assurance.actions import assessments

    assessment = assessments.run(period=period, centres=tuple(centres), services=tuple(services), by=None)
    result = queries.assessment_json(assessment)
    if out is not None:
        from pledgeline.assurance import reports

        reports.write(assessment, out)
    if format_ == "json":
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    else:
        print_assessment(result)
    if strict and any(one["verdict"] == "not_met" for one in result["requirements"]):
        raise typer.Exit(1)


def print_assessment(result: dict[str, Any]) -> None:
    from django.utils.translation import gettext as _
    from rich.table import Table

    table = Table(_("Requirement"), _("Verdict"), _("Reason"))
    for one in result["requirements"]:
        table.add_row(one["id"], one["verdict"], one["reason"])
    out.print(table)
