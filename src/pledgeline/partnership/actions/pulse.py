"""Asking a centre's staff: rounds are opened, links handed out, answers counted. No step keeps who said what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.partnership.actions import _people, told_people
from pledgeline.partnership.core.pulse import (
    ANSWERS,
    FEWEST_QUESTIONS,
    MOST_QUESTIONS,
    RoundState,
    round_state,
)
from pledgeline.partnership.core.questions import usual_questions
from pledgeline.partnership.models import PulseLink, PulseRound, PulseTally

LONGEST_QUESTION = 300


@dataclass(frozen=True)
class Issued:
    """The tokens exist here and in the hands of whoever is given them, and nowhere else."""

    round: str
    team: str
    tokens: tuple[str, ...]
    closes_on: date


@transaction.atomic
def open_round(
    *,
    code: str,
    centre: str,
    opens_on: date,
    closes_on: date,
    questions: Sequence[Mapping[str, str]] | None = None,
    by: Any,
    at: datetime | None = None,
) -> PulseRound:
    """A round with its three to five questions in both languages (None: the usual ones), fixed from now on.

    Raises Problem `pulse.code_taken`, `pulse.period_empty`, `pulse.period_past`, `pulse.overlaps`,
    `pulse.question_count`, `pulse.question_twice` or `partnership.missing`.
    """
    checked_code(code, field="code")
    _people.own_centre(centre, by)
    now = _people.moment(at)
    asked = _questions(usual_questions() if questions is None else questions)
    if closes_on < opens_on:
        raise Problem("pulse.period_empty", field="closes_on")
    if closes_on < _people.local_day(now):
        raise Problem("pulse.period_past", field="closes_on")
    if PulseRound.objects.filter(code=code).exists():
        raise Problem("pulse.code_taken", field="code", code=code)
    other = PulseRound.objects.filter(centre=centre, opens_on__lte=closes_on, closes_on__gte=opens_on).first()
    if other is not None:
        raise Problem("pulse.overlaps", field="opens_on", code=other.code)
    made = PulseRound.objects.create(
        code=code,
        centre=centre,
        opens_on=opens_on,
        closes_on=closes_on,
        questions=asked,
        created_by=by,
        created_at=now,
    )
    told_people.pulse_opened(made)
    data = {"centre": centre, "opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat()}
    _people.record("pulse.opened", "pulse", code, by, {**data, "questions": [one["code"] for one in asked]})
    return made


def _questions(given: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    if not FEWEST_QUESTIONS <= len(given) <= MOST_QUESTIONS:
        raise Problem(
            "pulse.question_count", field="questions", n=len(given), fewest=FEWEST_QUESTIONS, most=MOST_QUESTIONS
        )
    asked = []
    for one in given:
        checked_code(one["code"], field="questions")
        en, zh = _people.said(longest=LONGEST_QUESTION, en=one["en"], zh=one["zh"])
        asked.append({"code": one["code"], "en": en, "zh": zh})
    if len({one["code"] for one in asked}) < len(asked):
        raise Problem("pulse.question_twice", field="questions")
    return asked


@transaction.atomic
def issue_links(*, code: str, n: int, team: str = "", by: Any, at: datetime | None = None) -> Issued:
    """`n` links for a team ("": the centre as a whole). They name nobody, and each takes one answer while the round is
    open. Raises Problem `pulse.unknown`, `pulse.closed` or `links.count`."""
    found = PulseRound.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise Problem("pulse.unknown", code=code)
    _people.own_centre(found.centre, by)
    if team:
        checked_code(team, field="team")
    day = _people.local_day(_people.moment(at))
    if round_state(day, opens_on=found.opens_on, closes_on=found.closes_on) is RoundState.CLOSED:
        raise Problem("pulse.closed", code=code, day=found.closes_on.isoformat())
    tokens = _people.fresh_tokens(n)
    PulseLink.objects.bulk_create(
        PulseLink(round=found, team=team, token_hash=one) for one in sorted(map(_people.hashed, tokens))
    )
    _lay_out(found, team)
    _people.record("pulse.links_issued", "pulse", code, by, {"centre": found.centre, "team": team, "n": n})
    return Issued(code, team, tuple(tokens), found.closes_on)


def _lay_out(found: PulseRound, team: str) -> None:
    """Every tally that an answer could need is there before the first answer: no row is born with one."""
    if found.tallies.filter(team=team).exists():
        return
    PulseTally.objects.bulk_create(
        PulseTally(round=found, team=team, question=one["code"], answer=answer)
        for one in found.questions
        for answer in ANSWERS
    )


@transaction.atomic
def answer(*, token: str, answers: Mapping[str, int | None], at: datetime | None = None) -> None:
    """Counts one person's answers (question code → 1–5) and closes the link for good.

    There is no entry in the audit trail: its time and place in the chain would tell when each person answered. Raises
    Problem `link.unknown`, `pulse_link.used`, `pulse_link.early`, `pulse_link.expired` or `pulse.answers_missing`; the
    link then stays as it was.
    """
    link = PulseLink.objects.select_for_update(of=("self",)).filter(token_hash=_people.hashed(token)).first()
    if link is None:
        raise Problem("link.unknown")
    refuse_dead(link, _people.local_day(_people.moment(at)))
    wanted = [one["code"] for one in link.round.questions]
    given = {question: value for question, value in answers.items() if value in ANSWERS}
    if set(answers) != set(wanted) or len(given) < len(wanted):
        raise Problem("pulse.answers_missing", n=len(wanted))
    link.used = True
    link.save(update_fields=["used"])
    for question, value in given.items():
        mine = PulseTally.objects.filter(round=link.round, team=link.team, question=question)
        if mine.filter(answer=value or 0).update(n=F("n") + 1) != 1:
            raise RuntimeError("a link without the tallies that its answer goes to")


def refuse_dead(link: PulseLink, day: date) -> None:
    """Raises the Problem that says why a link takes no answer (any more). It does not say when it was used: nobody
    knows."""
    if link.used:
        raise Problem("pulse_link.used")
    state = round_state(day, opens_on=link.round.opens_on, closes_on=link.round.closes_on)
    if state is RoundState.COMING:
        raise Problem("pulse_link.early", day=link.round.opens_on.isoformat())
    if state is RoundState.CLOSED:
        raise Problem("pulse_link.expired", day=link.round.closes_on.isoformat())
