from django.db import migrations

from pledgeline.organisation.append_only import append_only, unchanged

# Copies, not imports: a migration says what was true when it was written.
SAID = (
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
)
DEFINED = (
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
)
AGREED = ("contract_id", "number", "terms", "vectors", "effective_from", "created_at", "offered_at", "digest")


class Migration(migrations.Migration):
    dependencies = [("experience", "0001_initial"), ("organisation", "0002_what_is_recorded_is_fixed")]

    operations = [
        append_only(
            "experience_promiseversion",
            update_allowed_if=f"OLD.state = 'draft' OR (NEW.state <> 'draft' AND {unchanged(*SAID)})",
        ),
        # From the approval on only the last day and the state change; the words of the states are in the order of
        # their alphabet, so that none goes back.
        append_only(
            "experience_definitionversion",
            update_allowed_if=(
                "OLD.state IN ('draft', 'in_review')"
                f" OR (NEW.state >= OLD.state AND NEW.state <> 'draft' AND NEW.state <> 'in_review'"
                f" AND {unchanged(*DEFINED)})"
            ),
        ),
        # An offer may go back to draft (its wording unchanged on the way); what is signed never does.
        append_only(
            "experience_contractversion",
            update_allowed_if=(
                "OLD.state = 'draft'"
                " OR (OLD.state = 'offered' AND NEW.state = 'draft' AND NEW.terms = OLD.terms"
                " AND NEW.vectors = OLD.vectors)"
                f" OR (OLD.state = 'offered' AND NEW.state = 'signed' AND {unchanged(*AGREED)})"
                f" OR (OLD.state IN ('signed', 'superseded') AND NEW.state = 'superseded' AND {unchanged(*AGREED)})"
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
