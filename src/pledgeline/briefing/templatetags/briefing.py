"""This room's words for templates: `{% load briefing %}{{ version.title|in_language }}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pledgeline.briefing import wording
from pledgeline.briefing.core.briefing import CheckQuestion, Choice
from pledgeline.briefing.core.difference import Change, Piece
from pledgeline.briefing.core.gate import Lamp, Light
from pledgeline.briefing.queries.overviews import CalendarDay
from pledgeline.kernel.verdict import Reason
from pledgeline.organisation import wording as organisation
from pledgeline.ui import icons

register = template.Library()

register.filter("in_language", wording.said)
register.filter("briefing_kind", wording.kind)
register.filter("briefing_state", wording.state)
register.filter("duty_word", wording.duty)
register.filter("days_left", wording.days_left)
register.filter("channel_list", wording.channels)
register.filter("channel_word", organisation.channel)

# Colour and icon of a lamp are those of the verdicts: one look for "there", "not there" and "nobody knows".
_LOOK = {Light.GREEN: "met", Light.RED: "not_met", Light.NOT_SHOWN: "not_demonstrated"}
_TAGS = {Change.ADDED: "<ins>{}</ins>", Change.REMOVED: "<del>{}</del>", Change.SAME: "{}"}


@register.filter
def highlighted(pieces: Sequence[Piece]) -> SafeString:
    """Every piece escaped; what was added and removed in elements that say so."""
    return format_html_join("", "{}", ((format_html(_TAGS[one.change], one.text),) for one in pieces))


@register.filter
def of_language(words: Mapping[str, Sequence[Piece]]) -> Sequence[Piece]:
    return words["zh" if wording.language().startswith("zh") else "en"]


@register.simple_tag
def lamp(light: Light | bool) -> SafeString:
    """A lamp of a gate, or of the whole gate: colour, icon and word."""
    shown = Light(light) if not isinstance(light, bool) else Light.GREEN if light else Light.RED
    return format_html(
        '<span class="badge" data-verdict="{}">{}{}</span>',
        _LOOK[shown],
        icons.icon(_LOOK[shown]),
        wording.LIGHTS[shown],
    )


@register.filter
def red_lamps(lamps: Iterable[Lamp], centres: Mapping[str, str]) -> str:
    return wording.red_lamps(lamps, centres)


@register.filter
def topic_word(topic: str) -> str:
    return str(wording.TOPICS[topic])


@register.filter
def reason_said(reason: Reason | Mapping[str, object]) -> str:
    """Of a reason, or of one as an override keeps it."""
    if isinstance(reason, Reason):
        return wording.reason(reason.code, reason.numbers)
    numbers = reason["numbers"]
    assert isinstance(numbers, Mapping)
    return wording.reason(str(reason["code"]), numbers)


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """The name of a code; the code itself where it is not registered."""
    return names.get(code, code)


@register.filter
def names_of(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Without those that the reader does not know of."""
    return wording.listed([names[code] for code in codes if code in names] or codes)


@register.filter
def any_entry(week: Sequence[CalendarDay]) -> bool:
    return any(day.entries for day in week)


@register.filter
def campaign_standing(code: str) -> str:
    return str(wording.STANDINGS[code])


@register.filter
def sentence_of(sentences: Mapping[str, Mapping[str, str]], code: str) -> str:
    """A promise's sentence; its code where nobody can say it."""
    return wording.said(sentences[code]) if code in sentences else code


@register.filter
def outcome_word(code: str) -> str:
    return str(wording.WAYS.get(code, code))


@register.filter
def asked_in(words: CheckQuestion | Choice) -> str:
    """A question or a choice of a check, in the reader's language."""
    return wording.said({"en": words.en, "zh": words.zh})
