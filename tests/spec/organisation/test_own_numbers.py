"""The organisation's own numbers: what holds when, and what may be set."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.core.parameters import Setting, coming, declared, in_force

# 10:00 in Shanghai on Monday 2 November 2026.
NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
CODE = "briefing.acknowledged_share"


def setting(value: float, day: int, seq: int = 1) -> Setting:
    return Setting(value, date(2026, 11, day), seq)


@pytest.mark.parametrize(
    ("settings", "day", "holds"),
    [
        ([], 2, None),  # nothing set: the default
        ([setting(0.9, 5)], 4, None),  # not yet
        ([setting(0.9, 5)], 5, 0.9),  # from that day on, it included
        ([setting(0.9, 5), setting(0.8, 9, 2)], 8, 0.9),
        ([setting(0.9, 5), setting(0.8, 9, 2)], 9, 0.8),
        ([setting(0.8, 9, 1), setting(0.9, 5, 2)], 9, 0.8),  # the later day, whichever was written first
        ([setting(0.9, 5, 1), setting(0.7, 5, 2)], 5, 0.7),  # the same day again: the later word counts
    ],
)
def test_the_latest_setting_that_has_begun_holds(settings: list[Setting], day: int, holds: float | None) -> None:
    found = in_force(settings, date(2026, 11, day))
    assert (found.value if found else None) == holds


def test_what_is_to_come_is_told_in_order_and_once_a_day() -> None:
    settings = [setting(0.8, 9, 1), setting(0.9, 5, 2), setting(0.7, 9, 3), setting(0.6, 1, 4)]
    assert [one.value for one in coming(settings, TODAY)] == [0.9, 0.7]


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(1, 50)), unique_by=lambda one: one[1]), st.integers(1, 28))
def test_of_all_settings_none_that_has_begun_is_later_than_the_one_that_holds(
    given_days: list[tuple[int, int]], day: int
) -> None:
    settings = [setting(seq / 100, on, seq) for on, seq in given_days]
    found = in_force(settings, date(2026, 11, day))
    begun = [one for one in settings if one.valid_from <= date(2026, 11, day)]
    assert (found is None) == (not begun)
    assert all(found is not None and (one.valid_from, one.seq) <= (found.valid_from, found.seq) for one in begun)


def test_every_declared_number_says_what_it_means_and_why_in_both_languages() -> None:
    known = declared()
    assert {"needs.oldest_days", "partnership.audit_days", CODE} <= set(known)
    for one in known.values():
        assert one.allows(one.default)
        assert one.meaning.en != one.meaning.zh
        assert len(one.reason.zh) > 5


# --- setting one ----------------------------------------------------------------------------------------------------


def set_value(cast: Any, **changes: Any) -> Any:
    from pledgeline.organisation.actions import parameters

    plain = {"code": CODE, "value": 0.9, "valid_from": TODAY, "reason": "Shifts are short."}
    return parameters.set_value(**{**plain, "by": cast.alice, "at": NOW, **changes})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "briefing.no_such"}, "number.unknown"),
        ({"value": 1.01}, "number.bounds"),
        ({"value": -0.1}, "number.bounds"),
        ({"value": float("nan")}, "number.bounds"),
        ({"code": "needs.oldest_days", "value": 30.5}, "number.bounds"),
        ({"reason": "  "}, "number.reason"),
        ({"reason": "x" * 2001}, "number.reason"),
        ({"valid_from": date(2026, 11, 1)}, "number.past"),
        ({"value": 0.95}, "number.unchanged"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(cast: Any, changes: Any, code: str) -> None:
    from pledgeline.organisation.queries import parameters

    with pytest.raises(Problem) as refused:
        set_value(cast, **changes)
    assert refused.value.code == code
    assert parameters.value(CODE, day=TODAY) == 0.95


@pytest.mark.django_db
def test_a_number_holds_from_its_day_on_and_the_days_before_keep_theirs(cast: Any) -> None:
    from pledgeline.organisation.models import AuditEntry
    from pledgeline.organisation.queries import parameters

    set_value(cast, valid_from=date(2026, 11, 5))
    set_value(cast, value=0.85, valid_from=date(2026, 12, 1))
    days = (TODAY, date(2026, 11, 5), date(2026, 12, 1))
    assert [parameters.value(CODE, day=day) for day in days] == [0.95, 0.9, 0.85]
    entry = AuditEntry.objects.filter(action="number.set").order_by("seq")[0]
    assert (entry.actor, entry.object_key) == ("alice", CODE)
    assert entry.details()["reason"] == "Shifts are short."


@pytest.mark.django_db
def test_a_setting_is_never_changed_or_removed(cast: Any) -> None:
    made = set_value(cast)
    table = "organisation_parametersetting"
    for statement in (f"UPDATE {table} SET value = 0.1", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    made.refresh_from_db()
    assert made.value == 0.9


# --- who asks -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_how_long_an_audit_counts_and_when_evidence_is_stale_are_the_organisations_own(cast: Any) -> None:
    from pledgeline.kernel.verdict import Verdict
    from pledgeline.needs import queries as needs
    from pledgeline.needs.core.standing import Standing
    from pledgeline.partnership.models import Audit
    from pledgeline.partnership.queries import standing
    from tests.needs_recorded import register

    Audit.objects.create(centre="south", code="a1", day=date(2026, 6, 1), auditor="Dan", created_at=NOW)
    register("lost-card", "cards")

    def found() -> tuple[Any, Any]:
        (row,) = [row for row in standing.standings(cast.alice, day=TODAY) if row.centre == "south"]
        return row.judgement.verdict, needs.expectation("lost-card", user=cast.alice, today=TODAY).row.standing

    assert found() == (Verdict.MET, Standing.SOURCED)
    set_value(cast, code="partnership.audit_days", value=90)
    set_value(cast, code="needs.oldest_days", value=10)
    assert found() == (Verdict.NOT_DEMONSTRATED, Standing.STALE)
