"""Reads: what a rule may be made of. Metrics belong to the contacts; a promise names one figure of one of them."""

from __future__ import annotations

from collections.abc import Mapping

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.definition import Parameter
from pledgeline.contacts.queries import trial

# A target is set on a share or on seconds: a count depends on how many call, and nobody promises that.
TARGETED = ("share", "seconds")


def rule_figures() -> dict[str, tuple[str, ...]]:
    """Metric → the figures on which a target can be set, in the order in which they are shown."""
    found = {
        metric: tuple(name for name, unit in figures.items() if unit in TARGETED)
        for metric, figures in contacts.metric_figures().items()
    }
    return {metric: figures for metric, figures in found.items() if figures}


def rule_parameters() -> dict[str, Mapping[str, Parameter]]:
    """Parameter → metric → how that metric reads it."""
    found: dict[str, dict[str, Parameter]] = {}
    for metric in rule_figures():
        for one in trial.parameters(metric):
            found.setdefault(one.name, {})[metric] = one
    return dict(found)


def unit_of(metric: str, figure: str) -> str:
    """`share`, `seconds` or another unit; empty where there is no such figure."""
    return contacts.metric_figures().get(metric, {}).get(figure, "")
