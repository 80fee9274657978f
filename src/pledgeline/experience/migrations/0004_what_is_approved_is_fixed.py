from django.db import migrations

from pledgeline.organisation.append_only import append_only

# Copies, not imports: a migration says what was true when it was written.
SAID = [
    "promise_id",
    "number",
    "sentence_en",
    "sentence_zh",
    "metric",
    "figure",
    "params",
    "direction",
    "target",
    "modality",
    "services",
    "centres",
    "channels",
    "hours",
    "expectations",
    "effective_from",
    "created_at",
]
DEFINED = [
    "definition_id",
    "number",
    "aim_en",
    "aim_zh",
    "promises",
    "digest",
    "submitted_by_id",
    "approved_by_id",
    "approved_at",
    "effective_from",
    "created_at",
]


def unchanged(columns: list[str]) -> str:
    return " AND ".join(f"NEW.{name} = OLD.{name}" for name in columns)


class Migration(migrations.Migration):
    dependencies = [("experience", "0003_definitions"), ("organisation", "0002_audit_append_only")]

    operations = [
        # Migration 0003 rebuilt the table on SQLite, and the guard of 0002 went with the old one.
        append_only(
            "experience_promiseversion",
            update_allowed_if=f"OLD.state = 'draft' OR (NEW.state <> 'draft' AND {unchanged(SAID)})",
        ),
        # From the approval on only the last day and the state change; the words of the states are in the order of
        # their alphabet, so that none goes back.
        append_only(
            "experience_definitionversion",
            update_allowed_if=(
                "OLD.state IN ('draft', 'in_review')"
                f" OR (NEW.state >= OLD.state AND NEW.state <> 'draft' AND NEW.state <> 'in_review'"
                f" AND {unchanged(DEFINED)})"
            ),
        ),
    ]
