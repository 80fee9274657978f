"""The cheapest way against every way there is, on small cases in whole contacts."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgeline.capacity.core.allocation import Taker, share_out
from pledgeline.kernel.problem import Problem

INTERVALS = 3


def cheapest_of_all(
    volume: list[int], able: list[list[bool]], cost: list[float], least: list[float], most: list[float]
) -> float | None:
    """Tries every way of sending whole contacts; None where no way keeps floors and ceilings."""
    centres = range(len(cost))
    whole = sum(n for n, row in zip(volume, zip(*able, strict=True), strict=True) if any(row))
    choices = []
    for place, n in enumerate(volume):
        ways = [
            way
            for way in product(range(n + 1), repeat=len(cost))
            if sum(way) == n and all(able[c][place] or not way[c] for c in centres)
        ]
        choices.append(ways or [tuple(0 for _ in centres)])
    best = None
    for ways in product(*choices):
        taken = [sum(way[c] for way in ways) for c in centres]
        if all(least[c] * whole - 1e-9 <= taken[c] <= most[c] * whole + 1e-9 for c in centres):
            price = sum(taken[c] * cost[c] for c in centres)
            best = price if best is None else min(best, price)
    return best


@settings(max_examples=60)
@given(
    volume=st.lists(st.integers(0, 4), min_size=INTERVALS, max_size=INTERVALS),
    able=st.lists(st.lists(st.booleans(), min_size=INTERVALS, max_size=INTERVALS), min_size=2, max_size=3),
    cost=st.lists(st.integers(0, 5), min_size=3, max_size=3),
    bounds=st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5]), st.sampled_from([0.5, 0.75, 1.0])), min_size=3),
)
def test_no_way_is_cheaper(
    volume: list[int], able: list[list[bool]], cost: list[int], bounds: list[tuple[float, float]]
) -> None:
    least, most = [low for low, _ in bounds], [high for _, high in bounds]
    takers = [
        Taker(f"c{n}", float(cost[n]), np.array([row]), frozenset({"s"}), least[n], most[n])
        for n, row in enumerate(able)
    ]
    slow = cheapest_of_all(volume, able, [float(one) for one in cost[: len(able)]], least, most)
    try:
        found = share_out({"s": np.array([volume], dtype=float)}, takers)
    except Problem:
        # Halves of a contact may do what whole ones cannot, never the other way round.
        assert slow is None or not sum(volume)
        return
    if slow is not None:
        assert found.cost <= slow + 1e-6
    asked = np.array(able).any(axis=0) & (np.array(volume) > 0)
    assert np.allclose(found.shares["s"].sum(axis=0)[0][asked], 1.0)
    whole = sum(found.contacts.values())
    for n, one in enumerate(takers):
        assert least[n] * whole - 1e-6 <= found.contacts[one.centre] <= most[n] * whole + 1e-6
