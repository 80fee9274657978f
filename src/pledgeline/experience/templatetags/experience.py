"""This room's words for templates: `{% load experience %}{{ promise.rule|goal_words }}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pledgeline.contacts import queries as contacts
from pledgeline.contacts import wording as contact_wording
from pledgeline.experience import wording
from pledgeline.experience.core.promise import Hours, Rule
from pledgeline.experience.queries import Lens
from pledgeline.kernel.verdict import Judgement
from pledgeline.ui import formats

register = template.Library()

register.filter("state_word", wording.state)
register.filter("step_word", wording.step)
register.filter("said", wording.said)


@register.filter
def sentence(words: Mapping[str, str]) -> str:
    return wording.sentence(words, get_language() or "en")


@register.filter
def goal_words(rule: Rule) -> str:
    """The target with its side, in the unit of the figure it is set on."""
    unit = contacts.metric_figures().get(rule.metric, {}).get(rule.figure, "share")
    return wording.goal(rule.direction, rule.target, unit)


@register.filter
def hours_word(hours: Hours | None) -> str:
    """When a promise holds; that nobody said so, too."""
    return str(wording.HOURS[hours or ""])


@register.filter
def params_words(rule: Rule) -> str:
    return contact_wording.parameters(rule.params)


@register.filter
def channel_words(codes: Sequence[str]) -> str:
    return wording.channels(codes)


@register.simple_tag
def scope_names(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Codes as names, in one line, without those that the reader does not know of."""
    return wording.listed(names[code] for code in codes if code in names) or _("a service not served here")


@register.filter
def fact_name(column: str) -> str:
    return wording.fact(column)


@register.filter
def why_missing(reason: Mapping[str, str] | str) -> str:
    """Why a feed does not tell a fact: a profile says it in both languages, a connector with a code."""
    if not reason:
        return ""
    return (
        contact_wording.never(reason) if isinstance(reason, str) else wording.sentence(reason, get_language() or "en")
    )


@register.filter
def judged_value(figures: Mapping[str, object] | None, lens: Lens) -> str:
    """The figure a promise is judged on, in its unit."""
    return wording.measured(lens.value(figures) if figures else None, lens.unit)


@register.filter
def clock_hour(hour: int) -> str:
    """12 → "12:00–13:00"."""
    return f"{hour:02d}:00–{hour + 1:02d}:00"


@register.filter
def reason_words(judgement: Judgement) -> str:
    return wording.reason(judgement.reason.code, judgement.reason.numbers)


@register.filter
def at(names: Mapping[str, str], code: str) -> str:
    """The name of a code; the code itself where it is not registered."""
    return names.get(code, code)


@register.filter
def bounds_of(figures: Mapping[str, float]) -> str:
    return formats.bounds(figures.get("lower"), figures.get("upper"))
