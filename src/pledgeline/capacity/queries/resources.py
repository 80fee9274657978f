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
    return [_listed(one, day) for one in ResourceItem.objects.visible_to(user)]


def listed_item(code: str, *, user: Any, day: date) -> ListedItem | None:
    """None where there is no such item, or none that `user` may see."""
    found = ResourceItem.objects.visible_to(user).filter(code=code).first()
    return _listed(found, day) if found is not None else None


def _listed(one: ResourceItem, day: date) -> ListedItem:
    item = one.as_core()
    return ListedItem(one.code, {"en": one.title_en, "zh": one.title_zh}, item, item.standing(day))


def checklists() -> dict[tuple[str, str], list[Item]]:
    """(centre, service) → items, whoever asks: for facts and checks, never for a page."""
    found: dict[tuple[str, str], list[Item]] = {}
    for one in ResourceItem.objects.all():
        found.setdefault((one.centre, one.service), []).append(one.as_core())
    return found
