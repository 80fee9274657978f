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
from pledgeline.organisation import wording as organisation
from pledgeline.ui import formats
from pledgeline.ui.figures import Figure

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from pledgeline.experience.queries import Measured, SpotReading

PROBLEMS: dict[str, StrPromise] = {
    "definition.aim_missing": gettext_lazy("A definition says its aim in both languages; this one is empty."),
    "definition.already_approved": gettext_lazy(
        "%(by)s has approved version %(number)s already (%(at)s). Your approval was not needed and was not recorded."
    ),
    "definition.backdated": gettext_lazy("An approval does not reach back to %(day)s. Choose today or a later day."),
    "definition.changed_meanwhile": gettext_lazy(
        "Version %(number)s has changed since it was put before you. Read it again, then decide."
    ),
    "definition.empty": gettext_lazy("Version %(number)s holds no promise yet. Choose at least one."),
    "definition.in_work": gettext_lazy(
        "Version %(number)s of the definition of “%(service)s” is still being worked on. Finish that one first."
    ),
    "definition.needs_a_person": gettext_lazy("This step is taken by a person, under that person's name."),
    "definition.not_a_draft": gettext_lazy(
        "Version %(number)s is no draft and cannot be edited. Begin a new version of the definition of “%(service)s”."
    ),
    "definition.not_approved": gettext_lazy("Version %(number)s has not been approved, or is in force already."),
    "definition.not_in_review": gettext_lazy("Version %(number)s is not in review."),
    "definition.own_approval": gettext_lazy(
        "Who drafted or submitted version %(number)s cannot approve it. Ask another person who may approve."
    ),
    "definition.periods_overlap": gettext_lazy(
        "Version %(number)s of the definition of “%(service)s” begins on that day or later. Choose a later day."
    ),
    "definition.promise_gone": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is no longer in force. Begin a new version of the definition."
    ),
    "definition.promise_of_other_service": gettext_lazy(
        "Promise “%(promise)s” does not speak of service “%(service)s”. Leave it out, or widen its scope."
    ),
    "definition.promise_twice": gettext_lazy("Promise “%(promise)s” is chosen in two versions. Choose one of them."),
    "definition.reason_missing": gettext_lazy("Say why it goes back, so that the draft can be mended."),
    "definition.service_unknown": gettext_lazy("There is no service “%(service)s”. Check the spelling."),
    "definition.unknown": gettext_lazy("There is no experience definition of “%(service)s”. Check the spelling."),
    "definition.version_is_fixed": gettext_lazy(
        "Version %(number)s of the definition of “%(service)s” is approved and cannot be edited. Begin a new version."
    ),
    "definition.version_unknown": gettext_lazy("The definition of “%(service)s” has no version %(number)s."),
    "promise.code_taken": gettext_lazy("There already is a promise “%(promise)s”. Revise it, or choose another code."),
    "promise.differs": gettext_lazy(
        "Promise “%(promise)s” exists and its version %(number)s says something else. Revise it instead."
    ),
    "promise.draft_exists": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is still a draft. Edit it or put it in force first."
    ),
    "promise.modality_unfit": gettext_lazy("“%(value)s” is nothing one can promise. Choose shall, should or may."),
    "promise.not_a_draft": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is or was in force already. Revise the promise for a new version."
    ),
    "promise.not_in_force": gettext_lazy("Promise “%(promise)s” is not in force on that day."),
    "promise.period_empty": gettext_lazy("Promise “%(promise)s” would end before it begins. Choose a later last day."),
    "promise.periods_overlap": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is in force from %(start)s. Choose a later first day."
    ),
    "promise.sentence_missing": gettext_lazy("A promise is said in both languages; this one is empty."),
    "promise.target_out_of_range": gettext_lazy("%(value)s cannot be a target. Give a share from 0 to 1, or seconds."),
    "promise.under_review": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is part of version %(version)s of the definition of “%(service)s”,"
        " which is in review or approved. Send that back first."
    ),
    "promise.unknown": gettext_lazy("There is no promise “%(promise)s”. Check the spelling."),
    "promise.version_is_fixed": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is or was in force and cannot be edited. Revise the promise."
    ),
    "promise.version_unknown": gettext_lazy("Promise “%(promise)s” has no version %(number)s."),
}

ACTIONS: dict[str, StrPromise] = {
    "promise.registered": gettext_lazy("Promise registered"),
    "promise.revised": gettext_lazy("Promise revised"),
    "promise.edited": gettext_lazy("Draft of a promise edited"),
    "promise.put_in_force": gettext_lazy("Promise put in force"),
    "promise.ended": gettext_lazy("Promise ended"),
    "definition.begun": gettext_lazy("Version of an experience definition begun"),
    "definition.edited": gettext_lazy("Draft of an experience definition edited"),
    "definition.submitted": gettext_lazy("Experience definition put in review"),
    "definition.sent_back": gettext_lazy("Experience definition sent back"),
    "definition.approved": gettext_lazy("Experience definition approved"),
    "definition.put_in_force": gettext_lazy("Experience definition put in force"),
}

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
    "waits": gettext_lazy("Approved, in force from a later day"),
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
    "no_rule": gettext_lazy("Promise “%(promise)s” has no rule that can be measured."),
    "no_rule_figure": gettext_lazy("Promise “%(promise)s” is judged on a figure that %(metric)s does not have."),
    "no_channel": gettext_lazy("No engaged centre serves a channel that promise “%(promise)s” speaks of."),
    "none_in_scope": gettext_lazy("No contact that the promise speaks of came here in these days."),
    "no_deliveries": gettext_lazy("No contacts have been delivered yet."),
    "not_in_force": gettext_lazy("The promise was not in force in these days."),
    "out_of_scope": gettext_lazy("The promise does not speak of this centre or service."),
    "draft": gettext_lazy("A draft is not measured before it is in force."),
    "no_hours": gettext_lazy("Promise “%(promise)s” does not say when it holds."),
    "no_opening_hours": gettext_lazy(
        "Promise “%(promise)s” holds while the service is open, and nobody has said when that is: %(services)s."
    ),
    "no_feed": gettext_lazy("No contacts have arrived that promise “%(promise)s” could be tested on."),
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
    words = dict(numbers)
    words |= {name: formats.count(numbers[name]) for name in _COUNTS if name in numbers}
    words |= {name: apart(numbers[name], numbers.get("target"), unit) for name in _VALUES if name in numbers}
    if "services" in numbers:
        words["services"] = listed(numbers["services"])
    if "target" in numbers:
        words["goal"] = goal(str(numbers.get("direction", Direction.AT_LEAST)), float(numbers["target"]), unit)
    return words


def reason(code: str, numbers: Mapping[str, Any]) -> str:
    """One sentence; raises KeyError for a code of another room."""
    return (str(REASONS[code]) % spoken(numbers)).replace("n = ", "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")


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
        return _("On target wherever there were at least %(n)s contacts.") % {"n": FEWEST}
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
