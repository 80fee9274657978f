"""A contact written down by hand, in seconds from the moment the customer asked for a human.

For examples that a person can check: test vectors of a metric contract, worked examples in documents. What is not
said is as in an ordinary answered or abandoned voice contact.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pledgeline.contacts.core.schema import CONTACT
from pledgeline.contacts.core.vocabulary import CallbackOffer, Channel, Kind, OfferBasis, Outcome

# Any working day; only differences of times count.
ASKED = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
LONGEST_S = 7 * 86_400
_FILLED: dict[str, Any] = {
    "source_id": "written",
    "centre_id": "written",
    "outcome_native": "",
    "is_final": True,
    "quality_flags": [],
    "source_records": 1,
    "version": 1,
    "is_current": True,
    "batch_id": "written",
    "ingested_at": ASKED,
}


class Written(BaseModel):
    """`answered_s`, `left_s`, `offered_s`, `accepted_s`: when, after the request; absent where it did not happen.

    `outcome` and `offer` follow from these unless said. `asked` false: the customer never asked for a human.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    answered_s: float | None = Field(default=None, ge=0, le=LONGEST_S)
    left_s: float | None = Field(default=None, ge=0, le=LONGEST_S)
    offered_s: float | None = Field(default=None, ge=0, le=LONGEST_S)
    accepted_s: float | None = Field(default=None, ge=0, le=LONGEST_S)
    ivr_s: float = Field(default=10, ge=0, le=LONGEST_S)
    talk_s: float = Field(default=100, ge=0, le=LONGEST_S)
    hold_s: float | None = Field(default=None, ge=0, le=LONGEST_S)
    wrap_s: float | None = Field(default=None, ge=0, le=LONGEST_S)
    asked: bool = True
    kind: Kind = Kind.INBOUND
    channel: Channel = Channel.VOICE
    deferred: bool = False
    excluded: str | None = None
    outcome: Outcome | None = None
    offer: CallbackOffer | None = None

    @model_validator(mode="after")
    def _ends_once(self) -> Written:
        if self.answered_s is not None and self.left_s is not None:
            raise ValueError("a contact is answered or left, not both")
        return self

    def outcome_word(self) -> str:
        if self.outcome is not None:
            return self.outcome.value
        if self.answered_s is not None:
            return Outcome.ANSWERED.value
        if self.accepted_s is not None:
            return Outcome.CALLBACK_ACCEPTED.value
        return (Outcome.OPEN if self.left_s is None else Outcome.ABANDONED_QUEUE).value

    def row(self, number: int) -> dict[str, Any]:
        """The canonical contact, with every column."""
        offered = self.offered_s is not None
        offer = self.offer or (CallbackOffer.OFFERED if offered else CallbackOffer.NOT_OFFERED)
        asked = ASKED if self.asked else None
        end = self.answered_s + self.talk_s if self.answered_s is not None else self.left_s
        return {
            **dict.fromkeys(CONTACT.names),
            **_FILLED,
            "contact_key": f"written:{number}",
            "native_id": str(number),
            "source_line": number,
            "kind": self.kind.value,
            "channel": self.channel.value,
            "async": self.deferred,
            "arrived_precision_ms": 1_000,
            "arrived_at": ASKED - timedelta(seconds=self.ivr_s),
            "bot_ivr_ended_at": asked,
            "human_requested_at": asked,
            "queue_in_at": asked,
            "attributed_at": ASKED,
            "answered_at": _after(self.answered_s),
            "released_at": _after(end if end is not None else self.accepted_s),
            "callback_offered_at": _after(self.offered_s),
            "callback_accepted_at": _after(self.accepted_s),
            "callback_offer": offer.value,
            "callback_offer_basis": OfferBasis.EVENT.value if offered else None,
            "talk_s": self.talk_s if self.answered_s is not None else None,
            "hold_s": self.hold_s,
            "acw_s": self.wrap_s,
            "outcome": self.outcome_word(),
            "test_or_excluded": self.excluded,
        }


def _after(seconds: float | None) -> datetime | None:
    return None if seconds is None else ASKED + timedelta(seconds=seconds)


def rows(contacts: Iterable[Written]) -> list[dict[str, Any]]:
    return [one.row(number) for number, one in enumerate(contacts, start=1)]
