"""Pages of experience: what customers are promised, by what definition and contract, and what they got."""

from pledgeline.experience.views import clocks_pages, contracts_pages, definitions_pages
from pledgeline.experience.views.promise_page import promise
from pledgeline.experience.views.promises_page import promises

__all__ = ["clocks_pages", "contracts_pages", "definitions_pages", "promise", "promises"]
