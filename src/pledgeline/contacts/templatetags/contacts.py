"""This room's words for templates: `{% load contacts %}{{ contact.outcome|word:"outcome" }}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pledgeline.contacts import queries, wording
from pledgeline.contacts.core import meanings
from pledgeline.contacts.core.decision import Trial
from pledgeline.contacts.core.definition import Text
from pledgeline.contacts.core.rule import RuleStep
from pledgeline.contacts.core.schema import CONTACT, TABLES, Type
from pledgeline.contacts.queries.contact_page import ContactPage
from pledgeline.contacts.queries.registers import Missing
from pledgeline.contacts.queries.uploading import LookPage
from pledgeline.contacts.wording import rejects
from pledgeline.organisation import wording as organisation
from pledgeline.ui import formats
from pledgeline.ui.icons import icon

register = template.Library()


@register.filter
def parameter_words(params: Mapping[str, float]) -> str:
    """What a metric was asked with, as people say it."""
    return wording.parameters(params)


@register.filter
def metric_called(metric: str) -> str:
    """The metric's name in the reader's language; its code where it is not known any more."""
    title = queries.metric_titles().get(metric)
    return title.said(get_language() or "en") if title else metric


_SIGNS = {
    RuleStep.MET_BY_ANSWER: "met",
    RuleStep.MET_BY_OFFER: "met",
    RuleStep.NOT_MET: "not_met",
    RuleStep.LEFT_BEFORE_LIMIT: "not_demonstrated",
    RuleStep.NOT_VERIFIABLE: "not_demonstrated",
    RuleStep.NOT_APPLICABLE: "not_applicable",
}
# Columns whose words come from a list of another name.
_WORD_LISTS = {"quality_flags": "quality_flag", "state": "answer_state"}


def _language() -> str:
    return get_language() or "en"


@register.filter
def name_of(code: str | None, names: Mapping[str, str]) -> str:
    """The name of a centre or service; its code where it has none, a dash where there is no code."""
    return names.get(code, code) if code else "–"


@register.filter
def said(text: Text | None) -> str:
    return text.said(_language()) if text else ""


@register.filter
def word(value: str | None, word_list: str) -> str:
    return meanings.word(word_list, value, _language())


@register.filter
def channel_word(value: str) -> str:
    return organisation.channel(value)


@register.filter
def column_name(column: str) -> str:
    return meanings.column_name(column, _language())


@register.filter
def column_meaning(column: str) -> str:
    known = meanings.columns().get(column)
    return known.meaning.said(_language()) if known else ""


@register.filter
def receipt_state(state: str) -> str:
    return str(wording.RECEIPT_STATES[state])


@register.filter
def upload_state(state: str) -> str:
    return str(wording.UPLOAD_STATES[state])


@register.filter
def ingest_step(step: str) -> str:
    return str(wording.INGEST_STEPS.get(step, wording.INGEST_STEPS["committed"]))


@register.filter
def reject_sentence(reason: str) -> str:
    return rejects.reject_sentence(reason)


@register.filter
def reject_name(reason: str) -> str:
    return rejects.reject_name(reason)


@register.filter
def exclusion(reason: str) -> str:
    return wording.exclusion(reason)


@register.filter
def fields_counted(detail: str) -> str:
    return rejects.fields_counted(detail)


@register.filter
def problem_sentence(problem: Mapping[str, Any]) -> str:
    return wording.stored(problem)


@register.filter
def trial_sentence(trial: Trial) -> str:
    return wording.trial(trial.code, trial.numbers)


@register.filter
def missing_reason(missing: Missing) -> str:
    return missing.reason.said(_language()) if isinstance(missing.reason, Text) else wording.never(missing.reason)


@register.simple_tag
def step_badge(step: str, large: bool = False) -> SafeString:
    """A rule step with sign and colour; the word carries the meaning."""
    sign = _SIGNS[RuleStep(step)]
    return format_html(
        '<span class="badge{}" data-verdict="{}">{}{}</span>',
        " badge--large" if large else "",
        sign,
        icon(sign),
        meanings.word("rule_step", step, _language()),
    )


@register.simple_tag
def column_value(column: str, value: Any, zone: str) -> str:
    """A canonical value as people read it: words translated, times on the clock of `zone`, durations in words."""
    if value is None or value == "" or value == []:
        return "–"
    if column == "channel":
        return organisation.channel(value)
    if column in meanings.word_lists() or column in _WORD_LISTS:
        values = value if isinstance(value, list | tuple) else [value]
        list_name = _WORD_LISTS.get(column, column)
        return _(", ").join(meanings.word(list_name, one, _language()) for one in values)
    type_ = next(table.column(column).type for table in TABLES if column in table.names)
    if type_ is Type.INSTANT:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return formats.instant(moment, zone)
    if type_ is Type.BOOL:
        return _("yes") if value else _("no")
    if column.endswith("_ms"):
        return formats.seconds(float(value) / 1000)
    if column.endswith("_s"):
        return formats.seconds(float(value))
    return str(value)


# --- the strip of one contact -------------------------------------------------------------------------------------

_WIDTH = 1000
_COLOURS = {
    "before": "chart-grid",
    "ivr": "chart-muted",
    "wait": "chart-band",
    "late": "chart-late",
    "human": "chart-value",
    "wrapup": "chart-step-3",
}


@dataclass(frozen=True)
class Bar:
    """One stretch of the strip, in its own units of 0–1000."""

    colour: str
    x: int
    width: int
    words: str


@register.inclusion_tag("contacts/_strip.html")
def strip(page: ContactPage) -> dict[str, Any]:
    """What happened, drawn to scale: IVR, wait (beyond the limit in another colour), human, after-call work."""
    end = max((stretch.end_s for stretch in page.stretches), default=0)
    if end <= 0:
        return {"bars": [], "legend": [], "end": 0}
    names = {
        "before": _("before the request for a human"),
        "ivr": _("IVR or bot"),
        "wait": _("waiting for a human"),
        "late": _("waiting beyond the limit"),
        "human": _("with a human"),
        "wrapup": _("after-call work"),
    }
    bars = [
        Bar(
            _COLOURS[kind],
            round(start / end * _WIDTH),
            max(2, round((stop - start) / end * _WIDTH)),
            _("%(what)s: %(length)s") % {"what": names[kind], "length": formats.seconds(stop - start)},
        )
        for kind, start, stop in _split(page)
    ]
    return {"bars": bars, "legend": [(bar.colour, bar.words) for bar in bars], "end": end}


def _split(page: ContactPage) -> list[tuple[str, float, float]]:
    """The stretches, a wait beyond the limit in two parts where the rule applies, and what came before the wait."""
    found: list[tuple[str, float, float]] = []
    first = page.stretches[0]
    # A feed that knows the arrival and not the end of IVR or bot.
    if first.kind == "wait" and first.start_s > 0:
        found.append(("before", 0, first.start_s))
    applies = page.rule_step != RuleStep.NOT_APPLICABLE
    for stretch in page.stretches:
        limit = stretch.start_s + page.limit_s
        if stretch.kind == "wait" and applies and stretch.end_s > limit:
            found += [("wait", stretch.start_s, limit), ("late", limit, stretch.end_s)]
        else:
            found.append((stretch.kind, stretch.start_s, stretch.end_s))
    return found


# --- small helpers of single pages --------------------------------------------------------------------------------


@register.simple_tag
def count_note(part: int, whole: int) -> str:
    """What stands at the right of a bar: the number and its share."""
    return _("%(n)s (%(share)s)") % {
        "n": formats.count(part),
        "share": formats.share(part / whole if whole else None, 1),
    }


@register.simple_tag
def percent(share: float) -> str:
    return formats.share(share, 0)


@register.simple_tag
def known_values(page: ContactPage) -> list[tuple[str, Any]]:
    """Every canonical column of the contact that holds something, in canonical order."""
    return [(name, page.contact[name]) for name in CONTACT.names if page.contact.get(name) not in (None, "", [])]


@register.simple_tag
def look_groups(look: LookPage, service_names: Mapping[str, str]) -> list[tuple[str, list[tuple[str, int]]]]:
    """What the whole delivery holds, counted by rule step, outcome, channel, service and kind, words translated."""
    language = _language()
    steps = [(meanings.word("rule_step", step, language), look.steps[step]) for step in RuleStep if step in look.steps]
    counts = look.counts
    words = {
        "outcome": lambda code: meanings.word("outcome", code, language),
        "channel": organisation.channel,
        "service_code": lambda code: name_of(code, service_names),
        "kind": lambda code: meanings.word("kind", code, language),
        "question": lambda code: meanings.word("question", code, language),
        "state": lambda code: meanings.word("answer_state", code, language),
    }
    named = [
        (meanings.column_name(column, language), [(words[column](code), n) for code, n in counts[column].items()])
        for column in words
        if column in counts
    ]
    return [*([(_("The 1-minute rule would say"), steps)] if steps else []), *named]
