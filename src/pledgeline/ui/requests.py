"""What a view may ask about a request without knowing how htmx speaks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def is_partial(request: HttpRequest) -> bool:
    """Whether only the changed part of a page is wanted.

    A boosted link or a restored history entry replaces the whole page, so it gets one although htmx asks.
    """
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
