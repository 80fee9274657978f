"""Checking whether a briefing is understood: the answers of a person, and drawing whom to ask again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from django.db import transaction

from pledgeline.briefing import queries
from pledgeline.briefing.actions import _checks, told
from pledgeline.briefing.core.recheck import pool, sample_size
from pledgeline.briefing.core.roster import has_to_know
from pledgeline.briefing.core.understanding import draw as drawn_by_chance
from pledgeline.briefing.core.understanding import marked
from pledgeline.briefing.models import BriefingVersion, CheckResult, Draw, Member
from pledgeline.kernel.problem import Problem


@transaction.atomic
def record(
    *,
    briefing: str,
    number: int,
    centre: str,
    person: str,
    answers: Sequence[int | None],
    by: Any,
    at: datetime | None = None,
) -> CheckResult:
    """One person's answers (places of the choices) to the questions of the version that holds.

    Raises Problem `briefing.superseded`, `check.none`, `check.answers_missing`, or LinesRejected for the person.
    """
    _checks.own_centre(centre, by)
    version = _checks.standing(_checks.briefing(briefing), number)
    _checks.reaches(version, centre)
    moment = _checks.moment(at)
    member = _checks.concerned(version, centre, [_checks.Named(person)], moment)[0]
    draw = version.draws.filter(centre=centre).first()
    return written(version, member, answers, draw, moment, by)


@transaction.atomic
def record_own(
    *, briefing: str, number: int, answers: Sequence[int | None], by: Any, at: datetime | None = None
) -> CheckResult:
    """The signed-in person's own answers. Raises Problem `roster.not_on_it` where no roster names them."""
    member = Member.objects.filter(username=by.username).first() if by.username else None
    if member is None:
        raise Problem("roster.not_on_it")
    return record(
        briefing=briefing, number=number, centre=member.centre, person=member.code, answers=answers, by=by, at=at
    )


def written(
    version: BriefingVersion,
    member: Member,
    answers: Sequence[int | None],
    draw: Draw | None,
    at: datetime,
    by: Any,
) -> CheckResult:
    questions = version.questions
    if not questions:
        raise Problem("check.none", briefing=version.briefing.code)
    if len(answers) != len(questions) or any(
        given is not None and given not in range(len(one["choices"]))
        for given, one in zip(answers, questions, strict=True)
    ):
        raise Problem("check.answers_missing", n=len(questions))
    in_draw = draw if draw is not None and member.code in draw.drawn else None
    result = CheckResult.objects.create(
        version=version,
        member=member,
        draw=in_draw,
        answers=list(answers),
        right=marked(answers, [one["right"] for one in questions]),
        asked=len(questions),
        at=at,
        by=by,
    )
    data = {"number": version.number, "centre": member.centre, "person": member.code, "right": result.right}
    _checks.record("briefing.checked", "briefing", version.briefing.code, by, data)
    return result


@transaction.atomic
def draw(
    *,
    briefing: str,
    number: int,
    centre: str,
    size: int | None = None,
    seed: str,
    by: Any,
    at: datetime | None = None,
) -> Draw:
    """Draws at most `size` of the people concerned at the centre, to be asked (again); without `size` as many as it
    takes to show the limit. Whoever was asked lately is left out while there are others. The centre is told.

    The seed is written down beside the candidates: the same ones give the same people. Raises Problem
    `briefing.superseded`, `check.none`, `check.size` or `check.nobody`.
    """
    _checks.own_centre(centre, by)
    version = _checks.standing(_checks.briefing(briefing), number)
    _checks.reaches(version, centre)
    moment = _checks.moment(at)
    if not version.questions:
        raise Problem("check.none", briefing=briefing)
    if size is not None and size < 1:
        raise Problem("check.size", field="size")
    day = _checks.local_day(moment)
    concerned = [
        (centre, code)
        for code, one in sorted(_checks.members(centre).items())
        if has_to_know(one.as_core(), version.audience, day)
    ]
    if not concerned:
        raise Problem("check.nobody", centre=centre)
    numbers = queries.own_numbers(day)
    size = size or sample_size(len(concerned), numbers.limits.understanding_lower)
    asked = queries.last_asked([version], centres=[centre], until=day).get(version.pk, {})
    candidates = pool(concerned, asked, day=day, every_days=numbers.recheck_days, size=size)
    # A sample need not be secret, only repeatable: the seed is printed beside it.
    chosen = drawn_by_chance(candidates, size=size, rng=Random(seed))  # noqa: S311
    made = Draw.objects.create(
        version=version,
        centre=centre,
        seed=seed,
        candidates=[code for _, code in candidates],
        drawn=[code for _, code in chosen],
        at=moment,
        by=by,
    )
    told.drawn(made)
    data = {"number": number, "centre": centre, "seed": seed, "drawn": made.drawn, "of": len(candidates)}
    _checks.record("briefing.sample_drawn", "briefing", briefing, by, data)
    return made
