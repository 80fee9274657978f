"""Clause 1: whether the assessment has seen every engagement over every channel, and every kind that there is.

The duties hold for in-house and outsourced centres, voice or not; a verdict on half would be read as one on all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pledgeline.assurance.checks.given import Given, fact_of, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.core.roles import CentreKind

VOICE = "voice"
# Centre, service, channel.
Place = tuple[str, str, str]


def scope_covered(requirement: Requirement, given: Given) -> Outcome:
    """One finding an engagement (the channels it is for, and those that contacts arrived from), and one a kind."""
    engaged: dict[tuple[str, str], set[str]] = {}
    for serving in given.serving():
        engaged.setdefault((serving.centre, serving.service), set()).update(serving.channels)
    facts = _seen(given)
    findings = [_of_engagement(*place, channels, facts) for place, channels in sorted(engaged.items())]
    places = {(centre, service, channel) for (centre, service), channels in engaged.items() for channel in channels}
    if places:
        findings += _of_kinds(places, set(facts), organisation.centre_kinds())
    figures = {
        "centres_engaged": len({centre for centre, _service in engaged}),
        "centres_seen": len({centre for centre, _service, _channel in facts}),
        "engagements": len(engaged),
        "engagements_seen": len(engaged.keys() & {(centre, service) for centre, service, _channel in facts}),
    }
    return outcome(requirement, findings, empty=Reason("no_engagement", {"record": "engagement"}), figures=figures)


def _seen(given: Given) -> dict[Place, Fact]:
    """Where contacts arrived from, each with the count as a fact."""
    answer = given.question("contacts_offered", ("centre", "service", "channel"))
    if answer is None:
        return {}
    return {
        (group["by"]["centre"], group["by"]["service"], group["by"]["channel"]): fact_of(
            answer, group, kind="channel", key=group["by"]["channel"]
        )
        for group in answer.groups
        if group["n"]
    }


def _of_engagement(centre: str, service: str, channels: set[str], facts: Mapping[Place, Fact]) -> Finding:
    own = {channel: fact for (at, of, channel), fact in facts.items() if (at, of) == (centre, service)}
    silent = sorted(channels - own.keys())
    numbers = {"engaged": sorted(channels), "seen": sorted(own), "silent": silent}
    judgement = (
        Judgement(Verdict.NOT_DEMONSTRATED, Reason("channels_silent", numbers))
        if silent
        else Judgement(Verdict.MET, Reason("channels_covered", numbers))
    )
    evidence = tuple(own[channel] for channel in sorted(own))
    return Finding("covered", {"centre": centre, "service": service}, judgement, numbers, evidence)


def _of_kinds(places: set[Place], seen: set[Place], kinds: Mapping[str, str]) -> list[Finding]:
    """In-house, outsourced, voice and non-voice: measured where there is any; said not to exist where there is none."""
    belongs: Mapping[str, Callable[[Place], bool]] = {
        CentreKind.IN_HOUSE.value: lambda place: kinds.get(place[0]) == CentreKind.IN_HOUSE,
        CentreKind.OUTSOURCED.value: lambda place: kinds.get(place[0]) == CentreKind.OUTSOURCED,
        VOICE: lambda place: place[2] == VOICE,
        "non_voice": lambda place: place[2] != VOICE,
    }
    findings = []
    for kind, holds in belongs.items():
        engaged = {place for place in places if holds(place)}
        numbers = {"of": len(engaged), "measured": len(engaged & seen)}
        if not engaged:
            judgement = Judgement(Verdict.NOT_APPLICABLE, Reason("kind_absent", {}))
        elif engaged & seen:
            judgement = Judgement(Verdict.MET, Reason("kind_measured", numbers))
        else:
            judgement = Judgement(Verdict.NOT_DEMONSTRATED, Reason("kind_silent", numbers))
        findings.append(Finding("every-kind", {"kind": kind}, judgement, numbers))
    return findings
