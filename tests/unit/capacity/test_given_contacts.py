"""Contacts that are given, and what became of each: small days worked out by hand, and a day replayed."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from pledgeline.capacity.core.simulation import (
    Break,
    Callback,
    Centre,
    ContactClass,
    Exponential,
    Fixed,
    Given,
    Record,
    Redial,
    Scenario,
    Skill,
    Team,
    record,
    simulate,
)
from pledgeline.kernel.problem import Problem
from tests.oracle.capacity.days import every_rule

INTERVALS, MINUTES = 4, 15.0
COUNTS = ("counts", "waits", "busy_s", "duty_s", "each")


def calls(at_s: list[float], handling_s: list[float] | float = 100.0, **known: object) -> ContactClass:
    rules = {name: known.pop(name) for name in ("callback", "priority", "redial", "patience", "code") if name in known}
    columns = {name: np.array(value) for name, value in known.items()}
    given = Given(np.array(at_s, float), np.broadcast_to(np.array(handling_s, float), len(at_s)), **columns)
    code = str(rules.pop("code", "calls"))
    return ContactClass(code, given.arrivals(INTERVALS, MINUTES), Fixed(100.0), given=given, **rules)  # type: ignore[arg-type]


def day(*classes: ContactClass, agents: list[int] | int = 1, breaks: tuple[Break, ...] = (), **team: object) -> Record:
    staff = np.full(INTERVALS, agents) if isinstance(agents, int) else np.array(agents)
    skills = tuple(Skill(one.code) for one in classes)
    return record(Scenario(MINUTES, classes, (Centre("here", (Team("all", staff, skills, breaks),)),)))


def test_contacts_come_when_they_came_and_the_record_says_what_became_of_each() -> None:
    found = day(calls([20.0, 0.0, 10.0], [100.0, 60.0, 80.0]))
    assert found.given.tolist() == [1, 2, 0]
    assert found.arrived_s.tolist() == [0, 10, 20]
    assert found.answered_s.tolist() == found.rang_s.tolist() == [0, 60, 140]
    assert found.free_s.tolist() == [60, 140, 240]
    assert found.agent.tolist() == [0, 0, 0]
    assert (found.stints.joined_s.tolist(), np.isnan(found.stints.left_s).all()) == ([0], True)
    assert found.outcome.rule().met_by_answer == 2
    assert found.outcome.rule().not_met == 1


def test_who_loses_patience_is_gone_when_the_agent_comes() -> None:
    found = day(calls([0.0, 10.0, 20.0], patience_s=[inf, 40.0, inf]))
    assert (found.left_s[1], found.answered_s[2]) == (50, 100)
    assert np.isnan(found.answered_s[1])
    assert found.agent.tolist() == [0, -1, 0]


def test_nobody_is_looked_for_while_the_greeting_plays_and_it_counts_as_waiting() -> None:
    found = day(calls([0.0, 5.0], greeting_s=[8.0, 8.0], patience_s=[inf, 6.0]))
    assert found.arrived_s.tolist() == [0, 5]
    assert found.answered_s[0] == 8
    assert found.left_s[1] == 11, "an agent of an idle team would not have known of it"
    assert found.outcome.mean_wait_s() == 8


def test_who_hangs_up_while_it_rings_frees_the_agent_at_once() -> None:
    found = day(calls([0.0, 1.0], ring_s=[10.0, 3.0], patience_s=[4.0, inf]))
    assert (found.rang_s[0], found.left_s[0], found.free_s[0], found.agent[0]) == (0, 4, 4, 0)
    assert (found.rang_s[1], found.answered_s[1], found.free_s[1]) == (4, 7, 107)
    assert found.outcome.count("abandoned") == 1
    assert found.outcome.busy_s.sum() == pytest.approx(4 + 103)


def test_ringing_and_greeting_can_make_an_answer_late() -> None:
    late = day(calls([0.0], greeting_s=[50.0], ring_s=[11.0])).outcome.rule()
    assert (late.met_by_answer, late.not_met) == (0, 1)
    assert day(calls([0.0], greeting_s=[50.0], ring_s=[10.0])).outcome.rule().met_by_answer == 1


def test_offers_and_answers_to_them_are_each_contacts_own() -> None:
    rule = Callback(after_s=30.0, accepted=1.0, attempts=2, unreached_s=20.0, retry_after_s=50.0, dial_s=15.0)
    known = {
        "offer_s": [nan, 45.0, inf, 45.0],
        "accepts": [False, True, True, False],
        "reached": [[True, True], [False, True], [True, True], [True, True]],
    }
    found = day(calls([0.0, 1.0, 2.0, 3.0], callback=rule, **known))
    assert np.array_equal(found.offered_s, [nan, 46.0, nan, 48.0], equal_nan=True)
    assert found.accepted.tolist() == [False, True, False, False]
    assert found.answered_s[[0, 2, 3]].tolist() == [0, 120, 335]
    attempts = found.attempts
    assert (attempts.contact.tolist(), attempts.reached.tolist()) == ([1, 1], [False, True])
    assert attempts.dialled_s.tolist() == [100, 220], "due at 170, and first in the queue when the agent is free"
    assert attempts.free_s.tolist() == [120, 335]
    assert found.outcome.rule().met_by_offer == 2


def test_no_prompt_is_played_while_it_rings() -> None:
    rule = Callback(after_s=30.0, accepted=0.0)
    found = day(calls([0.0, 0.0], [40.0, 40.0], callback=rule, offer_s=[nan, 45.0], ring_s=[0.0, 30.0]))
    assert np.isnan(found.offered_s).all()
    assert found.outcome.rule().not_met == 1


def test_agents_come_go_and_rest_by_the_timetable() -> None:
    found = day(calls([890.0]), agents=[1, 0, 2, 2], breaks=(Break(2_000.0, 300.0),))
    stints = found.stints
    assert stints.joined_s.tolist() == [0, 1_800, 1_800, 2_300]
    assert stints.left_s[:1].tolist() == [990], "who must go finishes the contact in hand"
    assert np.nanmin(stints.left_s[1:]) == 2_000
    assert stints.agent[3] in stints.agent[1:3]
    assert found.team.tolist() == [0, 0]


def test_a_redial_is_a_contact_of_its_own() -> None:
    found = day(calls([0.0], patience_s=[5.0], redial=Redial(1.0, 10.0, 1), patience=Fixed(7.0)), agents=0)
    assert found.given.tolist() == [0, -1]
    assert found.arrived_s[1] > 5
    assert (found.left_s - found.arrived_s).tolist() == pytest.approx([5.0, 7.0])


def test_urgent_contacts_go_first_and_two_chats_side_by_side() -> None:
    found = day(calls([0.0, 10.0]), calls([20.0], code="loss", priority=0))
    assert found.answered_s.tolist() == [0, 200, 100]
    assert found.contact_class.tolist() == [0, 0, 1]
    chats = replace(calls([0.0, 10.0, 20.0]), concurrency=2)
    assert day(chats).answered_s.tolist() == [0, 10, 100]


def test_what_is_written_down_is_what_is_counted() -> None:
    scenario = every_rule()
    several = simulate(scenario, replications=4, seed=3)
    for number in range(4):
        one = record(scenario, replication=number, seed=3)
        assert (one.outcome.each[0] == several.each[number]).all()
    first, counted = record(scenario, seed=3), simulate(scenario, replications=1, seed=3)
    for name in COUNTS:
        assert (getattr(first.outcome, name) == getattr(counted, name)).all(), name
    assert first.n == counted.count("arrived")
    assert np.isfinite(first.answered_s).sum() == counted.count("answered")
    assert np.isfinite(first.left_s).sum() == counted.count("abandoned")
    assert np.isfinite(first.offered_s).sum() == counted.count("offered")
    assert first.attempts.reached.sum() == counted.count("called_back")
    undone = ~np.isfinite(first.answered_s) & ~np.isfinite(first.left_s) & ~first.accepted
    assert undone.sum() + first.accepted.sum() == sum(
        counted.count(name) for name in ("called_back", "callback_failed", "unfinished")
    )


def test_no_agent_has_two_calls_at_once_and_none_off_duty() -> None:
    found = record(every_rule(), seed=8)
    phone = np.flatnonzero(found.team == 0)
    taken = np.isfinite(found.rang_s)
    agents = np.concatenate([found.agent[taken], found.attempts.agent])
    begins = np.concatenate([found.rang_s[taken], found.attempts.dialled_s])
    ends = np.concatenate([found.free_s[taken], found.attempts.free_s])
    for agent in phone:
        mine = np.flatnonzero(agents == agent)
        mine = mine[np.argsort(begins[mine])]
        assert (begins[mine][1:] >= ends[mine][:-1] - 1e-9).all()
        stints = np.flatnonzero(found.stints.agent == agent)
        left = np.nan_to_num(found.stints.left_s[stints], nan=inf)
        for begin, end in zip(begins[mine], ends[mine], strict=True):
            assert ((found.stints.joined_s[stints] <= begin) & (end <= left + 1e-9)).any()


def replayed(one: Record, scenario: Scenario, **columns: np.ndarray) -> Record:
    """The contacts of a record, given to a scenario; of `columns` each class gets its part."""
    classes = []
    for number, kind in enumerate(scenario.classes):
        mine = one.contact_class == number
        known = {} if kind.deferred else {name: values[mine] for name, values in columns.items()}
        given = Given(one.arrived_s[mine], **known)
        arrivals = given.arrivals(scenario.intervals, scenario.interval_min)
        classes.append(replace(kind, arrivals=arrivals, given=given))
    return record(replace(scenario, classes=tuple(classes)), seed=9)


def test_a_day_replayed_is_the_same_day_and_under_another_plan_another_one() -> None:
    scenario = every_rule()
    plain = tuple(replace(one, redial=None, backlog=0, day_sd=0.0) for one in scenario.classes)
    scenario = replace(scenario, classes=plain)
    was = record(scenario, seed=9)
    # What nobody knows is drawn by the contact's own key: the same as before.
    again = replayed(was, scenario)
    for name in COUNTS:
        assert (getattr(again.outcome, name) == getattr(was.outcome, name)).all(), name
    for name in ("arrived_s", "offered_s", "rang_s", "free_s", "left_s"):
        assert np.array_equal(getattr(again, name), getattr(was, name), equal_nan=True), name
    # So it is where a feed tells how long people waited before they left, or in which centre.
    assert replayed(was, scenario, patience_s=was.left_s - was.arrived_s).outcome.rule() == was.outcome.rule()
    loss = Given(was.arrived_s[was.contact_class == 0], centre=was.place[was.contact_class == 0][::-1])
    kinds = (replace(plain[0], arrivals=loss.arrivals(6, 30.0), given=loss), *plain[1:])
    moved = record(replace(scenario, classes=kinds), seed=9)
    mine = moved.contact_class == 0
    assert loss.centre is not None
    assert (moved.place[mine] == loss.centre[moved.given[mine]]).all()
    more = [
        replace(one, teams=tuple(replace(team, agents=team.agents + 2) for team in one.teams))
        for one in scenario.centres
    ]
    better = replayed(was, replace(scenario, centres=tuple(more)))
    assert (better.n, better.outcome.kept().value) == (was.n, pytest.approx(1.0, abs=0.1))
    assert better.outcome.kept().value > was.outcome.kept().value


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"patience_s": [1.0]}, "simulation.given_lengths"),
        ({"patience_s": [1.0, -1.0]}, "simulation.given_unfit"),
        ({"ring_s": [1.0, nan]}, "simulation.given_unfit"),
        ({"handling_s": [1.0, inf]}, "simulation.given_unfit"),
        ({"offer_s": [1.0, 2.0]}, "simulation.given_no_callback"),
        ({"reached": [[True], [True]], "callback": Callback(after_s=1.0, attempts=2)}, "simulation.given_lengths"),
        ({"greeting_s": [0.0, 3_600.0]}, "simulation.given_outside"),
        ({"centre": [0, 1]}, "simulation.given_unfit"),
    ],
)
def test_what_does_not_fit_is_refused(known: dict[str, object], code: str) -> None:
    with pytest.raises(Problem) as raised:
        day(calls([0.0, 1.0], **known))
    assert raised.value.code == code


def test_arrivals_of_given_contacts_are_theirs() -> None:
    given = Given(np.array([1.0]))
    with pytest.raises(Problem) as raised:
        day(ContactClass("calls", np.zeros(INTERVALS), Exponential(100.0), given=given))
    assert raised.value.code == "simulation.given_differ"
