"""Every metric, over generated contacts, against a second implementation that goes contact by contact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pledgeline.contacts.metrics import METRICS
from pledgeline.kernel.interval import Period
from tests.contact_table import Row, ask, contact, zones
from tests.oracle.contacts import slow_feedback, slow_metrics
from tests.oracle.contacts.generated import ZONE_OF, groupings, tables

AT = zones(ZONE_OF[None], **{name: zone for name, zone in ZONE_OF.items() if name is not None})
PATIENT = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def same(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    assert [group["by"] for group in ours] == [group["by"] for group in theirs]
    for own, other in zip(ours, theirs, strict=True):
        assert set(own) == set(other)
        for name, value in other.items():
            close = isinstance(value, float | list)
            assert own[name] == (pytest.approx(value, abs=1e-9) if close else value), (name, own["by"])


def test_the_twin_knows_every_metric_there_is() -> None:
    assert set(slow_metrics.METRICS) | set(slow_feedback.METRICS) == set(METRICS)


OF_CONTACTS = [name for name, metric in METRICS.items() if metric.table == "contact"]


@pytest.mark.parametrize("metric", OF_CONTACTS)
@given(rows=tables, by=groupings)
@PATIENT
def test_the_figures_are_those_of_the_twin(metric: str, rows: list[Row], by: tuple[str, ...]) -> None:
    same(ask(metric, rows, by, at=AT), slow_metrics.answer(metric, rows, by, ZONE_OF))


@given(rows=tables, limit_s=st.sampled_from((1, 20, 59.5, 60, 120)))
@PATIENT
def test_the_rule_is_the_twins_for_any_limit(rows: list[Row], limit_s: float) -> None:
    same(
        ask("human_or_callback_within", rows, limit_s=limit_s),
        slow_metrics.answer("human_or_callback_within", rows, (), ZONE_OF, limit_s=limit_s),
    )


@given(
    rows=tables, day=st.integers(0, 400).map(lambda n: date(2025, 12, 20) + timedelta(days=n)), days=st.integers(1, 40)
)
@example(rows=[contact(answered=5)], day=date(2026, 1, 5), days=1)
@PATIENT
def test_a_period_holds_exactly_its_local_days(rows: list[Row], day: date, days: int) -> None:
    period = Period(day, day + timedelta(days=days))
    for row in rows:
        row.setdefault("attributed_at", row["queue_in_at"])
        row.setdefault("service_code", None)
        row.setdefault("is_current", True)

    def local_day(row: Row) -> date:
        zone = ZONE_OF.get(row["service_code"], ZONE_OF[None])
        return row["attributed_at"].astimezone(ZoneInfo(zone)).date()

    inside = sum(1 for row in rows if row["is_current"] and period.holds(local_day(row)))
    (group,) = ask("contacts_offered", rows, at=AT, period=period)
    assert (group["total"] or 0) == inside


@given(rows=tables)
@PATIENT
def test_the_outcomes_add_up_to_all_contacts(rows: list[Row]) -> None:
    (group,) = ask("contacts_offered", rows)
    parts = [value or 0 for name, value in group.items() if name not in ("by", "n", "total")]
    assert sum(parts) == (group["total"] or 0) == sum(1 for row in rows if row["is_current"])


@given(rows=tables)
@PATIENT
def test_the_bounds_are_in_order(rows: list[Row]) -> None:
    (group,) = ask("human_or_callback_within", rows)
    if group["n"]:
        low, high = group["ci95"]
        assert 0 <= low <= group["lower"] <= high <= 1
        assert group["lower"] <= group["km"] + 1e-12
        assert group["lower"] <= group["upper"] <= 1
