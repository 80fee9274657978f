"""Clause 4 e: the centre's staff are heard, and nobody can be found in the answers."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from pledgeline.partnership.core.pulse import RoundState, Tally, hidden_groups, pulse, round_state, together

# How often 1, 2, 3, 4, 5 were answered, for n people who all fully agree.
QUESTIONS = ("told", "means", "heard")


def agreeing(n: int) -> Tally:
    return Tally(dict.fromkeys(QUESTIONS, (0, 0, 0, 0, n)))


def shown(*sizes: int) -> tuple[int | None, list[int]]:
    result = pulse({f"team-{i}": agreeing(n) for i, n in enumerate(sizes)})
    return result.whole and result.whole.n, [one.n for one in result.teams.values()]


def test_fewer_than_five_answers_show_nothing() -> None:
    assert shown(4) == (None, [])
    assert shown(2, 2) == (None, [])


def test_a_small_team_is_hidden_with_the_next_so_that_subtraction_finds_nobody() -> None:
    assert shown(4, 7, 9) == (20, [9])
    assert shown(4, 3, 9) == (16, [9])  # together seven: nobody more need be hidden
    assert shown(1, 5) == (6, [])
    assert shown(5, 5) == (10, [5, 5])


def test_no_sum_of_hidden_answers_is_ever_small() -> None:
    for sizes in itertools.product(range(9), repeat=4):
        whole, teams = shown(*sizes)
        if whole is None:
            assert sum(sizes) < 5
            continue
        assert all(n >= 5 for n in teams)
        assert whole - sum(teams) == 0 or whole - sum(teams) >= 5


def test_two_cuts_that_differ_by_fewer_than_five_people_are_never_both_shown() -> None:
    """Whatever of the shown teams is taken from the whole, nothing small is left."""
    for sizes in itertools.product((0, 1, 4, 5, 6, 11), repeat=4):
        whole, teams = shown(*sizes)
        for taken in range(len(teams) + 1):
            for cut in itertools.combinations(teams, taken):
                left = (whole or 0) - sum(cut)
                assert left == 0 or left >= 5


def test_the_organisation_may_ask_for_larger_groups_but_never_for_smaller_ones() -> None:
    assert pulse({"": agreeing(9)}, smallest=10).whole is None
    with pytest.raises(ValueError, match="5"):
        pulse({"": agreeing(9)}, smallest=4)
    assert hidden_groups({"a": 9, "b": 30, "c": 40}, smallest=10) == {"a", "b"}


def test_results_exist_only_once_a_round_is_closed() -> None:
    days = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 9, 14)}
    assert round_state(date(2026, 8, 31), **days) is RoundState.COMING
    assert round_state(date(2026, 9, 1), **days) is RoundState.OPEN
    assert round_state(date(2026, 9, 14), **days) is RoundState.OPEN
    assert round_state(date(2026, 9, 15), **days) is RoundState.CLOSED


def test_in_favour_are_those_who_answer_four_or_five() -> None:
    one = Tally({"told": (1, 1, 2, 3, 3), "means": (0, 0, 0, 0, 10), "heard": (10, 0, 0, 0, 0)})
    said = pulse({"": one}).whole
    assert said is not None
    assert said.questions["told"].favourable == 0.6
    assert said.questions["told"].mean == (1 + 2 + 6 + 12 + 15) / 10
    assert (said.questions["means"].favourable, said.questions["heard"].favourable) == (1, 0)
    assert said.favourable == pytest.approx((0.6 + 1 + 0) / 3)


def test_every_share_has_an_interval_even_where_all_say_the_same() -> None:
    said = pulse({"": agreeing(5)}).whole
    assert said is not None
    # Wilson's interval for five of five, by hand: n / (n + z²) = 5 / 8.8415.
    assert said.questions["told"].lower == pytest.approx(0.5655, abs=1e-4)
    assert said.questions["told"].upper == 1


def test_whoever_answers_answers_every_question() -> None:
    with pytest.raises(ValueError, match="every question"):
        Tally({"told": (1, 0, 0, 0, 0), "means": (0, 0, 0, 0, 0)})


def test_the_whole_is_the_sum_of_the_teams() -> None:
    tallies = [Tally({"told": (1, 0, 0, 2, 3)}), Tally({"told": (0, 4, 0, 0, 1)})]
    assert together(tallies).counts == {"told": (1, 4, 0, 2, 4)}
