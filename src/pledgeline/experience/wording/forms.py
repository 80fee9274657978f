"""Words for what a person chooses from in the room's forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pledgeline.contacts import queries as contacts
from pledgeline.contacts import wording as contact_wording
from pledgeline.contacts.core.definition import Parameter
from pledgeline.experience.core.clocks import Clock
from pledgeline.experience.core.coverage import Expected
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.wording.pages import promise_choice, said
from pledgeline.ui import formats

if TYPE_CHECKING:
    Choices = list[tuple[str, Any]]


def rule_choices(figures: Mapping[str, Sequence[str]]) -> Choices:
    """“metric:figure” by metric, each figure by what it means; the first choice is no rule."""
    language, titles = get_language() or "en", contacts.metric_titles()
    choices: Choices = [("", _("none yet"))]
    for metric, names in figures.items():
        meanings = contacts.metric_meanings(metric)
        rows = [(f"{metric}:{name}", meanings[name][1].said(language)) for name in names]
        choices.append((titles[metric].said(language), rows))
    return choices


def parameter_label(name: str) -> str:
    """What the parameter is called, and the unit its value is written in."""
    name = contact_wording.parameter_name(name)
    return _("%(parameter)s, in seconds") % {"parameter": name[:1].upper() + name[1:]}


def parameter_of(name: str, metrics: Mapping[str, Parameter]) -> str:
    """The same with the metrics that know it: a form for any rule shows several."""
    language, titles = get_language() or "en", contacts.metric_titles()
    known = _(" / ").join(titles[metric].said(language) for metric in metrics)
    return _("%(metrics)s: %(parameter)s") % {"metrics": known, "parameter": parameter_label(name)}


def parameter_help(metrics: Mapping[str, Parameter]) -> str:
    """What it means, and what is taken where it is left empty."""
    language = get_language() or "en"
    return " ".join(
        _("%(meaning)s Left empty: %(default)s.")
        % {"meaning": one.meaning.said(language), "default": _("%(s)s s") % {"s": formats.count(one.default)}}
        for one in dict.fromkeys(metrics.values())
    )


def expectation_choices(expectations: Sequence[Expected], cited: Sequence[str]) -> Choices:
    """Those in force, and whatever the promise cites besides: a choice that vanished would be lost unseen."""
    known = {one.code for one in expectations}
    return [
        *((one.code, _("%(need)s (%(code)s)") % {"need": said(one.title), "code": one.code}) for one in expectations),
        *((code, _("%(code)s – not in force") % {"code": code}) for code in cited if code not in known),
    ]


def promise_choices(promises: Sequence[Promise]) -> Choices:
    language = get_language() or "en"
    return [(one.code, promise_choice(one, language)) for one in promises]


def clock_choices(clocks: Sequence[Clock]) -> Choices:
    return [(one.code, said(one.title)) for one in clocks]
