"""Asterisk's `queue_log` file: one line per event, order of lines, ids shared by the lines of a call."""

from pledgeline.contacts.connectors.asterisk_queue_log.profile import QueueLogProfile
from pledgeline.contacts.connectors.asterisk_queue_log.stage import stage
from pledgeline.contacts.core.connector import Connector
from pledgeline.contacts.core.schema import CONTACT

_NEVER = {
    "bot_ivr_ended_at": "queue_log_has_no_ivr",
    "hold_s": "queue_log_has_no_hold",
    "acw_s": "queue_log_has_no_after_call_work",
    "acw_end_at": "queue_log_has_no_after_call_work",
    "callback_due_at": "queue_log_has_no_due_time",
    "native_root_id": "needs_cdr_or_cel",
    "intent": "queue_log_has_no_reason",
    "first_response_s": "voice_only",
    "max_response_s": "voice_only",
    "message_count": "voice_only",
    "attributes": "queue_log_has_no_attributes",
    "after_hours": "from_calendar",
}

CONNECTOR = Connector(
    name="asterisk_queue_log",
    version="1",
    title={"en": "Asterisk queue_log", "zh": "Asterisk 队列日志（queue_log）"},
    suffixes=("queue_log", ".log"),
    provides=frozenset(column.name for column in CONTACT.staged) - frozenset(_NEVER),
    never=_NEVER,
    profile_model=QueueLogProfile,
    stage=stage,
)
