from django.db import migrations

from pledgeline.organisation.append_only import append_only, unchanged

# Copies, not imports: a migration says what was true when it was written.
FOUND = ("centre", "audit_id", "number", "heading", "severity", "found", "created_at")
AGREED = ("terms_id", "number", "agreed", "effective_from", "created_at", "offered_at", "digest")
STATED = (
    "centre",
    "code",
    "terms_id",
    "version_id",
    "month",
    "number",
    "first_day",
    "last_day",
    "snapshot",
    "program",
    "currency",
    "uncapped",
    "due",
    "volumes",
    "digest",
    "replaces_id",
    "why_en",
    "why_zh",
    "created_at",
)
WINDOW = (
    "centre",
    "terms_id",
    "number",
    "exclusion",
    "first_day",
    "last_day",
    "from_hour",
    "to_hour",
    "services",
    "channels",
    "reason_en",
    "reason_zh",
    "created_at",
)
PREPARED = (
    "centre",
    "series_id",
    "number",
    "due",
    "first_day",
    "last_day",
    "snapshot",
    "agenda",
    "preread",
    "digest",
    "prepared_at",
    "created_at",
)
OPENED = (
    "centre",
    "code",
    "side",
    "owner",
    "title_en",
    "title_zh",
    "cause_en",
    "cause_zh",
    "source_kind",
    "source_key",
    "opened_on",
    "due",
    "promise",
    "measure",
    "before",
    "after_first",
    "after_last",
    "created_at",
)
RAISED = ("line_id", "text", "raised_at", "raised_by_id", "answer_due")
ASKED = ("escalation_id", "level", "text", "raised_at", "raised_by_id", "due_at")


class Migration(migrations.Migration):
    dependencies = [("partnership", "0001_initial"), ("organisation", "0002_what_is_recorded_is_fixed")]

    operations = [
        append_only("partnership_certificate"),
        append_only("partnership_audit"),
        # Plan, date and closing follow until the gap is closed.
        append_only("partnership_gap", update_allowed_if=f"OLD.closed IS NULL AND {unchanged(*FOUND)}"),
        append_only("partnership_terms"),
        # An offer may go back to draft (its wording unchanged on the way); what is signed never does.
        append_only(
            "partnership_termsversion",
            update_allowed_if=(
                "OLD.state = 'draft'"
                " OR (OLD.state = 'offered' AND NEW.state = 'draft' AND NEW.agreed = OLD.agreed)"
                f" OR (OLD.state = 'offered' AND NEW.state = 'signed' AND {unchanged(*AGREED)})"
                f" OR (OLD.state IN ('signed', 'superseded') AND NEW.state = 'superseded' AND {unchanged(*AGREED)})"
            ),
        ),
        append_only("partnership_termssignature"),
        append_only(
            "partnership_exclusionwindow", update_allowed_if=f"OLD.withdrawn_at IS NULL AND {unchanged(*WINDOW)}"
        ),
        append_only(
            "partnership_statement",
            update_allowed_if=f"OLD.state IN ('draft', 'shown') AND {unchanged(*STATED)}",
        ),
        append_only("partnership_statementline"),
        append_only("partnership_objection", update_allowed_if=f"OLD.outcome = '' AND {unchanged(*RAISED)}"),
        append_only("partnership_review", update_allowed_if=f"OLD.held_on IS NULL AND {unchanged(*PREPARED)}"),
        append_only(
            "partnership_improvement",
            update_allowed_if=f"OLD.state IN ('open', 'done') AND {unchanged(*OPENED)}",
        ),
        append_only("partnership_effectcheck"),
        append_only(
            "partnership_escalation",
            update_allowed_if=f"OLD.closed_at IS NULL AND {unchanged('centre', 'number', 'side', 'title', 'created_at')}",
        ),
        append_only("partnership_escalationstep", update_allowed_if=f"OLD.answer = '' AND {unchanged(*ASKED)}"),
        append_only("partnership_remark"),
        append_only("partnership_attachment"),
        append_only("partnership_pulseround"),
        # A link is used once, and never again unused.
        append_only(
            "partnership_pulselink",
            update_allowed_if=f"NOT OLD.used AND NEW.used AND {unchanged('round_id', 'team', 'token_hash')}",
        ),
        # An answer adds one; nothing is ever taken away.
        append_only(
            "partnership_pulsetally",
            update_allowed_if=f"NEW.n = OLD.n + 1 AND {unchanged('round_id', 'team', 'question', 'answer')}",
        ),
        # An idea is answered once, and what was proposed stays.
        append_only(
            "partnership_idea",
            update_allowed_if="OLD.answered_on IS NULL AND "
            + unchanged("number", "centre", "side", "text", "signed", "sent_on", "due_on", "created_at"),
        ),
        append_only(
            "partnership_idealink",
            update_allowed_if=f"OLD.idea_id IS NULL AND {unchanged('centre', 'token_hash', 'expires_on')}",
        ),
        append_only("partnership_recognition"),
        append_only("partnership_mirrorrating"),
    ]
