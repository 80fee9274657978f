"""This room's words for templates: `{% load assurance %}{{ row.judgement|reason_sentence }}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from pledgeline.assurance import wording
from pledgeline.assurance.core.requirement import Parameter, Requirement, Words
from pledgeline.assurance.queries import AssessmentPage, EvidenceRow, RequirementRow
from pledgeline.contacts import queries as contacts
from pledgeline.contacts import wording as contact_wording
from pledgeline.kernel.verdict import Judgement, Verdict
from pledgeline.ui.figures import Figure

register = template.Library()


@register.filter
def said(words: Words | Mapping[str, str] | None) -> str:
    """Words in the reader's language; nothing where there are none."""
    if words is None:
        return ""
    return wording.text(words if isinstance(words, Words) else Words.model_validate(dict(words)))


@register.filter
def reason_sentence(judgement: Judgement, names: wording.Names | None = None) -> str:
    """Why, with the records it speaks of called by `names` where those are given."""
    return wording.reason(judgement.reason.code, judgement.reason.numbers, names or wording.NOBODY)


@register.filter
def strength(requirement: Requirement) -> str:
    return wording.strength(requirement.modality, requirement.nature)


# Already in the large figure beside them.
_IN_LARGE_FIGURE = ("n", "lower", "upper")


@register.filter
def plain_figures(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of every further figure that is a plain number, in the order in which they are explained."""
    names = [name for name in wording.FIGURES if name in figures and name not in _IN_LARGE_FIGURE]
    return [row for row in (wording.figure(name, figures[name]) for name in names) if row is not None]


@register.filter
def share_figure(figures: Mapping[str, Any], judgement: Judgement) -> Figure | None:
    """The share with bounds, target, interval and n; None where the figures have no share with bounds."""
    return _share(figures, judgement.reason.numbers.get("target"))


@register.simple_tag
def share_of_all(page: AssessmentPage, row: RequirementRow) -> Figure | None:
    """The same for all centres together, against the requirement's own target."""
    return _share(row.figures, page.parameters.get(f"{row.requirement.id}.target_share"))


def _share(figures: Mapping[str, Any], target: float | None) -> Figure | None:
    if "lower" not in figures or "upper" not in figures:
        return None
    interval = figures.get("ci95")
    return Figure(
        label=str(wording.FIGURES["lower"][0]),
        value=figures["lower"],
        lower=figures["lower"],
        upper=figures["upper"],
        target=target,
        interval=(interval[0], interval[1]) if interval and interval[0] is not None else None,
        n=figures.get("n"),
    )


@register.filter
def explained_figures(item: EvidenceRow) -> list[tuple[str, str]]:
    """(meaning, value) of each figure of a fact, as the metric's definition explains it."""
    return [
        (meaning.said(wording.language()).rstrip(".。"), wording.figure_value(item.figures[name], unit))
        for name, (unit, meaning) in contacts.metric_meanings(item.metric).items()
        if name in item.figures
    ]


@register.filter
def metric_name(metric: str) -> str:
    """The metric's name in the reader's language; its code where it is not known any more."""
    title = contacts.metric_titles().get(metric)
    return title.said(wording.language()) if title else metric


@register.simple_tag(takes_context=True)
def limits(context: template.Context, where: Mapping[str, Sequence[str]]) -> str:
    """What a fact is limited to, by name: "North centre; Cards; Voice"."""
    return wording.limits(where, context["centre_names"], context["service_names"])


@register.simple_tag(takes_context=True)
def record(context: template.Context, item: EvidenceRow) -> tuple[str, str]:
    """(kind, name) of the record that a fact rests on, by the names this reader may see."""
    return wording.record(
        item.kind,
        item.key,
        item.details,
        centres=context["centre_names"],
        services=context["service_names"],
        names=context.get("names") or wording.NOBODY,
    )


@register.filter
def params_words(params: Mapping[str, Any]) -> str:
    return contact_wording.parameters(params)


@register.filter
def verdict_counts(verdicts: Mapping[Verdict, int]) -> list[tuple[Verdict, int]]:
    """Verdicts that occur, in the order of the law of honest states."""
    return [(verdict, verdicts[verdict]) for verdict in Verdict if verdicts.get(verdict)]


@register.filter
def pair(figures: Mapping[str, Any]) -> tuple[float, float]:
    return figures["lower"], figures["upper"]


@register.simple_tag(takes_context=True)
def subject(context: template.Context, about: Mapping[str, str]) -> str:
    """Whom a finding is about, by the names this reader may see."""
    names = context.get("names") or wording.NOBODY
    return wording.subject(about, context["centre_names"], context["service_names"], names)


@register.simple_tag
def parameter(values: Mapping[str, float], requirement: str, one: Parameter) -> str:
    """The value in force of a parameter, in its unit."""
    return wording.parameter(values[f"{requirement}.{one.name}"], one.unit)


@register.simple_tag
def names(codes: Sequence[str], known: Mapping[str, str]) -> str:
    """Codes as names where a name is known, in one line."""
    return wording.listed(known.get(code, code) for code in codes)
