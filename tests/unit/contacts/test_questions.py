"""How a question is read, and into which groups its contacts fall."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pledgeline.contacts import metrics
from pledgeline.contacts.core.question import GROUPINGS, Question, Zones
from pledgeline.contacts.metrics import promise_rollup
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from tests.contact_table import FOURTEEN, ask, contact, loaded, zones

US = timedelta(microseconds=1)


def at(year: int, *moment: int, **values: Any) -> dict[str, Any]:
    return contact(asked=datetime(year, *moment, tzinfo=UTC), answered=5, **values)


def total_by(name: str, rows: list[dict[str, Any]], **more: Any) -> dict[Any, int]:
    return {group["by"][name]: group["total"] for group in ask("contacts_offered", rows, (name,), **more)}


@pytest.mark.parametrize(
    ("question", "code", "field"),
    [
        (Question("answer_rate"), "metric.unknown", None),
        (Question("service_level", ("agent",)), "metric.unknown_grouping", "agent"),
        (Question("service_level", where={"agent": ("a",)}), "metric.unknown_grouping", "agent"),
        (Question("service_level", ("day", "day")), "metric.repeated_grouping", "day"),
        (Question("service_level", where={"hour": ("24",)}), "metric.where_value", "hour"),
        (Question("service_level", where={"week": ("2026-01-06",)}), "metric.where_value", "week"),
        (Question("service_level", params={"limit_s": 5}), "metric.unknown_param", "limit_s"),
        (Question("service_level", params={"target_s": "soon"}), "metric.param_not_a_number", "target_s"),
        (Question("service_level", params={"target_s": True}), "metric.param_not_a_number", "target_s"),
        (Question("service_level", params={"target_s": "nan"}), "metric.param_out_of_range", "target_s"),
        (Question("service_level", params={"target_s": -1}), "metric.param_out_of_range", "target_s"),
    ],
)
def test_a_question_that_cannot_be_put_is_refused(question: Question, code: str, field: str | None) -> None:
    table, _ = loaded([])
    with pytest.raises(Problem) as refused:
        metrics.prepare(table, question, zones())
    assert (refused.value.code, refused.value.field) == (code, field)


def test_parameters_may_come_as_text_and_the_answer_says_those_used() -> None:
    table, backend = loaded([contact(answered=25)])
    question = Question("service_level", params={"target_s": "30"})
    answer = metrics.conclude(question, backend.to_pyarrow(metrics.prepare(table, question, zones())), "s000007")
    assert (answer.params, answer.snapshot, answer.version) == ({"target_s": 30}, "s000007", "1.0")
    assert answer.groups[0]["service_level"] == 1.0


def test_groups_come_in_order_with_unknown_values_last() -> None:
    rows = [at(2026, 1, 5, 4, queue_first=queue) for queue in ("b", None, "a")]
    assert list(total_by("queue", rows)) == ["a", "b", None]


def test_local_days_weeks_months_and_hours_are_those_of_the_service() -> None:
    """16:00 UTC on New Year's Eve is midnight in Beijing and still afternoon in Berlin."""
    rows = [at(2025, 12, 31, 16, service_code="card"), at(2025, 12, 31, 16, service_code="loss")]
    both = zones("Asia/Shanghai", loss="Europe/Berlin")
    assert total_by("day", rows, at=both) == {"2025-12-31": 1, "2026-01-01": 1}
    assert total_by("month", rows, at=both) == {"2025-12-01": 1, "2026-01-01": 1}
    assert total_by("week", rows, at=both) == {"2025-12-29": 2}
    assert total_by("weekday", rows, at=both) == {2: 1, 3: 1}
    assert total_by("hour", rows, at=both) == {0: 1, 17: 1}


def test_the_clock_changes_at_its_instant_and_not_a_microsecond_before() -> None:
    """Berlin, 29 March 2026, 01:00 UTC: two o'clock becomes three."""
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    rows = [contact(asked=change - US, answered=5), contact(asked=change, answered=5)]
    assert total_by("hour", rows, at=zones("Europe/Berlin")) == {1: 1, 3: 1}


def test_the_hour_that_happens_twice_in_autumn_holds_both() -> None:
    rows = [at(2026, 10, 25, 0, 30), at(2026, 10, 25, 1, 30), at(2026, 10, 25, 2, 30)]
    assert total_by("hour", rows, at=zones("Europe/Berlin")) == {2: 2, 3: 1}


def test_a_period_begins_and_ends_at_local_midnight() -> None:
    rows = [at(2026, 1, 4, 15, 59, 59), at(2026, 1, 4, 16), at(2026, 1, 5, 15, 59, 59), at(2026, 1, 5, 16)]
    assert total_by("day", rows, period=Period(date(2026, 1, 5), date(2026, 1, 6))) == {"2026-01-05": 2}


def test_a_contact_belongs_to_the_interval_in_which_it_entered_the_queue() -> None:
    late = contact(asked=datetime(2026, 1, 5, 15, 59, 50, tzinfo=UTC), answered=30, ivr=600)
    assert total_by("day", [late]) == {"2026-01-05": 1}


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({"centre": ("north",)}, 2),
        ({"centre": ("north", "south")}, 3),
        ({"centre": ()}, 0),
        ({"centre": ("north",), "hour": ("12",)}, 1),
        ({"service": (None,)}, 1),
        ({"service": ("card", None)}, 3),
        ({"day": ("2026-01-05",)}, 2),
        ({"week": ("2026-01-05",)}, 3),
        ({"month": (date(2026, 1, 1),)}, 3),
        ({"weekday": (1,)}, 1),
    ],
)
def test_filters_take_the_values_that_answers_show(where: dict[str, tuple[Any, ...]], count: int) -> None:
    rows = [
        at(2026, 1, 5, 4),
        at(2026, 1, 5, 6, service_code=None),
        at(2026, 1, 6, 4, centre_id="south"),
    ]
    (group,) = ask("contacts_offered", rows, where=where)
    assert (group["total"] or 0) == count


def test_seconds_that_have_begun_count_whole_in_the_kaplan_meier_table() -> None:
    """Answered at 60 s and left at 59.5 s lie in one second, where those served come first: 1 − (1 − 1/2)."""
    rows = [contact(answered=60, arrived_precision_ms=1), contact(left=59.5, arrived_precision_ms=1)]
    (group,) = ask("human_or_callback_within", rows)
    assert group["km"] == 0.5


@pytest.mark.parametrize("by", [(), ("centre",), ("service", "day"), ("week",), ("weekday",), ("month",), ("queue",)])
def test_kept_counts_answer_as_the_contacts_themselves_do(by: tuple[str, ...]) -> None:
    rows = [*FOURTEEN, at(2026, 2, 9, 20, queue_first=None), at(2026, 2, 10, 3, centre_id="south", service_code=None)]
    table, backend = loaded(rows)
    question = Question("human_or_callback_within", by, where={"channel": ("voice",)})
    days = promise_rollup.counted(table, 60, zones())["days"]
    kept = backend.to_pyarrow(promise_rollup.answer_rows(days, question))
    assert metrics.conclude(question, kept, "s").groups == tuple(ask(question.metric, rows, by))


def test_kept_hours_can_be_chosen_and_grouped() -> None:
    rows = [at(2026, 1, 5, 4), at(2026, 1, 5, 6), at(2026, 1, 6, 6)]
    table, backend = loaded(rows)
    hours = promise_rollup.counted(table, 60, zones())["hours"]
    question = Question("human_or_callback_within", ("weekday",), where={"hour": (14,)})
    counted = backend.to_pyarrow(promise_rollup.grid_rows(hours, question)).to_pylist()
    assert [(row["by_weekday"], row["met_by_answer"]) for row in counted] == [(0, 1), (1, 1)]


@pytest.mark.parametrize("name", sorted(GROUPINGS))
@pytest.mark.parametrize("metric", sorted(name for name, metric in metrics.METRICS.items() if metric.columns))
def test_a_metric_that_names_its_columns_can_be_asked_by_every_grouping_and_zone(metric: str, name: str) -> None:
    table, backend = loaded([at(2026, 1, 5, 4)])
    for asked in (zones(), Zones(zones().default, {"card": zones().default})):
        prepared = metrics.prepare(table, Question(metric, (name,)), asked)
        assert backend.to_pyarrow(prepared).num_columns > 1
