"""Every metric gives the same answer on Apache Spark as on DuckDB, to the last digit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from pledgeline.contacts import metrics
from pledgeline.contacts.core.question import GROUPINGS, Question
from pledgeline.contacts.metrics import promise_rollup
from pledgeline.contacts.metrics.measures import with_rule_step
from tests.contact_table import FOURTEEN, Row, arrow, contact, loaded, zones
from tests.optional import need_spark

pytestmark = [
    pytest.mark.scale,
    # One Java process for all of them: two would take turns on the same cores.
    pytest.mark.xdist_group("spark"),
    # Said by PySpark whenever pandas 3 is installed; answers come as Arrow tables.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
AT = zones("Asia/Shanghai", berlin="Europe/Berlin", lordhowe="Australia/Lord_Howe")
BY = [(), *[(name,) for name in GROUPINGS], ("centre", "day"), ("service", "weekday", "hour")]


def made(count: int) -> list[Row]:
    """Contacts of a year, sub-second and whole-second ones, answered and lost, with and without offers."""
    draw = Random(7)
    rows = []
    for _number in range(count):
        fine = draw.random() < 0.5
        wait = draw.expovariate(1 / 50)
        asked = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(365 * 86_400))
        values: dict[str, Any] = {
            "asked": asked,
            "arrived_precision_ms": 1 if fine else 1_000,
            "service_code": draw.choice((None, "card", "berlin", "lordhowe")),
            "centre_id": draw.choice(("north", "south")),
            "queue_first": draw.choice((None, "q1", "q2")),
            "callback_offer": draw.choice(("unknown", "not_offered")),
            "kind": draw.choice(("inbound",) * 8 + ("callback",)),
            "talk_s": draw.choice((None, 30.0, round(draw.expovariate(1 / 200), 3))),
            "hold_s": draw.choice((None, 4.0)),
            "acw_s": draw.choice((None, 20.5)),
            "talk_includes_hold": draw.choice((None, True)),
        }
        happened = draw.choice(("answered", "answered", "answered", "left", "accepted", "open"))
        if happened != "open":
            values[happened] = round(wait, 6) if fine else round(wait)
        if draw.random() < 0.2:
            del values["callback_offer"]
            values["offered"] = draw.randrange(90)
        rows.append(contact(**values))
    return rows


ROWS = [*made(600), *FOURTEEN]


@pytest.fixture(scope="module")
def spark_table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ibis.Table, Any]]:
    from pledgeline.contacts.store.spark import run, session

    master = need_spark()
    spark = session(master)
    path: Path = tmp_path_factory.mktemp("spark") / "contact.parquet"
    pq.write_table(arrow(ROWS), path)
    spark.read.parquet(str(path)).createOrReplaceTempView("contact_for_metrics")
    yield ibis.pyspark.connect(spark).table("contact_for_metrics"), lambda expression: run(master, expression)
    spark.catalog.dropTempView("contact_for_metrics")


@pytest.mark.parametrize("metric", [name for name, one in metrics.METRICS.items() if one.table == "contact"])
def test_every_metric_in_every_grouping(metric: str, spark_table: tuple[ibis.Table, Any]) -> None:
    duck_table, duck = loaded(ROWS)
    table, on_spark = spark_table
    for by in BY:
        question = Question(metric, by)
        ours = metrics.conclude(question, duck.to_pyarrow(metrics.prepare(duck_table, question, AT)), "s")
        theirs = metrics.conclude(question, on_spark(metrics.prepare(table, question, AT)), "s")
        assert ours.groups == theirs.groups, by
        assert ours.groups


def test_the_step_of_each_contact_and_the_kept_tables(spark_table: tuple[ibis.Table, Any]) -> None:
    duck_table, duck = loaded(ROWS)
    table, on_spark = spark_table

    def steps(contacts: ibis.Table) -> ibis.Table:
        return with_rule_step(contacts, 60).select("contact_key", "rule_step", "wait_s", "deciding_wait_s", "ivr_s")

    def kept(name: str) -> Callable[[ibis.Table], ibis.Table]:
        return lambda contacts: promise_rollup.counted(contacts, 60, AT)[name]

    for expression in (steps, kept("days"), kept("hours")):
        ours = duck.to_pyarrow(expression(duck_table)).to_pylist()
        theirs = on_spark(expression(table)).to_pylist()
        assert sorted(ours, key=str) == sorted(theirs, key=str)
        assert ours
