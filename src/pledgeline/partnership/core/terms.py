"""What client and centre agree on for an engagement, as both sign it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pledgeline.contacts.core.definition import Text
from pledgeline.kernel.codes import CODE_PATTERN
from pledgeline.partnership.core import settlement

Code = Field(pattern=rf"^{CODE_PATTERN}$")
Amount = Field(max_digits=12, decimal_places=2)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Exclusion(_Part):
    """Contacts of a declared window that a rule leaves out of the adjusted figure.

    `days_before`: the window must be declared at least so many days before its first day; a negative number allows it
    until so many days after its last one. A planned outage is told beforehand, an unplanned one soon after.
    """

    code: str = Code
    title: Text
    days_before: int = Field(ge=-31, le=365)


class Volume(_Part):
    """Contacts that the client expects to send in a month; `tolerance` is the share either way."""

    service: str = Code
    channel: str = Code
    contacts_a_month: int = Field(ge=1)
    tolerance: float = Field(ge=0, le=1)


class Band(_Part):
    """From `at_least` of the figure (a share 0–1) on, `amount` is due: positive a bonus, negative a malus."""

    at_least: Decimal = Field(ge=0, le=1, decimal_places=6)
    amount: Decimal = Amount


class Rule(_Part):
    """Bonus and malus on one figure of a metric contract, which is named with its version."""

    code: str = Code
    contract: str = Code
    number: int = Field(ge=1)
    figure: str = Field(min_length=1)
    bands: tuple[Band, ...] = Field(min_length=1)
    below: Decimal = Field(default=Decimal(0), max_digits=12, decimal_places=2)
    exclusions: tuple[str, ...] = ()

    def settled_by(self, *, metric: str, version: str, minimum_n: int) -> settlement.Rule:
        """This rule as it is computed, for the metric its contract names; raises Problem `settlement.*`."""
        bands = tuple(settlement.Band(one.at_least, one.amount) for one in self.bands)
        return settlement.Rule(self.code, metric, version, bands, self.below, self.exclusions, minimum_n)


class Agreed(_Part):
    """Everything that is signed. Caps are amounts ≥ 0; the two clocks of an objection are in whole days."""

    title: Text
    services: tuple[str, ...] = Field(min_length=1)
    # Empty: every channel of the engagement.
    channels: tuple[str, ...] = ()
    hours: Literal["opening", "clock"] = "opening"
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    bonus_cap: Decimal = Field(ge=0, max_digits=12, decimal_places=2)
    malus_cap: Decimal = Field(ge=0, max_digits=12, decimal_places=2)
    objection_days: int = Field(ge=1, le=60)
    answer_days: int = Field(ge=1, le=60)
    volumes: tuple[Volume, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Agreed:
        for what, codes in (
            ("rule", [one.code for one in self.rules]),
            ("exclusion", [one.code for one in self.exclusions]),
            ("volume", [f"{one.service} {one.channel}" for one in self.volumes]),
        ):
            twice = sorted({code for code in codes if codes.count(code) > 1})
            if twice:
                raise ValueError(f"{what} named twice: {', '.join(twice)}")
        declared = {one.code for one in self.exclusions}
        for rule in self.rules:
            unknown = sorted(set(rule.exclusions) - declared)
            if unknown:
                raise ValueError(f"rule {rule.code}: exclusion not declared: {', '.join(unknown)}")
            floors = [band.at_least for band in rule.bands]
            if floors != sorted(set(floors)):
                raise ValueError(f"rule {rule.code}: the bands must rise")
        beyond = sorted({one.service for one in self.volumes} - set(self.services))
        if beyond:
            raise ValueError(f"volume of a service that is not agreed: {', '.join(beyond)}")
        return self

    def exclusion(self, code: str) -> Exclusion | None:
        return next((one for one in self.exclusions if one.code == code), None)


def digest(*, centre: str, agreed: Mapping[str, Any], effective_from: date) -> str:
    """SHA-256 of everything that is signed: with whom, what, and from which day on."""
    said = {"centre": centre, "agreed": dict(agreed), "from": effective_from.isoformat()}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
