"""The checklist of other means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pledgeline.capacity.core.resources import Item, Standing
from pledgeline.capacity.models import ResourceItem


@dataclass(frozen=True)
class ListedItem:
    code: str
    titles: Mapping[str, str]
    item: Item
    standing: Standing


def checklist(user: Any, *, day: date) -> list[ListedItem]:
    """Every item that `user` may see, as it stands on a day."""
    found = []
    for one in ResourceItem.objects.visible_to(user):
        item = one.as_core()
        found.append(ListedItem(one.code, {"en": one.title_en, "zh": one.title_zh}, item, item.standing(day)))
    return found


def checklists() -> dict[tuple[str, str], list[Item]]:
    """(centre, service) → items, whoever asks: for facts and checks, never for a page."""
    found: dict[tuple[str, str], list[Item]] = {}
    for one in ResourceItem.objects.all():
        found.setdefault((one.centre, one.service), []).append(one.as_core())
    return found
