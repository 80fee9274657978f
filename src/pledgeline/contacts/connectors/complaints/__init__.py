"""Complaints as delimited text or sheets: when they came in, were acknowledged, answered and closed."""

from pledgeline.contacts.connectors.complaints.profile import ComplaintProfile
from pledgeline.contacts.connectors.complaints.stage import stage
from pledgeline.contacts.core.connector import Connector
from pledgeline.contacts.core.schema import COMPLAINT

CONNECTOR = Connector(
    name="complaints",
    version="1",
    title={"en": "Complaints (CSV, TSV, XLSX, ODS)", "zh": "投诉记录（CSV、TSV、XLSX、ODS）"},
    suffixes=(".csv", ".tsv", ".txt", ".xlsx", ".ods"),
    provides=frozenset(column.name for column in COMPLAINT.staged),
    never={},
    profile_model=ComplaintProfile,
    stage=stage,
    record=COMPLAINT,
)
