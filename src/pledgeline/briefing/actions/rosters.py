"""The rosters of the centres: who works there, in which queues of service, since when, and who covers for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pledgeline.briefing import queries
from pledgeline.briefing.actions import _checks, told
from pledgeline.briefing.core.briefing import Duty
from pledgeline.briefing.models import Member, ShiftCover
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation


@dataclass(frozen=True)
class Row:
    """One person as a roster names them; `line` is the place in the file, for what must be mended there."""

    code: str
    name: str
    joined_on: date
    left_on: date | None = None
    services: Sequence[str] = ()
    channels: Sequence[str] = ()
    language: str = ""
    duty: str = Duty.AGENT.value
    shift: str = ""
    username: str = ""
    line: int | None = field(default=None, compare=False)

    def columns(self, known_services: frozenset[str]) -> dict[str, Any]:
        """The same as columns of Member; raises Problem naming the field that cannot stand."""
        checked_code(self.code, field="code")
        if not self.name.strip():
            raise Problem("roster.name_missing", field="name", person=self.code)
        for code in self.services:
            if code not in known_services:
                raise Problem("briefing.service_unknown", field="services", value=str(code)[:80])
        if self.left_on is not None and self.left_on <= self.joined_on:
            raise Problem("roster.left_before_joining", field="left_on", person=self.code)
        return {
            "name": self.name.strip()[:120],
            "services": sorted(set(self.services)),
            "channels": _checks.words(Channel, self.channels, "channels"),
            "language": checked_code(self.language, field="language") if self.language else "",
            "duty": _checks.words(Duty, [self.duty or Duty.AGENT.value], "duty")[0],
            "shift": self.shift.strip()[:40],
            "joined_on": self.joined_on,
            "left_on": self.left_on,
            "username": self.username.strip(),
        }


@dataclass(frozen=True)
class Written:
    """How many rows of a roster were new, changed, or already so."""

    created: int
    updated: int
    unchanged: int


@transaction.atomic
def enrol(*, centre: str, rows: Iterable[Row], by: Any, file: str | None = None) -> Written:
    """Writes the rows of a centre's roster: new people, and what changed about known ones. Nobody is removed by
    being left out; the day of leaving says that somebody is gone. All rows or none: raises LinesRejected."""
    _checks.own_centre(centre, by)
    given = list(rows)
    services = _namable_services(by)
    problems, wanted = [], {}
    users = {username: code for code, username in Member.objects.exclude(username="").values_list("code", "username")}
    for row in given:
        try:
            if row.code in wanted:
                raise Problem("roster.person_twice", field="code", person=row.code)
            wanted[row.code] = row.columns(services)
            if row.username and users.setdefault(row.username, row.code) != row.code:
                raise Problem("roster.user_taken", field="username", username=row.username)
        except Problem as problem:
            problems.append(problem.at(file=file, line=row.line))
    if problems:
        raise _checks.LinesRejected(problems, file=file)
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    existing = {one.code: one for one in Member.objects.select_for_update().filter(centre=centre)}
    for code, columns in wanted.items():
        counts[_write(existing.get(code), centre, code, columns)] += 1
    if counts["created"] or counts["updated"]:
        _checks.record("roster.written", "roster", centre, by, {**counts, "file": file or ""})
    return Written(**counts)


def _namable_services(by: Any) -> frozenset[str]:
    """To a centre's people a service that is none of theirs does not exist."""
    seen = organisation.visible_services(by) if by is not None else None
    return organisation.known_codes().services if seen is None else seen


def _write(existing: Member | None, centre: str, code: str, columns: Mapping[str, Any]) -> str:
    if existing is None:
        Member.objects.create(centre=centre, code=code, **columns)
        return "created"
    if all(getattr(existing, name) == value for name, value in columns.items()):
        return "unchanged"
    for name, value in columns.items():
        setattr(existing, name, value)
    existing.save()
    return "updated"


@dataclass(frozen=True)
class Covered:
    """A cover as it was written down: whose, and how many briefings that person has to acknowledge by tomorrow."""

    name: str
    owed: int


@transaction.atomic
def cover(
    *,
    centre: str,
    person: str,
    service: str,
    first_day: date,
    last_day: date,
    channels: Sequence[str] = (),
    by: Any,
    at: datetime | None = None,
) -> Covered:
    """From `first_day` to `last_day` the person also serves `service`. The same cover again changes its last day.

    The centre is told where that person has something to acknowledge by tomorrow. Raises Problem
    `roster.person_unknown`, `roster.cover_not_served` where the centre does not serve it in these days, or
    `roster.cover_empty`.
    """
    _checks.own_centre(centre, by)
    member = _checks.members(centre, [person]).get(person)
    if member is None:
        raise Problem("roster.person_unknown", field="person", person=str(person)[:80])
    if last_day < first_day:
        raise Problem("roster.cover_empty", field="last_day", person=person)
    _served(centre, service, Period.from_days(first_day, last_day))
    wanted = {"channels": _checks.words(Channel, channels, "channels"), "last_day": last_day}
    found, _new = ShiftCover.objects.update_or_create(
        member=member, service=service, first_day=first_day, defaults=wanted
    )
    moment = _checks.moment(at)
    day = _checks.local_day(moment)
    covering = _checks.members(centre, [person])[person].as_core()
    owed = queries.owed(covering, day=day)
    if owed:
        told.covering(found, covering.name, len(owed), moment)
    data = {"service": service, "first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
    _checks.record("roster.cover_written", "roster", f"{centre}/{person}", by, {**data, "owed": len(owed)})
    return Covered(covering.name, len(owed))


@transaction.atomic
def withdraw_cover(*, centre: str, person: str, service: str, first_day: date, by: Any) -> None:
    """The cover was written by mistake, or does not happen. What was acknowledged because of it stays.

    Raises Problem `roster.cover_unknown`.
    """
    _checks.own_centre(centre, by)
    found = ShiftCover.objects.filter(
        member__centre=centre, member__code=person, service=service, first_day=first_day
    ).first()
    if found is None:
        raise Problem("roster.cover_unknown", person=str(person)[:80])
    data = {"service": service, "first_day": first_day.isoformat(), "last_day": found.last_day.isoformat()}
    found.delete()
    _checks.record("roster.cover_withdrawn", "roster", f"{centre}/{person}", by, data)


def _served(centre: str, service: str, period: Period) -> None:
    """A service that the centre does not serve and one that is not there are refused alike."""
    served = {one.service for one in organisation.engagements(during=period) if one.centre == centre}
    if service not in served:
        raise Problem("roster.cover_not_served", field="service", value=str(service)[:80])
