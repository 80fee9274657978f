"""Clause 4 e: how the relation stands, in both directions; what nobody recorded is left out and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core.health import health, usual_weights, weighted

# term → (value, n) as it is found
Found = dict[str, tuple[float | None, int]]


def client(found: Found) -> tuple[float | None, float]:
    one = health(Side.CLIENT, found, usual_weights())
    return one.value, one.weight_shown


def test_the_weights_of_the_client_are_those_of_the_page() -> None:
    assert {one.term: one.weight for one in usual_weights() if one.side is Side.CLIENT} == {
        "duties": 3,
        "ratings": 2,
        "pulse": 2,
        "ideas": 1,
        "actions": 1,
        "escalations": 1,
        "reviews": 1,
    }
    for one in usual_weights():
        assert one.reason["en"]
        assert one.reason["zh"]


def test_it_is_the_weighted_mean_of_the_terms_that_have_data() -> None:
    value, shown = client({"duties": (0.9, 40), "pulse": (0.5, 12)})
    assert value == pytest.approx((3 * 0.9 + 2 * 0.5) / 5)
    assert shown == pytest.approx(5 / 11)


def test_without_any_data_there_is_no_value_and_no_bounds() -> None:
    one = health(Side.CENTRE, {}, usual_weights())
    assert (one.value, one.lower, one.upper, one.weight_shown) == (None, None, None, 0)


def test_a_term_that_rests_on_nothing_is_left_out_whatever_it_says() -> None:
    assert client({"duties": (1.0, 0), "pulse": (0.5, 12)}) == client({"pulse": (0.5, 12)})
    assert client({"ideas": (None, 3), "pulse": (0.5, 12)}) == client({"pulse": (0.5, 12)})


def test_the_bounds_take_what_is_missing_as_nothing_and_as_all() -> None:
    one = health(Side.CLIENT, {"duties": (0.9, 40), "pulse": (0.5, 12)}, usual_weights())
    assert one.lower == pytest.approx((3 * 0.9 + 2 * 0.5) / 11)
    assert one.upper == pytest.approx((3 * 0.9 + 2 * 0.5 + 6) / 11)


def test_the_weights_are_the_organisations_own() -> None:
    heavier = weighted({"client.pulse": 6})
    one = health(Side.CLIENT, {"duties": (1.0, 1), "pulse": (0.0, 5)}, heavier)
    assert one.value == pytest.approx(3 / 9)
    for change, code in (({"client.mood": 1.0}, "health.term_unknown"), ({"client.pulse": 0.0}, "health.weight")):
        with pytest.raises(Problem) as problem:
            weighted(change)
        assert problem.value.code == code


def test_a_value_that_is_no_share_is_refused() -> None:
    with pytest.raises(ValueError, match="share"):
        health(Side.CLIENT, {"duties": (1.2, 3)}, usual_weights())


TERMS = [one.term for one in usual_weights() if one.side is Side.CLIENT]


@given(st.dictionaries(st.sampled_from(TERMS), st.tuples(st.floats(0, 1), st.integers(1, 99)), min_size=1))
def test_the_value_lies_within_its_bounds_and_between_its_terms(found: Found) -> None:
    one = health(Side.CLIENT, found, usual_weights())
    known = [value for value, _ in found.values() if value is not None]
    assert one.value is not None
    assert one.lower is not None
    assert one.upper is not None
    assert min(known) - 1e-9 <= one.value <= max(known) + 1e-9
    assert -1e-9 <= one.lower <= one.value + 1e-9
    assert one.value - 1e-9 <= one.upper <= 1 + 1e-9
    if set(found) == set(TERMS):
        assert one.lower == pytest.approx(one.value) == pytest.approx(one.upper)
