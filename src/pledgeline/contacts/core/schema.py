"""The canonical tables: what every connector must produce and every metric may rely on. One file, one truth.

The Delta schema, the staging tables, the reference page and the tests are all derived from these declarations.
All times are UTC; durations are computed from times, never believed; unknown is null. The column meanings in both
languages are in `schema_meanings.yaml` beside this file (a test holds the two equal).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeAlias

from pledgeline.contacts.core import vocabulary as words

EnumClass: TypeAlias = type[Enum]


class Type(StrEnum):
    TEXT = "text"
    BOOL = "bool"
    INT = "int"
    BIGINT = "bigint"
    NUMBER = "number"
    INSTANT = "instant"
    TEXTS = "texts"
    JSON = "json"


@dataclass(frozen=True)
class Column:
    """One column. `values` names the closed word list where there is one; `filled_by` says whose duty it is:
    a connector's (`connector`) or the store's own bookkeeping (`store`)."""

    name: str
    type: Type
    nullable: bool = True
    values: EnumClass | None = None
    filled_by: str = "connector"


@dataclass(frozen=True)
class TableSchema:
    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def staged(self) -> tuple[Column, ...]:
        """The columns a connector fills, in order."""
        return tuple(column for column in self.columns if column.filled_by == "connector")

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _required(name: str, type_: Type, values: EnumClass | None = None) -> Column:
    return Column(name, type_, nullable=False, values=values)


def _optional(name: str, type_: Type, values: EnumClass | None = None) -> Column:
    return Column(name, type_, values=values)


def _kept_by_store(name: str, type_: Type) -> Column:
    return Column(name, type_, nullable=False, filled_by="store")


# Versions are told apart by comparing the columns themselves, so there is no hash to go stale.
_BOOKKEEPING = (
    _kept_by_store("attributed_at", Type.INSTANT),
    _kept_by_store("version", Type.INT),
    _kept_by_store("is_current", Type.BOOL),
    _kept_by_store("batch_id", Type.TEXT),
    _kept_by_store("ingested_at", Type.INSTANT),
)

CONTACT = TableSchema(
    name="contact",
    key=("contact_key", "version"),
    columns=(
        # who and what
        _required("contact_key", Type.TEXT),
        _required("source_id", Type.TEXT),
        _required("centre_id", Type.TEXT),
        _required("native_id", Type.TEXT),
        _optional("native_root_id", Type.TEXT),
        _required("kind", Type.TEXT, words.Kind),
        _required("channel", Type.TEXT, words.Channel),
        _required("async", Type.BOOL),
        _optional("origin_contact_key", Type.TEXT),
        _optional("link_basis", Type.TEXT, words.LinkBasis),
        _optional("callback_attempt_no", Type.INT),
        _optional("customer_ref", Type.TEXT),
        _optional("dialled_ref", Type.TEXT),
        _optional("service_code", Type.TEXT),
        _optional("intent", Type.TEXT),
        # when
        _required("arrived_at", Type.INSTANT),
        _required("arrived_precision_ms", Type.INT),
        _optional("bot_ivr_ended_at", Type.INSTANT),
        _optional("human_requested_at", Type.INSTANT),
        _optional("human_requested_basis", Type.TEXT, words.RequestedBasis),
        _optional("queue_in_at", Type.INSTANT),
        _optional("queue_first", Type.TEXT),
        _optional("queue_last", Type.TEXT),
        _optional("first_ring_at", Type.INSTANT),
        _optional("answered_at", Type.INSTANT),
        _optional("answered_basis", Type.TEXT, words.AnsweredBasis),
        _optional("released_at", Type.INSTANT),
        _optional("acw_end_at", Type.INSTANT),
        # how it ended
        _required("outcome", Type.TEXT, words.Outcome),
        _required("outcome_native", Type.TEXT),
        _optional("end_party", Type.TEXT, words.EndParty),
        # the callback option
        _required("callback_offer", Type.TEXT, words.CallbackOffer),
        _optional("callback_offered_at", Type.INSTANT),
        _optional("callback_offer_basis", Type.TEXT, words.OfferBasis),
        _optional("callback_accepted_at", Type.INSTANT),
        _optional("callback_due_at", Type.INSTANT),
        # work
        _optional("talk_s", Type.NUMBER),
        _optional("talk_includes_hold", Type.BOOL),
        _optional("hold_s", Type.NUMBER),
        _optional("acw_s", Type.NUMBER),
        _optional("agent_first", Type.TEXT),
        _optional("agent_last", Type.TEXT),
        _optional("transfer_count", Type.INT),
        _optional("queue_count", Type.INT),
        _optional("ring_attempts", Type.INT),
        _optional("first_response_s", Type.NUMBER),
        _optional("max_response_s", Type.NUMBER),
        _optional("message_count", Type.INT),
        # standing
        _optional("after_hours", Type.BOOL),
        _optional("test_or_excluded", Type.TEXT),
        _optional("attributes", Type.JSON),
        _optional("source_updated_at", Type.INSTANT),
        _required("is_final", Type.BOOL),
        _required("quality_flags", Type.TEXTS),
        _required("source_line", Type.BIGINT),
        _required("source_records", Type.INT),
        *_BOOKKEEPING,
    ),
)

CONTACT_LEG = TableSchema(
    name="contact_leg",
    key=("leg_key",),
    columns=(
        _required("contact_key", Type.TEXT),
        _required("seq", Type.INT),
        _required("kind", Type.TEXT, words.LegKind),
        _optional("queue_id", Type.TEXT),
        _optional("agent_id", Type.TEXT),
        _optional("start_at", Type.INSTANT),
        _optional("end_at", Type.INSTANT),
        _optional("result", Type.TEXT, words.LegResult),
        _optional("key_pressed", Type.TEXT),
        _optional("moved_to", Type.TEXT),
        _optional("native", Type.JSON),
        _kept_by_store("leg_key", Type.TEXT),
        _kept_by_store("version", Type.INT),
        _kept_by_store("batch_id", Type.TEXT),
    ),
)

# Lines that are not (yet) part of a finished contact: agent sessions, pauses, unknown words, and every line of a
# contact still open at the end of a delivery, so that the next delivery can finish it.
SOURCE_EVENT = TableSchema(
    name="source_event",
    key=("event_key",),
    columns=(
        _required("event_key", Type.TEXT),
        _required("source_id", Type.TEXT),
        _required("centre_id", Type.TEXT),
        _required("at", Type.INSTANT),
        _optional("native_id", Type.TEXT),
        _optional("queue_id", Type.TEXT),
        _optional("agent_id", Type.TEXT),
        _required("event", Type.TEXT),
        _optional("params", Type.TEXTS),
        _required("belongs_to_open_contact", Type.BOOL),
        _required("source_line", Type.BIGINT),
        _kept_by_store("batch_id", Type.TEXT),
    ),
)

# What customers said when they were asked: one row for each question of each invitation, silence included where the
# feed tells it. Points are turned so that more is better.
SURVEY_ANSWER = TableSchema(
    name="survey_answer",
    key=("answer_key", "version"),
    columns=(
        _required("answer_key", Type.TEXT),
        _required("source_id", Type.TEXT),
        _required("centre_id", Type.TEXT),
        _required("native_id", Type.TEXT),
        _optional("contact_ref", Type.TEXT),
        _optional("customer_ref", Type.TEXT),
        _optional("service_code", Type.TEXT),
        _optional("intent", Type.TEXT),
        _optional("channel", Type.TEXT, words.Channel),
        _optional("queue_first", Type.TEXT),
        _required("question", Type.TEXT, words.SurveyQuestion),
        _optional("asked_at", Type.INSTANT),
        _optional("answered_at", Type.INSTANT),
        _required("state", Type.TEXT, words.AnswerState),
        _required("scale_min", Type.INT),
        _required("scale_max", Type.INT),
        _optional("points", Type.NUMBER),
        _required("silence_is_listed", Type.BOOL),
        _optional("source_updated_at", Type.INSTANT),
        _required("source_line", Type.BIGINT),
        _required("source_records", Type.INT),
        *_BOOKKEEPING,
    ),
)

COMPLAINT = TableSchema(
    name="complaint",
    key=("complaint_key", "version"),
    columns=(
        _required("complaint_key", Type.TEXT),
        _required("source_id", Type.TEXT),
        _required("centre_id", Type.TEXT),
        _required("native_id", Type.TEXT),
        _optional("contact_ref", Type.TEXT),
        _optional("customer_ref", Type.TEXT),
        _optional("service_code", Type.TEXT),
        _optional("intent", Type.TEXT),
        _optional("channel", Type.TEXT, words.Channel),
        _optional("queue_first", Type.TEXT),
        _required("received_at", Type.INSTANT),
        _optional("acknowledged_at", Type.INSTANT),
        _optional("answered_at", Type.INSTANT),
        _optional("closed_at", Type.INSTANT),
        _optional("due_at", Type.INSTANT),
        _required("outcome", Type.TEXT, words.ComplaintOutcome),
        _optional("cause_side", Type.TEXT, words.CauseSide),
        _optional("reopened", Type.INT),
        _optional("source_updated_at", Type.INSTANT),
        _required("source_line", Type.BIGINT),
        _required("source_records", Type.INT),
        *_BOOKKEEPING,
    ),
)

TABLES: tuple[TableSchema, ...] = (CONTACT, CONTACT_LEG, SOURCE_EVENT, SURVEY_ANSWER, COMPLAINT)

# What a connector says of the rows it could not use. Not a Delta table: one Parquet file a receipt, in quarantine.
REJECT = TableSchema(
    name="reject",
    key=("source_line",),
    columns=(
        _required("source_line", Type.BIGINT),
        _required("reason", Type.TEXT),
        _optional("field", Type.TEXT),
        _optional("detail", Type.TEXT),
        _required("source_records", Type.INT),
    ),
)
