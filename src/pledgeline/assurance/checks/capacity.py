"""Clause 4 d) from the plans: enough people committed, likely enough to keep the promise, told in time; other means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pledgeline.assurance.checks.given import Given, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.capacity import evidence
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.verdict import Judgement, Reason, Verdict


def resourced(requirement: Requirement, given: Given) -> Outcome:
    """Findings for each plan with days in the period, and for each engagement's checklist.

    An engagement without a plan is not demonstrated: what is not written down may still be there.
    """
    plans = [one for one in evidence.plans(given.period) if _within(given, one)]
    findings = [finding for plan in plans for finding in _of_plan(requirement, given, plan)]
    day = given.as_of
    lists = evidence.checklists(day) if day is not None else {}
    for centre, service in sorted({(one.centre, one.service) for one in given.serving()}):
        subject = {"centre": centre, "service": service}
        if not any((one.values["centre"], one.values["service"]) == (centre, service) for one in plans):
            judgement = Judgement(Verdict.NOT_DEMONSTRATED, Reason("no_plan", {"service": service}))
            findings.append(Finding("resourced", subject, judgement))
        findings.append(_of_checklist(subject, lists.get((centre, service))))
    return outcome(requirement, findings, empty=Reason("no_engagement", {"record": "engagement"}))


def _within(given: Given, plan: Fact) -> bool:
    return (not given.centres or plan.values["centre"] in given.centres) and (
        not given.services or plan.values["service"] in given.services
    )


def _of_plan(requirement: Requirement, given: Given, plan: Fact) -> list[Finding]:
    values = plan.values
    subject = {"plan": plan.key, "centre": values["centre"], "service": values["service"]}
    judged = {
        "resourced": _covered(values, given.parameter(requirement, "covered_share")),
        "probable": _probable(values, given.parameter(requirement, "kept_probability")),
        "handed-over": _in_time(values, given.parameter(requirement, "lead_days")),
    }
    return [Finding(criterion, subject, judgement, {}, (plan,)) for criterion, judgement in judged.items()]


def _covered(values: Mapping[str, Any], wanted: float) -> Judgement:
    if values["share"] is None:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("nobody_required", {}))
    numbers = {"covered": values["covered"], "intervals": values["intervals"], "short_agents": values["short_agents"]}
    if values["share"] >= wanted:
        return Judgement(Verdict.MET, Reason("staff_covered", numbers))
    return Judgement(Verdict.NOT_MET, Reason("staff_short", numbers))


def _probable(values: Mapping[str, Any], wanted: float) -> Judgement:
    numbers = {"days": values["days"], "days_reckoned": values["days_reckoned"], "day": values["weakest_day"] or ""}
    chance = values["weakest_chance"]
    if chance is not None and chance < wanted:
        return Judgement(Verdict.NOT_MET, Reason("day_improbable", {**numbers, "chance": chance}))
    if not values["days"] or values["days_reckoned"] < values["days"]:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("chance_not_reckoned", numbers))
    return Judgement(Verdict.MET, Reason("days_probable", {**numbers, "chance": chance}))


def _in_time(values: Mapping[str, Any], wanted: float) -> Judgement:
    lead = values["lead_days"]
    if lead is None:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("forecast_not_handed_over", {}))
    verdict = Verdict.MET if lead >= wanted else Verdict.NOT_MET
    code = "forecast_in_time" if verdict is Verdict.MET else "forecast_late"
    return Judgement(verdict, Reason(code, {"lead_days": lead, "wanted": int(wanted)}))


def _of_checklist(subject: dict[str, str], fact: Fact | None) -> Finding:
    if fact is None:
        judgement = Judgement(Verdict.NOT_DEMONSTRATED, Reason("no_checklist", {}))
        return Finding("other-means", subject, judgement)
    values = fact.values
    numbers = {name: values[name] for name in ("items", "in_place", "failing_client", "failing_centre")}
    if values["failing_client"] or values["failing_centre"]:
        judgement = Judgement(Verdict.NOT_MET, Reason("means_failing", numbers))
    elif values["missing"]:
        judgement = Judgement(Verdict.NOT_DEMONSTRATED, Reason("means_not_thought_of", numbers))
    else:
        judgement = Judgement(Verdict.MET, Reason("means_in_place", numbers))
    return Finding("other-means", subject, judgement, numbers, (fact,))
