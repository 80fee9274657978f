"""Given contacts against a slow twin, instant by instant; and the record of any day against what is counted of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledgeline.capacity.core.simulation import (
    Callback,
    Centre,
    ContactClass,
    Fixed,
    Given,
    Scenario,
    Skill,
    Team,
    record,
    simulate,
)
from tests.oracle.capacity.slow_given import Floor
from tests.oracle.capacity.test_simulation import scenarios

INTERVALS, MINUTES = 8, 30.0
GREETING_S = 8.0


def came(n: int, chance: np.random.Generator, *, offers: bool) -> Given:
    """No two instants are equal, so nothing depends on who comes first in a tie."""
    return Given(
        at_s=chance.uniform(0.0, INTERVALS * MINUTES * 60 - GREETING_S - 1, n),
        handling_s=chance.lognormal(5.2, 0.8, n),
        patience_s=chance.lognormal(4.6, 1.0, n),
        offer_s=np.where(chance.random(n) < 0.7, chance.uniform(3.0, 90.0, n), np.inf) if offers else None,
        accepts=chance.random(n) < 0.5 if offers else None,
        reached=chance.random((n, 3)) < 0.5 if offers else None,
        greeting_s=np.full(n, GREETING_S),
        ring_s=chance.gamma(2.0, 4.0, n),
    )


def a_day(seed: int, agents: int) -> Scenario:
    chance = np.random.default_rng(seed)
    rule = Callback(after_s=45.0, attempts=3, unreached_s=31.7, retry_after_s=611.3, dial_s=17.9)
    classes = []
    for code, n, priority, offers in (("loss", 90, 0, False), ("card", 260, 1, True), ("bills", 130, 1, True)):
        own = came(n, chance, offers=offers)
        arrivals = own.arrivals(INTERVALS, MINUTES)
        law, callback = Fixed(200.0), rule if offers else None
        classes.append(ContactClass(code, arrivals, law, priority=priority, callback=callback, given=own))
    # More and more: which of several busy agents goes home first is nobody's rule.
    staff = np.sort(agents + chance.integers(-2, 3, INTERVALS))
    team = Team("people", staff, tuple(Skill(one.code) for one in classes))
    return Scenario(MINUTES, tuple(classes), (Centre("here", (team,)),))


@pytest.mark.parametrize(("seed", "agents"), [(1, 6), (2, 7), (3, 8), (4, 9), (5, 12)])
def test_a_slow_twin_finds_every_instant_of_every_contact(seed: int, agents: int) -> None:
    scenario = a_day(seed, agents)
    fast, slow = record(scenario), Floor(scenario).run()
    codes = [one.code for one in scenario.classes]
    found = {
        (codes[kind], number): row
        for row, (kind, number) in enumerate(zip(fast.contact_class, fast.given, strict=True))
    }
    assert len(found) == len(slow.contacts)
    rows = [found[one.kind.code, one.number] for one in slow.contacts]
    for name in ("offered", "rang", "answered", "free", "left"):
        ours, theirs = getattr(fast, f"{name}_s")[rows], [getattr(one, name) for one in slow.contacts]
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-6, err_msg=name)
    made = fast.attempts
    assert [(codes[fast.contact_class[row]], fast.given[row]) for row in made.contact] == [
        (code, number) for code, number, *_ in slow.dialled
    ]
    assert made.reached.tolist() == [one[3] for one in slow.dialled]
    np.testing.assert_allclose(made.dialled_s, [one[2] for one in slow.dialled], atol=1e-6)
    np.testing.assert_allclose(made.free_s, [one[4] for one in slow.dialled], atol=1e-6)
    assert np.isfinite(fast.left_s).sum() > 5


def test_threads_and_the_number_of_days_change_nothing_about_given_contacts() -> None:
    scenario = a_day(1, 7)
    one, three = simulate(scenario, replications=3, threads=1), simulate(scenario, replications=3, threads=3)
    written = record(scenario).outcome
    assert (one.counts == three.counts).all()
    assert (one.counts == 3 * written.counts).all()
    assert (one.each == written.each).all()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(), st.integers(0, 2**64 - 1))
def test_what_is_written_down_is_what_is_counted(scenario: Scenario, seed: int) -> None:
    counted, found = simulate(scenario, replications=1, seed=seed, threads=1), record(scenario, seed=seed)
    for name in ("counts", "waits", "busy_s", "duty_s", "each"):
        assert (getattr(counted, name) == getattr(found.outcome, name)).all(), name
    for number, kind in enumerate(scenario.classes):
        mine = found.contact_class == number
        count = {name: counted.count(name, contact_class=kind.code) for name in ("arrived", "answered", "abandoned")}
        assert mine.sum() == count["arrived"]
        assert np.isfinite(found.answered_s[mine]).sum() == count["answered"]
        assert np.isfinite(found.left_s[mine]).sum() == count["abandoned"]
        assert np.isfinite(found.offered_s[mine]).sum() == counted.count("offered", contact_class=kind.code)
    taken = np.isfinite(found.rang_s)
    busy_s = (found.free_s - found.rang_s)[taken].sum() + (found.attempts.free_s - found.attempts.dialled_s).sum()
    if all(one.concurrency == 1 for one in scenario.classes):
        assert busy_s == pytest.approx(found.outcome.busy_s.sum(), abs=1e-3 * max(found.n, 1))
