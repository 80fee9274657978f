"""This room's words for templates: `{% load partnership_people %}{{ row.side|side_word }}`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from pledgeline.kernel.verdict import Judgement
from pledgeline.partnership import wording
from pledgeline.partnership.wording import people

register = template.Library()

register.filter("in_words", people.said)
register.filter("quarter_words", people.quarter)


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """The name of a code; the code itself where it is not registered."""
    return names.get(code, code)


@register.filter
def side_word(code: str) -> str:
    return str(people.SIDES[code])


@register.filter
def outcome_word(code: str) -> str:
    return str(people.OUTCOMES[code])


@register.filter
def round_state_word(code: str) -> str:
    return str(people.ROUND_STATES[code])


@register.filter
def why(judgement: Judgement) -> str:
    return wording.reason(judgement.reason.code, judgement.reason.numbers)
