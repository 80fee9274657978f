"""Day × interval: how many are needed or there, or how far apart the two are. Drawn by hand like the strokes: a plan's
page shows four of them for three widths, and the chart renderer would take a second where this takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from django.utils.translation import gettext as _

from pledgeline.ui import formats
from pledgeline.ui.charts.look import MIDDLE, kept
from pledgeline.ui.charts.palette import LOADS, STEPS, ink
from pledgeline.ui.charts.picture import FONT_SIZE, Legend, Picture, text_width

# What stands on these is drawn in the colour of the ground: the reader's ink would not be read there.
_DARK = {LOADS[3], LOADS[4], STEPS[0], STEPS[1], STEPS[6]}
# Edges of the seven steps of a difference, as shares of what is asked: four below it, three from it on.
EDGES = (-0.30, -0.15, -0.05, 0.0, 0.10, 0.25)
ROW_HEIGHT, TOP = 26, 24
NARROWEST_WITH_FIGURES = 17.0


@dataclass(frozen=True)
class GridCell:
    """`colour` is a name of the palette, `figure` stands in the cell where there is room, `said` is what it says."""

    colour: str
    figure: str
    said: str


@dataclass(frozen=True)
class GridRow:
    """A day; None where there is nothing to say of an interval."""

    label: str
    cells: tuple[GridCell | None, ...]


def amount_colour(value: float, most: float) -> str:
    """One of five steps up to the largest amount shown; nothing at all is empty."""
    if value <= 0 or most <= 0:
        return "chart-empty"
    return LOADS[min(int(value / most * len(LOADS)), len(LOADS) - 1)]


def difference_colour(given: float, asked: float) -> str:
    """Around what is asked: the hue changes where there are just enough."""
    if asked <= 0:
        return "chart-empty" if given <= 0 else STEPS[6]
    # Rounded, because what is exactly at an edge belongs above it.
    share = round((given - asked) / asked, 9)
    return STEPS[sum(share >= edge for edge in EDGES)]


def amount_legend(most: int) -> Legend:
    """The whole numbers of each step, none in two of them; a step without any is left out."""
    ends: dict[str, tuple[int, int]] = {}
    for value in range(1, most + 1):
        colour = amount_colour(value, most)
        ends[colour] = (ends.get(colour, (value,))[0], value)
    return tuple(
        (colour, formats.count(low) if low == high else f"{formats.count(low)}–{formats.count(high)}")
        for colour, (low, high) in ends.items()
    )


def difference_legend() -> Legend:
    def signed(edge: float) -> str:
        return f"{'−' if edge < 0 else '+'}{formats.share(abs(edge), 0)}" if edge else formats.share(0.0, 0)

    words = [_("short by %(share)s or more") % {"share": formats.share(-EDGES[0], 0)}]
    words += [_("%(low)s to %(high)s") % {"low": signed(low), "high": signed(high)} for low, high in pairwise(EDGES)]
    words.append(_("more than %(share)s over") % {"share": formats.share(EDGES[-1], 0)})
    return tuple(zip(STEPS, words, strict=True))


@kept
def day_grid(
    rows: Sequence[GridRow],
    *,
    columns: tuple[str, ...],
    title: str,
    description: str = "",
    legend: Legend = (),
    width: int = MIDDLE,
) -> Picture:
    """A row a day, a column an interval named by when it starts. Figures stand in the cells where they have room."""
    side = max((text_width(row.label) for row in rows), default=0.0) + 10.0
    cell = (width - side) / max(1, len(columns))
    every = max(1, -(-int(max((text_width(one) for one in columns), default=0.0) + 8) // max(1, int(cell))))
    parts = [
        _text(name, side + cell * place + cell / 2, TOP - 8, "middle")
        for place, name in enumerate(columns)
        if place % every == 0
    ]
    for number, row in enumerate(rows):
        top = TOP + number * ROW_HEIGHT
        parts.append(_text(row.label, side - 8, top + ROW_HEIGHT / 2 + 4, "end"))
        parts += [_cell(one, side + cell * place, top, cell) for place, one in enumerate(row.cells) if one is not None]
    height = TOP + len(rows) * ROW_HEIGHT + 2
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    full = all(one is not None for row in rows for one in row.cells)
    return Picture(svg, title, description, row=len(columns) if full else 0, legend=legend)


def _cell(one: GridCell, x: float, y: float, width: float) -> str:
    gap = 1.0 if width > 8 else 0.4
    square = (
        f'<rect x="{x + gap / 2:.2f}" y="{y + 0.5:.2f}" width="{max(width - gap, 0.5):.2f}" height="{ROW_HEIGHT - 1}"'
        f' rx="{2 if width > 10 else 0}" fill="{ink(one.colour)}" role="img" data-mark=""'
        f' aria-label="{escape(one.said)}"/>'
    )
    if not one.figure or width < NARROWEST_WITH_FIGURES:
        return square
    size = min(11.0, (width - 3) / max(1, len(one.figure)) * 1.6)
    colour = ink("surface" if one.colour in _DARK else "ink")
    return square + (
        f'<text x="{x + width / 2:.2f}" y="{y + ROW_HEIGHT / 2 + size * 0.36:.2f}" text-anchor="middle"'
        f' font-size="{size:.1f}" fill="{colour}" pointer-events="none" aria-hidden="true">{escape(one.figure)}</text>'
    )


def _text(words: str, x: float, y: float, anchor: str) -> str:
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" font-size="{FONT_SIZE}" fill="{ink("ink-soft")}"'
        f' aria-hidden="true">{escape(words)}</text>'
    )
