"""Codes into sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.expectation import Importance, SegmentKind, SourceKind, Strength
from pledgeline.needs.core.standing import Standing
from pledgeline.organisation import wording as organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {
    "expectation.code_taken": gettext_lazy(
        "There already is an expectation “%(expectation)s”. Revise it, or choose another code."
    ),
    "expectation.periods_overlap": gettext_lazy(
        "Version %(number)s of expectation “%(expectation)s” holds from %(start)s. Choose a later first day."
    ),
    "expectation.review_before_start": gettext_lazy("The next review lies before the first day. Choose a later one."),
    "expectation.service_unknown": gettext_lazy("There is no service “%(service)s”. Register it first."),
    "expectation.text_missing": gettext_lazy(
        "Every field is said in both languages, with an owner; this one is empty."
    ),
    "expectation.unknown": gettext_lazy("There is no expectation “%(expectation)s”. Check the spelling."),
    "expectation.version_is_fixed": gettext_lazy(
        "Version %(number)s of expectation “%(expectation)s” is or was in force and cannot be edited. Revise it."
    ),
    "refusal.person_missing": gettext_lazy("Refusing expectation “%(expectation)s” is a person's decision. Sign in."),
    "refusal.reason_missing": gettext_lazy("Say in both languages why it will not be met."),
    "segment.code_taken": gettext_lazy("There already is a segment “%(segment)s”. Choose another code."),
    "segment.kind_missing": gettext_lazy("Say which kind of customer the segment is."),
    "segment.name_missing": gettext_lazy("A segment is named in both languages; this name is empty."),
    "segment.unknown": gettext_lazy("There is no segment “%(segment)s”. Register it first."),
    "source.in_the_future": gettext_lazy("%(dated)s has not come yet. Give the day the evidence is from."),
    "source.not_counted": gettext_lazy("Give the number of cases it rests on; only a law or a contract has none."),
    "source.reference_missing": gettext_lazy("Say where the evidence can be found again."),
}

ACTIONS: dict[str, StrPromise] = {
    "segment.registered": gettext_lazy("Customer segment registered"),
    "expectation.registered": gettext_lazy("Expectation registered"),
    "expectation.revised": gettext_lazy("Expectation revised"),
    "expectation.refused": gettext_lazy("Expectation refused, with its reason"),
    "source.added": gettext_lazy("Source of an expectation added"),
}

REASONS: Mapping[str, StrPromise] = {
    "service_without_expectation": gettext_lazy("No expectation is in force for service “%(service)s”."),
    "expectations_overdue": gettext_lazy(
        "%(overdue)s of %(expectations)s expectations were due for review and have not been reviewed."
    ),
    "expectations_without_evidence": gettext_lazy(
        "Of %(expectations)s expectations, %(unsourced)s have no source and %(stale)s have none from the last"
        " %(oldest_days)s days."
    ),
    "expectations_one_sided": gettext_lazy(
        "%(source_kinds)s kind of source where %(kinds_needed)s are asked for: one way of listening hears one side."
    ),
    "expectations_current": gettext_lazy(
        "%(expectations)s in force, each with a source from the last %(oldest_days)s days, from %(source_kinds)s kinds"
        " of source, no review overdue."
    ),
}

STANDINGS: Mapping[str, StrPromise] = {
    Standing.SOURCED: gettext_lazy("Sourced"),
    Standing.STALE: gettext_lazy("Evidence too old"),
    Standing.DUE: gettext_lazy("Review overdue"),
    Standing.UNSOURCED: gettext_lazy("No source"),
}

SOURCES: Mapping[str, StrPromise] = {
    SourceKind.ASKED: gettext_lazy("Customers were asked"),
    SourceKind.BEHAVIOUR: gettext_lazy("Observed behaviour"),
    SourceKind.COMPLAINTS: gettext_lazy("Complaints"),
    SourceKind.AGENTS_VOICE: gettext_lazy("Agents' voice"),
    SourceKind.LAW_OR_CONTRACT: gettext_lazy("Law or contract"),
}

STRENGTHS: Mapping[str, StrPromise] = {
    Strength.WEAK: gettext_lazy("Weak"),
    Strength.FAIR: gettext_lazy("Fair"),
    Strength.STRONG: gettext_lazy("Strong"),
}

IMPORTANCES: Mapping[str, StrPromise] = {
    Importance.MUST: gettext_lazy("Must have"),
    Importance.WANTED: gettext_lazy("Wanted"),
    Importance.WELCOME: gettext_lazy("Welcome"),
}

SEGMENTS: Mapping[str, StrPromise] = {
    SegmentKind.CONSUMER: gettext_lazy("Consumer"),
    SegmentKind.END_USER: gettext_lazy("End user"),
    SegmentKind.BENEFICIARY: gettext_lazy("Beneficiary"),
    SegmentKind.SPONSOR: gettext_lazy("Sponsor"),
    SegmentKind.INTERNAL: gettext_lazy("Internal customer"),
    SegmentKind.EXTERNAL: gettext_lazy("External customer"),
    SegmentKind.POTENTIAL: gettext_lazy("Potential customer"),
}


def reason(code: str, numbers: Mapping[str, Any]) -> str:
    return str(REASONS[code]) % numbers


def problem(found: Problem) -> str:
    """The sentence for a person who must mend something; raises KeyError for a code of another room."""
    return str(PROBLEMS[found.code]) % found.params


def said(words: Mapping[str, str]) -> str:
    return words["zh" if (get_language() or "en").startswith("zh") else "en"]


def channels(codes: Iterable[str]) -> str:
    return _(", ").join(organisation.channel(code) for code in codes)
