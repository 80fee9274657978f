"""WCAG 2.2: text 4.5 : 1 (1.4.3), edges of controls and marks of charts 3 : 1 (1.4.11), in both themes."""

from __future__ import annotations

import re

import pytest

from pledgeline.ui.charts.palette import LOADS, NAMES, STEPS, TOKENS, tokens

THEMES = ("light", "dark")
VERDICTS = ("met", "not-met", "not-demonstrated", "improvement", "not-applicable")
GROUNDS = ("paper", "surface", "sunken", "raised")

TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-soft") for ground in GROUNDS],
    *[(ink, ground) for ink in ("accent", "accent-strong") for ground in ("paper", "surface", "accent-soft")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *[(name, f"{name}-soft") for name in VERDICTS],
    *[("ink", f"{name}-soft") for name in VERDICTS],
    ("ink", "accent-soft"),
    ("not-met", "surface"),
    ("not-met", "paper"),
    ("chart-target", "surface"),
    ("paper", "ink"),  # the tooltip of a chart
]
# What stands in a square of a heat map; `charts/heat.py` picks between these two inks.
HEAT = [("surface" if step in (0, 1, 6) else "ink", name) for step, name in enumerate(STEPS)]
# The same for `charts/grid.py`.
GRID = [("surface" if load in (3, 4) else "ink", name) for load, name in enumerate(LOADS)]
EDGES = [
    *[
        (name, "surface")
        for name in ("line-strong", "focus", "chart-value", "chart-late", "chart-muted", "chart-target")
    ],
    ("line-strong", "paper"),
    ("focus", "paper"),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_values_that_everyone_knows() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT + HEAT + GRID)
def test_text_can_be_read_on_its_ground(ink: str, ground: str, theme: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_and_marks_of_charts_are_seen(edge: str, ground: str, theme: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[edge], colours[ground]) >= 3


def test_every_colour_of_the_style_sheets_comes_from_the_tokens() -> None:
    folder = TOKENS.parent
    for sheet in ("base.css", "components.css"):
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!-)", (folder / sheet).read_text(encoding="utf-8")), sheet


def test_every_custom_property_that_is_used_is_defined() -> None:
    sheets = {path.name: path.read_text(encoding="utf-8") for path in TOKENS.parent.glob("*.css")}
    defined = {name for text in sheets.values() for name in re.findall(r"(--[a-z0-9-]+)\s*:", text)}
    used = {name for text in sheets.values() for name in re.findall(r"var\((--[a-z0-9-]+)", text)}
    assert used <= defined


def test_every_colour_a_chart_may_draw_with_has_a_class_and_a_token() -> None:
    css = (TOKENS.parent / "components.css").read_text(encoding="utf-8")
    for name in NAMES:
        assert f".f-{name} {{ fill: var(--{name}); }}" in css
        assert name in tokens("light")
        assert name in tokens("dark")
