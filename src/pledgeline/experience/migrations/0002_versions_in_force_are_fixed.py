from django.db import migrations

from pledgeline.organisation.append_only import append_only

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
    "effective_from",
    "created_at",
]
UNCHANGED = " AND ".join(f"NEW.{name} = OLD.{name}" for name in SAID)


class Migration(migrations.Migration):
    dependencies = [("experience", "0001_initial"), ("organisation", "0002_audit_append_only")]

    operations = [
        # Once out of draft, only the last day and the state may still change, and never back to draft.
        append_only(
            "experience_promiseversion",
            update_allowed_if=f"OLD.state = 'draft' OR (NEW.state <> 'draft' AND {UNCHANGED})",
        ),
    ]
