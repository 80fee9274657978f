"""What the actions on the people side look up or refuse in the same words."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.actions import audit

LONGEST = 4_000
TOKEN_BYTES = 32
# More at once is a mistake of typing, and more than any centre's staff.
MOST_LINKS = 2_000


def hashed(token: str) -> str:
    """How a token is kept. It holds 256 bits of chance, so that a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def fresh_tokens(n: int) -> list[str]:
    """Raises Problem `links.count`. Sorted, so that their order says nothing of the order in which rows were made."""
    if not 1 <= n <= MOST_LINKS:
        raise Problem("links.count", field="n", n=n, most=MOST_LINKS)
    return sorted(secrets.token_urlsafe(TOKEN_BYTES) for _ in range(n))


def own_centre(centre: str, by: Any) -> str:
    """`centre` where `by` may act for it; otherwise it does not exist for them. `by` None is the house itself."""
    seen = organisation.visible_centres(by) if by is not None else None
    if centre not in organisation.known_codes().centres or (seen is not None and centre not in seen):
        raise Problem("partnership.centre_unknown", field="centre", centre=centre)
    return centre


def moment(at: datetime | None) -> datetime:
    return at if at is not None else timezone.now()


def local_day(at: datetime) -> date:
    return timezone.localdate(at)


def said(*, longest: int = LONGEST, **texts: str) -> list[str]:
    """The texts without blanks around them; raises Problem `partnership.missing` or `partnership.too_long`."""
    found = []
    for name, text in texts.items():
        if not text.strip():
            raise Problem("partnership.missing", field=name)
        found.append(not_too_long(text.strip(), field=name, longest=longest))
    return found


def not_too_long(text: str, *, field: str, longest: int = LONGEST) -> str:
    if len(text) > longest:
        raise Problem("partnership.too_long", field=field, longest=longest)
    return text


def word(known: Iterable[Any], value: str, *, field: str) -> str:
    """Raises Problem `partnership.word_unknown` that names those there are."""
    allowed = [str(one.value) for one in known]
    if value not in allowed:
        raise Problem("partnership.word_unknown", field=field, value=str(value)[:80], known=", ".join(allowed))
    return value


def next_number(model: Any) -> int:
    return int(model.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def record(action: str, kind: str, key: str, by: Any, data: dict[str, Any]) -> None:
    audit.record(room="partnership", action=action, subject=(kind, key), by=by, data=data)
