from django.db import migrations

from pledgeline.organisation.append_only import append_only

AGREED = ["contract_id", "number", "terms", "vectors", "effective_from", "created_at", "offered_at", "digest"]
UNCHANGED = " AND ".join(f"NEW.{name} = OLD.{name}" for name in AGREED)


class Migration(migrations.Migration):
    dependencies = [("experience", "0005_contracts_and_clocks"), ("organisation", "0002_audit_append_only")]

    operations = [
        # An offer may go back to draft (its wording unchanged on the way); what is signed never does.
        append_only(
            "experience_contractversion",
            update_allowed_if=(
                "OLD.state = 'draft'"
                " OR (OLD.state = 'offered' AND NEW.state = 'draft' AND NEW.terms = OLD.terms"
                " AND NEW.vectors = OLD.vectors)"
                f" OR (OLD.state = 'offered' AND NEW.state = 'signed' AND {UNCHANGED})"
                f" OR (OLD.state IN ('signed', 'superseded') AND NEW.state = 'superseded' AND {UNCHANGED})"
            ),
        ),
        append_only("experience_contractsignature"),
        # A decision about a clock is ended, never edited.
        append_only(
            "experience_appliedclock",
            update_allowed_if=(
                "OLD.until IS NULL AND NEW.service = OLD.service AND NEW.clock = OLD.clock AND NEW.since = OLD.since"
                " AND NEW.note = OLD.note AND NEW.decided_at = OLD.decided_at"
            ),
        ),
    ]
