from django.db import migrations

from pledgeline.organisation.append_only import append_only


def same(*names: str) -> str:
    """Each column as it was, an empty one still empty."""
    return " AND ".join(f"(NEW.{name} = OLD.{name} OR (NEW.{name} IS NULL AND OLD.{name} IS NULL))" for name in names)


AGREED = ("terms_id", "number", "agreed", "effective_from", "created_at", "offered_at", "digest")
STATED = (
    *("centre", "code", "terms_id", "version_id", "month", "number", "first_day", "last_day", "snapshot", "program"),
    *("currency", "uncapped", "due", "volumes", "digest", "replaces_id", "why_en", "why_zh", "created_at"),
)
WINDOW = (
    *("centre", "terms_id", "number", "exclusion", "first_day", "last_day", "from_hour", "to_hour", "services"),
    *("channels", "reason_en", "reason_zh", "created_at"),
)
PREPARED = (
    *("centre", "series_id", "number", "due", "first_day", "last_day", "snapshot", "agenda", "preread", "digest"),
    *("prepared_at", "created_at"),
)
OPENED = (
    *("centre", "code", "side", "owner", "title_en", "title_zh", "cause_en", "cause_zh", "source_kind", "source_key"),
    *("opened_on", "due", "promise", "measure", "before", "after_first", "after_last", "created_at"),
)
RAISED = ("line_id", "text", "raised_at", "raised_by_id", "answer_due")
ASKED = ("escalation_id", "level", "text", "raised_at", "raised_by_id", "due_at")


class Migration(migrations.Migration):
    dependencies = [("partnership", "0003_terms_reviews_actions"), ("organisation", "0002_audit_append_only")]

    operations = [
        append_only("partnership_terms"),
        # An offer may go back to draft (its wording unchanged on the way); what is signed never does.
        append_only(
            "partnership_termsversion",
            update_allowed_if=(
                "OLD.state = 'draft'"
                " OR (OLD.state = 'offered' AND NEW.state = 'draft' AND NEW.agreed = OLD.agreed)"
                f" OR (OLD.state = 'offered' AND NEW.state = 'signed' AND {same(*AGREED)})"
                f" OR (OLD.state IN ('signed', 'superseded') AND NEW.state = 'superseded' AND {same(*AGREED)})"
            ),
        ),
        append_only("partnership_termssignature"),
        append_only("partnership_exclusionwindow", update_allowed_if=f"OLD.withdrawn_at IS NULL AND {same(*WINDOW)}"),
        append_only(
            "partnership_statement",
            update_allowed_if=f"OLD.state IN ('draft', 'shown') AND {same(*STATED)}",
        ),
        append_only("partnership_statementline"),
        append_only("partnership_objection", update_allowed_if=f"OLD.outcome = '' AND {same(*RAISED)}"),
        append_only("partnership_review", update_allowed_if=f"OLD.held_on IS NULL AND {same(*PREPARED)}"),
        append_only(
            "partnership_improvement",
            update_allowed_if=f"OLD.state IN ('open', 'done') AND {same(*OPENED)}",
        ),
        append_only("partnership_effectcheck"),
        append_only(
            "partnership_escalation",
            update_allowed_if=f"OLD.closed_at IS NULL AND {same('centre', 'number', 'side', 'title', 'created_at')}",
        ),
        append_only("partnership_escalationstep", update_allowed_if=f"OLD.answer = '' AND {same(*ASKED)}"),
        append_only("partnership_remark"),
        append_only("partnership_attachment"),
    ]
