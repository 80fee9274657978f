"""What the demo organisation's people did before today, room by room, from the bottom of the staircase up.

Each room's module has `write(*, today)`: it calls that room's actions with days counted back from `today` (the day
after the last contact of the story) and does nothing where its records are there already.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pledgeline.web.demo.history import briefing, experience, needs, partnership, voice

WRITERS: tuple[Callable[..., None], ...] = (
    needs.write,
    experience.write,
    briefing.write,
    partnership.write,
    voice.write,
)


def write(*, today: date) -> None:
    """Every room's past; safe to repeat."""
    for writer in WRITERS:
        writer(today=today)
