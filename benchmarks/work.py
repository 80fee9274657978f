"""One piece of work in a process of its own; prints its seconds. `python -m benchmarks.work NAME ARGUMENTS`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import capacity_work, made_data
from benchmarks.measure import Stopwatch

_PARAMETERS = ("p1", "p2", "p3", "p4", "p5")
PROFILE = Path(__file__).parent / "profile.yaml"


def copy_csv(rows: str, width: str = "wide") -> float:
    """Reference: DuckDB copies the CSV to Parquet, guessing types, compressing as it does by default."""
    import duckdb

    source = made_data.contacts_csv(int(rows), narrow=width == "narrow")
    target = source.with_suffix(".parquet")
    con = duckdb.connect()
    with Stopwatch() as watch:
        con.execute(f"COPY (SELECT * FROM read_csv('{source}')) TO '{target}' (FORMAT parquet)")
    target.unlink()
    return watch.seconds


def window_queue_log(events: str) -> float:
    """Reference: DuckDB reads the log and makes one window pass by call, every field kept and the result written."""
    import duckdb

    source = made_data.queue_log(int(events))
    target = source.with_suffix(".parquet")
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in ("stamp", "callid", "queue", "agent", "event", *_PARAMETERS))
    con = duckdb.connect(config={"memory_limit": "1536MiB"})
    with Stopwatch() as watch:
        con.execute(
            f"""
            COPY (
                SELECT *, count(*) FILTER (event = 'ENTERQUEUE') OVER (PARTITION BY callid ORDER BY stamp) AS visit
                FROM read_csv('{source}', delim = '|', header = false, null_padding = true, all_varchar = true,
                    auto_detect = false, quote = '', columns = {{{columns}}})
            ) TO '{target}' (FORMAT parquet)
            """
        )
    target.unlink()
    return watch.seconds


def _ingest(source: Path, profile: str) -> float:
    """The whole way: archive, read, compare with what is held, commit, seal the receipt."""
    home = Path(tempfile.mkdtemp(dir=made_data.DATA))
    os.environ["PLEDGELINE_HOME"] = str(home)
    from pledgeline.web.cli import house

    house.make_home()
    from pledgeline.contacts.actions import deliveries

    try:
        with Stopwatch() as watch:
            receipt = deliveries.ingest(path=source, profile=profile, centre="bench")
        if receipt.rejected or not receipt.accepted:
            raise RuntimeError(f"the made data should be clean: {receipt.rejects_by_reason}")
    finally:
        shutil.rmtree(home)
    return watch.seconds


def ingest_csv(rows: str, width: str = "wide") -> float:
    return _ingest(made_data.contacts_csv(int(rows), narrow=width == "narrow"), str(PROFILE))


def ingest_queue_log(events: str) -> float:
    return _ingest(made_data.queue_log(int(events)), "queue-log")


def metric(name: str, rows: str) -> float:
    """A shipped metric by centre and day: expression, run and conclusion, the snapshot being open."""
    from benchmarks.made_lake import lake
    from pledgeline.contacts import metrics
    from pledgeline.contacts.core.question import Question, Zones
    from pledgeline.kernel.clock import OffsetChange

    snapshot = lake(int(rows)).snapshot()
    zones = Zones(default=(OffsetChange(0, 28_800),))
    question = Question(metric=name, by=("centre", "day"))
    snapshot.run(snapshot.table("contact").count())
    with Stopwatch() as watch:
        metrics.conclude(
            question, snapshot.run(metrics.prepare(snapshot.table("contact"), question, zones)), snapshot.id
        )
    return watch.seconds


def metric_sql(name: str, rows: str) -> float:
    """Reference: the analyst's SQL over the same Parquet files."""
    import duckdb

    from benchmarks.made_lake import lake
    from benchmarks.metric_reference import REFERENCE

    files = [str(file.path) for file in lake(int(rows)).snapshot().files("contact")]
    con = duckdb.connect(config={"memory_limit": "1536MiB"})
    con.execute(f"CREATE VIEW contact AS SELECT * FROM read_parquet({files})")
    con.execute("SELECT count(*) FROM contact").fetchall()
    with Stopwatch() as watch:
        con.execute(REFERENCE[name]).fetchall()
    return watch.seconds


WORK = (copy_csv, window_queue_log, ingest_csv, ingest_queue_log, metric, metric_sql, *capacity_work.WORK)


def main() -> None:
    name, *arguments = sys.argv[1:]
    work = {function.__name__: function for function in WORK}
    print(work[name](*arguments))


if __name__ == "__main__":
    main()
