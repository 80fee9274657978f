"""Clause 4 e: the centre's staff are heard, and nobody can be found in the answers."""

from __future__ import annotations

import itertools

from pledgeline.partnership.core.pulse import pulse

ANSWER = (4, 3, 5)


def shown(*sizes: int) -> tuple[int | None, list[int]]:
    result = pulse({f"team-{i}": [ANSWER] * n for i, n in enumerate(sizes)})
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


def test_the_means_are_those_of_the_answers() -> None:
    result = pulse({"a": [(1, 2, 3)] * 3 + [(5, 4, 3)] * 3})
    assert result.teams["a"].means == (3, 3, 3)
