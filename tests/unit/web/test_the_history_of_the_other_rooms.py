from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pledgeline.experience import queries as experience
from pledgeline.kernel.interval import Period
from pledgeline.needs import queries as needs
from pledgeline.partnership import evidence as partnership
from pledgeline.web.demo import history, organisation, plot, records

pytestmark = pytest.mark.django_db
TODAY = plot().last + timedelta(days=1)


@pytest.fixture
def written(settings: Any) -> None:
    (settings.PLEDGELINE_HOME / "keys").mkdir(exist_ok=True)
    records.register()
    history.write(today=TODAY)


def test_every_service_of_the_demo_has_expectations_and_what_promises_cite_is_among_them(written: None) -> None:
    known = needs.expectations_on(TODAY, services=[one.code for one in organisation().services])
    assert {one.service for one in known} == {one.code for one in organisation().services}
    cited = {code for one in experience.promises_on(TODAY) for code in one.expectations}
    assert cited
    assert cited <= {one.code for one in known}
    assert [one.code for one in known if one.refused] == ["offers-by-night"]


def test_the_demo_knows_who_its_customers_are_and_what_stands_against_what(written: None) -> None:
    from pledgeline.needs import evidence
    from pledgeline.needs.queries import conflicts, registers

    kinds = evidence.kinds_of_customer(TODAY, oldest_days=730)
    assert {one.judgement.verdict.value for one in kinds} == {"met"}
    services = [one.code for one in organisation().services]
    assert [one.standing.value for one in conflicts.conflicts_on(TODAY, services=services)] == ["decided", "open"]
    assert len(registers.export_rows("expectations")) == 5


def test_the_demos_centres_stand_differently_against_part_1(written: None) -> None:
    services = {one.code: () for one in organisation().centres}
    for one in organisation().engagements:
        services[one.centre] = (*services[one.centre], one.service)
    day = Period.from_days(TODAY, TODAY)
    found = partnership.part1_standings(services, day=TODAY, period=day, audit_days=365)
    assert {centre: judgement.verdict.value for centre, judgement, _ in found} == {
        "north": "met",
        "south": "met",
        "west": "not_demonstrated",
    }


def test_the_demos_staff_were_heard_and_only_what_may_be_shown_is(written: None) -> None:
    rounds = {one.key: one for one in partnership.pulses(day=TODAY)}
    assert {code: one.n for code, one in rounds.items()} == {
        "north-pulse-1": 19,
        "north-pulse-2": 24,
        "south-pulse-1": 21,
        "west-pulse-1": 0,
    }
    assert rounds["north-pulse-2"].values["favourable"] > rounds["north-pulse-1"].values["favourable"]
    found = {one.centre: one for one in partnership.healths(day=TODAY)}
    assert sorted(found) == ["north", "south", "west"]
    assert all(one.client.value is not None and 0 < one.client.value < 1 for one in found.values())


def test_writing_the_past_again_changes_nothing(written: None) -> None:
    from pledgeline.organisation.queries import audit_head

    before = audit_head()
    history.write(today=TODAY)
    assert audit_head() == before
