"""This room's words for templates: `{% load partnership %}{{ title|said }}`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pledgeline.contacts.core.definition import Text
from pledgeline.experience import wording as experience
from pledgeline.kernel.verdict import Judgement, Reason
from pledgeline.organisation import wording as organisation
from pledgeline.partnership import wording
from pledgeline.partnership.core.pooling import Pooled
from pledgeline.partnership.core.standing import Severity
from pledgeline.partnership.wording import contract
from pledgeline.ui import formats, icons

register = template.Library()

# Colour and icon are those of the verdicts: one look for "settled", "wrong" and "not decided yet".
_LOOKS: Mapping[str, Mapping[str, str]] = {
    "terms": {"draft": "", "offered": "not_demonstrated", "signed": "met", "superseded": "not_applicable"},
    "statement": {"draft": "", "shown": "not_demonstrated", "frozen": "met", "withdrawn": "not_applicable"},
    "action": {"open": "", "done": "not_demonstrated", "effective": "met", "not_effective": "not_met"},
    "effect": {"effective": "met", "not_effective": "not_met", "not_demonstrated": "not_demonstrated"},
    "review": {"on_time": "met", "late": "not_met", "overdue": "not_met", "coming": ""},
    "objection": {"accepted": "met", "rejected": "not_met"},
}
_WORDS: Mapping[str, Mapping[str, Any]] = {
    "terms": contract.TERMS_STEPS,
    "statement": contract.STATEMENT_STEPS,
    "action": contract.ACTION_STEPS,
    "effect": contract.EFFECTS,
    "review": contract.PUNCTUALITY,
    "objection": contract.OUTCOMES,
}


@register.simple_tag
def step(kind: str, code: str) -> SafeString:
    """A state with colour, icon and word: `{% step "statement" row.step %}`."""
    look = _LOOKS[kind][code]
    word = _WORDS[kind][code]
    if not look:
        return format_html('<span class="badge badge--plain">{}</span>', word)
    return format_html('<span class="badge" data-verdict="{}">{}{}</span>', look, icons.icon(look), word)


@register.filter
def said(words: Mapping[str, str] | Text) -> str:
    return wording.said(words.model_dump() if isinstance(words, Text) else words)


@register.filter
def severity_word(severity: Severity) -> str:
    return str(wording.SEVERITIES[severity])


@register.filter
def side_word(code: str) -> str:
    return str(contract.SIDES.get(code, code))


@register.filter
def subject_word(code: str) -> str:
    return str(contract.SUBJECTS.get(code, code))


@register.filter
def hours_word(code: str) -> str:
    return str(contract.HOURS[code])


@register.filter
def days_before_words(days: int) -> str:
    return contract.days_before(days)


@register.filter
def money(value: Decimal, currency: str) -> str:
    return contract.amount(value, currency)


@register.filter
def limit(value: Decimal, currency: str) -> str:
    return contract.limit(value, currency)


@register.filter
def why(reason: Reason) -> str:
    return wording.reason(reason.code, reason.numbers)


@register.filter
def why_judged(judgement: Judgement) -> str:
    return experience.reason(judgement.reason.code, judgement.reason.numbers)


@register.filter
def pooled(found: Pooled) -> str:
    """A share with the counts that it is made of."""
    share = found.share
    return formats.share(float(share) if share is not None else None)


@register.filter
def rule_called(line: Any) -> str:
    """What a line of a statement counts, in words."""
    return contract.rule_called(line.metric, line.params)


@register.filter
def whole_share(value: float) -> str:
    """A share that somebody has set: without decimals where it has none."""
    return formats.share(float(value), 0 if round(float(value), 2) == round(float(value), 6) else 2)


@register.filter
def exclusion_called(code: str, exclusions: Any) -> str:
    """The title of an exclusion of some terms; its code where they declare it no more."""
    return next((said(one.title) for one in exclusions if one.code == code), code)


@register.filter
def figure_word(figure: str, metric: str) -> str:
    return experience.figure_label(metric, figure)


@register.filter
def channel_names(codes: Any) -> str:
    return experience.channels(codes)


@register.filter
def channel_name(code: str) -> str:
    return organisation.channel(code)


@register.filter
def named(code: str, names: Mapping[str, str]) -> str:
    """The name of a code; the code itself where it is not registered."""
    return names.get(code, code)


@register.filter
def at(counts: Mapping[str, int], key: str) -> str:
    """How many there are under a key."""
    return formats.count(counts.get(key, 0))


@register.simple_tag
def names_of(codes: Any, names: Mapping[str, str]) -> str:
    return experience.listed(names.get(code, code) for code in codes)


@register.filter
def measured_in(value: float | None, unit: str) -> str:
    return experience.measured(value, unit)


@register.filter
def clock_hours(window: Any) -> str:
    return f"{window.from_hour:02d}:00–{window.to_hour:02d}:00"
