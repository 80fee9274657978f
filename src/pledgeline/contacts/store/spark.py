"""The same expressions over the same files on Apache Spark; imported only where the engine setting names a master."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.schema import TABLES
from pledgeline.contacts.store.types import arrow_schema
from pledgeline.kernel.problem import Problem

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from pledgeline.contacts.store.snapshot import Snapshot


@lru_cache(maxsize=1)
def session(master: str) -> SparkSession:
    """The process's Spark session in UTC, knowing the one function whose name differs from DuckDB's."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise Problem("engine.spark_missing", engine=master) from missing
    spark = (
        SparkSession.builder.master(master)
        .appName("pledgeline")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    spark.sql("CREATE OR REPLACE TEMPORARY FUNCTION epoch_us(t TIMESTAMP) RETURNS BIGINT RETURN unix_micros(t)")
    return spark


def view_name(table: str, snapshot: Snapshot) -> str:
    """Views of one session share one list of names, so each carries its snapshot."""
    return f"{table}_{snapshot.id}"


@lru_cache(maxsize=4)
def backend(snapshot: Snapshot) -> ibis.BaseBackend:
    spark = session(snapshot.engine)
    for table in TABLES:
        files = [str(file.path) for file in snapshot.files(table.name)]
        frame = spark.read.parquet(*files) if files else spark.createDataFrame(arrow_schema(table).empty_table())
        frame.createOrReplaceTempView(view_name(table.name, snapshot))
    return ibis.pyspark.connect(spark)


def run(master: str, expression: ir.Expr) -> pa.Table:
    """Straight to Arrow: Ibis goes through pandas, which makes floats of whole numbers with gaps."""
    return session(master).sql(str(ibis.pyspark.connect(session(master)).compile(expression))).toArrow()
