"""Database triggers that refuse to change or remove rows, for the two databases the record store runs on.

For migrations (of any room): `operations = [append_only("room_table")]`. Django rebuilds a whole table when it alters
a column on SQLite, and the triggers go with the old table: such a migration must name `append_only` again.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

_REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION pledgeline_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def guard_sql(vendor: str, table: str, *, update_allowed_if: str | None = None) -> list[str]:
    """Statements that make `table` append-only; `update_allowed_if` is a condition on OLD and NEW.

    A refused statement raises django.db.IntegrityError on both vendors. A condition that comes out neither true nor
    false, because a column is empty, allows nothing.
    """
    allowed = f"WHEN (({update_allowed_if}) IS NOT TRUE)" if update_allowed_if else ""
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f'CREATE TRIGGER IF NOT EXISTS "{table}_no_update" BEFORE UPDATE ON "{table}" {allowed} {refuse}',
            f'CREATE TRIGGER IF NOT EXISTS "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}',
        ]
    if vendor == "postgresql":
        run = "EXECUTE FUNCTION pledgeline_refuse_change()"
        return [
            _REFUSE_FUNCTION,
            f'CREATE OR REPLACE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW {allowed} {run}',
            f'CREATE OR REPLACE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {run}',
            f'CREATE OR REPLACE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {run}',
        ]
    raise NotImplementedError(f"append-only tables are guarded on SQLite and PostgreSQL, not on {vendor}")


def unguard_sql(vendor: str, table: str) -> list[str]:
    """Statements that lift the guard again."""
    names = ["no_update", "no_delete"] + (["no_truncate"] if vendor == "postgresql" else [])
    on_table = f' ON "{table}"' if vendor == "postgresql" else ""
    return [f'DROP TRIGGER IF EXISTS "{table}_{name}"{on_table}' for name in names]


def unchanged(*columns: str) -> str:
    """The condition that each of these columns stays what it was, an empty one empty."""
    return " AND ".join(
        f"((NEW.{name} = OLD.{name}) IS TRUE OR (NEW.{name} IS NULL AND OLD.{name} IS NULL))" for name in columns
    )


class append_only(Operation):
    """The migration operation that guards `table`.

    Not a RunPython: that renders every model there is, a second for each room, and triggers need none of them.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, *, update_allowed_if: str | None = None) -> None:
        self.table = table
        self.update_allowed_if = update_allowed_if

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        vendor = schema_editor.connection.vendor
        for statement in guard_sql(vendor, self.table, update_allowed_if=self.update_allowed_if):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in unguard_sql(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Guard the table {self.table}"
