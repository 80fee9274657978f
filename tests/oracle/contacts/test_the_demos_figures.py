"""The metric must find in the demo's files what the simulator did: its own counts of the 1-minute rule, to the contact.

Nothing is told to the metric but the files three platforms would have delivered; the simulator counted before they were
written. Only the southern platform keeps something back (whether a callback was offered), and the metric must say so.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import pytest

from pledgeline.contacts.core.rule import STEPS, RuleCounts, RuleStep
from pledgeline.web.demo import Story, generate
from tests.unit.web.cli.conftest import Shell

SCALE, LIMIT_S = "0.03", 60
Lines = dict[tuple[str, str, str], RuleCounts]


@pytest.fixture(scope="module")
def did(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return generate(tmp_path_factory.mktemp("did"), scale=float(SCALE))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """What the metric says of each (centre, service, channel), after the demo was made by its command."""
    shell = Shell(tmp_path_factory.mktemp("found") / "home")
    assert shell("demo", PLEDGELINE_DEMO_SCALE=SCALE, PLEDGELINE_DEMO_SERVE="0").status == 0
    asked = ("human_or_callback_within", "--by", "centre,service,channel", "--param", f"limit_s={LIMIT_S}")
    groups = shell("metric", *asked, "--format", "json").json()["groups"]
    # Test calls belong to no service, and the rule speaks of none of them.
    return {
        (one["by"]["centre"], one["by"]["service"], one["by"]["channel"]): RuleCounts(
            **{step.value: one[step.value] for step in STEPS}
        )
        for one in groups
        if one["n"]
    }


def lines(did: Story) -> Lines:
    return {
        (pool.pool.centre, service, pool.pool.channel): counts
        for pool in did.pools
        for service, counts in pool.rule.items()
    }


def as_asked(counts: RuleCounts) -> dict[str, int]:
    """Without those who never asked for a person: the simulator does not meet them."""
    return {name: value for name, value in asdict(counts).items() if name != RuleStep.NOT_APPLICABLE}


def test_where_the_platform_tells_everything_the_metric_counts_what_the_simulator_counted(
    did: Story, found: Lines
) -> None:
    told = {line: counts for line, counts in lines(did).items() if line[0] != "south"}
    assert {line for line in found if line[0] != "south"} == told.keys()
    for line, counts in told.items():
        assert as_asked(found[line]) == as_asked(counts), line
    together = RuleCounts.total(told.values())
    assert all(as_asked(together)[name] > 50 for name in ("met_by_answer", "met_by_offer", "not_met"))


def test_where_it_keeps_the_offers_back_only_those_are_unknown(did: Story, found: Lines) -> None:
    kept_back = {line: counts for line, counts in lines(did).items() if line[0] == "south"}
    assert {line for line in found if line[0] == "south"} == kept_back.keys()
    known = told_by_the_south(did)
    for line, counts in kept_back.items():
        assert as_asked(found[line]) == as_asked(known[line]), line
        assert (found[line].n, found[line].met_by_answer) == (counts.n, counts.met_by_answer)
        # What the simulator knows lies between what the files prove and what they leave open.
        assert (
            found[line].met
            <= counts.met
            <= found[line].met + found[line].not_verifiable + found[line].left_before_limit
        )
    assert sum(counts.not_verifiable for counts in known.values()) > 100


def told_by_the_south(did: Story) -> Lines:
    """The rule by hand, over what happened, as far as its records say it: an offer shows only where it was accepted."""
    steps: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in did.truth.to_pylist():
        if row["centre"] != "south" or row["kind"] != "inbound" or row["requested_at"] is None:
            continue
        own = steps.setdefault((row["centre"], row["service"], row["channel"]), {})
        step = _step(row)
        own[step] = own.get(step, 0) + 1
    return {line: RuleCounts(**counts) for line, counts in steps.items()}


def _step(row: dict[str, Any]) -> str:
    def in_time(moment: datetime | None) -> bool:
        return moment is not None and (moment - row["requested_at"]).total_seconds() <= LIMIT_S

    if in_time(row["answered_at"]):
        return RuleStep.MET_BY_ANSWER
    if in_time(row["accepted_at"]):
        return RuleStep.MET_BY_OFFER
    if row["answered_at"] is None and in_time(row["released_at"]):
        return RuleStep.LEFT_BEFORE_LIMIT
    return RuleStep.NOT_VERIFIABLE
