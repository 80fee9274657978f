"""The rules of the simulation, one small day each: nothing is random where everybody is there when the day begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pledgeline.capacity.core.patience import Waits, kaplan_meier
from pledgeline.capacity.core.simulation import (
    SHARED,
    Break,
    Callback,
    Centre,
    ContactClass,
    Exponential,
    Fixed,
    LogNormal,
    Observed,
    Outcome,
    Redial,
    Scenario,
    Skill,
    Team,
    simulate,
)
from pledgeline.capacity.core.simulation.distributions import patience_quantiles
from pledgeline.kernel.problem import Problem

NONE = np.zeros(4)


def waiting(code: str, backlog: int, handling_s: float = 100.0, **rules: object) -> ContactClass:
    return ContactClass(code, NONE, Fixed(handling_s), backlog=backlog, **rules)  # type: ignore[arg-type]


def team(code: str, agents: list[int] | int, *skills: Skill, **rules: object) -> Team:
    given = np.full(4, agents) if isinstance(agents, int) else np.array(agents)
    return Team(code, given, skills, **rules)  # type: ignore[arg-type]


def day(classes: list[ContactClass], *centres: list[Team]) -> Outcome:
    named = tuple(Centre(f"centre-{number}", tuple(teams)) for number, teams in enumerate(centres))
    return simulate(Scenario(15.0, tuple(classes), named), replications=1)


def test_who_waits_is_served_in_turn_and_late_ones_miss_the_minute() -> None:
    found = day([waiting("a", 4)], [team("t", 2, Skill("a"))])
    assert found.count("answered") == 4
    assert found.count("met_by_answer") == 2
    assert found.mean_wait_s() == pytest.approx(50.0, rel=1e-3)
    assert found.busy_s.sum() == pytest.approx(400.0, rel=1e-3)
    assert found.waits[0, 0, 0, 0, 0] == found.waits[0, 0, 0, 0, 100] == 2


def test_priority_goes_first_whatever_the_order_of_classes() -> None:
    found = day(
        [waiting("a", 2, priority=2), waiting("b", 2, priority=1)], [team("t", [0, 1, 1, 1], Skill("a"), Skill("b"))]
    )
    assert found.mean_wait_s(contact_class="b") == pytest.approx(900 + 50, rel=1e-3)
    assert found.mean_wait_s(contact_class="a") == pytest.approx(900 + 250, rel=1e-3)


def test_who_loses_patience_in_time_left_before_the_limit_and_later_is_a_failure() -> None:
    for patience_s, name in ((40.0, "left_before_limit"), (80.0, "not_met")):
        found = day([waiting("a", 3, patience=Fixed(patience_s))], [team("t", 1, Skill("a"))])
        assert (found.count("answered"), found.count("abandoned"), found.count(name)) == (1, 2, 2)


def test_an_offer_within_the_limit_meets_the_promise_also_of_who_declines_and_leaves() -> None:
    rule = Callback(after_s=30.0, accepted=0.0)
    found = day([waiting("a", 3, patience=Fixed(40.0), callback=rule)], [team("t", 1, Skill("a"))])
    assert (found.count("offered"), found.count("met_by_offer"), found.count("abandoned")) == (2, 2, 2)
    late = day([waiting("a", 3, callback=Callback(after_s=61.0, accepted=0.0))], [team("t", 1, Skill("a"))])
    assert (late.count("met_by_answer"), late.count("met_by_offer"), late.count("not_met")) == (1, 0, 2)


def test_who_accepts_keeps_the_place_and_is_called_until_the_attempts_are_used_up() -> None:
    rule = Callback(after_s=10.0, accepted=1.0, reached=1.0)
    found = day([waiting("a", 3, patience=Fixed(40.0), callback=rule)], [team("t", 1, Skill("a"))])
    assert (found.count("answered"), found.count("called_back"), found.count("abandoned")) == (1, 2, 0)
    never = Callback(after_s=10.0, accepted=1.0, reached=0.0, attempts=3, unreached_s=20.0, retry_after_s=50.0)
    found = day([waiting("a", 2, callback=never)], [team("t", 1, Skill("a"))])
    assert (found.count("called_back"), found.count("callback_failed")) == (0, 1)
    assert found.busy_s.sum() == pytest.approx(100.0 + 3 * 20.0, rel=1e-3)


def test_a_callback_is_offered_where_the_expected_wait_is_long() -> None:
    """Behind k others an agent of 100 s means (k + 1) × 100 s."""
    rule = Callback(expected_wait_s=250.0, accepted=0.0)
    found = day([waiting("a", 6, callback=rule)], [team("t", 1, Skill("a"))])
    assert found.count("offered") == 3


def test_deferred_work_leaves_the_reserve_alone_and_stays_undone_at_the_end() -> None:
    mail = waiting("mail", 50, handling_s=600.0, deferred=True, limit_s=86_400.0)
    found = day([mail], [team("t", 3, Skill("mail"), reserve=2)])
    assert found.count("answered") == 6
    assert (found.count("unfinished"), found.count("not_verifiable")) == (44, 44)
    assert found.occupancy()[:4].max() == pytest.approx(1 / 3, rel=1e-3)


def test_chats_are_handled_side_by_side_and_a_call_takes_a_whole_agent() -> None:
    chats = waiting("chat", 4, concurrency=2, priority=1)
    found = day([chats], [team("t", 2, Skill("chat"))])
    assert found.mean_wait_s() == 0
    mixed = day([chats, waiting("call", 1, priority=2)], [team("t", 2, Skill("chat"), Skill("call"))])
    assert mixed.mean_wait_s(contact_class="call") == pytest.approx(100.0, rel=1e-3)
    assert mixed.occupancy()[0, 0] == pytest.approx(300.0 / 1_800.0, rel=1e-3)


def test_a_contact_goes_to_the_team_that_prefers_it_and_helpers_wait_for_their_time() -> None:
    found = day([waiting("a", 1)], [team("second", 1, Skill("a", 2)), team("first", 1, Skill("a", 1))])
    assert found.busy_s.sum(axis=0).tolist() == pytest.approx([0.0, 100.0], rel=1e-3)
    found = day(
        [waiting("a", 3)], [team("own", 1, Skill("a")), team("help", 1, Skill("a", after_s=30.0, handling=2.0))]
    )
    assert found.busy_s.sum(axis=0).tolist() == pytest.approx([200.0, 200.0], rel=1e-3)
    assert found.mean_wait_s() == pytest.approx((0 + 30 + 100) / 3, rel=1e-3)


def test_another_centre_takes_what_overflows_and_only_then() -> None:
    def overflow(after_s: float | None) -> Outcome:
        calls = waiting("a", 4, shares={"centre-0": 1.0}, overflow_after_s=after_s)
        return day([calls], [team("own", 1, Skill("a"))], [team("other", 1, Skill("a"))])

    alone, helped = overflow(None), overflow(50.0)
    assert (alone.count("answered_elsewhere"), helped.count("answered_elsewhere")) == (0, 2)
    assert helped.mean_wait_s() == pytest.approx((0 + 50 + 100 + 150) / 4, rel=1e-3)
    assert helped.count("answered", centre="centre-0") == 4, "it is counted where it waited"


def test_a_shared_queue_belongs_to_no_centre() -> None:
    found = day([waiting("a", 4, shared=True)], [team("t-0", 1, Skill("a"))], [team("t-1", 1, Skill("a"))])
    assert found.queues() == [("a", SHARED)]
    assert (found.count("answered", centre=SHARED), found.count("answered_elsewhere")) == (4, 0)
    assert found.busy_s.sum(axis=0).tolist() == pytest.approx([200.0, 200.0], rel=1e-3)


def test_agents_finish_what_they_have_in_hand_before_they_go() -> None:
    found = day([waiting("a", 4, handling_s=1_000.0)], [team("t", [2, 1, 1, 1], Skill("a"))])
    assert found.duty_s[0, 0] == pytest.approx(2 * 900.0)
    # Until 1,000 s both are still busy; then one goes home, and the other serves the last two.
    assert found.duty_s[1, 0] == pytest.approx(900.0 + 100.0)
    assert found.busy_s.sum() == pytest.approx(4_000.0, rel=1e-3)
    assert found.mean_wait_s() == pytest.approx((0 + 0 + 1_000 + 2_000) / 4, rel=1e-3)


def test_a_rest_begins_after_the_contact_in_hand_and_lasts_its_time() -> None:
    rest = Break(at_s=50.0, duration_s=300.0)
    found = day([waiting("a", 2)], [team("t", 1, Skill("a"), breaks=(rest,))])
    assert found.mean_wait_s() == pytest.approx((0 + 400) / 2, rel=1e-3)
    assert found.duty_s[0, 0] == pytest.approx(900.0 - 300.0)


def test_who_hangs_up_may_try_again_as_a_new_contact() -> None:
    rule = Redial(1.0, after_s=10.0, attempts=2)
    found = day([waiting("a", 1, patience=Fixed(5.0), redial=rule)], [team("t", 0, Skill("a"))])
    assert (found.count("arrived"), found.count("redialled"), found.count("abandoned")) == (3, 2, 3)


def test_a_tiny_block_grows_until_the_day_fits() -> None:
    from pledgeline.capacity.core.simulation import run
    from pledgeline.capacity.core.simulation.block import Block
    from pledgeline.capacity.core.simulation.drawing import draw

    scenario = Scenario(15.0, (waiting("a", 30),), (Centre("c", (team("t", 1, Skill("a")),)),))
    each = np.zeros((1, 8, 3), np.int32)
    chunks = run.SimpleQueue()
    chunks.put((0, 1))
    blocks = list(run._work(Block(draw(scenario), 3), 1, chunks, each))
    assert blocks[-1].slots > 3
    assert sum(block.totals[..., 1].sum() for block in blocks) == 30


@pytest.mark.parametrize(
    "law", [Exponential(200.0), LogNormal(200.0, 1.3), Fixed(200.0), Observed(np.array([100.0, 300.0]))]
)
def test_handling_times_have_the_mean_that_was_given(law: Exponential | LogNormal | Fixed | Observed) -> None:
    calls = ContactClass("a", np.full(4, 5_000.0), law)
    scenario = Scenario(15.0, (calls,), (Centre("c", (Team("t", np.full(4, 6_000), (Skill("a"),)),)),))
    found = simulate(scenario, replications=4)
    assert found.busy_s.sum() / found.count("answered") == pytest.approx(200.0, rel=0.015)


def test_patience_follows_its_curve_and_beyond_it_the_stated_tail() -> None:
    waits = np.arange(1.0, 101.0)
    curve = kaplan_meier(Waits(waits, np.full(100, 2.0), np.full(100, 3.0)))
    for seconds in (10.0, 50.0, 90.0):
        share = 1.0 - curve.assumed(seconds)
        assert patience_quantiles(curve, np.array([share - 1e-9]))[0] == seconds
    far = patience_quantiles(curve, np.array([0.999_999]))[0]
    assert curve.assumed(far) == pytest.approx(1e-6, rel=1e-3)


def test_more_memory_than_there_should_be_is_refused_before_it_is_taken() -> None:
    scenario = Scenario(15.0, (waiting("a", 1),), (Centre("c", (team("t", 1, Skill("a")),)),))
    with pytest.raises(Problem) as raised:
        simulate(scenario, replications=0)
    assert raised.value.code == "simulation.replications"
    many = [replace(waiting(f"c{number}", 1), arrivals=np.zeros(4_500)) for number in range(60)]
    staff = Team("t", np.ones(4_500), tuple(Skill(one.code) for one in many))
    with pytest.raises(Problem) as raised:
        simulate(Scenario(15.0, tuple(many), (Centre("c", (staff,)),)), replications=1)
    assert raised.value.code == "simulation.too_large"


def test_only_the_same_customers_are_compared() -> None:
    scenario = Scenario(15.0, (waiting("a", 1),), (Centre("c", (team("t", 1, Skill("a")),)),))
    one, other = (simulate(scenario, replications=2, seed=seed) for seed in (1, 2))
    with pytest.raises(Problem) as raised:
        one.against(other)
    assert raised.value.code == "simulation.not_paired"


def test_a_hundred_and_twenty_queues_are_served_in_their_order() -> None:
    """Only so many queues have a bit of their own in the loop; the others must be served in turn all the same."""
    shares = {"centre-0": 0.5, "centre-1": 0.5}
    many = [waiting(f"c{number}", 2, priority=60 - number, shares=shares) for number in range(60)]
    skills = [Skill(one.code) for one in many]
    found = day(many, [team("t", [0, 1, 1, 1], *skills)], [team("u", [0, 1, 1, 1], *skills)])
    assert found.count("answered") == 120
    for centre in ("centre-0", "centre-1"):
        n = found.count("answered", centre=centre)
        assert found.mean_wait_s(centre=centre) == pytest.approx(900.0 + 100.0 * (n - 1) / 2, rel=1e-3)
        there = [one.code for one in many if found.count("answered", contact_class=one.code, centre=centre)]
        waits = [found.mean_wait_s(contact_class=code, centre=centre) for code in there]
        assert waits == sorted(waits, reverse=True)
        assert waits[-1] <= 950.0


def test_what_lies_far_ahead_happens_as_what_is_near() -> None:
    """A handling time of three days among thousands of seconds: beyond one turn of the loop's wheel."""
    busy = ContactClass("busy", np.full(4, 3_000.0), Fixed(1.0), Exponential(60.0))
    found = day([busy, waiting("long", 5, handling_s=3 * 86_400.0)], [team("t", 100, Skill("busy"), Skill("long"))])
    assert found.count("answered", contact_class="long") == 5
    assert found.busy_s.sum() - found.count("answered", contact_class="busy") == pytest.approx(15 * 86_400.0, rel=1e-3)
