"""Words for the pages of definitions, contracts and clocks: records in, plain texts out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from pledgeline.contacts import queries as contacts
from pledgeline.contacts import wording as contact_wording
from pledgeline.contacts.core.definition import Text
from pledgeline.experience.core.contract import Terms
from pledgeline.experience.core.differences import Change, Difference
from pledgeline.experience.core.promise import Hours, Promise
from pledgeline.experience.wording.problems import PROBLEMS
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Modality
from pledgeline.ui import formats
from pledgeline.ui.wording import MODALITIES
from pledgeline.ui.wording import PROBLEMS as COMMON

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FIELDS: Mapping[str, StrPromise] = {
    "sentence_en": gettext_lazy("Sentence, in English"),
    "sentence_zh": gettext_lazy("Sentence, in Chinese"),
    "metric": gettext_lazy("Metric"),
    "figure": gettext_lazy("Figure"),
    "params": gettext_lazy("Parameters"),
    "direction": gettext_lazy("Direction of the target"),
    "target": gettext_lazy("Target"),
    "modality": gettext_lazy("Strength"),
    "hours": gettext_lazy("Hours"),
    "services": gettext_lazy("Services"),
    "centres": gettext_lazy("Centres"),
    "channels": gettext_lazy("Channels"),
    "expectations": gettext_lazy("Expectations served"),
}
HOURS: Mapping[str, StrPromise] = {
    Hours.ALWAYS: gettext_lazy("whenever a customer makes contact"),
    Hours.OPENING: gettext_lazy("while the service is open"),
    "": gettext_lazy("not said"),
}
TREATMENTS: Mapping[str, StrPromise] = {
    "short_abandon": gettext_lazy("Short abandon"),
    "abandon_before": gettext_lazy("Left before the limit"),
    "abandon_after": gettext_lazy("Left after the limit"),
    "callback": gettext_lazy("Callback offered or accepted"),
    "flow_out": gettext_lazy("Overflow, time-out, voicemail"),
    "transfer": gettext_lazy("Transfer"),
    "blocked": gettext_lazy("Busy or blocked"),
    "bot_only": gettext_lazy("IVR or bot only"),
    "system_disconnect": gettext_lazy("Cut off by the system"),
    "after_hours": gettext_lazy("Outside the opening hours"),
}
WORDS: Mapping[str, StrPromise] = {
    "contact": pgettext_lazy("unit of counting", "contact"),
    "leg": pgettext_lazy("unit of counting", "leg"),
    "customer": pgettext_lazy("unit of counting", "customer"),
    "case": pgettext_lazy("unit of counting", "case"),
    "at_most": gettext_lazy("exactly the limit is within it (≤)"),
    "below": gettext_lazy("exactly the limit is beyond it (<)"),
    "clock": gettext_lazy("around the clock"),
    "opening": gettext_lazy("opening hours of the service"),
    "pooled": gettext_lazy("pooled counts, never the mean of percentages"),
    "mean": gettext_lazy("mean of the parts"),
    "event": gettext_lazy("single events"),
    "interval": gettext_lazy("interval counts"),
    "total": gettext_lazy("totals only"),
    "client": gettext_lazy("client"),
    "centre": gettext_lazy("centre"),
    "both": gettext_lazy("both sides"),
}


def problem(found: Problem) -> str:
    """The sentence of a problem of this room or of the contacts; the code itself for any other."""
    known = PROBLEMS.get(found.code) or COMMON.get(found.code)
    return str(known) % formats.in_words(found.params) if known is not None else contact_wording.sentence(found)


def said(text: Text | Mapping[str, str]) -> str:
    language = get_language() or "en"
    words = text.model_dump() if isinstance(text, Text) else text
    return str(words["zh"] if language.startswith("zh") else words["en"])


def promise_choice(promise: Promise, language: str) -> str:
    words = promise.sentence["zh"] if language.startswith("zh") else promise.sentence["en"]
    return _("%(sentence)s (%(code)s, version %(number)s)") % {
        "sentence": words,
        "code": promise.code,
        "number": promise.number,
    }


def difference(
    found: Difference, names: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, Promise, list[tuple[str, str, str]]]]:
    """(kind, promise, rows of field · before · after): came, went and changed, in this order. `names` maps a field
    that holds codes to what they are called."""
    rows: list[tuple[str, Promise, list[tuple[str, str, str]]]] = [
        *(("came", one, []) for one in found.came),
        *(("went", one, []) for one in found.went),
    ]
    for one in found.changed:
        fields = [_change(change, one.before, one.after, names) for change in one.changes]
        rows.append(("changed", one.after, fields))
    return rows


def _change(
    change: Change, before: Promise, after: Promise, names: Mapping[str, Mapping[str, str]]
) -> tuple[str, str, str]:
    called = names.get(change.field, {})
    return (
        str(FIELDS[change.field]),
        _value(change.field, change.before, before, called),
        _value(change.field, change.after, after, called),
    )


def _value(field: str, value: Any, of: Promise, names: Mapping[str, str]) -> str:
    from pledgeline.experience import wording

    if field == "target":
        unit = contacts.metric_figures().get(of.rule.metric, {}).get(of.rule.figure, "share")
        return wording.goal(of.rule.direction, float(value), unit)
    if field == "modality":
        return str(MODALITIES[Modality(value)])
    if field == "hours":
        return str(HOURS[value])
    if field == "channels":
        return wording.channels(value) or _("all")
    if field == "metric":
        return wording.metric_title(value) if value else "–"
    if field == "direction":
        return _("at least") if value == "at_least" else _("at most")
    if isinstance(value, tuple):
        return wording.listed(names.get(code, code) for code in value) or (
            _("all") if field in ("services", "centres") else "–"
        )
    return str(value) or "–"


def term_labels() -> dict[str, str]:
    """Field of `Terms` → what the page calls it."""
    return {
        "title": _("Title"),
        "purpose": _("Proves the promise"),
        "services": _("Services"),
        "channels": _("Channels"),
        "population": _("Population"),
        "unit": _("Unit of counting"),
        "start_event": _("Clock starts"),
        "stop_event": _("Clock stops"),
        "comparison": _("At the limit"),
        "redial_window_s": _("Redial window"),
        "calendar": _("Hours counted"),
        "attribution": _("Attributed to"),
        "aggregation": _("Added up as"),
        "empty": _("Empty period"),
        "minimum_n": _("Fewest contacts to judge"),
        "rounding": _("Rounding"),
        "data_source": _("Data source"),
        "grade": _("Grade of the data"),
        "data_owner": _("Owner of the data"),
        "exclusions": _("Exclusions"),
        "exclusions_decided_by": _("Who decides exclusions"),
    }


def terms(of: Terms, purpose: str, services: Mapping[str, str]) -> list[tuple[str, str]]:
    """Everything that is agreed but the treatments, as (term, words). `purpose` says what the contract proves;
    `services` are the names the reader knows."""
    from pledgeline.experience import wording

    window = formats.seconds(of.redial_window_s) if of.redial_window_s else _("none: every contact counts")
    params = contact_wording.parameters(of.params) or "–"
    labels = term_labels()
    return [
        (_("Metric"), said(of.title)),
        (_("Definition"), f"{of.metric} {of.metric_version}"),
        (_("Parameters"), params),
        (labels["comparison"], str(WORDS[of.comparison])),
        (labels["purpose"], purpose),
        (labels["services"], wording.listed(services.get(code, code) for code in of.services) or _("all")),
        (labels["channels"], wording.channels(of.channels) or _("all")),
        (labels["population"], said(of.population)),
        (labels["unit"], str(WORDS[of.unit])),
        (labels["start_event"], said(of.start_event)),
        (labels["stop_event"], said(of.stop_event)),
        (labels["redial_window_s"], window),
        (labels["calendar"], str(WORDS[of.calendar])),
        (labels["attribution"], said(of.attribution)),
        (labels["aggregation"], str(WORDS[of.aggregation])),
        (labels["empty"], said(of.empty)),
        (labels["minimum_n"], formats.count(of.minimum_n)),
        (labels["rounding"], said(of.rounding)),
        (labels["data_source"], said(of.data_source)),
        (labels["grade"], str(WORDS[of.grade])),
        (labels["data_owner"], str(WORDS[of.data_owner])),
        (labels["exclusions"], said(of.exclusions)),
        (labels["exclusions_decided_by"], str(WORDS[of.exclusions_decided_by])),
    ]


def treatments(of: Terms) -> list[tuple[str, str]]:
    return [(str(label), said(of.treatments[name])) for name, label in TREATMENTS.items()]


__all__ = [
    "FIELDS",
    "difference",
    "problem",
    "promise_choice",
    "said",
    "terms",
    "treatments",
]
