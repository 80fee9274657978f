"""What a profile of Amazon Connect contact records says: where the offer, the service and the customer are written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pledgeline.contacts.core.profile import Callback, ConfigRule, Part, ProfileBase, Word
from pledgeline.kernel.codes import CODE_PATTERN

AttributeName = Annotated[str, Field(pattern=r"[A-Za-z0-9_.: -]{1,80}")]


class AttributeOffer(Part):
    """A contact attribute the flow sets just before it plays the callback prompt; its value is the time."""

    basis: Literal["attribute_time"]
    attribute: AttributeName
    format: Literal["iso8601", "epoch_s", "epoch_ms"] = "iso8601"


class ConnectCallback(Callback):
    offer: tuple[Annotated[AttributeOffer | ConfigRule, Field(discriminator="basis")], ...] = ()


class ExcludedContact(Part):
    """Probe calls and the like, told by an attribute, the queue or the caller's number (E.164)."""

    attribute: AttributeName | None = None
    equals: Word | None = None
    queue: str | None = None
    customer: Word | None = None
    reason: str = Field(alias="as", pattern=CODE_PATTERN)

    @model_validator(mode="after")
    def _one_sign(self) -> ExcludedContact:
        if (self.attribute is not None) + (self.queue is not None) + (self.customer is not None) != 1:
            raise ValueError("give exactly one of attribute, queue, customer")
        return self


class ConnectProfile(ProfileBase):
    """A whole profile of connector `amazon_connect`."""

    connector: Literal["amazon_connect"]
    service_attribute: AttributeName | None = None
    """Attribute that names the service (through `services`, where given)."""
    services: dict[Word, str] = Field(default_factory=dict)
    services_by_number: dict[Word, str] = Field(default_factory=dict)
    """From the number called (E.164) to service."""
    services_by_queue: dict[str, str] = Field(default_factory=dict)
    queues: dict[str, str] = Field(default_factory=dict)
    """From queue name to the name it is shown under."""
    customer_attribute: AttributeName | None = None
    """Attribute that identifies the customer where the endpoint does not (chat)."""
    exclude: tuple[ExcludedContact, ...] = ()
    keep: tuple[AttributeName, ...] = ()
    """Attributes kept with the contact; all others stay in the raw archive only."""
    callback: ConnectCallback = Field(default_factory=ConnectCallback)

    @model_validator(mode="after")
    def _customer_stays_hidden(self) -> ConnectProfile:
        if self.customer_attribute in self.keep:
            raise ValueError(f"attribute {self.customer_attribute!r} names a person: it cannot be kept as it is")
        return self
