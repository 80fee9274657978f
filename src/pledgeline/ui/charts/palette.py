"""Colours by name. A picture is drawn once in place-holder colours; each way out puts the right ones in.

The values live in one place, `static/ui/tokens.css`, and are read from there for files and PNGs; a page gets classes
(`f-…` for fill, `s-…` for stroke) and its own style sheet does the rest, so a theme change redraws nothing.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

Theme = Literal["light", "dark"]
TOKENS = Path(__file__).parent.parent / "static" / "ui" / "tokens.css"
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")

STEPS = tuple(f"chart-step-{step}" for step in range(7))
# From little to much of one thing; no promise lies between them.
LOADS = tuple(f"chart-load-{step}" for step in range(5))
NAMES = (
    "ink",
    "ink-soft",
    "surface",
    "accent",
    "chart-value",
    "chart-band",
    "chart-target",
    "chart-late",
    "chart-muted",
    "chart-grid",
    "chart-empty",
    *STEPS,
    *LOADS,
)
# No reader ever sees these; they only have to survive the renderer and be told apart.
_PLACE_HOLDERS = {name: f"#fe01{number:02x}" for number, name in enumerate(NAMES)}
_NAMES_BY_PLACE_HOLDER = {colour: name for name, colour in _PLACE_HOLDERS.items()}


def ink(name: str) -> str:
    """The place-holder to draw with; KeyError for a name that no style sheet knows."""
    return _PLACE_HOLDERS[name]


def name_of(colour: str) -> str | None:
    """The name behind a place-holder, or None for any other colour."""
    return _NAMES_BY_PLACE_HOLDER.get(colour)


@cache
def tokens(theme: Theme) -> dict[str, str]:
    """Every colour of the style sheet in one theme, by its name without the dashes in front."""
    side = 1 if theme == "light" else 2
    return {match[1]: match[side + 1] for match in _TOKEN.finditer(TOKENS.read_text(encoding="utf-8"))}
