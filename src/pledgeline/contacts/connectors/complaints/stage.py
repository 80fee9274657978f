"""One delivery of complaints: a row of the file is a complaint as it stood when the file was written."""

from __future__ import annotations

from pledgeline.contacts.connectors.complaints.profile import MOMENTS, ComplaintProfile
from pledgeline.contacts.connectors.delimited.records import RecordBuilder, shared_columns
from pledgeline.contacts.connectors.delimited.stage import Rows, leave_rejects, read_rows
from pledgeline.contacts.connectors.sql import choice
from pledgeline.contacts.connectors.staged import leave
from pledgeline.contacts.core.connector import Duck, Staged, Staging


class ComplaintBuilder(RecordBuilder):
    profile: ComplaintProfile

    def more(self) -> None:
        profile = self.profile
        received = profile.instants[profile.received_at]
        self.refuse(f"{self.moment(profile.received_at)} IS NULL", "time.missing", received.column or "")
        self.layers.add({"outcome": choice(profile.outcome, self.text), "cause_side": choice(profile.cause, self.text)})
        self._must_be_chosen(profile.outcome, "outcome")
        reopened = f"try_cast({self.text[profile.reopened]} AS INTEGER)" if profile.reopened else "NULL"
        self.layers.add({"reopened": reopened})
        if profile.reopened:
            text = self.text[profile.reopened]
            unreadable = f"{text} IS NOT NULL AND (reopened IS NULL OR reopened < 0)"
            self.refuse(unreadable, "number.unreadable", profile.reopened, text)
        for name in MOMENTS[1:4]:
            at = getattr(profile, name)
            if at:
                # Handled before it came in: one of the two times is wrong, and nobody can tell which.
                earlier = f"{self.moment(at)} < {self.moment(profile.received_at)}"
                self.refuse(earlier, "time.before_receipt", profile.instants[at].column or at)
        self.written += ["outcome", "cause_side", "reopened"]


def stage(con: Duck, staging: Staging) -> Staged:
    """See `core/connector.py`. Raises Problem for a file that cannot be read at all; nothing is left then."""
    profile: ComplaintProfile = staging.profile
    rows = read_rows(con, staging, profile, ComplaintBuilder)
    _complaints(con, staging, profile, rows)
    outside = leave_rejects(con, rows)
    staging.progress(1.0)
    return Staged(read=rows.count + outside)


def _complaints(con: Duck, staging: Staging, profile: ComplaintProfile, rows: Rows) -> None:
    builder: ComplaintBuilder = rows.builder  # type: ignore[assignment]
    columns, join, _native = shared_columns(con, staging, rows, "complaint_key")
    moments = {name: builder.at(getattr(profile, name)) for name in MOMENTS}
    own = {name: f"r.{name}" for name in ("outcome", "cause_side", "reopened")}
    source = f"(SELECT * FROM {rows.source} WHERE refusal IS NULL) AS r{join}"
    leave(con, "staged_complaint", {**columns, **moments, **own}, source)
