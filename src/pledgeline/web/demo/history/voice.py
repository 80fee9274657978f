"""What the people of the demo's centres said of working for the bank, what they proposed, and who was thanked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth import get_user_model
from django.db import transaction

from pledgeline.partnership import queries
from pledgeline.partnership.actions import ideas, mirror, pulse, recognition
from pledgeline.partnership.core.pulse import ANSWERS
from pledgeline.partnership.core.quarter import Quarter
from pledgeline.partnership.core.questions import usual_questions

# 10:00 in Shanghai.
MORNING = time(2, tzinfo=UTC)


@transaction.atomic
def write(*, today: date) -> None:
    """Nothing where a pulse was opened already."""
    if queries.any_pulse():
        return
    found = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    people = {one.username: one for one in get_user_model().objects.all()}
    for one in found["pulses"]:
        _pulse(one, people["zhou.heng"], today)
    for one in found["ideas"]:
        _idea(one, people["lin.yue"], today)
    for one in found["thanks"]:
        recognition.thank(
            centre=one["centre"],
            side=one["side"],
            thanked=one["thanked"],
            text=one["text"],
            by=people[one["by"]],
            at=_at(today, one["ago"]),
        )
    for one in found["ratings"]:
        _rated(one, people[one["by"]], today)


def _at(today: date, ago: int) -> datetime:
    return datetime.combine(today - timedelta(days=ago), MORNING)


def _pulse(one: Mapping[str, Any], by: Any, today: date) -> None:
    closes_on = today - timedelta(days=one["closed_ago"])
    opens_on = closes_on - timedelta(days=one["days"])
    at = datetime.combine(opens_on, MORNING)
    pulse.open_round(code=one["code"], centre=one["centre"], opens_on=opens_on, closes_on=closes_on, by=by, at=at)
    for team, said in one["teams"].items():
        tokens = pulse.issue_links(code=one["code"], n=said["asked"], team=team, by=by, at=at).tokens
        for token, answers in zip(tokens, _answers(said), strict=False):
            pulse.answer(token=token, answers=answers, at=at)


def _answers(said: Mapping[str, Any]) -> Iterator[dict[str, int]]:
    """As many sets of answers as add up to the counts of the story; who gave which is nowhere, here neither."""
    by_question = {
        one["code"]: [answer for answer, n in zip(ANSWERS, said[one["code"]], strict=True) for _ in range(n)]
        for one in usual_questions()
    }
    for place in range(said["answered"]):
        yield {question: answers[place] for question, answers in by_question.items()}


def _idea(one: Mapping[str, Any], by: Any, today: date) -> None:
    made = ideas.send(
        centre=one["centre"],
        side=one["side"],
        text=one["text"],
        signed=one.get("signed", ""),
        by=None,
        at=_at(today, one["ago"]),
    )
    if "answer" in one:
        given = one["answer"]
        ideas.answer(
            number=made.number,
            outcome=given["outcome"],
            answer_en=given["en"],
            answer_zh=given["zh"],
            by=by if one["side"] == "client" else None,
            at=_at(today, given["ago"]),
        )


def _rated(one: Mapping[str, Any], by: Any, today: date) -> None:
    quarter = Quarter.of(today).before
    why = one["why"]
    scores = {item: (score, why.get(item, "")) for item, score in one.items() if item not in ("centre", "by", "why")}
    # In the first week of the quarter that follows.
    at = datetime.combine(quarter.next.first + timedelta(days=3), MORNING)
    mirror.rate(centre=one["centre"], quarter=quarter, scores=scores, by=by, at=at)
