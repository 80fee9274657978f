from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry, Notification
from pledgeline.partnership import queries
from pledgeline.partnership.actions import terms, windows
from pledgeline.partnership.models import TermsVersion
from tests.partnerships import AGREED, SINCE, metric_contract, signed_terms

pytestmark = pytest.mark.django_db
CODE = "north-2026"
DRAFT: dict[str, Any] = {"code": CODE, "centre": "north", "agreed": AGREED, "effective_from": SINCE}


def refused(code: str, call: Any, /, **fields: Any) -> Problem:
    with pytest.raises(Problem) as problem:
        call(**fields)
    assert problem.value.code == code
    return problem.value


@pytest.fixture(autouse=True)
def contract(cast: Any) -> None:
    metric_contract(cast)


RULE = AGREED["rules"][0]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"centre": "nowhere"}, "partnership.centre_unknown"),
        ({"effective_from": date(2026, 1, 2)}, "terms.not_first_of_month"),
        ({"agreed": {**AGREED, "services": ["cards", "none"], "volumes": []}}, "partnership.service_unknown"),
        ({"centre": "south", "agreed": {**AGREED, "services": ["loans"], "volumes": []}}, "terms.not_engaged"),
        ({"agreed": {**AGREED, "channels": ["smoke"]}}, "terms.channel_unknown"),
        ({"agreed": {**AGREED, "rules": [{**RULE, "number": 2}]}}, "terms.contract_unknown"),
        ({"agreed": {**AGREED, "rules": [{**RULE, "figure": "km"}]}}, "terms.figure_not_settled"),
        ({"agreed": {**AGREED, "currency": "yuan"}}, "terms.invalid"),
        ({"code": "x" * 49}, "terms.code_long"),
        ({"code": "a b"}, "code.malformed"),
    ],
)
def test_what_cannot_stand_is_refused_and_leaves_nothing(cast: Any, change: dict[str, Any], code: str) -> None:
    refused(code, terms.draft, **{**DRAFT, **change}, by=cast.mia)
    assert not TermsVersion.objects.exists()


def test_terms_rule_once_a_named_person_of_each_side_has_signed(cast: Any) -> None:
    terms.draft(**DRAFT, by=cast.mia)
    terms.offer(code=CODE, number=1, by=cast.mia)
    told = Notification.objects.get(person=cast.bob, kind="terms.offered")
    assert told.title_en == f"“{AGREED['title']['en']}”, version 1, waits for your signature"
    seen = queries.terms(CODE, user=cast.bob)
    terms.sign(code=CODE, number=1, by=cast.bob, seen=seen.digest)
    refused("terms.already_signed", terms.sign, code=CODE, number=1, by=cast.bob)
    assert queries.terms(CODE, user=cast.bob).step.value == "offered"
    terms.sign(code=CODE, number=1, by=cast.alice)
    bound = queries.terms(CODE, user=cast.bob)
    assert (bound.step.value, sorted(one.name for one in bound.signatures)) == ("signed", ["Alice", "Bob"])
    assert AuditEntry.objects.filter(action="terms.bound", object_key=CODE).count() == 1


def test_what_changed_after_it_was_read_is_not_signed(cast: Any) -> None:
    terms.draft(**DRAFT, by=cast.mia)
    terms.offer(code=CODE, number=1, by=cast.mia)
    seen = queries.terms(CODE, user=cast.bob).digest
    terms.sign(code=CODE, number=1, by=cast.alice)
    terms.withdraw(code=CODE, number=1, reason="A cap was wrong", by=cast.mia)
    terms.edit(code=CODE, number=1, agreed={**AGREED, "malus_cap": "1"}, by=cast.mia)
    terms.offer(code=CODE, number=1, by=cast.mia)
    refused("terms.changed_meanwhile", terms.sign, code=CODE, number=1, by=cast.bob, seen=seen)
    terms.sign(code=CODE, number=1, by=cast.bob)
    # The signature given for the other wording does not count.
    assert queries.terms(CODE, user=cast.bob).step.value == "offered"


def test_who_speaks_for_no_side_or_another_centre_cannot_sign(cast: Any) -> None:
    terms.draft(**DRAFT, by=cast.mia)
    terms.offer(code=CODE, number=1, by=cast.mia)
    refused("partnership.no_side", terms.sign, code=CODE, number=1, by=cast.dan)
    refused("partnership.no_side", terms.sign, code=CODE, number=1, by=cast.carol)
    from tests.partnerships import manager_of

    refused("terms.unknown", terms.sign, code=CODE, number=1, by=manager_of("south", cast))


def test_what_was_offered_is_fixed_by_program_and_database(cast: Any) -> None:
    version = signed_terms(cast)
    refused("terms.version_is_fixed", terms.edit, code=CODE, number=1, agreed=AGREED, by=cast.mia)
    version.agreed = {**AGREED, "bonus_cap": "1"}
    refused("terms.version_is_fixed", version.save)
    for change in ("agreed = '{}'", "state = 'draft', offered_at = NULL", "effective_from = '2020-01-01'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE partnership_termsversion SET {change}")
    for table in ("termsversion", "termssignature", "terms"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM partnership_{table}")


def test_a_new_version_takes_over_on_its_first_day(cast: Any) -> None:
    signed_terms(cast)
    terms.revise(code=CODE, effective_from=date(2026, 7, 1), by=cast.mia)
    refused("terms.under_way", terms.revise, code=CODE, effective_from=date(2026, 8, 1), by=cast.mia)
    terms.offer(code=CODE, number=2, by=cast.mia)
    terms.sign(code=CODE, number=2, by=cast.alice)
    version = terms.sign(code=CODE, number=2, by=cast.bob)
    assert [queries.version_on(version.terms, day).number for day in (date(2026, 6, 30), date(2026, 7, 1))] == [1, 2]


def test_terms_that_rest_on_a_contract_of_later_days_are_not_offered(cast: Any) -> None:
    terms.draft(**{**DRAFT, "effective_from": date(2025, 12, 1)}, by=cast.mia)
    refused("terms.contract_unsigned", terms.offer, code=CODE, number=1, by=cast.mia)


WINDOW: dict[str, Any] = {
    "code": CODE,
    "exclusion": "outage",
    "first_day": date(2026, 1, 5),
    "last_day": date(2026, 1, 5),
    "reason_en": "The card system was down",
    "reason_zh": "卡系统中断",
    "at": datetime(2026, 1, 8, 2, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"exclusion": "bad-luck"}, "window.exclusion_unknown"),
        ({"at": datetime(2026, 1, 9, 2, tzinfo=UTC)}, "window.late"),
        ({"last_day": date(2026, 1, 4)}, "window.period_empty"),
        ({"from_hour": 12, "to_hour": 12}, "window.hours"),
        ({"reason_zh": " "}, "partnership.missing"),
        ({"services": ["none"]}, "partnership.service_unknown"),
        ({"first_day": date(2025, 12, 30)}, "terms.none_in_force"),
    ],
)
def test_a_window_that_the_terms_do_not_allow_is_refused(cast: Any, change: dict[str, Any], code: str) -> None:
    signed_terms(cast)
    refused(code, windows.declare, **{**WINDOW, **change}, by=cast.mia)
    assert list(queries.windows(CODE, user=cast.mia)) == []


def test_a_window_is_withdrawn_and_never_edited(cast: Any) -> None:
    signed_terms(cast)
    window = windows.declare(**WINDOW, by=cast.mia)
    window.to_hour = 12
    refused("partnership.record_is_fixed", window.save)
    windows.withdraw(code=CODE, number=1, by=cast.mia)
    refused("window.withdrawn", windows.withdraw, code=CODE, number=1, by=cast.mia)
    assert queries.windows(CODE, user=cast.bob)[0].withdrawn_at is not None
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE partnership_exclusionwindow SET withdrawn_at = NULL")


def test_terms_are_seen_by_the_client_and_the_one_centres_manager(cast: Any) -> None:
    from tests.partnerships import manager_of

    terms.draft(**DRAFT, by=cast.mia)
    refused("terms.unknown", queries.terms, code=CODE, user=cast.bob)
    terms.offer(code=CODE, number=1, by=cast.mia)
    for person in ("alice", "dan", "eve", "bob"):
        assert queries.terms(CODE, user=cast[person]).number == 1
    for other in (cast.carol, cast.nobody, manager_of("south", cast)):
        refused("terms.unknown", queries.terms, code=CODE, user=other)
        assert queries.terms_list(other, number=1)[1] == []
