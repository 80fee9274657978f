"""Reads of this room. What takes a user shows only that user's; the rest is for facts."""

from pledgeline.capacity.queries.plans import (
    PlanPage,
    PlanRow,
    Reckoned,
    Version,
    plan,
    plan_list,
    plans_beginning,
    plans_during,
    record,
    versions,
)
from pledgeline.capacity.queries.resources import Checklist, ListedItem, checklist, checklists, listed_item

__all__ = [
    "Checklist",
    "ListedItem",
    "PlanPage",
    "PlanRow",
    "Reckoned",
    "Version",
    "checklist",
    "checklists",
    "listed_item",
    "plan",
    "plan_list",
    "plans_beginning",
    "plans_during",
    "record",
    "versions",
]
