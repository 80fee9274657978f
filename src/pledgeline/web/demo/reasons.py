"""Why customers of the demo got in touch, for the one platform whose export tells it (the western centre's).

A contact's reason follows from its number alone, so that it draws nothing from the chances of the story: the same
contacts arrive, wait and leave whether or not a reason is written beside them.
"""

from __future__ import annotations

from datetime import date
from zlib import crc32

# Service → reason → share in hundredths; each adds up to 100.
USUAL = {
    "card": {"bill": 34, "limit": 22, "points": 18, "fees": 14, "other": 12},
    "instalment": {"new-plan": 38, "bill": 30, "early-payoff": 12, "fees": 12, "other": 8},
}
# With the interest-free plans of September and the offers of November, more and more want to pay off early.
SINCE = date(2026, 10, 26)
LATELY = {**USUAL, "instalment": {"new-plan": 28, "bill": 26, "early-payoff": 27, "fees": 12, "other": 7}}


def reason(service: str, number: str, day: date) -> str:
    """The code of the reason why contact `number` came in; empty for a service whose reasons nobody notes."""
    place = crc32(number.encode()) % 100
    for code, share in (LATELY if day >= SINCE else USUAL).get(service, {}).items():
        if place < share:
            return code
        place -= share
    return ""
