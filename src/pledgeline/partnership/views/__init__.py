"""Pages of partnership, a module a subject."""

from pledgeline.partnership.views.standing_page import standings

__all__ = ["standings"]
