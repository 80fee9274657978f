from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from pledgeline.briefing.actions import acknowledgements, links, rosters, understanding
from pledgeline.briefing.actions._checks import LinesRejected, Named
from pledgeline.briefing.models import Acknowledgement, CheckResult, Draw, Link, Member
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry
from tests.briefings import NOW, RIGHT, TODAY, WRONG, a_person, acknowledge, days, enrol, publish

pytestmark = pytest.mark.django_db
CODE = "double-eleven"


def refused(code: str, verb: Any, /, **arguments: Any) -> Problem:
    with pytest.raises(Problem) as raised:
        verb(**arguments)
    assert raised.value.code == code
    return raised.value


def test_a_team_lead_acknowledges_for_the_roster_and_again_changes_nothing(told: Any, cast: Any) -> None:
    first = acknowledgements.acknowledge(
        briefing=CODE, number=1, centre="south", people=["s1", "s2"], by=cast.carol, at=NOW
    )
    again = acknowledgements.acknowledge(
        briefing=CODE, number=1, centre="south", people=["s1", "s2", "s3"], by=cast.carol, at=NOW
    )
    assert (first.new, first.before, again.new, again.before) == (2, 0, 1, 2)
    assert AuditEntry.objects.filter(action="briefing.acknowledged", actor="carol").count() == 2


def test_unknown_people_are_rejected_line_by_line_and_nothing_is_written(told: Any, cast: Any) -> None:
    enrol("south", a_person("gone", left_on=TODAY - days(1)))
    people = [Named("s1", 2), Named("ghost", 3), Named("gone", 4), Named("n01", 5)]
    with pytest.raises(LinesRejected) as raised:
        acknowledgements.acknowledge(
            briefing=CODE, number=1, centre="south", people=people, by=cast.carol, at=NOW, file="roster.xlsx"
        )
    assert [(one.code, one.line, one.params["person"], one.file) for one in raised.value.problems] == [
        ("roster.person_unknown", 3, "ghost", "roster.xlsx"),
        ("roster.person_not_concerned", 4, "gone", "roster.xlsx"),
        ("roster.person_unknown", 5, "n01", "roster.xlsx"),
    ]
    assert not Acknowledgement.objects.exists()


def test_a_superseded_version_takes_no_acknowledgement(told: Any, cast: Any) -> None:
    publish(CODE, body_en="New.")
    problem = refused(
        "briefing.superseded",
        acknowledgements.acknowledge,
        briefing=CODE,
        number=1,
        centre="south",
        people=["s1"],
        by=cast.carol,
        at=NOW,
    )
    assert problem.params["newest"] == 2
    assert not Acknowledgement.objects.exists()


def test_a_draft_does_not_exist_for_acknowledgement(rosters: None, cast: Any) -> None:
    from pledgeline.briefing.actions import briefings
    from tests.briefings import a_wording

    briefings.register(code="b", kind="change", wording=a_wording(), by=None)
    refused(
        "briefing.version_unknown", acknowledgements.acknowledge,
        briefing="b", number=1, centre="south", people=["s1"], by=cast.carol,
    )  # fmt: skip


@pytest.mark.parametrize(("who", "centre"), [("carol", "north"), ("bob", "south"), ("bob", "nowhere")])
def test_nobody_acts_for_another_centre_and_cannot_tell_whether_it_is_there(
    told: Any, cast: Any, who: str, centre: str
) -> None:
    for verb, more in (
        (acknowledgements.acknowledge, {"people": ["s1"]}),
        (links.issue, {"people": ["s1"]}),
        (understanding.draw, {"size": 1, "seed": "x"}),
    ):
        refused("briefing.centre_unknown", verb, briefing=CODE, number=1, centre=centre, by=cast[who], at=NOW, **more)
    refused("briefing.centre_unknown", rosters.enrol, centre=centre, rows=[a_person("x")], by=cast[who])


def test_a_briefing_for_other_centres_does_not_exist_here(rosters: None, cast: Any) -> None:
    publish("b", centres=("north",))
    refused(
        "briefing.unknown", acknowledgements.acknowledge,
        briefing="b", number=1, centre="south", people=["s1"], by=cast.carol, at=NOW,
    )  # fmt: skip


def test_a_signed_in_person_acknowledges_where_a_roster_names_them(told: Any, cast: Any) -> None:
    refused("roster.not_on_it", acknowledgements.acknowledge_own, briefing=CODE, number=1, by=cast.carol, at=NOW)
    enrol("south", a_person("lead", username="carol", duty="team_lead"))
    acknowledgements.acknowledge_own(briefing=CODE, number=1, by=cast.carol, at=NOW)
    assert Acknowledgement.objects.get().way == "self"


def test_an_acknowledgement_is_never_changed_or_removed(told: Any) -> None:
    acknowledge("south", "s1")
    one = Acknowledgement.objects.get()
    refused("briefing.written_once", one.save)
    refused("briefing.written_once", one.delete)
    for statement in ("UPDATE briefing_acknowledgement SET way = 'self'", "DELETE FROM briefing_acknowledgement"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# --- links --------------------------------------------------------------------------------------------------------


def issued(*people: str, **more: Any) -> list[Any]:
    return links.issue(briefing=CODE, number=1, centre="south", people=people, by=None, at=NOW, **more)


def test_a_link_works_once_without_an_account_and_only_its_hash_is_kept(told: Any) -> None:
    (link,) = issued("s1")
    assert link.token not in str(Link.objects.values())
    links.use(token=link.token, answers=RIGHT, at=NOW)
    assert Acknowledgement.objects.get().way == "link"
    assert CheckResult.objects.get().right == 3
    refused("link.used", links.use, token=link.token, at=NOW)
    assert Acknowledgement.objects.count() == CheckResult.objects.count() == 1


def test_an_expired_link_is_refused_and_says_so(told: Any) -> None:
    (link,) = issued("s1", valid_days=2)
    problem = refused("link.expired", links.use, token=link.token, at=NOW + days(2))
    assert problem.params == {"day": "2026-11-04"}
    refused("link.unknown", links.use, token="guessed", at=NOW)
    assert not Acknowledgement.objects.exists()


def test_a_link_to_a_superseded_version_is_refused_and_stays_unused(told: Any) -> None:
    (link,) = issued("s1")
    publish(CODE, body_en="New.")
    refused("briefing.superseded", links.use, token=link.token, at=NOW)
    assert Link.objects.get().used_at is None


def test_whoever_has_left_opens_nothing(told: Any) -> None:
    (link,) = issued("s1")
    enrol("south", a_person("s1", left_on=TODAY))
    refused("link.person_gone", links.use, token=link.token, at=NOW)


def test_a_fresh_link_closes_the_one_before(told: Any) -> None:
    (first,) = issued("s1")
    (second,) = links.issue(briefing=CODE, number=1, centre="south", people=["s1"], by=None, at=NOW + days(1))
    refused("link.expired", links.use, token=first.token, at=NOW + days(1))
    links.use(token=second.token, at=NOW + days(1))


def test_wrong_answers_through_a_link_are_kept_as_they_are(told: Any) -> None:
    (link,) = issued("s1")
    refused("check.answers_missing", links.use, token=link.token, answers=[0, 1], at=NOW)
    assert Link.objects.get().used_at is None
    links.use(token=link.token, answers=WRONG, at=NOW)
    assert CheckResult.objects.get().right == 1


def test_the_database_itself_refuses_to_revive_a_link(told: Any) -> None:
    (link,) = issued("s1")
    links.use(token=link.token, at=NOW)
    for change in ("SET used_at = NULL", "SET expires_at = '2099-01-01'", "SET token_hash = 'x'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE briefing_link {change}")


# --- rosters and samples ------------------------------------------------------------------------------------------


def test_a_roster_is_written_whole_or_not_at_all(cast: Any) -> None:
    rows = [a_person("a", line=2), a_person("b", services=("nothing",), line=3), a_person("a", line=4)]
    with pytest.raises(LinesRejected) as raised:
        rosters.enrol(centre="north", rows=rows, by=cast.bob, file="r.xlsx")
    assert [(one.code, one.line, one.field) for one in raised.value.problems] == [
        ("briefing.service_unknown", 3, "services"),
        ("roster.person_twice", 4, "code"),
    ]
    assert not Member.objects.exists()


def test_a_roster_says_what_is_new_changed_and_the_same(cast: Any) -> None:
    enrol("north", a_person("a"), a_person("b"))
    written = enrol("north", a_person("a"), a_person("b", shift="late"), a_person("c"))
    assert (written.created, written.updated, written.unchanged) == (1, 1, 1)
    assert Member.objects.count() == 3


def test_one_user_name_stands_beside_one_person(cast: Any) -> None:
    enrol("north", a_person("a", username="bob"))
    with pytest.raises(LinesRejected) as raised:
        enrol("south", a_person("b", username="bob"))
    assert raised.value.problems[0].code == "roster.user_taken"


def test_the_same_seed_draws_the_same_people_and_the_list_is_kept(told: Any) -> None:
    def drawn(seed: str) -> list[str]:
        return understanding.draw(briefing=CODE, number=1, centre="north", size=3, seed=seed, by=None, at=NOW).drawn

    assert drawn("november") == drawn("november")
    assert {tuple(drawn(str(n))) for n in range(20)} != {tuple(drawn("november"))}
    assert Draw.objects.first().candidates == [f"n{n:02d}" for n in range(1, 11)]
    refused("check.size", understanding.draw, briefing=CODE, number=1, centre="north", size=0, seed="x", by=None)


def test_a_check_of_somebody_drawn_belongs_to_the_sample(told: Any) -> None:
    draw = understanding.draw(briefing=CODE, number=1, centre="north", size=10, seed="x", by=None, at=NOW)
    result = understanding.record(briefing=CODE, number=1, centre="north", person="n01", answers=RIGHT, by=None, at=NOW)
    assert result.draw == draw
