from django.db import migrations

from pledgeline.organisation.append_only import append_only

SAID = [
    "expectation_id",
    "number",
    "segment_id",
    "need_en",
    "need_zh",
    "adequate_en",
    "adequate_zh",
    "desired_en",
    "desired_zh",
    "moment_en",
    "moment_zh",
    "channels",
    "importance",
    "owner",
    "effective_from",
    "next_review",
    "created_at",
]
UNCHANGED = " AND ".join(f"NEW.{name} = OLD.{name}" for name in SAID)


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial"), ("organisation", "0002_audit_append_only")]

    operations = [
        # Of a version, only the last day may still change.
        append_only("needs_expectationversion", update_allowed_if=UNCHANGED),
        append_only("needs_source"),
        append_only("needs_refusal"),
    ]
