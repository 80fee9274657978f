"""Codes into sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pledgeline.briefing.wording import in_both, said
from pledgeline.experience import wording as experience
from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core.standing import Severity
from pledgeline.partnership.wording import contract, people
from pledgeline.ui import formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["ACTIONS", "PROBLEMS", "REASONS", "SEVERITIES", "in_both", "problem", "reason", "said"]

SEVERITIES: dict[Severity, StrPromise] = {
    Severity.MAJOR: pgettext_lazy("gap", "major: a requirement is not met"),
    Severity.MINOR: pgettext_lazy("gap", "minor: met, with a flaw"),
}
PROBLEMS: dict[str, StrPromise] = {
    "partnership.record_is_fixed": gettext_lazy("What was recorded stays. Make a new record instead."),
    "partnership.centre_unknown": gettext_lazy("There is no centre “%(centre)s”. Check the spelling."),
    "partnership.service_unknown": gettext_lazy("There is no service “%(service)s”. Check the spelling."),
    "partnership.missing": gettext_lazy("This must be said; it is empty."),
    "certificate.period_empty": gettext_lazy(
        "Certificate “%(number)s” would end before it begins. Choose a later last day."
    ),
    "certificate.number_taken": gettext_lazy("Certificate “%(number)s” is recorded for this centre already."),
    "audit.in_the_future": gettext_lazy("Audit “%(code)s” lies in the future. Record it once it was done."),
    "audit.code_taken": gettext_lazy("There already is an audit “%(code)s”. Choose another code."),
    "audit.unknown": gettext_lazy("There is no audit “%(audit)s”. Check the spelling."),
    "gap.heading_unknown": gettext_lazy("The outline of Part 1 has no heading “%(heading)s”."),
    "gap.unknown": gettext_lazy("Audit “%(audit)s” has no gap %(number)s."),
    "gap.closed": gettext_lazy("Gap %(number)s of audit “%(audit)s” is closed already."),
    "settlement.bands_unordered": gettext_lazy("The bands of rule “%(rule)s” must rise, and there must be one."),
    "settlement.cap_negative": gettext_lazy("A cap is an amount of zero or more."),
    "settlement.version_differs": gettext_lazy(
        "Rule “%(rule)s” was agreed on version %(agreed)s of its metric; the figure is of version %(found)s."
    ),
    "settlement.exclusion_undeclared": gettext_lazy(
        "Exclusion “%(exclusion)s” was not declared beforehand for rule “%(rule)s”."
    ),
    "gap.closed_early": gettext_lazy("Gap %(number)s of audit “%(audit)s” cannot be closed before it was found."),
    **contract.PROBLEMS,
    **people.PROBLEMS,
}

ACTIONS: dict[str, StrPromise] = {
    "certificate.recorded": gettext_lazy("Certificate recorded"),
    "audit.recorded": gettext_lazy("Own audit of a centre recorded"),
    "gap.recorded": gettext_lazy("Gap recorded"),
    "gap.planned": gettext_lazy("Plan for a gap set"),
    "gap.closed": gettext_lazy("Gap closed"),
    **contract.ACTIONS,
    **people.ACTIONS,
}

REASONS: Mapping[str, StrPromise] = {
    "part1_certified": gettext_lazy(
        "Certificate %(number)s of %(body)s covers every service the centre serves, until %(valid_to)s."
    ),
    "part1_audited": gettext_lazy(
        "The client’s own audit of %(day)s leaves no major gap open. That is weaker proof than a certificate."
    ),
    "part1_gaps_open": gettext_lazy("Major gaps still open: %(majors)s, of them without a date or past it: %(late)s."),
    "part1_gaps_planned": gettext_lazy("Major gaps still open: %(majors)s, each with a plan that is still in time."),
    "part1_scope": gettext_lazy("Certificate %(number)s does not cover: %(missing)s."),
    "part1_expired": gettext_lazy("Certificate %(number)s expired after %(valid_to)s."),
    "part1_audit_old": gettext_lazy(
        "The client’s last own audit, of %(day)s, is older than the %(audit_days)s days for which an audit counts."
    ),
    "settlement_no_figure": gettext_lazy("There is no figure for rule “%(rule)s”; nothing is due."),
    "settlement_too_few": gettext_lazy("Only %(n)s contacts; a rule counts from %(minimum_n)s on."),
    "settlement_band": gettext_lazy("The adjusted figure is %(figure)s (n = %(n)s)."),
    "effect_version_differs": gettext_lazy(
        "Measured by version %(before)s before and by version %(after)s after: the two cannot be compared."
    ),
    "effect_too_few": gettext_lazy("Only %(n)s contacts on one side; an effect is judged from %(minimum_n)s on."),
    "effect_shown": gettext_lazy("It rose by more than chance and reaches the target set with the action."),
    "effect_absent": gettext_lazy("It did not rise, or misses the target set with the action."),
    "effect_within_chance": gettext_lazy("It reaches the target, but chance alone could have done that."),
    "part1_nothing": gettext_lazy("Neither a certificate nor an audit of this centre is recorded."),
    **contract.REASONS,
    **people.REASONS,
}


def problem(found: Problem) -> str:
    """The sentence of a problem of this room or of the rooms below; the code itself for any other."""
    known = PROBLEMS.get(found.code)
    return str(known) % formats.in_words(found.params) if known is not None else experience.problem(found)


def reason(code: str, numbers: Mapping[str, Any]) -> str:
    """The sentence of a reason of this room."""
    words = people.reason_words(numbers)
    for name, value in numbers.items():
        if isinstance(value, list):
            words[name] = _(", ").join(value)
    if code == "settlement_band":
        words["figure"] = formats.share(float(numbers["figure"]))
    return str(REASONS[code]) % words
