"""Sharing out: the cheapest way within floors, ceilings, hours and skills; and then as evenly as may be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pledgeline.capacity.core.allocation import Taker, share_out
from pledgeline.kernel.problem import Problem

DAYS, HOURS = 2, 24
CONTACTS = np.full((DAYS, HOURS), 10.0)


def taker(centre: str, cost: float, *, hours: tuple[int, int] = (0, 24), **more: Any) -> Taker:
    mask = np.zeros((DAYS, HOURS), dtype=bool)
    mask[:, hours[0] : hours[1]] = True
    return Taker(centre, cost, mask, more.pop("skills", frozenset({"cards"})), **more)


def parts(*takers: Taker, contacts: Any = CONTACTS) -> dict[str, float]:
    found = share_out({"cards": contacts}, takers)
    return {centre: round(n / contacts.sum(), 6) for centre, n in found.contacts.items()}


def test_the_cheaper_centre_takes_all_it_may() -> None:
    assert parts(taker("north", 2.0), taker("south", 1.0, most=0.6)) == {"north": 0.4, "south": 0.6}


def test_a_floor_is_kept_whatever_it_costs() -> None:
    assert parts(taker("north", 100.0, least=0.3), taker("south", 1.0)) == {"north": 0.3, "south": 0.7}


def test_where_all_are_open_every_interval_is_parted_alike() -> None:
    found = share_out({"cards": CONTACTS}, [taker("north", 2.0), taker("south", 1.0, most=0.6)])
    assert np.allclose(found.shares["cards"][1], 0.6)
    assert np.allclose(found.shares["cards"].sum(axis=0), 1.0)


def test_a_centre_takes_nothing_while_it_is_closed() -> None:
    found = share_out({"cards": CONTACTS}, [taker("north", 2.0), taker("south", 1.0, hours=(8, 20))])
    south = found.shares["cards"][1]
    assert not south[:, :8].any()
    assert not south[:, 20:].any()
    assert np.allclose(south[:, 8:20], 1.0)


def test_a_strand_goes_to_those_with_the_skill() -> None:
    english = taker("south", 9.0, skills=frozenset({"cards", "english"}))
    found = share_out({"cards": CONTACTS, "english": CONTACTS}, [taker("north", 1.0), english])
    assert np.allclose(found.shares["english"][1], 1.0)
    assert np.allclose(found.shares["cards"][0], 1.0)
    assert found.cost == pytest.approx(480 * 1.0 + 480 * 9.0)


def test_contacts_while_nobody_is_open_are_said_to_be_left() -> None:
    found = share_out({"cards": CONTACTS}, [taker("north", 1.0, hours=(8, 20))])
    assert found.left == pytest.approx(2 * 12 * 10.0)
    assert not found.shares["cards"][:, :, 0].any()


@pytest.mark.parametrize(
    ("takers", "code"),
    [
        ([], "allocation.no_taker"),
        ([taker("north", 1.0), taker("north", 2.0)], "allocation.centre_twice"),
        ([taker("north", 1.0, least=0.6), taker("south", 1.0, least=0.6)], "allocation.least_too_high"),
        ([taker("north", 1.0, most=0.4), taker("south", 1.0, most=0.4)], "allocation.most_too_low"),
        ([taker("north", 1.0), taker("south", 1.0, least=0.7, hours=(8, 20))], "allocation.hours_forbid"),
        ([taker("north", 1.0, hours=(0, 12)), taker("south", 1.0, most=0.4)], "allocation.hours_forbid"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(takers: list[Taker], code: str) -> None:
    with pytest.raises(Problem) as problem:
        share_out({"cards": CONTACTS}, takers)
    assert problem.value.code == code


def test_a_share_outside_0_to_1_and_a_cost_below_0_are_refused() -> None:
    for more, code in (({"least": 0.5, "most": 0.4}, "allocation.share_range"), ({"cost": -1.0}, "allocation.cost")):
        with pytest.raises(Problem) as problem:
            taker("north", more.pop("cost", 1.0), **more)
        assert problem.value.code == code
