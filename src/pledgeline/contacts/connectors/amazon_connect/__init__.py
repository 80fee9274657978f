"""Amazon Connect contact records: a line each, one array, or one after another."""

from pledgeline.contacts.connectors.amazon_connect.profile import ConnectProfile
from pledgeline.contacts.connectors.amazon_connect.stage import stage
from pledgeline.contacts.core.connector import Connector
from pledgeline.contacts.core.schema import CONTACT

_NEVER = {
    "first_ring_at": "connect_has_no_ring_time",
    "intent": "mapped_by_attribute_only",
    "after_hours": "from_calendar",
}

CONNECTOR = Connector(
    name="amazon_connect",
    version="1",
    title={"en": "Amazon Connect contact records", "zh": "Amazon Connect 联络记录"},
    suffixes=(".json", ".jsonl", ".ndjson"),
    provides=frozenset(column.name for column in CONTACT.staged) - frozenset(_NEVER),
    never=_NEVER,
    profile_model=ConnectProfile,
    stage=stage,
)
