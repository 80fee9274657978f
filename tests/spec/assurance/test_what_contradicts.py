"""The X-ray: records that cannot both be right. Each rule finds what it is for, and is silent where all is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pledgeline.assurance.core.xray import (
    Campaign,
    Contradiction,
    Engaged,
    Facts,
    Planned,
    Ruling,
    Telling,
    contradictions,
    next_month,
)
from pledgeline.briefing.core.gate import Capacity
from pledgeline.experience.core.clocks import clock
from pledgeline.experience.core.contract import TREATMENTS, Contract, ContractStep, Side, Signature, Terms
from pledgeline.experience.core.promise import Direction, Promise, Rule, Scope, State
from pledgeline.experience.core.testable import Means
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Modality
from pledgeline.partnership.core.standing import Audit, Certificate

CLAUSES = ("4",)

TODAY = date(2026, 11, 20)
SINCE = date(2026, 1, 1)
WORDS = {"en": "As agreed.", "zh": "按约定。"}
RULE_METRIC = "human_or_callback_within"


def a_promise(code: str = "one-minute", *, limit_s: float = 60, target: float = 0.8, **changes: Any) -> Promise:
    plain = Promise(
        code=code,
        number=1,
        sentence=WORDS,
        rule=Rule(RULE_METRIC, "lower", Direction.AT_LEAST, target, {"limit_s": limit_s}),
        modality=Modality.SHOULD,
        scope=Scope(services=("cards",)),
        state=State.EFFECTIVE,
        period=Period(SINCE, None),
        expectations=("reach-a-person",),
    )
    return replace(plain, **changes)


def a_contract(*signed: Side, step: ContractStep = ContractStep.SIGNED, days_ago: int = 30, **changes: Any) -> Contract:
    at = datetime(2026, 11, 20, 9, tzinfo=UTC) - timedelta(days=days_ago)
    terms = Terms.model_validate(
        {
            **dict.fromkeys(
                ("title", "population", "start_event", "stop_event", "attribution", "empty", "rounding"), WORDS
            ),
            **dict.fromkeys(("data_source", "exclusions"), WORDS),
            "treatments": dict.fromkeys(TREATMENTS, WORDS),
            "metric": RULE_METRIC,
            "metric_version": "1",
            "params": {"limit_s": changes.pop("limit_s", 60)},
            "purpose": "one-minute",
            "services": changes.pop("services", ()),
            "unit": "contact",
            "comparison": "at_most",
            "calendar": "clock",
            "aggregation": "pooled",
            "minimum_n": 30,
            "grade": "event",
            "data_owner": "centre",
            "exclusions_decided_by": "both",
        }
    )
    plain = Contract(
        code="north-wait",
        centre="north",
        number=1,
        terms=terms,
        vectors=(),
        step=step,
        effective_from=SINCE,
        effective_to=None,
        digest="d",
        signatures=tuple(Signature(side, side.value, side.value.title(), at, "d") for side in signed),
    )
    return replace(plain, **changes)


BOTH = (Side.CLIENT, Side.CENTRE)
NORTH = Engaged("north", "cards", ("voice",), Period(SINCE, None))
TOLD = Telling("north", "offers", TODAY - timedelta(days=3), done=20, needed=20, share=1.0, overdue=False)
# A house in which everything fits together; each test breaks one thing.
SOUND = Facts(
    today=TODAY,
    engagements=(NORTH,),
    promises=(a_promise(),),
    params={"one-minute": {"limit_s": 60.0}},
    means=Means({RULE_METRIC: ("lower",)}, {("north", "cards", "voice")}, {("north", "cards", "voice")}),
    clocks={"cards": (clock("gbt-35780.2-5.4"),)},
    expectations={"reach-a-person"},
    tellings=(TOLD,),
    certificates={"north": (Certificate("C-1", "Body", (), SINCE, date(2027, 1, 1)),)},
    campaigns=(
        Campaign(
            "offers",
            Period(TODAY + timedelta(days=7), TODAY + timedelta(days=9)),
            ("north",),
            "offers",
            {"north": Capacity(True, 10, 12)},
        ),
    ),
    contracts=(a_contract(*BOTH),),
    rulings=(Ruling("cards", 1, (("one-minute", 1),)),),
    observed=Period(TODAY - timedelta(days=30), TODAY),
    contacts={("north", "cards"): 4_000},
    needed={RULE_METRIC: {"callback_offered_at"}},
    plans=(Planned("north", "cards", handed_over=True),),
)


def found(**changes: Any) -> list[Contradiction]:
    return contradictions(replace(SOUND, **changes))


def codes(**changes: Any) -> list[str]:
    return [one.code for one in found(**changes)]


def test_a_house_in_which_everything_fits_has_no_contradiction() -> None:
    assert found() == []


# --- promises -----------------------------------------------------------------------------------------------------


def test_a_promise_that_no_contact_arrives_for_cannot_be_tested() -> None:
    silent = replace(SOUND.means, feeding=frozenset())
    (one,) = found(means=silent)
    assert (one.code, dict(one.subject)) == ("promise_untestable", {"promise": "one-minute", "service": "cards"})
    assert one.numbers["why"]["code"] == "no_feed"
    assert one.fix.args == ("one-minute",)


def test_a_promise_for_a_service_that_nobody_serves_cannot_be_tested() -> None:
    of_loans = a_promise(scope=Scope(services=("loans",)))
    (one,) = found(promises=(of_loans,), rulings=())
    assert one.numbers["why"]["code"] == "no_channel"


def test_a_promise_for_all_services_is_looked_at_once() -> None:
    of_all = a_promise(scope=Scope())
    assert codes(promises=(of_all,)) == []
    assert codes(promises=(of_all,), means=replace(SOUND.means, feeding=frozenset())) == ["promise_untestable"]


def test_a_feed_that_does_not_log_callback_offers_is_blind_to_the_promise_that_needs_them() -> None:
    (one,) = found(lacking={"north": {"callback_offered_at", "hold_s"}})
    assert (one.code, one.subject["centre"]) == ("feed_lacks_fact", "north")
    assert one.numbers == {"facts": ["callback_offered_at"], "metric": "human_or_callback_within"}
    assert codes(lacking={"north": {"hold_s"}, "south": {"callback_offered_at"}}) == []


def test_a_limit_beyond_the_minute_of_5_4_is_looser_than_the_clock() -> None:
    slow = a_promise(limit_s=120)
    (one,) = found(
        promises=(slow,), params={"one-minute": {"limit_s": 120.0}}, contracts=(a_contract(*BOTH, limit_s=120),)
    )
    assert (one.code, one.numbers["clock_limit_s"]) == ("promise_looser_than_clock", 60)
    assert one.fix.args == ("cards",)


@pytest.mark.parametrize("limit_s", [20, 60])
def test_the_minute_itself_and_less_are_not_looser(limit_s: float) -> None:
    strict = a_promise(limit_s=limit_s)
    params = {"one-minute": {"limit_s": float(limit_s)}}
    assert codes(promises=(strict,), params=params, contracts=(a_contract(*BOTH, limit_s=limit_s),)) == []


def test_a_promise_that_serves_no_expectation_is_named_once_a_register_is_kept() -> None:
    bare = a_promise(expectations=())
    assert codes(promises=(bare,)) == ["promise_cites_nothing"]
    assert codes(promises=(bare,), expectations=None) == []


def test_a_citation_of_an_expectation_that_is_not_in_force_is_named() -> None:
    (one,) = found(expectations={"another"})
    assert (one.code, one.numbers["expectations"]) == ("promise_cites_unknown", ["reach-a-person"])


# --- briefings and campaigns --------------------------------------------------------------------------------------


def test_a_centre_that_serves_and_was_told_nothing_is_named() -> None:
    (one,) = found(tellings=(), campaigns=())
    assert (one.code, one.subject) == ("centre_not_briefed", {"centre": "north"})


def test_a_centre_whose_engagement_has_not_begun_or_is_over_need_not_be_told() -> None:
    for period in (Period(TODAY + timedelta(days=40), None), Period(SINCE, TODAY)):
        idle = replace(NORTH, period=period)
        assert "centre_not_briefed" not in codes(engagements=(idle,), tellings=(), campaigns=())


@pytest.mark.parametrize(
    ("share", "overdue", "expected"),
    [
        (0.90, True, ["briefing_unacknowledged"]),
        (0.95, True, []),
        (0.10, False, []),
        (None, False, ["briefing_without_roster"]),
    ],
)
def test_a_briefing_is_named_where_too_few_acknowledged_in_time_or_nobody_has_to(
    share: float | None, overdue: bool, expected: list[str]
) -> None:
    assert codes(tellings=(replace(TOLD, share=share, overdue=overdue),)) == expected


def test_a_campaign_of_which_the_centre_was_not_told_is_named() -> None:
    other = replace(TOLD, briefing="something-else")
    (one,) = found(tellings=(other,))
    assert (one.code, dict(one.subject)) == ("campaign_without_briefing", {"campaign": "offers", "centre": "north"})
    assert one.numbers["days"] == 7


def test_a_campaign_that_nobody_has_planned_people_for_is_named() -> None:
    bare = replace(SOUND.campaigns[0], capacity={})
    assert codes(campaigns=(bare,)) == ["campaign_without_capacity"]


def test_a_campaign_with_too_few_people_is_named_with_its_scarcest_interval() -> None:
    short = replace(SOUND.campaigns[0], capacity={"north": Capacity(False, 10, 7)})
    (one,) = found(campaigns=(short,))
    assert (one.code, one.numbers["staffed"], one.numbers["required"]) == ("campaign_short", 7, 10)


def test_a_campaign_that_no_centre_serves_is_named_without_a_centre() -> None:
    (one,) = found(campaigns=(replace(SOUND.campaigns[0], centres=()),))
    assert (one.code, dict(one.subject)) == ("campaign_without_centre", {"campaign": "offers"})


# --- contracts and certificates -----------------------------------------------------------------------------------

OLD = Certificate("C-0", "Body", (), date(2023, 1, 1), date(2026, 10, 31))


def test_a_certificate_that_ran_out_is_named_with_the_days_since() -> None:
    (one,) = found(certificates={"north": (OLD,)})
    assert (one.code, one.numbers["number"], one.numbers["days"]) == ("certificate_expired", "C-0", 20)


def test_a_newer_certificate_or_a_newer_audit_of_ones_own_takes_its_place() -> None:
    newer = Certificate("C-2", "Body", (), date(2026, 11, 1), TODAY)
    assert codes(certificates={"north": (OLD, newer)}) == []
    assert codes(certificates={"north": (OLD,)}, audits={"north": (Audit("a", date(2026, 11, 2)),)}) == []
    assert codes(certificates={"north": (OLD,)}, audits={"north": (Audit("a", date(2026, 5, 2)),)}) == [
        "certificate_expired"
    ]


def test_a_centre_that_never_had_a_certificate_contradicts_nothing() -> None:
    assert codes(certificates={}) == []


def test_an_engagement_without_a_contract_signed_by_both_is_named() -> None:
    (one,) = found(contracts=())
    assert (one.code, dict(one.subject)) == ("engagement_without_contract", {"centre": "north", "service": "cards"})


@pytest.mark.parametrize(
    "contract",
    [
        a_contract(*BOTH, centre="south"),
        a_contract(*BOTH, services=("loans",)),
        a_contract(*BOTH, effective_from=TODAY + timedelta(days=1)),
        a_contract(*BOTH, effective_to=TODAY, step=ContractStep.SUPERSEDED),
    ],
)
def test_a_contract_of_another_place_or_time_does_not_count(contract: Contract) -> None:
    assert codes(contracts=(contract,)) == ["engagement_without_contract"]


@pytest.mark.parametrize(("days_ago", "expected"), [(15, ["contract_half_signed"]), (14, [])])
def test_an_offer_that_one_side_signed_more_than_two_weeks_ago_is_named(days_ago: int, expected: list[str]) -> None:
    offered = a_contract(Side.CLIENT, step=ContractStep.OFFERED, days_ago=days_ago, code="north-next")
    assert codes(contracts=(*SOUND.contracts, offered)) == expected


def test_the_side_that_has_not_signed_is_named() -> None:
    offered = a_contract(Side.CLIENT, step=ContractStep.OFFERED, code="north-next", number=2)
    (one,) = found(contracts=(*SOUND.contracts, offered))
    assert (one.numbers["missing"], one.fix.args) == ("centre", ("north-next", 2))


def test_an_offer_that_nobody_or_both_signed_waits_for_no_side() -> None:
    for signed in ((), BOTH):
        offered = a_contract(*signed, step=ContractStep.OFFERED, code="north-next")
        assert codes(contracts=(*SOUND.contracts, offered)) == []


def test_a_definition_whose_promises_the_centre_signed_in_part_is_named() -> None:
    more = a_promise("twenty-seconds", limit_s=20)
    params = {**SOUND.params, "twenty-seconds": {"limit_s": 20.0}}
    ruling = Ruling("cards", 3, (("one-minute", 1), ("twenty-seconds", 1)))
    (one,) = found(promises=(*SOUND.promises, more), params=params, rulings=(ruling,))
    assert (one.code, one.numbers) == (
        "definition_unsettled",
        {"number": 3, "missing": ["twenty-seconds"], "of": 2},
    )


def test_a_promise_of_another_version_than_the_definition_names_is_not_asked_for() -> None:
    more = a_promise("twenty-seconds", limit_s=20, number=2)
    ruling = Ruling("cards", 3, (("one-minute", 1), ("twenty-seconds", 1)))
    params = {**SOUND.params, "twenty-seconds": {"limit_s": 20.0}}
    assert codes(promises=(*SOUND.promises, more), params=params, rulings=(ruling,)) == []


# --- data and capacity --------------------------------------------------------------------------------------------


def test_contacts_of_a_centre_that_nobody_engaged_are_named_with_their_number() -> None:
    (one,) = found(contacts={**SOUND.contacts, ("south", "cards"): 12})
    assert (one.code, dict(one.subject)) == ("contacts_without_engagement", {"centre": "south", "service": "cards"})
    assert one.numbers["n"] == 12


def test_an_engagement_that_ended_within_the_days_observed_covers_its_contacts() -> None:
    ended = Engaged("south", "cards", ("voice",), Period(SINCE, TODAY - timedelta(days=20)))
    assert codes(engagements=(NORTH, ended), contacts={**SOUND.contacts, ("south", "cards"): 12}) == []


def test_an_engagement_from_which_nothing_arrived_is_named() -> None:
    assert codes(contacts={}) == ["engagement_without_contacts"]


def test_an_engagement_that_began_after_the_last_delivery_may_be_silent_and_covers_nothing_before() -> None:
    young = replace(NORTH, period=Period(TODAY, None))
    before = Period(SINCE, TODAY - timedelta(days=10))
    assert codes(engagements=(young,), contacts={}, observed=before) == []
    assert set(codes(engagements=(young,), observed=before)) == {"contacts_without_engagement"}


def test_an_engagement_that_began_within_the_days_observed_may_be_silent() -> None:
    young = replace(NORTH, period=Period(TODAY - timedelta(days=5), None))
    assert codes(engagements=(young,), contacts={}) == []


def test_before_the_first_delivery_every_engagement_is_named_as_silent() -> None:
    assert codes(observed=None, contacts={}) == ["nothing_ever_arrived"]


def test_the_forecast_of_the_next_month_is_missed_from_two_weeks_before_it_begins() -> None:
    (one,) = found(plans=())
    assert (one.code, one.numbers["days"]) == ("forecast_missing", 11)
    assert codes(plans=(), today=date(2026, 11, 16), campaigns=()) == []


def test_a_plan_whose_forecast_was_not_handed_over_is_no_forecast() -> None:
    assert codes(plans=(Planned("north", "cards", handed_over=False),)) == ["forecast_missing"]


def test_an_engagement_that_is_over_before_the_month_begins_needs_no_forecast() -> None:
    leaving = replace(NORTH, period=Period(SINCE, date(2026, 12, 1)))
    assert codes(engagements=(leaving,), plans=()) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 30), date(2026, 12, 1)),
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2028, 1, 31), date(2028, 2, 1)),
    ],
)
def test_the_month_after_this_one_begins_on_its_first_day(day: date, expected: date) -> None:
    assert next_month(day) == expected
