"""Rules on promises: tested by what arrives, no looser than the law, and for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pledgeline.assurance.core.xray.facts import Contradiction, Facts, Fix, Theme
from pledgeline.experience.core.clocks import looser
from pledgeline.experience.core.testable import untestable


def promise_untestable(facts: Facts) -> Iterator[Contradiction]:
    """A promise in force that nothing which arrives can test; service by service where it names some."""
    for promise in facts.promises:
        for service in promise.scope.services or (None,):
            why = untestable(promise, replace(facts.means, service=service))
            if why:
                yield Contradiction(
                    "promise_untestable",
                    Theme.PROMISES,
                    {"promise": promise.code, "service": service or ""},
                    {"why": {"code": why[0].code, **why[0].numbers}},
                    Fix("experience:promise", (promise.code,)),
                )


def feed_lacks_fact(facts: Facts) -> Iterator[Contradiction]:
    """A promise whose figure rests on a fact that a centre's feed does not tell."""
    for promise in facts.promises:
        needed = set(facts.needed.get(promise.rule.metric, ()))
        for centre, serving in facts.served().items():
            lacking = sorted(needed & set(facts.lacking.get(centre, ())))
            if lacking and any(one.is_bound_by(promise) for one in serving):
                yield Contradiction(
                    "feed_lacks_fact",
                    Theme.PROMISES,
                    {"promise": promise.code, "centre": centre},
                    {"facts": lacking, "metric": promise.rule.metric},
                    Fix("contacts:sources"),
                )


def promise_looser_than_clock(facts: Facts) -> Iterator[Contradiction]:
    """A target that lets through what law, standard or a contract clock of the same service does not."""
    for service, clocks in sorted(facts.clocks.items()):
        for clock in clocks:
            for one in looser(list(facts.promises), clock, service=service):
                yield Contradiction(
                    "promise_looser_than_clock",
                    Theme.PROMISES,
                    {"promise": one.promise, "service": service},
                    {"number": one.number, "clock": one.clock, "rule": one.rule, **one.numbers},
                    Fix("experience:clocks_of", (service,)),
                )


def promise_cites_nothing(facts: Facts) -> Iterator[Contradiction]:
    """A promise that serves no expectation, or one that is not in force; silent while no expectations are kept."""
    if facts.expectations is None:
        return
    for promise in facts.promises:
        unknown = sorted(set(promise.expectations) - set(facts.expectations))
        if unknown or not promise.expectations:
            yield Contradiction(
                "promise_cites_unknown" if unknown else "promise_cites_nothing",
                Theme.PROMISES,
                {"promise": promise.code},
                {"expectations": unknown} if unknown else {"registered": len(facts.expectations)},
                Fix("experience:promise", (promise.code,)),
            )
