"""The lists of the people side that travel. A pulse leaves only as its page shows it, and never comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone

from pledgeline.experience.core.contract import Side
from pledgeline.partnership.core.mirror import Item
from pledgeline.partnership.core.pulse import Shown
from pledgeline.partnership.models import Idea, MirrorRating, Recognition
from pledgeline.partnership.queries.pulse import RoundRow, closed_rounds
from pledgeline.ui.sheets import Column, Register

IDEAS = Register(
    "ideas",
    (
        Column("number", "integer"),
        Column("centre", "code"),
        Column("side", "code", tuple(Side)),
        Column("text", "text"),
        Column("signed", "text"),
        Column("sent_on", "date"),
        Column("due_on", "date"),
        Column("outcome", "code"),
        Column("answer_en", "text"),
        Column("answer_zh", "text"),
        Column("answered_on", "date"),
    ),
)
RECOGNITIONS = Register(
    "recognitions",
    (
        Column("number", "integer"),
        Column("centre", "code"),
        Column("side", "code", tuple(Side)),
        Column("by", "text"),
        Column("thanked", "text"),
        Column("text", "text"),
        Column("day", "date"),
    ),
)
RATINGS = Register(
    "client_ratings",
    (
        Column("centre", "code"),
        Column("quarter", "code"),
        Column("item", "code", tuple(Item)),
        Column("score", "integer"),
        Column("comment", "text"),
        Column("day", "date"),
    ),
    key=("centre", "quarter", "item"),
)
# `cut` is whole or team; of a question code, what may be shown of it.
PULSES = Register(
    "pulse_results",
    (
        Column("round", "code"),
        Column("centre", "code"),
        Column("closed_on", "date"),
        Column("cut", "code"),
        Column("team", "text"),
        Column("question", "code"),
        Column("n", "integer"),
        Column("invited", "integer"),
        Column("mean", "number"),
        Column("favourable", "number"),
        Column("lower", "number"),
        Column("upper", "number"),
    ),
    key=("round", "cut", "team", "question"),
)
REGISTERS: Mapping[str, Register] = {one.name: one for one in (IDEAS, RECOGNITIONS, RATINGS, PULSES)}


def export_rows(name: str) -> list[dict[str, Any]]:
    """The rows of a register in the order of their numbers or codes."""
    if name == PULSES.name:
        return [row for one in closed_rounds(day=timezone.localdate()) for row in _results(one)]
    if name == RECOGNITIONS.name:
        thanks = Recognition.objects.select_related("created_by").order_by("number")
        return [
            _row(RECOGNITIONS, one, but="by") | {"by": one.created_by.username if one.created_by else None}
            for one in thanks
        ]
    register, records = (
        (IDEAS, Idea.objects.order_by("number"))
        if name == IDEAS.name
        else (RATINGS, MirrorRating.objects.order_by("quarter", "centre", "item"))
    )
    return [_row(register, one) for one in records]


def _row(register: Register, record: Any, *, but: str = "") -> dict[str, Any]:
    """An empty text is an empty cell."""
    names = [column.name for column in register.columns if column.name != but]
    return {name: None if getattr(record, name) == "" else getattr(record, name) for name in names}


def _results(one: RoundRow) -> Iterator[dict[str, Any]]:
    found = one.found
    if found is None or found.whole is None:
        return
    yield from _cut(one, "whole", "", found.whole, one.invited)
    if len(one.invited_by_team) > 1:
        for team, shown in found.teams.items():
            yield from _cut(one, "team", team, shown, one.invited_by_team[team])


def _cut(one: RoundRow, cut: str, team: str, shown: Shown, invited: int) -> Iterator[dict[str, Any]]:
    for question, said in shown.questions.items():
        yield {
            "round": one.code,
            "centre": one.centre,
            "closed_on": one.closes_on,
            "cut": cut,
            "team": team or None,
            "question": question,
            "n": shown.n,
            "invited": invited,
            "mean": said.mean,
            "favourable": said.favourable,
            "lower": said.lower,
            "upper": said.upper,
        }
