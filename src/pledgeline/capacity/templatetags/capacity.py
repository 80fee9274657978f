"""This room's words for templates: `{% load capacity %}{{ hours|agents }}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pledgeline.capacity import wording
from pledgeline.capacity.core.resources import Standing
from pledgeline.organisation import wording as organisation
from pledgeline.ui import formats, icons

register = template.Library()

register.filter("in_language", wording.said)
register.filter("channel_word", organisation.channel)

# Colour and icon are those of the verdicts: one look for "there", "not there" and "nobody knows".
_LOOK = {
    Standing.IN_PLACE: "met",
    Standing.DUE_LATER: "not_applicable",
    Standing.OVERDUE: "not_met",
    Standing.EXPIRED: "not_met",
}


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """The name of a code; the code itself where it is not registered."""
    return names.get(code, code)


@register.filter
def agents(value: float | None) -> str:
    """Agents or agent hours with one decimal where there is one."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


@register.filter
def contacts(value: float | None) -> str:
    """A count of contacts, whole; a dash where it is not known."""
    return "–" if value is None else formats.count(round(value))


@register.filter
def area_word(code: str) -> str:
    return str(wording.AREAS[code])


@register.filter
def side_word(code: str) -> str:
    return str(wording.SIDES[code])


@register.filter
def stage_word(code: str) -> str:
    return str(wording.STAGES[code])


@register.simple_tag
def standing(code: Standing) -> SafeString:
    return badge(_LOOK[code], wording.STANDINGS[code])


@register.simple_tag
def enough(good: bool | None, word: Any) -> SafeString:
    """A badge that says by colour and icon as well whether there is enough; None: nobody knows."""
    return badge({True: "met", False: "not_met", None: "not_demonstrated"}[good], word)


def badge(look: str, word: Any) -> SafeString:
    return format_html(
        '<span class="badge" data-verdict="{}">{}<span class="num">{}</span></span>', look, icons.icon(look), word
    )


@register.filter
def tenth(value: float | None) -> str:
    """A mean number of agents or contacts, one decimal; a dash where it is not known."""
    return "–" if value is None else f"{value:,.1f}"


@register.filter
def points(value: float) -> str:
    """A difference of two shares in percentage points, with its sign."""
    return wording.points(value)
