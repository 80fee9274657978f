"""Clause 1 (Part 1 as a precondition) and clause 4 e): the relation is tended, in both directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pledgeline.assurance.checks.given import Given, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.experience.core.contract import Side
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.partnership import evidence
from pledgeline.partnership.core.measure import Measure
from pledgeline.partnership.core.mirror import Item, Limits, Scorecard
from pledgeline.partnership.evidence import Tended

NO_ENGAGEMENT = Reason("no_engagement", {"record": "engagement"})


def part1_standing(requirement: Requirement, given: Given) -> Outcome:
    """One finding a centre, as it stood on the last day of the assessment's period, or today where that is earlier."""
    services: dict[str, set[str]] = {}
    for one in given.serving():
        services.setdefault(one.centre, set()).add(one.service)
    found = evidence.part1_standings(
        {centre: tuple(sorted(of)) for centre, of in services.items()},
        day=_day(given),
        period=given.period,
        audit_days=int(given.parameter(requirement, "audit_days")),
    )
    criterion = requirement.criteria[0].id
    findings = [Finding(criterion, {"centre": centre}, judged, {}, (fact,)) for centre, judged, fact in found]
    return outcome(requirement, findings, empty=NO_ENGAGEMENT)


def relationship(requirement: Requirement, given: Given) -> Outcome:
    """For each engaged centre: what the client owes it was done in time, its staff were heard and are in favour, and
    its ideas were answered. What nobody recorded is not demonstrated, and the finding names the record."""
    day = _day(given)
    centres = sorted({one.centre for one in given.serving()})
    limits = Limits(
        forecast_days=int(given.parameter(requirement, "forecast_days")),
        notice_days=int(given.parameter(requirement, "notice_days")),
        definition_days=int(given.parameter(requirement, "definition_days")),
        target_share=given.parameter(requirement, "in_time_share"),
    )
    cards = {
        card.centre: (card, facts)
        for card, facts in evidence.mirror(given.period, day=day, centres=centres, limits=limits)
    }
    pulses = evidence.pulses(day=day, centres=centres)
    replies = evidence.idea_replies(given.period, day=day, centres=centres)
    grace_days = int(given.parameter(requirement, "grace_days"))
    kept = evidence.tended(given.period, day=day, centres=centres, grace_days=grace_days)
    findings = []
    for centre in centres:
        subject = {"centre": centre}
        if centre in cards:
            findings += _mirrored(subject, *cards[centre])
        rounds = [one for one in pulses if one.values["centre"] == centre]
        findings += _pulse(requirement, given, subject, rounds)
        findings.append(_ideas(requirement, given, subject, replies[centre, Side.CLIENT]))
        findings += _tended(requirement, given, subject, kept[centre])
    return outcome(requirement, findings, empty=NO_ENGAGEMENT)


# More of them would bury the reader; the pages of the room show them all.
_MOST_EVIDENCE = 10


def _tended(requirement: Requirement, given: Given, subject: Mapping[str, str], kept: Tended) -> list[Finding]:
    """Reviews held when due, no action left overdue on either side, escalations to the client answered in time."""
    least = given.parameter(requirement, "reviews_share")
    judged = {
        "reviews-held": (
            Judgement(Verdict.NOT_DEMONSTRATED, Reason("reviews_none", {}))
            if not kept.reviews.n
            else _share(kept.reviews, "reviews_held", least)
        ),
        "actions-done": _overdue(kept, int(given.parameter(requirement, "overdue_actions"))),
        "escalations-answered": (
            _share(kept.escalations[Side.CLIENT], "escalations_answered", given.parameter(requirement, "in_time_share"))
            if kept.escalations[Side.CLIENT].n
            else Judgement(Verdict.NOT_APPLICABLE, Reason("escalations_none", {}))
        ),
    }
    facts = {
        "reviews-held": kept.facts["reviews"],
        "actions-done": kept.overdue or kept.facts["actions"],
        "escalations-answered": kept.facts["escalations"],
    }
    return [
        Finding(criterion, subject, judgement, {}, facts[criterion][:_MOST_EVIDENCE])
        for criterion, judgement in judged.items()
    ]


def _share(found: Measure, code: str, least: float) -> Judgement:
    numbers = {"good": found.good, "n": found.n, "share": found.share, "target": least}
    return Judgement(Verdict.MET if found.reaches(least) else Verdict.NOT_MET, Reason(code, numbers))


def _overdue(kept: Tended, most: int) -> Judgement:
    if not kept.facts["actions"]:
        return Judgement(Verdict.NOT_APPLICABLE, Reason("actions_none", {}))
    if len(kept.overdue) > most:
        numbers = {"overdue": len(kept.overdue), "of": len(kept.facts["actions"]), "first": kept.overdue[0].key}
        return Judgement(Verdict.NOT_MET, Reason("actions_overdue", numbers))
    return Judgement(Verdict.MET, Reason("actions_none_overdue", {"of": len(kept.facts["actions"])}))


def _mirrored(subject: Mapping[str, str], card: Scorecard, facts: Mapping[Item, Fact]) -> list[Finding]:
    """One finding for each duty that fell due; where none did, one that says so."""
    due = [item for item in Item if card.items[item].n]
    if not due:
        judgement = Judgement(Verdict.NOT_DEMONSTRATED, Reason("mirror_no_record", {}))
        return [Finding("client-in-time", subject, judgement)]
    return [
        Finding(
            "client-in-time", {**subject, "item": item.value}, card.judged(item), _counted(facts[item]), (facts[item],)
        )
        for item in due
    ]


def _counted(fact: Fact) -> dict[str, Any]:
    return {"cases": fact.n, "in_time": fact.values["good"], "in_time_share": fact.values["share"]}


def _pulse(requirement: Requirement, given: Given, subject: Mapping[str, str], rounds: Sequence[Fact]) -> list[Finding]:
    """Whether the staff were heard lately and by enough of them, and whether they are in favour."""
    if not rounds:
        judgement = Judgement(Verdict.NOT_DEMONSTRATED, Reason("pulse_none", {}))
        return [Finding("staff-heard", subject, judgement)]
    latest = rounds[-1]
    values = latest.values
    oldest, least = given.parameter(requirement, "pulse_days"), given.parameter(requirement, "response_share")
    numbers = {"round": latest.key, "age_days": values["age_days"], "limit_days": int(oldest), "least": least}
    if not latest.n:
        judged = Judgement(Verdict.NOT_DEMONSTRATED, Reason("pulse_too_few", {"round": latest.key}))
        return [Finding("staff-heard", subject, judged, {}, (latest,))]
    numbers |= {"n": latest.n, "response": values["response"]}
    if values["age_days"] > oldest:
        heard = Judgement(Verdict.NOT_DEMONSTRATED, Reason("pulse_old", numbers))
    elif values["response"] < least:
        heard = Judgement(Verdict.NOT_DEMONSTRATED, Reason("pulse_response_low", numbers))
    else:
        heard = Judgement(Verdict.MET, Reason("pulse_heard", numbers))
    figures = {"answers": latest.n, "response": values["response"]}
    liked = {"favourable": values["favourable"], "lower": values["lower"], "upper": values["upper"]}
    favour = _favourable(given.parameter(requirement, "favourable_share"), latest)
    return [
        Finding("staff-heard", subject, heard, figures, (latest,)),
        Finding("staff-in-favour", subject, favour, {"answers": latest.n, **liked}, (latest,)),
    ]


def _favourable(target: float, fact: Fact) -> Judgement:
    """Taken on the interval: a few answers more must not turn it."""
    values = fact.values
    numbers = {name: values[name] for name in ("favourable", "lower", "upper")} | {"target": target, "n": fact.n}
    if values["lower"] >= target:
        return Judgement(Verdict.MET, Reason("staff_in_favour", numbers))
    if values["upper"] < target:
        return Judgement(Verdict.NOT_MET, Reason("staff_not_in_favour", numbers))
    return Judgement(Verdict.NOT_DEMONSTRATED, Reason("staff_favour_open", numbers))


def _ideas(requirement: Requirement, given: Given, subject: Mapping[str, str], fact: Fact) -> Finding:
    least = given.parameter(requirement, "ideas_share")
    if not fact.n:
        judgement = Judgement(Verdict.NOT_APPLICABLE, Reason("ideas_none_due", {}))
        return Finding("ideas-answered", subject, judgement)
    numbers = {"n": fact.n, "good": fact.values["good"], "share": fact.values["share"], "target": least}
    met = fact.values["share"] >= least
    judgement = Judgement(Verdict.MET if met else Verdict.NOT_MET, Reason("ideas_answered", numbers))
    return Finding("ideas-answered", subject, judgement, _counted(fact), (fact,))


def _day(given: Given) -> date:
    """The relation is judged over a stretch that ends: an assessment of partnership without a last day is a mistake."""
    assert given.as_of is not None
    return given.as_of
