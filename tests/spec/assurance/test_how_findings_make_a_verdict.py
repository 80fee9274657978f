"""A requirement's verdict from its findings: what decides, and what can never happen."""

from __future__ import annotations

import itertools

import pytest

from pledgeline.assurance.core.finding import Finding, combined
from pledgeline.kernel.verdict import Judgement, Modality, Reason, Verdict

MET, NOT_MET, OPEN, IMPROVE, NA = (
    Verdict.MET,
    Verdict.NOT_MET,
    Verdict.NOT_DEMONSTRATED,
    Verdict.IMPROVEMENT,
    Verdict.NOT_APPLICABLE,
)
EMPTY = Reason("no_data")


def verdict(found: list[Verdict], modality: Modality) -> Verdict:
    findings = [Finding("c", {"centre": str(i)}, Judgement(one, Reason("r"))) for i, one in enumerate(found)]
    return combined(findings, modality, empty=EMPTY).verdict


@pytest.mark.parametrize(
    ("found", "shall", "should"),
    [
        ([MET, MET], MET, MET),
        ([MET, NOT_MET], NOT_MET, IMPROVE),
        ([MET, OPEN], OPEN, OPEN),
        ([NOT_MET, OPEN], NOT_MET, IMPROVE),  # a known miss is not hidden behind what is not known
        ([MET, IMPROVE], IMPROVE, IMPROVE),  # a promise that says should, under a requirement that says shall
        ([MET, NA], MET, MET),
        ([NA, NA], OPEN, OPEN),  # nothing that applies demonstrates nothing
        ([], OPEN, OPEN),
        ([NOT_MET], NOT_MET, IMPROVE),
    ],
)
def test_the_decisive_finding(found: list[Verdict], shall: Verdict, should: Verdict) -> None:
    assert verdict(found, Modality.SHALL) is shall
    assert verdict(found, Modality.SHOULD) is should


def test_a_should_is_never_a_nonconformity_whatever_is_found() -> None:
    for size in (1, 2, 3):
        for found in itertools.product(Verdict, repeat=size):
            assert verdict(list(found), Modality.SHOULD) is not NOT_MET


def test_nothing_is_met_unless_something_was_and_nothing_else_was_missed_or_open() -> None:
    for found in itertools.product(Verdict, repeat=3):
        expected = MET in found and set(found) <= {MET, NA}
        assert (verdict(list(found), Modality.SHALL) is MET) is expected
