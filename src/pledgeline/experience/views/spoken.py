"""What was measured as the values that components show: sentences, figures, and the way to the contacts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from pledgeline.contacts.core.rule import STEPS, RuleStep
from pledgeline.experience import wording
from pledgeline.experience.queries import Lens, Measured, SpotReading
from pledgeline.ui import formats
from pledgeline.ui.figures import Stat


def beside(measured: Measured) -> list[Stat]:
    """What an honest reader asks for next to the bounds of the 1-minute rule."""
    if not measured.lens.counts_the_rule or not measured.n:
        return []
    figures = measured.figures
    limit = formats.seconds(measured.params["limit_s"])
    return [
        Stat(
            _("Decided rate"),
            formats.share(figures["decided"]),
            _("among those who were served in time or not; who left early drops out of it"),
        ),
        Stat(
            _("Kaplan–Meier estimate"),
            formats.share(figures["km"]),
            _("served within %(limit)s, had nobody left before") % {"limit": limit},
        ),
        Stat(
            _("Within 1 s of the limit"),
            formats.share(figures["within_1s_of_limit"]),
            _("whole-second clocks could have put these on either side"),
        ),
        Stat(
            _("Time in the IVR"),
            formats.seconds(figures["ivr_s_mean"]),
            _("mean, before the clock of the promise starts"),
        ),
    ]


def outcomes(measured: Measured, seen: Lens) -> list[Stat]:
    """The six steps of the rule with their contacts, each leading to those that the reader may see."""
    if not measured.lens.counts_the_rule:
        return []
    return [
        Stat(
            wording.rule_step(step),
            formats.count(measured.figures[step.value]),
            formats.share(measured.figures[step.value] / measured.n, 1)
            if measured.n and step is not RuleStep.NOT_APPLICABLE
            else _("not counted"),
            contacts_url(seen, rule_step=step.value),
        )
        for step in STEPS
        if measured.figures.get(step.value) is not None
    ]


def as_seen(through: Lens, services: Collection[str]) -> Lens:
    """The lens without the services that the reader does not know of: a link must not name them."""
    asked = through.where.get("service", ())
    known = tuple(code for code in asked if code in services)
    return through if known == asked else replace(through, where={**through.where, "service": known})


def is_linkable(through: Lens, seen: Lens) -> bool:
    """False where the reader knows of no service asked for: without one, a link would lead to the contacts of all."""
    return not through.where.get("service") or bool(seen.where.get("service"))


def contacts_url(through: Lens, **more: Any) -> str:
    """The contacts behind a figure; `more` replaces filters of the lens."""
    asked: dict[str, Any] = {name: list(codes) for name, codes in through.where.items()}
    asked |= {
        "from": through.period.start,
        "to": through.period.last,
        "snapshot": through.snapshot,
        **{name: value for name, value in through.promise.rule.params.items() if through.counts_the_rule},
    }
    asked |= more
    words: list[tuple[str, str]] = []
    for name, value in asked.items():
        values: Sequence[Any] = value if isinstance(value, list) else [value]
        words += [(name, str(one)) for one in values if one is not None]
    return f"{reverse('contacts:contacts')}?{urlencode(words)}"


def spot_url(through: Lens, spot: SpotReading) -> str:
    """The contacts of one weak hour."""
    return contacts_url(through, centre=spot.centre, hour=spot.hour, **{"from": spot.day, "to": spot.day})
