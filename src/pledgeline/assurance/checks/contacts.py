"""Clause 5.4 from the contacts: a person, or a callback option, within the limit."""

from __future__ import annotations

from pledgeline.assurance.checks.given import Given, fact_of, figures_of, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.experience.core.judgement import judge
from pledgeline.experience.core.promise import Direction, Rule
from pledgeline.kernel.verdict import Judgement, Reason, Verdict

METRIC = "human_or_callback_within"
# A centre that only answers e-mail has contacts, and none that the rule speaks of.
NONE_APPLICABLE = Judgement(Verdict.NOT_APPLICABLE, Reason("none_applicable", {"n": 0}))


def wait_within_limit(requirement: Requirement, given: Given) -> Outcome:
    """One finding a centre, judged on the lower and upper bound against the organisation's own target share.

    The figures of the requirement are those of all centres together; its verdict is that of the weakest centre, for a
    customer is served by one centre and not by the average of them.
    """
    limit_s = given.parameter(requirement, "limit_s")
    params = {"limit_s": int(limit_s) if limit_s.is_integer() else limit_s}
    together = given.question(METRIC, params=params)
    by_centre = given.question(METRIC, ("centre",), params=params)
    no_data = Reason("no_data", {"n": 0})
    if together is None or by_centre is None:
        return outcome(requirement, [], empty=no_data)
    rule = Rule(METRIC, "lower", Direction.AT_LEAST, given.parameter(requirement, "target_share"), params)
    minimum_n = int(given.parameter(requirement, "minimum_n"))
    findings = []
    for group in by_centre.groups:
        centre = group["by"]["centre"]
        figures = figures_of(group)
        findings.append(
            Finding(
                requirement.criteria[0].id,
                {"centre": centre},
                judge(rule, figures, minimum_n=minimum_n) if figures["n"] else NONE_APPLICABLE,
                figures,
                (fact_of(by_centre, group, kind="centre", key=centre),),
            )
        )
    totals = figures_of(together.groups[0]) if together.groups else {}
    return outcome(requirement, findings, empty=no_data, figures=totals)
