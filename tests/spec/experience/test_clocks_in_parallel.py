"""Law, standard and contract run on the same contacts as one's own promise (4 b); a looser promise is named."""

from __future__ import annotations

from typing import Any

import pytest

from pledgeline.experience.core.clocks import Clock, ClockRule, Stance, clock, clocks, looser, stance
from pledgeline.experience.core.promise import Direction, Promise, Rule, Scope, State
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Modality


def answered(seconds: float, share: float, metric: str = "service_level") -> Rule:
    name = "limit_s" if metric == "human_or_callback_within" else "target_s"
    return Rule(metric, metric, Direction.AT_LEAST, share, {name: seconds})


def law(limit_s: float | None, share: float | None, metric: str = "service_level") -> ClockRule:
    return ClockRule.model_validate(
        {
            "code": "x",
            "title": {"en": "x", "zh": "x"},
            "metric": metric,
            "figure": metric,
            "direction": "at_least",
            "limit_s": limit_s,
            "share": share,
            "span": "any",
        }
    )


RULE = "human_or_callback_within"
LOOSER, STRICT, DIFFERENT = Stance.LOOSER, Stance.AT_LEAST_AS_STRICT, Stance.DIFFERENT


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        # the same limit: the share decides
        (answered(20, 0.80), law(20, 0.80), STRICT),
        (answered(20, 0.79), law(20, 0.80), LOOSER),
        (answered(20, 0.90), law(20, 0.80), STRICT),
        # the same share: the limit decides
        (answered(15, 0.80), law(20, 0.80), STRICT),
        (answered(21, 0.80), law(20, 0.80), LOOSER),
        # one way stricter, the other looser: only contacts can tell
        (answered(15, 0.70), law(20, 0.80), DIFFERENT),
        (answered(60, 0.95), law(20, 0.80), DIFFERENT),
        # looser in both
        (answered(60, 0.70), law(20, 0.80), LOOSER),
        # a rule that names no share
        (answered(30, 0.10), law(30, None), STRICT),
        (answered(31, 0.99), law(30, None), LOOSER),
        # a callback is no person: where the rule asks for a person, contacts must tell
        (answered(15, 0.90, RULE), law(20, 0.80), DIFFERENT),
        (answered(60, 0.90, RULE), law(60, None, RULE), STRICT),
        (answered(61, 0.90, RULE), law(60, None, RULE), LOOSER),
        # rules that are no waits, and promises that are none
        (answered(20, 0.80), law(None, 0.95), None),
        (Rule("handle_time", "handle_s_mean", Direction.AT_MOST, 300), law(20, 0.80), None),
    ],
)
def test_how_a_promise_stands_to_a_rule(own: Rule, other: ClockRule, expected: Stance | None) -> None:
    assert stance(own, other) is expected


def promise(code: str, rule: Rule, **scope: Any) -> Promise:
    return Promise(code, 1, {"en": "x", "zh": "x"}, rule, Modality.SHALL, Scope(**scope), State.EFFECTIVE, Period())


def profile(*rules: ClockRule) -> Clock:
    return clock("miit-30s").model_copy(update={"rules": rules})


def test_a_looser_promise_is_named_with_both_limits() -> None:
    (found,) = looser([promise("slow", answered(60, 0.8))], profile(law(30, None)), service="cards")
    assert (found.promise, found.clock, found.service) == ("slow", "miit-30s", "cards")
    assert found.numbers == {"limit_s": 60, "share": 0.8, "clock_limit_s": 30, "clock_share": None}


def test_a_stricter_promise_beside_it_binds_and_other_services_and_channels_do_not_count() -> None:
    slow, quick = promise("slow", answered(60, 0.8)), promise("quick", answered(20, 0.8))
    assert looser([slow, quick], profile(law(30, None)), service="cards") == []
    elsewhere = promise("slow", answered(60, 0.8), services=("loans",))
    assert looser([elsewhere], profile(law(30, None)), service="cards") == []
    voice = law(30, None).model_copy(update={"channels": ("voice",)})
    assert looser([promise("chat", answered(60, 0.8), channels=("chat",))], profile(voice), service="cards") == []


def test_each_shipped_clock_says_its_trap_and_where_it_is_from_in_both_languages() -> None:
    assert {one.code for one in clocks().values() if one.always} == {"gbt-35780.2-5.4"}
    assert len(clocks()) == 5
    for one in clocks().values():
        for text in (one.title, one.source, one.trap, *(rule.title for rule in one.rules)):
            assert text.en != text.zh


def test_a_rule_without_a_metric_says_why_it_is_not_tested() -> None:
    untested = [rule for one in clocks().values() for rule in one.rules if not rule.metric]
    assert untested
    assert all(rule.untested for rule in untested)


def test_an_unknown_clock_is_a_problem_that_names_those_there_are() -> None:
    with pytest.raises(Problem, match="miit-30s"):
        clock("sundial")
