from django.db import migrations

from pledgeline.organisation.append_only import append_only

FOUND = ["centre", "audit_id", "number", "heading", "severity", "found", "created_at"]
UNCHANGED = " AND ".join(f"NEW.{name} = OLD.{name}" for name in FOUND)


class Migration(migrations.Migration):
    dependencies = [("partnership", "0001_initial"), ("organisation", "0002_audit_append_only")]

    operations = [
        append_only("partnership_certificate"),
        append_only("partnership_audit"),
        # Plan, date and closing follow until the gap is closed.
        append_only("partnership_gap", update_allowed_if=f"OLD.closed IS NULL AND {UNCHANGED}"),
    ]
