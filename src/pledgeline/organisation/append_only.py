"""Database triggers that refuse to change or remove rows, for the two databases the record store runs on.

For migrations (of any room): `operations = [append_only("room_table")]`. Django rebuilds a whole table when it alters
a column on SQLite, and the triggers go with the old table: such a migration must name `append_only` again.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunPython

_REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION pledgeline_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def guard_sql(vendor: str, table: str, *, update_allowed_if: str | None = None) -> list[str]:
    """Statements that make `table` append-only; `update_allowed_if` is a condition on OLD and NEW.

    A refused statement raises django.db.IntegrityError on both vendors.
    """
    allowed = f"WHEN (NOT ({update_allowed_if}))" if update_allowed_if else ""
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


def append_only(table: str, *, update_allowed_if: str | None = None) -> RunPython:
    """The migration operation that guards `table`."""

    def guard(apps: Any, schema_editor: Any) -> None:
        for statement in guard_sql(schema_editor.connection.vendor, table, update_allowed_if=update_allowed_if):
            schema_editor.execute(statement, params=None)

    def lift(apps: Any, schema_editor: Any) -> None:
        for statement in unguard_sql(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    return RunPython(guard, lift)
