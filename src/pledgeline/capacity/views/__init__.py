"""Pages of capacity: who is needed, who is promised, and what is missing."""

from pledgeline.capacity.views.commit_pages import commit, sheet
from pledgeline.capacity.views.forecast_pages import forecast, forecasts, share_out
from pledgeline.capacity.views.learned_page import learned
from pledgeline.capacity.views.plan_pages import hand_over, new_plan, plan, plans, reckon, require
from pledgeline.capacity.views.resource_pages import new_resource, resource, resources
from pledgeline.capacity.views.what_if_page import what_if

__all__ = [
    "commit",
    "forecast",
    "forecasts",
    "hand_over",
    "learned",
    "new_plan",
    "new_resource",
    "plan",
    "plans",
    "reckon",
    "require",
    "resource",
    "resources",
    "share_out",
    "sheet",
    "what_if",
]
