"""Reads of this room. What takes a user shows only that user's; the rest is for facts."""

from pledgeline.capacity.queries.plans import PlanPage, PlanRow, plan, plan_list, plans_during
from pledgeline.capacity.queries.resources import ListedItem, checklist, checklists

__all__ = ["ListedItem", "PlanPage", "PlanRow", "checklist", "checklists", "plan", "plan_list", "plans_during"]
