"""What a centre's people said, as far as it may be shown; their ideas and what came of them; the centre's ratings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.partnership import queries
from pledgeline.partnership.core.ideas import reply_case
from pledgeline.partnership.core.measure import Measure
from pledgeline.partnership.core.mirror import satisfaction
from pledgeline.partnership.core.quarter import Quarter


def pulses(*, day: date, centres: Collection[str] | None = None) -> list[Fact]:
    """One fact for each round that was closed before `day` was over, the oldest first.

    `values`: `centre`, `closed_on`, `age_days`, `invited`; and where at least five answered `response`, `favourable`,
    `lower`, `upper` (shares). `n` is 0 where fewer did: not even their number is told.
    """
    facts = []
    for one in queries.closed_rounds(day=day, centres=centres):
        values: dict[str, Any] = {
            "centre": one.centre,
            "closed_on": one.closes_on.isoformat(),
            "age_days": (day - one.closes_on).days,
            "invited": one.invited,
        }
        whole = one.found.whole if one.found is not None else None
        if whole is not None:
            values |= {
                "response": one.response,
                "favourable": whole.favourable,
                "lower": whole.lower,
                "upper": whole.upper,
            }
        period = Period.from_days(one.opens_on, one.closes_on)
        facts.append(Fact("pulse", one.code, period, "records", whole.n if whole is not None else 0, values))
    return facts


def idea_replies(period: Period, *, day: date, centres: Sequence[str]) -> dict[tuple[str, Side], Fact]:
    """(centre, side that answers) → its replies to ideas sent in `period` whose clock has come to an end by `day`.

    `n` counts those; `values`: `centre`, `side`, `good` (in time), `share`, `sent` (all), `late` (numbers).
    """
    ideas = queries.ideas_sent(period, centres=centres)
    facts = {}
    for centre in centres:
        for side in Side:
            mine = [one for one in ideas if one.centre == centre and one.side is side]
            found = Measure.of(case for one in mine if (case := reply_case(one, day)) is not None)
            values = {
                "centre": centre,
                "side": side.value,
                "good": found.good,
                "share": found.share,
                "sent": len(mine),
                "late": [case.key for case in found.cases if not case.good],
            }
            facts[centre, side] = Fact("idea_replies", centre, period, "records", found.n, values)
    return facts


def rated(period: Period, *, centres: Sequence[str], day: date) -> dict[str, Fact]:
    """Centre → how it rated the client for the quarters that end in `period`, in ratings given by `day`.

    `n` counts the scores; `values`: `centre`, `satisfaction` (0–1), `quarters`, `lowest` (score) and `lowest_item`.
    """
    by_centre = queries.ratings(quarters_in(period, day), centres=centres)
    facts = {}
    for centre in centres:
        given = [one for one in by_centre.get(centre, ()) if one.day <= day]
        lowest = min(given, key=lambda one: (one.score, one.quarter, one.item), default=None)
        values = {
            "centre": centre,
            "satisfaction": satisfaction([one.score for one in given]),
            "quarters": sorted({one.quarter for one in given}),
            "lowest": lowest.score if lowest is not None else None,
            "lowest_item": lowest.item if lowest is not None else None,
        }
        facts[centre] = Fact("rating", centre, period, "records", len(given), values)
    return facts


def quarters_in(period: Period, day: date) -> list[Quarter]:
    """The quarters with a day in `period`, up to the one of `day`; at most three years of them."""
    last = Quarter.of(min(day, period.last) if period.last is not None else day)
    found = [last]
    while len(found) < 12 and (period.start is None or found[-1].first > period.start):
        found.append(found[-1].before)
    return found[::-1]
