"""Codes into sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core import meanings
from pledgeline.contacts.core.rule import RuleStep
from pledgeline.experience.core.definition import Step
from pledgeline.experience.core.promise import Direction, State
from pledgeline.experience.core.reading import FEWEST
from pledgeline.experience.wording.clocks import ClockRow, clock_row, looser
from pledgeline.experience.wording.forms import (
    clock_choices,
    expectation_choices,
    parameter_help,
    parameter_label,
    parameter_of,
    promise_choices,
    rule_choices,
)
from pledgeline.experience.wording.pages import (
    HOURS,
    TREATMENTS,
    WORDS,
    difference,
    problem,
    promise_choice,
    said,
    term_labels,
    terms,
    treatments,
)
from pledgeline.experience.wording.problems import ACTIONS, PROBLEMS
from pledgeline.experience.wording.target import last_days, patience, tried
from pledgeline.organisation import wording as organisation
from pledgeline.ui import formats
from pledgeline.ui.figures import Figure

__all__ = [
    "ACTIONS",
    "HOURS",
    "PROBLEMS",
    "TREATMENTS",
    "WORDS",
    "ClockRow",
    "clock_choices",
    "clock_row",
    "difference",
    "expectation_choices",
    "last_days",
    "looser",
    "parameter_help",
    "parameter_label",
    "parameter_of",
    "patience",
    "problem",
    "promise_choice",
    "promise_choices",
    "rule_choices",
    "said",
    "term_labels",
    "terms",
    "treatments",
    "tried",
]

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from pledgeline.experience.queries import Measured, SpotReading

STATES: Mapping[str, StrPromise] = {
    State.DRAFT: gettext_lazy("Draft"),
    State.EFFECTIVE: gettext_lazy("In force"),
    State.SUPERSEDED: gettext_lazy("Superseded"),
}

STEPS: Mapping[str, StrPromise] = {
    Step.DRAFT: gettext_lazy("Draft"),
    Step.IN_REVIEW: gettext_lazy("In review"),
    Step.APPROVED: gettext_lazy("Approved"),
    Step.EFFECTIVE: gettext_lazy("In force"),
    Step.SUPERSEDED: gettext_lazy("Superseded"),
    "offered": gettext_lazy("Offered for signing"),
    "signed": gettext_lazy("Signed by both sides"),
}

REASONS: Mapping[str, StrPromise] = {
    "no_data": gettext_lazy("No data: there is no contact in this period that it applies to."),
    "no_figure": gettext_lazy("No data: the %(n)s contacts do not allow this figure to be computed."),
    "too_few": gettext_lazy("Only %(n)s contacts; a share is judged from %(minimum_n)s on."),
    "kept": gettext_lazy("%(value)s, with %(goal)s promised (n = %(n)s)."),
    "not_kept": gettext_lazy("%(value)s, although %(goal)s was promised (n = %(n)s)."),
    "bounds_kept": gettext_lazy(
        "Even with every undecided contact counted against it, the share is %(worst)s; the target is %(goal)s"
        " (n = %(n)s)."
    ),
    "bounds_not_kept": gettext_lazy(
        "Even with every undecided contact counted in its favour, the share is %(best)s; the target is %(goal)s"
        " (n = %(n)s)."
    ),
    "bounds_straddle_left": gettext_lazy(
        "The share lies between %(lower)s and %(upper)s and the target is %(goal)s: %(left_before_limit)s customers"
        " left before the limit, and nobody can know whether they would have been served in time (n = %(n)s)."
    ),
    "bounds_straddle_unverifiable": gettext_lazy(
        "The share lies between %(lower)s and %(upper)s and the target is %(goal)s: for %(not_verifiable)s customers"
        " who waited longer, the feed does not tell whether a callback was offered (n = %(n)s)."
    ),
    "bounds_straddle_both": gettext_lazy(
        "The share lies between %(lower)s and %(upper)s and the target is %(goal)s: %(left_before_limit)s customers"
        " left before the limit, and for %(not_verifiable)s who waited longer the feed does not tell whether a"
        " callback was offered (n = %(n)s)."
    ),
    "no_rule": gettext_lazy("It has no rule that can be measured."),
    "no_rule_figure": gettext_lazy("It is judged on a figure that %(metric)s does not have."),
    "no_channel": gettext_lazy("None of the centres shown serves the services and channels that it speaks of."),
    "none_in_scope": gettext_lazy("No contact that the promise speaks of came here in these days."),
    "no_deliveries": gettext_lazy("No contacts have been delivered yet."),
    "not_in_force": gettext_lazy("The promise was not in force in these days."),
    "out_of_scope": gettext_lazy("The promise does not speak of this centre or service."),
    "draft": gettext_lazy("A draft is not measured before it is in force."),
    "no_hours": gettext_lazy("It does not say when it holds."),
    "no_opening_hours": gettext_lazy(
        "It holds while the service is open, and nobody has said when that is: %(services)s."
    ),
    "no_feed": gettext_lazy("No contacts have arrived that it could be tested on."),
}

# What stands above the value; a figure that is not named here is called as its metric is.
FIGURES: Mapping[tuple[str, str], StrPromise] = {
    ("human_or_callback_within", "lower"): gettext_lazy("Share kept, lower bound"),
    ("human_or_callback_within", "upper"): gettext_lazy("Share kept, upper bound"),
    ("human_or_callback_within", "decided"): gettext_lazy("Share kept among decided contacts"),
}

_COUNTS = ("n", "minimum_n", "left_before_limit", "not_verifiable")
_VALUES = ("value", "lower", "upper", "worst", "best")


def goal(direction: str, target: float, unit: str) -> str:
    """E.g. “at least 80 %”: the target with its side."""
    words = _("at least %(target)s") if direction == Direction.AT_LEAST else _("at most %(target)s")
    if unit == "share" and round(target, 2) == target:
        return words % {"target": formats.share(target, 0)}
    return words % {"target": measured(target, unit)}


def measured(value: float | None, unit: str) -> str:
    if unit == "share":
        return formats.share(value)
    if unit == "points":
        return formats.points(value)
    return formats.seconds(value) if unit == "seconds" else formats.count(value)


def apart(value: float | None, target: float | None, unit: str) -> str:
    """The value, with as many decimals as it takes to read differently from a target it does not equal.

    79.997 % must not read "80.00 %, although 80 % was promised".
    """
    said = measured(value, unit)
    if unit != "share" or value is None or target is None or value == target:
        return said
    decimals = 2
    while decimals < 6 and said == formats.share(target, decimals):
        decimals += 1
        said = formats.share(value, decimals)
    return said


def spoken(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of a reason as they are written in a sentence."""
    unit = str(numbers.get("unit", "share"))
    words = formats.in_words(numbers)
    words |= {name: formats.count(numbers[name]) for name in _COUNTS if name in numbers}
    words |= {name: apart(numbers[name], numbers.get("target"), unit) for name in _VALUES if name in numbers}
    if "services" in numbers:
        words["services"] = listed(numbers["services"])
    if "target" in numbers:
        words["goal"] = goal(str(numbers.get("direction", Direction.AT_LEAST)), float(numbers["target"]), unit)
    return words


def reason(code: str, numbers: Mapping[str, Any], words: StrPromise | None = None) -> str:
    """One sentence; raises KeyError for a code of another room. `words` stand in for those of a promise."""
    return (str(words or REASONS[code]) % spoken(numbers)).replace("n = ", "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")


def step(code: str) -> str:
    """Where a version of a definition or contract stands."""
    return str(STEPS[code])


def state(code: str) -> str:
    return str(STATES[code])


def sentence(words: Mapping[str, str], language: str) -> str:
    """A promise's sentence in the reader's language."""
    return words["zh"] if language.startswith("zh") else words["en"]


def listed(words: Iterable[str]) -> str:
    return _(", ").join(words)


def channels(codes: Iterable[str]) -> str:
    return listed(organisation.channel(code) for code in codes)


def channel(code: str) -> str:
    return organisation.channel(code)


def rule_step(step: RuleStep) -> str:
    words = meanings.word("rule_step", step.value, get_language() or "en")
    return words[:1].upper() + words[1:]


def metric_title(name: str) -> str:
    """What the metric's definition calls it, in the reader's language."""
    title = contacts.metric_titles().get(name)
    return title.said(get_language() or "en") if title else name


def figure_label(metric: str, figure: str) -> str:
    known = FIGURES.get((metric, figure))
    return str(known) if known is not None else metric_title(metric)


def at_centre(centre: str, why: str) -> str:
    return _("%(centre)s: %(why)s") % {"centre": centre, "why": why}


def fact(name: str) -> str:
    """What a column of a contact is called."""
    return meanings.column_name(name, get_language() or "en")


def at_hour(hour: int) -> str:
    return f"{hour:02d}:00–{hour + 1:02d}:00"


def weak_spot(spot: SpotReading | None, unit: str, names: Mapping[str, str]) -> str:
    """Where a promise is furthest from its target, in one plain sentence."""
    if spot is None:
        return _("On target at every centre with at least %(n)s contacts.") % {"n": FEWEST}
    words = (
        _("Weakest at %(place)s: %(value)s of %(contacts)s.")
        if unit == "share"
        else _("Weakest at %(place)s: %(value)s (%(contacts)s).")
    )
    place = names.get(spot.centre or "", spot.centre or "")
    if spot.hour is not None:
        place = _("%(centre)s, %(hour)s") % {"centre": place, "hour": at_hour(spot.hour)}
    return words % {
        "place": place,
        "value": measured(spot.share.value, unit),
        "contacts": formats.contacts(spot.share.n),
    }


def decided_sentence(found: Measured, names: Mapping[str, str]) -> str:
    """Why the verdict is what it is; named with its centre where several were judged."""
    decided = found.decided
    why = reason(decided.judgement.reason.code, decided.judgement.reason.numbers)
    if decided.by is None or len(found.centres) < 2:
        return why
    return at_centre(names.get(decided.by, decided.by), why)


def promise_figure(found: Measured, *, basis_url: str = "") -> Figure:
    """The judged figure with bounds, target, interval and n."""
    figures, rule = found.figures, found.lens.promise.rule
    bounded = found.lens.counts_the_rule and rule.figure in ("lower", "upper")
    interval = figures.get("ci95") if rule.figure in ("lower", rule.metric) else None
    return Figure(
        label=figure_label(rule.metric, rule.figure),
        value=found.value,
        unit=found.lens.unit,  # type: ignore[arg-type]
        lower=figures.get("lower") if bounded else None,
        upper=figures.get("upper") if bounded else None,
        target=rule.target,
        interval=(interval[0], interval[1]) if interval else None,
        n=found.n,
        basis_url=basis_url,
    )
