"""This room's words for templates: `{% load needs %}{{ expectation.need|said }}`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from pledgeline.needs import wording

register = template.Library()

register.filter("said", wording.said)
register.filter("needs_channels", wording.channels)


@register.filter
def standing_word(code: str) -> str:
    return str(wording.STANDINGS[code])


@register.filter
def source_word(code: str) -> str:
    return str(wording.SOURCES[code])


@register.filter
def strength_word(code: str) -> str:
    return str(wording.STRENGTHS[code])


@register.filter
def importance_word(code: str) -> str:
    return str(wording.IMPORTANCES[code])


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    return names.get(code, code)
