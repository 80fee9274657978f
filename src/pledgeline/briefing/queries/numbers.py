"""The organisation's own numbers as this room uses them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pledgeline.briefing.core.gate import Limits
from pledgeline.organisation.queries import parameters

SECONDS_AN_HOUR = 3600
_NAMES = (
    "acknowledged_share",
    "understanding_lower",
    "open_questions",
    "kept_probability",
    "lead_days",
    "reply_hours",
    "joiner_days",
    "half_life_days",
    "recheck_days",
)


@dataclass(frozen=True)
class OwnNumbers:
    """What holds on one day. The reply clock is in seconds of opening time."""

    limits: Limits
    lead_days: int
    reply_limit_s: int
    joiner_days: int
    half_life_days: float
    recheck_days: int


def own_numbers(day: date) -> OwnNumbers:
    """One query."""
    found = parameters.values(*(f"briefing.{name}" for name in _NAMES), day=day)
    of = {name: found[f"briefing.{name}"] for name in _NAMES}
    return OwnNumbers(
        limits=Limits(
            acknowledged_share=of["acknowledged_share"],
            understanding_lower=of["understanding_lower"],
            open_questions=int(of["open_questions"]),
            kept_probability=of["kept_probability"],
        ),
        lead_days=int(of["lead_days"]),
        reply_limit_s=round(of["reply_hours"] * SECONDS_AN_HOUR),
        joiner_days=int(of["joiner_days"]),
        half_life_days=of["half_life_days"],
        recheck_days=int(of["recheck_days"]),
    )
