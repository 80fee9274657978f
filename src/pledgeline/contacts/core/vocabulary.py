"""The closed word lists of a contact. Connectors map every platform's words onto these and onto nothing else."""

from __future__ import annotations

from enum import StrEnum

from pledgeline.kernel.channels import Channel as Channel


class Kind(StrEnum):
    """Who reached for whom, and what for."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    CALLBACK = "callback"
    INTERNAL = "internal"
    MONITOR = "monitor"
    SURVEY = "survey"
    TASK = "task"


class Outcome(StrEnum):
    """How the contact ended; exactly one of these, so that all outcomes of a period add up to what was offered."""

    ANSWERED = "answered"
    ABANDONED_RING = "abandoned_ring"
    ABANDONED_QUEUE = "abandoned_queue"
    ABANDONED_IVR = "abandoned_ivr"
    BOT_CONTAINED = "bot_contained"
    CALLBACK_ACCEPTED = "callback_accepted"
    VOICEMAIL = "voicemail"
    OVERFLOW_OUT = "overflow_out"
    TIMEOUT_OUT = "timeout_out"
    BLOCKED_FULL = "blocked_full"
    BLOCKED_CLOSED = "blocked_closed"
    BLOCKED_NO_AGENTS = "blocked_no_agents"
    WITHDRAWN = "withdrawn"
    TRANSFERRED_EXTERNAL = "transferred_external"
    FAILED_TECHNICAL = "failed_technical"
    NO_ANSWER_OUT = "no_answer_out"
    REJECTED_OUT = "rejected_out"
    MACHINE_OUT = "machine_out"
    OPEN = "open"
    UNKNOWN_END = "unknown_end"


class CallbackOffer(StrEnum):
    """Whether a callback option was offered. Silence of a feed is `unknown`, never `not_offered`."""

    OFFERED = "offered"
    NOT_OFFERED = "not_offered"
    UNKNOWN = "unknown"


class OfferBasis(StrEnum):
    """What the offer is known from, most trusted first."""

    EVENT = "event"
    ATTRIBUTE_TIME = "attribute_time"
    ATTRIBUTE_FLAG = "attribute_flag"
    ACCEPT_ONLY = "accept_only"
    CONFIG_RULE = "config_rule"
    MANUAL = "manual"


class RequestedBasis(StrEnum):
    """What the start of the wait is known from."""

    EVENT = "event"
    IVR_END = "ivr_end"
    QUEUE_IN = "queue_in"
    UNIQUEID_ESTIMATE = "uniqueid_estimate"


class AnsweredBasis(StrEnum):
    BRIDGE = "bridge"
    ACCEPT = "accept"
    FIRST_HUMAN_MESSAGE = "first_human_message"
    DERIVED_FROM_DURATION = "derived_from_duration"


class LinkBasis(StrEnum):
    NATIVE_ID = "native_id"
    SHARED_ID = "shared_id"
    NUMBER_WINDOW = "number_window"
    MANUAL = "manual"


class EndParty(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    SYSTEM = "system"
    THIRD_PARTY = "third_party"


class LegKind(StrEnum):
    IVR = "ivr"
    QUEUE = "queue"
    RING = "ring"
    HUMAN = "human"
    HOLD = "hold"
    WRAPUP = "wrapup"
    CALLBACK_DIAL = "callback_dial"
    VOICEMAIL = "voicemail"
    BOT = "bot"


class LegResult(StrEnum):
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    ABANDONED = "abandoned"
    MOVED = "moved"
    TIMEOUT = "timeout"
    KEY = "key"
    EMPTY = "empty"
    TRANSFERRED_BLIND = "transferred_blind"
    TRANSFERRED_ATTENDED = "transferred_attended"
    ENDED = "ended"


class QualityFlag(StrEnum):
    """Dirt that was kept, said about the contact it was found in."""

    NEGATIVE_DURATION = "negative_duration"
    OVERLAP = "overlap"
    MISSING_END = "missing_end"
    CLOCK_STEPPED_BACK = "clock_stepped_back"
    CLOCK_SKEW = "clock_skew"
    PAST_MIDNIGHT = "past_midnight"
    INFERRED_LINK = "inferred_link"
    DURATION_DISAGREES = "duration_disagrees"
    AMBIGUOUS_LOCAL_TIME = "ambiguous_local_time"
    VERSION_CONFLICT = "version_conflict"
    HOLD_IS_NOT_A_WAIT = "hold_is_not_a_wait"


class SurveyQuestion(StrEnum):
    """What a customer was asked to rate; the wording is the organisation's own."""

    CSAT = "csat"
    NPS = "nps"
    CES = "ces"


class AnswerState(StrEnum):
    """`skipped`: the survey was answered without this question; `no_answer`: the customer was asked and kept silent."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    NO_ANSWER = "no_answer"


class ComplaintOutcome(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"


class CauseSide(StrEnum):
    """On whose side the cause of a complaint lies, as far as somebody has looked."""

    CLIENT = "client"
    CENTRE = "centre"
    SHARED = "shared"
    OUTSIDE = "outside"
