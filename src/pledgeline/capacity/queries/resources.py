"""The checklist of other means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, OuterRef, Q, When

from pledgeline.capacity.core.resources import Area, Item, Standing
from pledgeline.capacity.models import ResourceItem

PAGE_ROWS = 50


@dataclass(frozen=True)
class ListedItem:
    code: str
    titles: Mapping[str, str]
    item: Item
    standing: Standing


@dataclass(frozen=True)
class Checklist:
    """Of one engagement: the items on a page, and of all its items how many there are and are in place.

    `missing` are the areas nobody has thought of.
    """

    centre: str
    service: str
    listed: tuple[ListedItem, ...]
    items: int
    in_place: int
    missing: tuple[Area, ...]


def checklist(user: Any, *, day: date, number: int = 1) -> tuple[Page[ResourceItem], list[Checklist]]:
    """A page of the items that `user` may see: first the engagements in which an item is wanting, each in the order of
    the areas; what is said of an engagement counts all its items, on whatever page they are."""
    areas = Case(*(When(area=area.value, then=place) for place, area in enumerate(Area)))
    of_it = ResourceItem.objects.filter(centre=OuterRef("centre"), service=OuterRef("service"))
    wanting = Exists(of_it.exclude(_holds(day)))
    rows = ResourceItem.objects.visible_to(user).order_by(wanting.desc(), "centre", "service", areas, "code")
    page = Paginator(rows, PAGE_ROWS).get_page(number)
    lists: dict[tuple[str, str], list[ListedItem]] = {}
    for one in page.object_list:
        lists.setdefault((one.centre, one.service), []).append(_listed(one, day))
    counted = _counted(user, lists, day)
    found = []
    for (centre, service), items in lists.items():
        n, in_place, missing = counted[centre, service]
        found.append(Checklist(centre, service, tuple(items), n, in_place, missing))
    return page, found


def _counted(
    user: Any, lists: Iterable[tuple[str, str]], day: date
) -> dict[tuple[str, str], tuple[int, int, tuple[Area, ...]]]:
    """Engagement → items, of these in place, and the areas without any. What counts as in place is `Item.standing`."""
    wanted = Q(pk__in=[])
    for centre, service in lists:
        wanted |= Q(centre=centre, service=service)
    found: dict[tuple[str, str], dict[Area, tuple[int, int]]] = {}
    rows = ResourceItem.objects.visible_to(user).filter(wanted).order_by().values("centre", "service", "area")
    for one in rows.annotate(n=Count("pk"), in_place=Count("pk", filter=_holds(day))):
        found.setdefault((one["centre"], one["service"]), {})[Area(one["area"])] = (one["n"], one["in_place"])
    return {
        of: (
            sum(n for n, _ in by_area.values()),
            sum(n for _, n in by_area.values()),
            tuple(area for area in Area if area not in by_area),
        )
        for of, by_area in found.items()
    }


def _holds(day: date) -> Q:
    return Q(in_place_on__isnull=False, in_place_on__lte=day) & (Q(expires_on__isnull=True) | Q(expires_on__gte=day))


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
