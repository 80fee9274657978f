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


def page_number(request: HttpRequest, parameter: str = "page") -> int:
    """The page asked for; the first where the address names none."""
    text = request.GET.get(parameter, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
