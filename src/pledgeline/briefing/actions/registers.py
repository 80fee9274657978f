"""Registers handed in again: each row is written by the action a page would call, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from pledgeline.briefing.actions import _checks, acknowledgements, campaigns, rosters
from pledgeline.briefing.models import Campaign, ShiftCover
from pledgeline.briefing.queries import registers
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.problem import Problem
from pledgeline.ui.sheets import Imported, Row


@transaction.atomic
def import_rows(*, name: str, rows: Sequence[Row], by: Any) -> Imported:
    """Writes the rows of register `name`, one of `queries.registers.registers()`. Raises the problem of the first line
    that cannot stand (for rosters LinesRejected with all of them)."""
    writers = {
        registers.PEOPLE.name: _people,
        registers.COVERS.name: _covers,
        registers.CAMPAIGNS.name: _campaigns,
        registers.EXPECTED.name: _expected,
    }
    return writers[name](rows, by)


def _people(rows: Sequence[Row], by: Any) -> Imported:
    by_centre: dict[str, list[rosters.Row]] = {}
    for row in rows:
        joined_on = row["joined_on"]
        if joined_on is None or not row["code"] or not row["centre"]:
            raise Problem("roster.line_incomplete", line=row.line, field="joined_on")
        by_centre.setdefault(row["centre"], []).append(
            rosters.Row(
                code=row["code"],
                name=row["name"] or "",
                joined_on=joined_on,
                left_on=row["left_on"],
                services=row["services"],
                channels=row["channels"],
                language=row["language"] or "",
                duty=row["duty"] or "",
                shift=row["shift"] or "",
                username=row["username"] or "",
                line=row.line,
            )
        )
    totals = [rosters.enrol(centre=centre, rows=people, by=by) for centre, people in sorted(by_centre.items())]
    return Imported(*(sum(getattr(one, field) for one in totals) for field in ("created", "updated", "unchanged")))


def _covers(rows: Sequence[Row], by: Any) -> Imported:
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for row in rows:
        before = ShiftCover.objects.filter(
            member__centre=row["centre"], member__code=row["person"], service=row["service"], first_day=row["first_day"]
        ).first()
        if before is not None and (before.last_day, before.channels) == (row["last_day"], row["channels"]):
            counts["unchanged"] += 1
            continue
        try:
            wanted = {name: row[name] for name in ("centre", "person", "service", "channels", "first_day", "last_day")}
            rosters.cover(**wanted, by=by)
        except Problem as problem:
            raise problem.at(line=row.line) from problem
        counts["updated" if before is not None else "created"] += 1
    return Imported(**counts)


def _campaigns(rows: Sequence[Row], by: Any) -> Imported:
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for row in rows:
        given = {name: row[name] or "" for name in ("name_en", "name_zh", "briefing")}
        given |= {name: row[name] for name in ("first_day", "last_day", "promises", "centres", "services")}
        try:
            settled = _called_off(row)
            done = _campaign(row, row["code"], given, by)
            if settled and done == "created":
                campaigns.take_over_cancelled(
                    code=row["code"], reason=row["called_off_because"] or "", cancelled_at=row["called_off_at"], by=by
                )
        except Problem as problem:
            raise problem.at(line=row.line) from problem
        counts[done] += 1
    return Imported(**counts)


def _called_off(row: Row) -> bool:
    """Whether the row says that its campaign was called off. Raises Problem where the record here says otherwise: a
    file neither calls a campaign off nor takes that back, for nobody would be told."""
    said = (row["called_off_at"], row["called_off_because"] or "")
    found = Campaign.objects.filter(code=row["code"]).first()
    if found is not None and said != (found.cancelled_at, found.cancelled_because):
        raise Problem("campaign.called_off_by_file", field="called_off_at", campaign=row["code"])
    if row["called_off_at"] is None and row["called_off_because"]:
        raise Problem("campaign.called_off_when", field="called_off_at", campaign=row["code"])
    return row["called_off_at"] is not None


def _campaign(row: Row, code: str, given: dict[str, Any], by: Any) -> str:
    found = Campaign.objects.filter(code=code).first()
    try:
        if found is None:
            campaigns.plan(code=code, plan=campaigns.Plan(**given), by=by)
            return "created"
        standing = campaigns.plan_of(found)
        if all(
            (list(getattr(standing, name)) if isinstance(value, list) else getattr(standing, name)) == value
            for name, value in given.items()
        ):
            return "unchanged"
        if set(given) == {"expected"} and campaigns.awaits_its_table(found):
            campaigns.take_over_expected(code=code, expected=given["expected"], by=by)
        else:
            campaigns.change(code=code, by=by, **given)
        return "updated"
    except Problem as problem:
        raise problem.at(line=row.line) from problem


def _expected(rows: Sequence[Row], by: Any) -> Imported:
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["campaign"], row)
    wanted = _by_campaign(rows)
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for code, expected in sorted(wanted.items()):
        if not Campaign.objects.filter(code=code).exists():
            raise Problem("campaign.unknown", line=first[code].line, field="campaign", campaign=code)
        counts[_campaign(first[code], code, {"expected": expected}, by)] += 1
    return Imported(**counts)


def _by_campaign(rows: Sequence[Row]) -> dict[str, dict[tuple[Any, str], int]]:
    """Campaign → (day, channel) → contacts; raises Problem for a line without a day or a channel, or said twice."""
    wanted: dict[str, dict[tuple[Any, str], int]] = {}
    for row in rows:
        if not row["campaign"] or row["day"] is None or not row["channel"]:
            raise Problem("campaign.line_incomplete", line=row.line)
        of = wanted.setdefault(row["campaign"], {})
        if (row["day"], row["channel"]) in of:
            raise Problem("campaign.expected_twice", line=row.line, day=row["day"].isoformat(), channel=row["channel"])
        of[row["day"], row["channel"]] = row["contacts"] or 0
    return wanted


@transaction.atomic
def expected_sheet(*, campaign: str, rows: Sequence[Row], by: Any, file: str, at: datetime | None = None) -> int:
    """The contacts expected of one campaign, as its sheet came back filled in; how many there are in all.

    Empty cells expect nothing. Raises Problem with file and line where one cannot stand, LinesRejected for lines of
    another campaign, and what `campaigns.change` raises.
    """
    plan = campaigns.plan_now(campaign)
    wrong = [problem.at(file=file, line=row.line) for row in rows for problem in _wrong_with(row, campaign, plan)]
    if wrong:
        raise _checks.LinesRejected(wrong, file=file)
    try:
        expected = _by_campaign([row for row in rows if row["contacts"] is not None]).get(campaign, {})
        campaigns.change(code=campaign, by=by, at=at, expected=expected)
    except Problem as problem:
        raise problem.at(file=file) from problem
    return sum(expected.values())


def _wrong_with(row: Row, campaign: str, plan: campaigns.Plan) -> Iterator[Problem]:
    if row["campaign"] != campaign:
        yield Problem("campaign.wrong_sheet", campaign=str(row["campaign"])[:80])
        return
    if row["contacts"] is None:
        return
    try:
        _checks.words(Channel, [row["channel"] or ""], "channel")
    except Problem as problem:
        yield problem
    if row["day"] is not None and (row["contacts"] < 0 or not plan.first_day <= row["day"] <= plan.last_day):
        yield Problem("campaign.expected_outside", field="contacts", day=row["day"].isoformat())


@transaction.atomic
def acknowledge_sheet(
    *, briefing: str, number: int, centre: str, rows: Sequence[Row], by: Any, file: str
) -> acknowledgements.Taken:
    """The ticked lines of a sheet that came back. Raises LinesRejected where a line is of another briefing, version
    or centre, or names somebody who is not on the roster."""
    wrong = [
        Problem("roster.wrong_sheet", file=file, line=row.line, briefing=row["briefing"], number=row["number"])
        for row in rows
        if (row["briefing"], row["number"], row["centre"]) != (briefing, number, centre)
    ]
    if wrong:
        raise _checks.LinesRejected(wrong, file=file)
    people = [_checks.Named(row["person"], row.line) for row in rows if row["acknowledged"]]
    return acknowledgements.acknowledge(
        briefing=briefing, number=number, centre=centre, people=people, by=by, way="sheet", file=file
    )
