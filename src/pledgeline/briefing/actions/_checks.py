"""What several actions look up or refuse in the same words. Each takes its locks in the order briefing, roster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from pledgeline.briefing.core.briefing import State
from pledgeline.briefing.core.roster import has_to_know_by
from pledgeline.briefing.models import Briefing, BriefingVersion, Member
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.actions import audit


class LinesRejected(Problem):
    """A sheet of which some lines cannot stand; nothing of it was taken. `problems` holds one for each such line."""

    def __init__(self, problems: Sequence[Problem], *, file: str | None = None) -> None:
        super().__init__("briefing.lines_rejected", file=file, n=len(problems))
        self.problems = tuple(problems)


def moment(at: datetime | None) -> datetime:
    return at if at is not None else timezone.now()


def local_day(at: datetime) -> Any:
    """The day of a moment on the clock of this house: days of briefings are counted in it."""
    return timezone.localdate(at)


def briefing(code: str) -> Briefing:
    """The briefing, held until the transaction ends, so that two people cannot publish two versions at once."""
    found = Briefing.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise Problem("briefing.unknown", briefing=code)
    return found


def version(found: Briefing, number: int) -> BriefingVersion:
    one = found.versions.filter(number=number).first()
    if one is None:
        raise Problem("briefing.version_unknown", briefing=found.code, number=number)
    return one


def standing(found: Briefing, number: int) -> BriefingVersion:
    """The version if it is the one that holds now; raises `briefing.superseded` or, for a draft, as if unknown."""
    one = version(found, number)
    if one.state == State.SUPERSEDED:
        newest = found.versions.get(state=State.PUBLISHED)
        raise Problem("briefing.superseded", briefing=found.code, number=number, newest=newest.number)
    if one.state != State.PUBLISHED:
        raise Problem("briefing.version_unknown", briefing=found.code, number=number)
    return one


def own_centre(centre: str, by: Any) -> str:
    """`centre` where `by` may act for it; otherwise it does not exist for them. `by` None is the house itself."""
    seen = organisation.visible_centres(by) if by is not None else None
    if centre not in organisation.known_codes().centres or (seen is not None and centre not in seen):
        raise Problem("briefing.centre_unknown", field="centre", value=centre)
    return centre


def known(kind: str, codes: Iterable[str], *, field: str) -> list[str]:
    """`codes` once each, in order; raises Problem `code.malformed` or `briefing.<kind>_unknown` naming the field."""
    registered = getattr(organisation.known_codes(), f"{kind}s")
    wanted = sorted({checked_code(code, field=field) for code in codes})
    for code in wanted:
        if code not in registered:
            raise Problem(f"briefing.{kind}_unknown", field=field, value=code)
    return wanted


def members(centre: str, codes: Iterable[str] | None = None) -> dict[str, Member]:
    """Code → row of the centre's roster, with the shifts taken over."""
    found = Member.objects.covering().filter(centre=centre)
    if codes is not None:
        found = found.filter(code__in=list(codes))
    return {one.code: one for one in found}


@dataclass(frozen=True)
class Named:
    """A person named by code; `line` is the place in a sheet."""

    code: str
    line: int | None = None


def reaches(one: BriefingVersion, centre: str) -> None:
    """To a centre that it is not meant for, a briefing does not exist."""
    if not one.audience.reaches(centre):
        raise Problem("briefing.unknown", briefing=one.briefing.code)


def concerned(
    one: BriefingVersion, centre: str, named: Sequence[Named], at: datetime, *, file: str | None = None
) -> list[Member]:
    """The people named, once each; raises LinesRejected where somebody is unknown or does not have to know it by
    tomorrow."""
    roster = members(centre, [person.code for person in named])
    day = local_day(at)
    found: dict[str, Member] = {}
    problems: list[Problem] = []
    for person in named:
        member = roster.get(person.code)
        if member is None:
            code = str(person.code)[:80]
            problems.append(Problem("roster.person_unknown", file=file, line=person.line, person=code))
        elif not has_to_know_by(member.as_core(), one.audience, day):
            problems.append(Problem("roster.person_not_concerned", file=file, line=person.line, person=member.code))
        else:
            found[member.code] = member
    if problems:
        raise LinesRejected(problems, file=file)
    return list(found.values())


def words(known_words: Any, codes: Iterable[str], field: str) -> list[str]:
    """`codes` once each, in order, all of them of the word list; raises Problem `briefing.word_unknown`."""
    allowed = [one.value for one in known_words]
    wanted = sorted(set(codes))
    for code in wanted:
        if code not in allowed:
            raise Problem("briefing.word_unknown", field=field, value=str(code)[:80], known=", ".join(allowed))
    return wanted


def record(action: str, kind: str, key: str, by: Any, data: dict[str, Any]) -> None:
    audit.record(room="briefing", action=action, subject=(kind, key), by=by, data=data)
