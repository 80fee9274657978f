"""What the demo organisation's people did before today, room by room, from the bottom of the staircase up.

Each room's module has `write(*, today)`: it calls that room's actions with days counted back from `today` (the day
after the last contact of the story) and does nothing where its records are there already. What rests on figures is
written by `write_from_contacts`, after the contacts were taken in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pledgeline.web.demo.history import (
    briefing,
    capacity,
    experience,
    needs,
    partnership,
    partnership_contract,
    voice,
)

WRITERS: tuple[Callable[..., None], ...] = (
    needs.write,
    experience.write,
    briefing.write,
    partnership.write,
    partnership_contract.write,
    voice.write,
)


def write(*, today: date) -> None:
    """Every room's past; safe to repeat."""
    for writer in WRITERS:
        writer(today=today)


def write_from_contacts(*, today: date) -> None:
    """What was worked out from contacts, once these have been taken in; safe to repeat."""
    capacity.write(today=today)
    partnership_contract.write_from_contacts(today=today)
