from django.db import migrations

from pledgeline.organisation.append_only import append_only, unchanged

# Copies, not imports: a migration says what was true when it was written.
SAID = (
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
)


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial"), ("organisation", "0002_what_is_recorded_is_fixed")]

    operations = [
        # Of a version, only the last day may still change.
        append_only("needs_expectationversion", update_allowed_if=unchanged(*SAID)),
        append_only("needs_source"),
        append_only("needs_refusal"),
        append_only("needs_kindruledout"),
        append_only("needs_conflict"),
        append_only("needs_conflictdecision"),
        # While it waits, a signal may be brought up to date, and then decided once.
        append_only("needs_signal", update_allowed_if="OLD.state = 'waiting'"),
    ]
