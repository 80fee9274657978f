"""Reads: what centres said of the client, quarter by quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from pledgeline.partnership.core.mirror import Rating
from pledgeline.partnership.core.quarter import Quarter
from pledgeline.partnership.models import MirrorRating


def ratings(
    quarters: Collection[Quarter], *, user: Any = None, centres: Collection[str] | None = None
) -> dict[str, list[Rating]]:
    """Centre → its ratings in these quarters, by quarter and item: those the user may see, or without one all (for
    facts, never for a page)."""
    found = MirrorRating.objects.all() if user is None else MirrorRating.objects.visible_to(user)
    if centres is not None:
        found = found.filter(centre__in=centres)
    by_centre: dict[str, list[Rating]] = defaultdict(list)
    for one in found.filter(quarter__in=[str(quarter) for quarter in quarters]).order_by("quarter", "centre", "item"):
        by_centre[one.centre].append(Rating(one.centre, one.quarter, one.item, one.score, one.comment, one.day))
    return by_centre


def rated_items(centre: str, quarter: Quarter) -> Mapping[str, int]:
    """Item → score, of what the centre has rated already."""
    found = MirrorRating.objects.filter(centre=centre, quarter=str(quarter))
    return dict(found.values_list("item", "score"))
