"""What a profile of an Asterisk queue_log says: which queue serves what, which key asks for a callback."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pledgeline.contacts.core.profile import Callback, ConfigRule, Part, ProfileBase, Word
from pledgeline.contacts.core.vocabulary import Outcome
from pledgeline.kernel.codes import CODE_PATTERN


class ExcludedQueue(Part):
    queue: str
    reason: str = Field(alias="as", pattern=CODE_PATTERN)


class KeyRule(Part):
    """What leaving a queue with a digit means; without `queue` the rule holds for every queue."""

    key: Word
    queue: str | None = None
    outcome: Outcome = Field(default=Outcome.CALLBACK_ACCEPTED, alias="is")


class EventOffer(Part):
    """An event the dialplan writes when the callback prompt starts: `QueueLog(q,id,NONE,CALLBACKOFFER,prompt)`."""

    basis: Literal["event"]
    event: str = Field(pattern=r"[A-Za-z0-9_]{1,40}")


class QueueLogCallback(Callback):
    offer: tuple[EventOffer | ConfigRule, ...] = ()


class QueueLogProfile(ProfileBase):
    """A whole profile of connector `asterisk_queue_log`."""

    connector: Literal["asterisk_queue_log"]
    system: str | None = Field(default=None, pattern=CODE_PATTERN)
    """Prefix of call ids, where several servers feed one centre and their ids could collide."""
    services: dict[str, str] = Field(default_factory=dict)
    """From queue to service; without any, contacts carry no service."""
    services_by_number: dict[Word, str] = Field(default_factory=dict)
    """From the number called (event DID) to service; goes before the queue."""
    queues: dict[str, str] = Field(default_factory=dict)
    """From the log's queue to the name it is shown under."""
    exclude: tuple[ExcludedQueue, ...] = ()
    callback_queues: tuple[str, ...] = ()
    """Queues whose calls are callbacks to customers, not customers calling."""
    link_window_h: float = Field(default=48, gt=0)
    """A callback belongs to the latest request of the same number within this time."""
    keys: tuple[KeyRule, ...] = ()
    callback: QueueLogCallback = Field(default_factory=QueueLogCallback)
    horizon_h: float = Field(default=6, gt=0)
    """A call without an end this long before the log's last event is `unknown_end`: some ends are really lost."""
    longest_wait_h: float = Field(default=2, gt=0)
    """A longer hold is a script that logs request and callback as one call, not a wait."""
    arrived_from_uniqueid: bool = False
    """Call ids begin with the second the channel was made; true only where calls land on this server directly."""

    @model_validator(mode="after")
    def _one_kind_of_queue(self) -> QueueLogProfile:
        both = set(self.callback_queues) & {rule.queue for rule in self.exclude}
        if both:
            raise ValueError(f"queue {sorted(both)[0]!r} cannot be both excluded and a callback queue")
        return self
