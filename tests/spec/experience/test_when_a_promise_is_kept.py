"""The verdict on a promise (product.md §4), as tables an auditor can read.

Of ten or a hundred contacts: served in time, not served in time, left before the limit, not verifiable. The promise is
"at least 80 % in time" unless a table says otherwise.
"""

from __future__ import annotations

import pytest

from pledgeline.experience.core.judgement import judge
from pledgeline.experience.core.promise import Direction, Rule
from pledgeline.kernel.verdict import Modality, Verdict
from tests.contacts_double import rule_figures

PROMISE = Rule("human_or_callback_within", "lower", Direction.AT_LEAST, 0.80, {"limit_s": 60})
MET, NOT_MET, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DEMONSTRATED

# served, too late, left, not verifiable → verdict, reason
TABLE = [
    # everything decided: the share decides
    (100, 0, 0, 0, MET, "bounds_kept"),
    (81, 19, 0, 0, MET, "bounds_kept"),
    (80, 20, 0, 0, MET, "bounds_kept"),  # lower bound exactly at the target keeps it
    (79, 21, 0, 0, NOT_MET, "bounds_not_kept"),
    (0, 100, 0, 0, NOT_MET, "bounds_not_kept"),
    # customers who left: they can neither keep nor break a promise
    (80, 10, 10, 0, MET, "bounds_kept"),
    (79, 20, 1, 0, OPEN, "bounds_straddle_left"),  # upper bound exactly at the target: still possible
    (79, 21, 0, 0, NOT_MET, "bounds_not_kept"),
    (78, 21, 1, 0, NOT_MET, "bounds_not_kept"),
    (50, 0, 50, 0, OPEN, "bounds_straddle_left"),
    # a feed that logs no offers
    (50, 0, 0, 50, OPEN, "bounds_straddle_unverifiable"),
    (79, 20, 0, 1, OPEN, "bounds_straddle_unverifiable"),
    (79, 0, 11, 10, OPEN, "bounds_straddle_both"),
    # nothing at all
    (0, 0, 0, 0, OPEN, "no_data"),
]


@pytest.mark.parametrize(("served", "late", "left", "unverifiable", "verdict", "reason"), TABLE)
def test_the_verdict_follows_from_both_bounds(
    served: int, late: int, left: int, unverifiable: int, verdict: Verdict, reason: str
) -> None:
    figures = rule_figures(met_by_answer=served, not_met=late, left_before_limit=left, not_verifiable=unverifiable)
    judgement = judge(PROMISE, figures)
    assert (judgement.verdict, judgement.reason.code) == (verdict, reason)


@pytest.mark.parametrize("target", [0.1, 0.2, 0.3, 0.6, 0.7, 0.8, 0.9])
@pytest.mark.parametrize("size", [10, 30, 70, 1_000, 26_760])
def test_a_share_equal_to_the_target_keeps_it_whatever_the_size(target: float, size: int) -> None:
    served = round(target * size)
    rule = Rule("human_or_callback_within", "lower", Direction.AT_LEAST, target)
    assert judge(rule, rule_figures(met_by_answer=served, not_met=size - served)).verdict is MET
    assert judge(rule, rule_figures(met_by_answer=served - 1, not_met=size - served + 1)).verdict is NOT_MET


def test_an_offered_callback_counts_like_an_answer() -> None:
    assert judge(PROMISE, rule_figures(met_by_answer=40, met_by_offer=40, not_met=20)).verdict is MET


def test_a_promise_of_at_most_is_judged_on_the_upper_bound() -> None:
    rule = Rule("human_or_callback_within", "lower", Direction.AT_MOST, 0.20)
    assert judge(rule, rule_figures(met_by_answer=10, left_before_limit=10, not_met=80)).verdict is MET
    assert judge(rule, rule_figures(met_by_answer=10, left_before_limit=11, not_met=79)).verdict is OPEN
    assert judge(rule, rule_figures(met_by_answer=21, not_met=79)).verdict is NOT_MET


@pytest.mark.parametrize(
    ("direction", "value", "verdict"),
    [
        (Direction.AT_LEAST, 0.70, MET),
        (Direction.AT_LEAST, 0.6999, NOT_MET),
        (Direction.AT_MOST, 0.70, MET),
        (Direction.AT_MOST, 0.7001, NOT_MET),
    ],
)
def test_any_other_figure_is_one_number_against_the_target(
    direction: Direction, value: float, verdict: Verdict
) -> None:
    assert judge(Rule("service_level", "strict", direction, 0.70), {"n": 100, "strict": value}).verdict is verdict


def test_too_few_contacts_decide_nothing() -> None:
    judgement = judge(PROMISE, rule_figures(met_by_answer=29), minimum_n=30)
    assert (judgement.verdict, judgement.reason.code) == (OPEN, "too_few")
    assert judge(PROMISE, rule_figures(met_by_answer=30), minimum_n=30).verdict is MET


def test_a_figure_the_contacts_do_not_give_is_no_data_and_never_zero() -> None:
    judgement = judge(Rule("speed_of_answer", "mean_s", Direction.AT_MOST, 30), {"n": 40, "mean_s": None})
    assert (judgement.verdict, judgement.reason.code) == (OPEN, "no_figure")


def test_a_missed_should_is_an_improvement_opportunity_and_a_missed_shall_is_not() -> None:
    missed = judge(PROMISE, rule_figures(not_met=100))
    assert missed.softened(Modality.SHOULD).verdict is Verdict.IMPROVEMENT
    assert missed.softened(Modality.SHALL).verdict is NOT_MET
    kept, unknown = judge(PROMISE, rule_figures(met_by_answer=100)), judge(PROMISE, rule_figures())
    assert kept.softened(Modality.SHOULD).verdict is MET
    assert unknown.softened(Modality.SHOULD).verdict is OPEN
