"""Delimited text and sheets: any export with one row per contact, read with a profile."""

from pledgeline.contacts.connectors.delimited.profile import DelimitedProfile
from pledgeline.contacts.connectors.delimited.stage import stage
from pledgeline.contacts.core.connector import Connector
from pledgeline.contacts.core.schema import CONTACT

# One row per contact has no history of queues, rings and transfers.
_NEVER = {
    "ring_attempts": "one_row_per_contact",
    "transfer_count": "one_row_per_contact",
    "origin_contact_key": "one_row_per_contact",
    "link_basis": "one_row_per_contact",
    "callback_attempt_no": "one_row_per_contact",
    "end_party": "one_row_per_contact",
    "first_response_s": "one_row_per_contact",
    "max_response_s": "one_row_per_contact",
    "message_count": "one_row_per_contact",
    "after_hours": "from_calendar",
}

CONNECTOR = Connector(
    name="delimited",
    version="1",
    title={"en": "Delimited text or sheet (CSV, TSV, XLSX, ODS)", "zh": "分隔文本或电子表格（CSV、TSV、XLSX、ODS）"},
    suffixes=(".csv", ".tsv", ".txt", ".xlsx", ".ods"),
    provides=frozenset(column.name for column in CONTACT.staged) - frozenset(_NEVER),
    never=_NEVER,
    profile_model=DelimitedProfile,
    stage=stage,
)
