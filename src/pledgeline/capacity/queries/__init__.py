"""Reads of this room. What takes a user shows only what is that user's; `plans_during` and `checklists` are for facts."""

from pledgeline.capacity.queries.plans import PlanPage, PlanRow, plan, plan_list, plans_during
from pledgeline.capacity.queries.resources import ListedItem, checklist, checklists

__all__ = ["ListedItem", "PlanPage", "PlanRow", "checklist", "checklists", "plan", "plan_list", "plans_during"]
