from django.db import migrations

from pledgeline.organisation.append_only import append_only, unchanged

# Copies, not imports: a migration says what was true when it was written.
SAID = (
    "briefing_id",
    "number",
    "title_en",
    "title_zh",
    "body_en",
    "body_zh",
    "promises",
    "centres",
    "services",
    "channels",
    "languages",
    "duties",
    "effective_from",
    "effective_to",
    "acknowledge_by",
    "questions",
    "published_at",
    "created_at",
)


class Migration(migrations.Migration):
    dependencies = [("briefing", "0001_initial"), ("organisation", "0002_what_is_recorded_is_fixed")]

    operations = [
        # Once published, only the state may still change, and only to superseded.
        append_only(
            "briefing_briefingversion",
            update_allowed_if=f"OLD.state = 'draft' OR (NEW.state = 'superseded' AND {unchanged(*SAID)})",
        ),
        append_only("briefing_acknowledgement"),
        append_only("briefing_checkresult"),
        append_only("briefing_draw"),
        append_only("briefing_reminder"),
        append_only("briefing_override"),
        # A question is answered once, and what was asked stays.
        append_only(
            "briefing_question",
            update_allowed_if="OLD.answered_at IS NULL AND "
            + unchanged("number", "version_id", "centre", "service", "text", "asked_at", "due_at"),
        ),
        # A link can only be used once or end sooner.
        append_only(
            "briefing_link",
            update_allowed_if="OLD.used_at IS NULL AND NEW.expires_at <= OLD.expires_at AND "
            + unchanged("token_hash", "version_id", "member_id", "purpose", "issued_at"),
        ),
    ]
