"""Pages of experience: what customers are promised, and what they got."""

from pledgeline.experience.views.promise_page import promise
from pledgeline.experience.views.promises_page import promises

__all__ = ["promise", "promises"]
