"""What the demo's client agreed with its centres, settled, reviewed and mended: before and after the contacts came.

`write` needs no contacts; `write_from_contacts` counts them, so it comes after they were taken in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth import get_user_model
from django.db import transaction

from pledgeline.contacts import queries as contacts
from pledgeline.experience.core.contract import Side
from pledgeline.partnership import queries
from pledgeline.partnership.actions import (
    escalations,
    improvements,
    objections,
    remarks,
    reviews,
    statements,
    terms,
    windows,
)
from pledgeline.partnership.core.rhythm import months_later

# 10:00 in Shanghai.
MORNING = time(2, tzinfo=UTC)
TERMS = "west-2026"


@transaction.atomic
def write(*, today: date) -> None:
    """Nothing where the terms are there already."""
    people = _people()
    if queries.terms_list(people["zhou.heng"], number=1)[1]:
        return
    told = _told()
    _agree(told["terms"], today, people)
    for one in told["series"]:
        reviews.begin(
            code=one["code"],
            centre=one["centre"],
            title_en=one["title"]["en"],
            title_zh=one["title"]["zh"],
            every_months=1,
            first_due=today - timedelta(days=one["first_ago"]),
            agenda=told["agenda"],
            by=people["zhou.heng"],
            at=_at(today, one["first_ago"] + 30),
        )
    for one in told["escalations"]:
        _escalate(one, today, people)


@transaction.atomic
def write_from_contacts(*, today: date) -> None:
    """Nothing where no contacts are here yet, or a statement is made already."""
    people = _people()
    if contacts.current_snapshot() is None or queries.statement_list(people["zhou.heng"], number=1)[1]:
        return
    told = _told()
    _settle(told, today, people)
    for one in told["series"]:
        if "minutes" in one:
            _review(one, today, people)
    for one in told["actions"]:
        _mend(one, today, people)


def _told() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return found


def _people() -> dict[str, Any]:
    return {one.username: one for one in get_user_model().objects.all()}


def _at(today: date, ago: float) -> datetime:
    return datetime.combine(today, MORNING) - timedelta(days=ago)


def _month(today: date) -> date:
    """The last month that is over on `today`: the one the terms begin with, and the one that is settled."""
    return months_later(today.replace(day=1), -1)


def _agree(said: Mapping[str, Any], today: date, people: Mapping[str, Any]) -> None:
    agreed = {name: value for name, value in said.items() if name != "code"}
    start = _month(today)
    before = (today - start).days
    manager = people["zhou.heng"]
    terms.draft(
        code=said["code"], centre="west", agreed=agreed, effective_from=start, by=manager, at=_at(today, before + 12)
    )
    terms.offer(code=said["code"], number=1, by=manager, at=_at(today, before + 11))
    terms.sign(code=said["code"], number=1, by=people["lin.yue"], at=_at(today, before + 10))
    terms.sign(code=said["code"], number=1, by=people["tang.wei"], at=_at(today, before + 8))


def _escalate(one: Mapping[str, Any], today: date, people: Mapping[str, Any]) -> None:
    """South's manager has no account: what South says is entered by the house."""
    at, side = _at(today, one["ago"]), Side(one["side"])
    raises = people["zhou.heng"] if side is Side.CLIENT else None
    answers = people["zhou.heng"] if side is Side.CENTRE else people["tang.wei"]
    made = escalations.raise_one(
        centre=one["centre"], title=one["title"], text=one["text"], side=side, by=raises, at=at
    )
    answered = at + timedelta(hours=one["answer"]["after_h"])
    escalations.answer(number=made.number, text=one["answer"]["text"], by=answers, at=answered)
    if "close_after_h" in one:
        escalations.close(number=made.number, by=raises, at=at + timedelta(hours=one["close_after_h"]))


def _settle(told: Mapping[str, Any], today: date, people: Mapping[str, Any]) -> None:
    """The month is settled once, with a window declared in time and an objection that was answered."""
    from pledgeline.web.demo import plot

    manager, centre, said = people["zhou.heng"], people["tang.wei"], told["statement"]
    month = _month(today)
    trouble = next(one for one in plot().episodes if one.code == "system-trouble")
    windows.declare(
        code=TERMS,
        exclusion=told["window"]["exclusion"],
        first_day=trouble.first,
        last_day=trouble.last,
        from_hour=told["window"]["from_hour"],
        to_hour=told["window"]["to_hour"],
        reason_en=told["window"]["reason"]["en"],
        reason_zh=told["window"]["reason"]["zh"],
        by=manager,
        at=datetime.combine(trouble.last + timedelta(days=2), MORNING),
    )
    made = statements.make(terms=TERMS, month=month, by=manager, at=_at(today, 19))
    statements.show(code=made.code, by=manager, at=_at(today, 18))
    objections.raise_one(code=made.code, rule="wait", text=said["objection"]["zh"], by=centre, at=_at(today, 12))
    remarks.add(
        kind="statement-line",
        key=f"{made.code}:wait",
        text_en=said["remark"]["en"],
        text_zh=said["remark"]["zh"],
        files=[remarks.File(said["file"]["name"], said["file"]["text"].encode())],
        by=centre,
        at=_at(today, 12),
    )
    objections.answer(
        code=made.code, rule="wait", outcome="rejected", text=said["answer"]["zh"], by=manager, at=_at(today, 9)
    )
    statements.agree(code=made.code, by=centre, at=_at(today, 8))
    statements.freeze(code=made.code, by=manager, at=_at(today, 6))


def _review(one: Mapping[str, Any], today: date, people: Mapping[str, Any]) -> None:
    manager, due_ago = people["zhou.heng"], one["first_ago"]
    first, last = (today - timedelta(days=ago) for ago in one["figures"])
    made = reviews.prepare(code=one["code"], first_day=first, last_day=last, by=manager, at=_at(today, due_ago + 2))
    held = today - timedelta(days=due_ago - one["held_after"])
    reviews.hold(
        code=one["code"],
        number=made.number,
        held_on=held,
        attended=one["attended"],
        minutes_en=one["minutes"]["en"],
        minutes_zh=one["minutes"]["zh"],
        decisions=one["decisions"],
        by=manager,
        at=datetime.combine(held, MORNING) + timedelta(hours=6),
    )


def _mend(one: Mapping[str, Any], today: date, people: Mapping[str, Any]) -> None:
    def days(name: str) -> tuple[date, date] | None:
        if name not in one:
            return None
        first, last = (today - timedelta(days=ago) for ago in one[name])
        return first, last

    manager = people["zhou.heng"]
    improvements.open_one(
        code=one["code"],
        centre=one["centre"],
        side=one["side"],
        owner=one["owner"],
        title_en=one["title"]["en"],
        title_zh=one["title"]["zh"],
        cause_en=one["cause"]["en"],
        cause_zh=one["cause"]["zh"],
        due=today - timedelta(days=one["due_ago"]),
        promise=one.get("promise", ""),
        target=one.get("target"),
        before=days("before"),
        after=days("after"),
        source=(one["source"][0], one["source"][1]),
        by=manager,
        at=_at(today, one["opened_ago"]),
    )
    if "done" not in one:
        return
    acts = people["tang.wei"] if one["side"] == Side.CENTRE else people["lin.yue"]
    improvements.carry_out(code=one["code"], note=one["done"]["zh"], by=acts, at=_at(today, one["done_ago"]))
    if "checked_ago" in one:
        improvements.check(code=one["code"], by=manager, at=_at(today, one["checked_ago"]))
