"""What the demo's client told its centres, who acknowledged it, what they asked, and two campaigns with their gates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth import get_user_model
from django.db import transaction

from pledgeline.briefing import queries
from pledgeline.briefing.actions import acknowledgements, briefings, campaigns, questions, rosters, understanding
from pledgeline.organisation.actions import parameters

# 10:00 in Shanghai: the moment of the day at which the demo's people act.
MORNING = time(2, tzinfo=UTC)
CHECK_AFTER_DAYS = 1
RECHECK_BEFORE_DAYS = 4
PLANNED_DAYS_BEFORE = 21


@transaction.atomic
def write(*, today: date) -> None:
    """Nothing where the first roster is there already."""
    if queries.roster():
        return
    told = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    for centre, plan in told["rosters"].items():
        _roster(centre, plan, told["names"], today)
    for one in told["briefings"]:
        if _published(one) < today:
            _briefing(one, told, today)
    for one in told["campaigns"]:
        if _planned(one) < today:
            _campaign(one, today)
    for one in told["covers"]:
        _cover(one, today)
    for one in told["numbers"]:
        _number(one, today)
    for one in told["questions"]:
        _question(one, {row["code"]: row for row in told["briefings"]}, today)


def _at(day: date) -> datetime:
    return datetime.combine(day, MORNING)


def _planned(one: Mapping[str, Any]) -> date:
    """The day on which a campaign is put into the calendar; it may begin only after today."""
    day: date = one["first"] - timedelta(days=PLANNED_DAYS_BEFORE)
    return day


def _published(one: Mapping[str, Any]) -> date:
    day: date = one["day"]
    return day - timedelta(days=one["ahead"])


def _roster(centre: str, plan: Mapping[str, Any], names: list[str], today: date) -> None:
    shifts = ("早班", "中班", "晚班")
    rows = [
        rosters.Row(
            code=f"{centre[0]}{n + 1:03d}",
            name=f"{names[n % len(names)]}",
            joined_on=date(2026, 1, 5),
            services=plan.get("only", {}).get(f"{centre[0]}{n + 1:03d}", plan["services"]),
            channels=plan["channels"],
            language="zh",
            shift=shifts[n % len(shifts)],
        )
        for n in range(plan["people"])
    ]
    # One who came three weeks ago: everything told before is still to be learnt by the newcomer.
    late = rosters.Row(
        code=f"{centre[0]}{plan['people'] + 1:03d}",
        name=plan["newcomer"],
        joined_on=today - timedelta(days=21),
        services=plan["services"],
        channels=plan["channels"],
        language="zh",
        shift=shifts[0],
    )
    rosters.enrol(centre=centre, rows=[*rows, late], by=None)


def _briefing(one: Mapping[str, Any], told: Mapping[str, Any], today: date) -> None:
    at = _at(_published(one))
    right = 0
    wording = briefings.Wording(
        title_en=one["title"]["en"],
        title_zh=one["title"]["zh"],
        body_en=one["body"]["en"],
        body_zh=one["body"]["zh"],
        effective_from=one["day"],
        acknowledge_by=max(one["day"] - timedelta(days=1), at.date() + timedelta(days=1)),
        promises=one["promises"],
        services=one["services"],
        questions=[{**question, "right": right} for question in one["questions"]],
    )
    briefings.register(code=one["code"], kind=one["kind"], wording=wording, by=_person("lin.yue"), at=at)
    briefings.publish(code=one["code"], number=1, by=_person("lin.yue"), at=at)
    number = 1
    if "again" in one:
        at += timedelta(days=one["again"]["after"])
        body = {f"body_{name}": words for name, words in one["again"]["body"].items()}
        number = briefings.revise(code=one["code"], by=_person("lin.yue"), at=at, **body).number
        briefings.publish(code=one["code"], number=number, by=_person("lin.yue"), at=at)
    for centre, share in one["told"].items():
        _known(one, number, centre, share, at, today)


def _known(one: Mapping[str, Any], number: int, centre: str, share: float, at: datetime, today: date) -> None:
    """The people of a centre acknowledge on the next day, newcomers a day after joining; half of them are checked then,
    and some again lately."""
    version = queries.version(one["code"], user=_person("lin.yue"))
    then = at + timedelta(days=1)
    first = [row.person.code for row in queries.concerned(version, centre=centre, day=then.date())]
    acknowledging = first[: round(share * len(first))]
    shared: dict[str, Any] = {"briefing": one["code"], "number": number, "centre": centre, "by": None}
    acknowledgements.acknowledge(**shared, people=acknowledging, at=then)
    newcomers = [
        row.person
        for row in queries.concerned(version, centre=centre, day=today)
        if row.late_joiner and row.person.joined_on < today
    ]
    for person in newcomers:
        acknowledgements.acknowledge(**shared, people=[person.code], at=_at(person.joined_on + timedelta(days=1)))
    if not one["questions"]:
        return
    lately = _at(today - timedelta(days=RECHECK_BEFORE_DAYS))
    _check(shared, acknowledging, one["right"][centre], then + timedelta(days=CHECK_AFTER_DAYS))
    if lately > then + timedelta(days=CHECK_AFTER_DAYS):
        understanding.draw(**shared, size=8, seed=f"{one['code']}-{centre}", at=lately)
        _check(shared, acknowledging, one["right"][centre], lately)


def _check(shared: Mapping[str, Any], people: list[str], right: float, at: datetime) -> None:
    for place, person in enumerate(people):
        answers = [0, 0, 0] if place < round(right * len(people)) else [0, 1, 0]
        understanding.record(**shared, person=person, answers=answers, at=at)


def _campaign(one: Mapping[str, Any], today: date) -> None:
    days = [one["first"] + timedelta(days=n) for n in range((one["last"] - one["first"]).days + 1)]
    plan = campaigns.Plan(
        one["name"]["en"],
        one["name"]["zh"],
        one["first"],
        one["last"],
        promises=one["promises"],
        services=one["services"],
        briefing=one.get("briefing", one["code"]),
        expected={(day, channel): n for day in days for channel, n in one["expected"].items()},
    )
    eve = _at(one["first"] - timedelta(days=1))
    campaigns.plan(code=one["code"], plan=plan, by=_person("lin.yue"), at=_at(_planned(one)))
    if "cancelled" in one:
        before = _at(one["first"] - timedelta(days=one["cancelled"]["before"]))
        campaigns.cancel(
            code=one["code"], reason=one["cancelled"]["reason"], by=_person(one["cancelled"]["by"]), at=before
        )
    if "override" in one and eve.date() < today:
        campaigns.override(
            code=one["code"], reason=one["override"]["reason"], by=_person(one["override"]["by"]), at=eve
        )


def _cover(one: Mapping[str, Any], today: date) -> None:
    """A shift taken over around today, told of on the morning before."""
    first = today + timedelta(days=one["ahead"])
    rosters.cover(
        centre=one["centre"],
        person=one["person"],
        service=one["service"],
        first_day=first,
        last_day=first + timedelta(days=one["days"] - 1),
        by=None,
        at=_at(today - timedelta(days=1)),
    )
    for code in one["acknowledges"]:
        version = queries.version(code, user=_person("lin.yue"))
        acknowledgements.acknowledge(
            briefing=code,
            number=version.number,
            centre=one["centre"],
            people=[one["person"]],
            by=None,
            at=_at(today - timedelta(days=1)) + timedelta(hours=1),
        )


def _number(one: Mapping[str, Any], today: date) -> None:
    """One of the organisation's own numbers, decided some days ago for a day to come."""
    at = _at(today - timedelta(days=one["before"]))
    parameters.set_value(
        code=one["code"],
        value=one["value"],
        valid_from=today + timedelta(days=one["ahead"]),
        reason=one["reason"],
        by=_person(one["by"]),
        at=at,
    )


def _question(one: Mapping[str, Any], told: Mapping[str, Any], today: date) -> None:
    published = _published(told[one["briefing"]])
    if published >= today:
        return
    at = _at(published) + timedelta(hours=3)
    asked = questions.ask(briefing=one["briefing"], number=1, centre=one["centre"], text=one["text"], by=None, at=at)
    questions.answer(
        number=asked.number,
        outcome="faq",
        question_en=one["question"]["en"],
        question_zh=one["question"]["zh"],
        answer_en=one["answer"]["en"],
        answer_zh=one["answer"]["zh"],
        by=_person("lin.yue"),
        at=at + timedelta(hours=one["answered_after_h"]),
    )


def _person(username: str) -> Any:
    return get_user_model().objects.filter(username=username).first()
