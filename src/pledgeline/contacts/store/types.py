"""The canonical schema in the words of Arrow (Delta, Spark) and of DuckDB."""

from __future__ import annotations

import pyarrow as pa

from pledgeline.contacts.core.schema import TableSchema, Type

_INSTANT = pa.timestamp("us", tz="UTC")

ARROW: dict[Type, pa.DataType] = {
    Type.TEXT: pa.string(),
    Type.BOOL: pa.bool_(),
    Type.INT: pa.int32(),
    Type.BIGINT: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.INSTANT: _INSTANT,
    Type.TEXTS: pa.list_(pa.string()),
    Type.JSON: pa.string(),
}

DUCK: dict[Type, str] = {
    Type.TEXT: "VARCHAR",
    Type.BOOL: "BOOLEAN",
    Type.INT: "INTEGER",
    Type.BIGINT: "BIGINT",
    Type.NUMBER: "DOUBLE",
    Type.INSTANT: "TIMESTAMPTZ",
    Type.TEXTS: "VARCHAR[]",
    Type.JSON: "VARCHAR",
}


def arrow_schema(table: TableSchema) -> pa.Schema:
    """Columns are nullable on disk even where the canon forbids null: `staging.py` refuses nulls with a reason
    before they get that far, and Parquet files written by DuckDB always declare their columns optional."""
    return pa.schema([pa.field(column.name, ARROW[column.type]) for column in table.columns])


def empty_relation(table: TableSchema) -> str:
    """SQL of a relation with the table's columns and no row."""
    columns = ", ".join(f'CAST(NULL AS {DUCK[column.type]}) AS "{column.name}"' for column in table.columns)
    return f"(SELECT {columns} WHERE false)"


def typed(column_name: str, type_: Type) -> str:
    """SQL that casts a staged column to the canonical type."""
    return f'CAST("{column_name}" AS {DUCK[type_]}) AS "{column_name}"'
