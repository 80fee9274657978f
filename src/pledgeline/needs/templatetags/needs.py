"""This room's words for templates: `{% load needs %}{{ expectation.need|said }}`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from pledgeline.needs import wording
from pledgeline.needs.queries.signals import Patience, SignalRow
from pledgeline.organisation import wording as organisation

register = template.Library()

register.filter("said", wording.said)
register.filter("needs_channels", wording.channels)
register.filter("needs_channel", organisation.channel)
register.filter("kinds_words", wording.kinds)


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


@register.filter
def kind_word(code: str) -> str:
    return str(wording.SEGMENTS[code])


@register.filter
def conflict_word(code: str) -> str:
    return str(wording.CONFLICTS[code])


@register.filter
def need_of(needs: Mapping[str, Mapping[str, str]], code: str) -> Mapping[str, str]:
    return needs[code]


@register.filter
def signal_title(row: SignalRow) -> str:
    return wording.signal_title(row.kind, row.channel, row.reason)


@register.filter
def signal_value(row: SignalRow) -> str:
    return wording.signal_value(row.value, row.low, row.high, is_ratio=row.is_ratio)


@register.filter
def signal_sentence(row: SignalRow) -> str:
    numbers = {"value": row.value, "low": row.low, "high": row.high, "limit": row.limit, **row.figures, **row.params}
    return wording.signal_sentence(row.kind, numbers)


@register.filter
def signal_state(code: str) -> str:
    return str(wording.SIGNAL_STATES[code])


@register.filter
def willing_lines(one: Patience) -> list[str]:
    """A line for each promised wait that somebody was seen to bear or not."""
    found = [(each, one.curve.at(each.limit_s) if one.curve else None) for each in one.promised]
    return [wording.willing(each.limit_s, then) for each, then in found]
