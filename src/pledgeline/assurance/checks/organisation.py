"""Clause 1: whether the assessment has seen every engaged centre over every engaged channel."""

from __future__ import annotations

from pledgeline.assurance.checks.given import Given, fact_of, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.verdict import Judgement, Reason, Verdict

VOICE = "voice"


def scope_covered(requirement: Requirement, given: Given) -> Outcome:
    """One finding an engaged centre: the channels it is engaged for, and those that contacts have arrived from."""
    engaged: dict[str, set[str]] = {}
    for serving in given.serving():
        engaged.setdefault(serving.centre, set()).update(serving.channels)
    answer = given.question("contacts_offered", ("centre", "channel"))
    seen: dict[str, set[str]] = {}
    facts: dict[str, list[Fact]] = {}
    for group in answer.groups if answer is not None else ():
        if not group["n"]:
            continue
        centre, channel = group["by"]["centre"], group["by"]["channel"]
        seen.setdefault(centre, set()).add(channel)
        assert answer is not None
        facts.setdefault(centre, []).append(fact_of(answer, group, kind="channel", key=channel))
    findings = []
    for centre, channels in engaged.items():
        silent = sorted(channels - seen.get(centre, set()))
        numbers = {"engaged": sorted(channels), "seen": sorted(seen.get(centre, set())), "silent": silent}
        judgement = (
            Judgement(Verdict.NOT_DEMONSTRATED, Reason("channels_silent", numbers))
            if silent
            else Judgement(Verdict.MET, Reason("channels_covered", numbers))
        )
        findings.append(
            Finding(requirement.criteria[0].id, {"centre": centre}, judgement, numbers, tuple(facts.get(centre, ())))
        )
    all_seen = {channel for channels in seen.values() for channel in channels}
    figures = {
        "centres_engaged": len(engaged),
        "centres_seen": len(seen),
        "voice": VOICE in all_seen,
        "non_voice": bool(all_seen - {VOICE}),
    }
    return outcome(requirement, findings, empty=Reason("no_engagement", {"record": "engagement"}), figures=figures)
