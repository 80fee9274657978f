"""Clause 4, opening and c): centres were told in time, and their people know and understand what they were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from pledgeline.assurance.checks.given import Given, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.briefing import evidence
from pledgeline.briefing.evidence import Event
from pledgeline.experience import queries as experience
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.verdict import Judgement, Reason, Verdict


def told_in_time(requirement: Requirement, given: Given) -> Outcome:
    """One finding for each promise that took effect or campaign that began in the period × centre × criterion.

    Nothing told is not demonstrated: a centre may have been told on paper. Told late is not met.
    """
    events = _promise_changes(given) + evidence.campaigns_begun(
        given.period, centres=given.centres, services=given.services
    )
    facts = evidence.told(events, period=given.period, day=_day(given))
    lead_days = int(given.parameter(requirement, "lead_days"))
    least = given.parameter(requirement, "acknowledged_share")
    findings = []
    for fact in facts:
        subject = {fact.values["event"]: fact.key, "centre": fact.values["centre"]}
        findings.append(Finding("told-in-time", subject, _told(fact, lead_days), _figures(fact), (fact,)))
        if "briefing" in fact.values:
            findings.append(
                Finding("acknowledged-in-time", subject, _acknowledged(fact, least), _figures(fact), (fact,))
            )
    return outcome(requirement, findings, empty=Reason("nothing_to_tell", {"record": "briefing"}))


def _promise_changes(given: Given) -> list[Event]:
    """Versions of promises that took effect in the period; `after` is the day the version before did."""
    events = []
    before: dict[str, date] = {}
    for one in experience.promises_during(_until(given)):
        start = one.period.start
        assert start is not None
        if given.period.holds(start):
            centres = {
                serving.centre
                for serving in given.serving()
                if one.scope.covers(service=serving.service, centre=serving.centre)
                and (not one.scope.channels or set(one.scope.channels) & set(serving.channels))
            }
            if centres:
                events.append(Event("promise", one.code, start, tuple(sorted(centres)), after=before.get(one.code)))
        before[one.code] = start
    return events


def _until(given: Given) -> Any:
    """All days up to the end of the period: the version before a change may have ended long ago."""
    return type(given.period)(None, given.period.end)


def _day(given: Given) -> date:
    """The last day of the period; today where it is open or not over yet."""
    return given.as_of or timezone.localdate()


def _told(fact: Fact, lead_days: int) -> Judgement:
    values = fact.values
    if "briefing" not in values:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("not_told", {}))
    numbers = {"days": abs(values["days"]), "briefing": values["briefing"], "lead_days": lead_days}
    if values["days"] < 0:
        return Judgement(Verdict.NOT_MET, Reason("told_after", numbers))
    enough = values["days"] >= lead_days
    return Judgement(
        Verdict.MET if enough else Verdict.NOT_MET, Reason("told_in_time" if enough else "told_late", numbers)
    )


def _acknowledged(fact: Fact, least: float) -> Judgement:
    values = fact.values
    numbers = {name: values[name] for name in ("done", "needed", "share", "briefing")}
    numbers |= {"day": values["acknowledge_by"], "limit": least}
    if values["share"] is None:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("no_roster", {"briefing": values["briefing"]}))
    if values["share"] >= least:
        return Judgement(Verdict.MET, Reason("acknowledged_in_time", numbers))
    if not values["is_due"]:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("acknowledge_not_due", numbers))
    return Judgement(Verdict.NOT_MET, Reason("acknowledged_too_few", numbers))


def commanded(requirement: Requirement, given: Given) -> Outcome:
    """Three findings for each engaged centre: acknowledged, understood, questions answered. The weakest briefing
    decides: what nobody knows is not made up for by what everybody does."""
    centres = sorted({one.centre for one in given.serving()})
    day = _day(given)
    facts = evidence.known(
        given.period,
        day=day,
        centres=centres,
        services=given.services,
        half_life_days=given.parameter(requirement, "half_life_days"),
    )
    questions = evidence.questions_asked(given.period, day=day, centres=centres)
    least, lowest = (given.parameter(requirement, name) for name in ("acknowledged_share", "understanding_lower"))
    findings = []
    for centre in centres:
        own = [fact for fact in facts if fact.values["centre"] == centre]
        asked = [fact for fact in questions if fact.values["centre"] == centre]
        findings += [
            _weakest("acknowledged", centre, [(_known(fact, least), fact) for fact in own]),
            _weakest("understood", centre, [(_understood(fact, lowest), fact) for fact in own]),
            _questions(centre, asked),
        ]
    return outcome(requirement, findings, empty=Reason("no_engagement", {"record": "engagement"}))


_ORDER = (Verdict.NOT_MET, Verdict.NOT_DEMONSTRATED, Verdict.MET)
# More of the weak ones would bury the reader; the matrix shows them all.
_MOST_EVIDENCE = 10


def _weakest(criterion: str, centre: str, judged: Sequence[tuple[Judgement, Fact]]) -> Finding:
    if not judged:
        return Finding(criterion, {"centre": centre}, Judgement(Verdict.NOT_DEMONSTRATED, Reason("no_briefing", {})))

    def weakness(one: tuple[Judgement, Fact]) -> tuple[int, float, str]:
        judgement, fact = one
        value = fact.values["share" if criterion == "acknowledged" else "lower"]
        return _ORDER.index(judgement.verdict), -1.0 if value is None else value, fact.key

    ordered = sorted(judged, key=weakness)
    judgement, fact = ordered[0]
    figures = {**_figures(fact), "briefings": len(judged)}
    return Finding(criterion, {"centre": centre}, judgement, figures, tuple(f for _, f in ordered[:_MOST_EVIDENCE]))


def _known(fact: Fact, least: float) -> Judgement:
    if fact.values["share"] is not None and fact.values["share"] >= least:
        numbers = {name: fact.values[name] for name in ("done", "needed", "share", "briefing")}
        return Judgement(Verdict.MET, Reason("acknowledged_enough", numbers))
    return _acknowledged(fact, least)


def _understood(fact: Fact, lowest: float) -> Judgement:
    values = fact.values
    if values["lower"] is None:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("nobody_checked", {"briefing": values["briefing"]}))
    numbers = {name: values[name] for name in ("lower", "upper", "checked", "briefing")} | {"limit": lowest}
    if values["lower"] >= lowest:
        return Judgement(Verdict.MET, Reason("understood", numbers))
    if values["upper"] < lowest:
        return Judgement(Verdict.NOT_MET, Reason("not_understood", numbers))
    return Judgement(Verdict.NOT_DEMONSTRATED, Reason("understanding_open", numbers))


def _questions(centre: str, asked: Sequence[Fact]) -> Finding:
    late = [fact for fact in asked if fact.values["late"]]
    if late:
        numbers = {"late": len(late), "n": len(asked), "first_late": late[0].key}
        judgement = Judgement(Verdict.NOT_MET, Reason("questions_late", numbers))
    elif asked:
        judgement = Judgement(Verdict.MET, Reason("questions_in_time", {"n": len(asked)}))
    else:
        judgement = Judgement(Verdict.NOT_APPLICABLE, Reason("no_questions", {}))
    figures = {"questions": len(asked), "questions_late": len(late)}
    return Finding("questions-answered", {"centre": centre}, judgement, figures, tuple(late or asked)[:_MOST_EVIDENCE])


def _figures(fact: Fact) -> dict[str, Any]:
    names = ("days", "done", "needed", "share", "checked", "understood", "lower", "upper")
    return {name: fact.values[name] for name in names if fact.values.get(name) is not None}
