"""Codes into sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.conflict import ConflictStanding
from pledgeline.needs.core.expectation import Importance, SegmentKind, SourceKind, Strength
from pledgeline.needs.core.signals import SignalKind, SignalState
from pledgeline.needs.core.standing import Standing
from pledgeline.organisation import wording as organisation
from pledgeline.ui import formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from pledgeline.contacts.core.patience import Willing
    from pledgeline.needs.queries.promised import PromisedWait

PROBLEMS: dict[str, StrPromise] = {
    "conflict.known": gettext_lazy("These two are recorded already, as conflict %(number)s. Decide about that one."),
    "conflict.not_between": gettext_lazy(
        "No conflict between “%(first)s” and “%(second)s” is recorded. Record it first."
    ),
    "conflict.one_only": gettext_lazy("An expectation does not stand against itself. Choose two different ones."),
    "conflict.person_missing": gettext_lazy("Deciding about conflict %(number)s is a person’s doing. Sign in."),
    "conflict.prefers_another": gettext_lazy("“%(expectation)s” is not one of the two. Choose one that is."),
    "conflict.text_missing": gettext_lazy("Say it in both languages; this one is empty."),
    "conflict.unknown": gettext_lazy("There is no conflict %(number)s. Check the number."),
    "conflict.until_is_past": gettext_lazy("%(until)s is over. Choose the day until which the decision holds."),
    "draft.changed_meanwhile": gettext_lazy(
        "Somebody else has written on this draft since you opened it. Open it again, and write into what is there."
    ),
    "draft.code_taken": gettext_lazy(
        "There already is a draft “%(expectation)s”. Go on with it, or choose another code."
    ),
    "draft.incomplete": gettext_lazy("This is needed before it can be put in force."),
    "draft.unknown": gettext_lazy("There is no draft “%(expectation)s”. It may have been put in force or discarded."),
    "expectation.code_reserved": gettext_lazy("“%(code)s” is the name of a page. Choose another code."),
    "expectation.code_taken": gettext_lazy(
        "There already is an expectation “%(expectation)s”. Revise it, or choose another code."
    ),
    "expectation.number_out_of_turn": gettext_lazy(
        "The next version of expectation “%(expectation)s” is number %(number)s. Correct the number or the order."
    ),
    "expectation.periods_overlap": gettext_lazy(
        "Version %(number)s of expectation “%(expectation)s” holds from %(start)s. Choose a later first day."
    ),
    "expectation.review_before_start": gettext_lazy("The next review lies before the first day. Choose a later one."),
    "expectation.service_is_fixed": gettext_lazy(
        "An expectation stays with its service, “%(service)s”. Register another one for another service."
    ),
    "expectation.service_unknown": gettext_lazy("There is no service “%(service)s”. Register it first."),
    "expectation.text_missing": gettext_lazy(
        "Every field is said in both languages, with an owner; this one is empty."
    ),
    "expectation.unknown": gettext_lazy("There is no expectation “%(expectation)s”. Check the spelling."),
    "expectation.version_is_fixed": gettext_lazy(
        "Version %(number)s of expectation “%(expectation)s” is or was in force and cannot be edited. Revise it."
    ),
    "growth.not_whole_weeks": gettext_lazy(
        "%(days)s days cannot be compared. Choose whole weeks, at least %(least)s days, so that weekdays count alike."
    ),
    "kind.has_segments": gettext_lazy(
        "There are customers of this kind: segment %(segments)s. Correct its kinds first."
    ),
    "kind.person_missing": gettext_lazy("Saying that there are no such customers is a person’s decision. Sign in."),
    "kind.reason_missing": gettext_lazy("Say in both languages why there are none."),
    "needs.word_unknown": gettext_lazy("“%(value)s” is none of the words there are: %(known)s."),
    "refusal.person_missing": gettext_lazy("Refusing expectation “%(expectation)s” is a person’s decision. Sign in."),
    "refusal.reason_missing": gettext_lazy("Say in both languages why it will not be met."),
    "segment.code_taken": gettext_lazy("There already is a segment “%(segment)s”. Choose another code."),
    "segment.kind_missing": gettext_lazy("Say which kind of customer the segment is."),
    "segment.name_missing": gettext_lazy("A segment is named in both languages; this name is empty."),
    "segment.unknown": gettext_lazy("There is no segment “%(segment)s”. Register it first."),
    "signal.decided": gettext_lazy("Somebody has already decided about signal %(number)s. Reload the page."),
    "signal.person_missing": gettext_lazy("Deciding about signal %(number)s is a person’s doing. Sign in."),
    "signal.reason_missing": gettext_lazy("Say in both languages why it tells of no need."),
    "signal.unknown": gettext_lazy("There is no signal %(number)s. Check the number."),
    "signals.no_contacts": gettext_lazy("No contacts have been taken in yet. Deliver some first."),
    "signals.too_little": gettext_lazy("Signals need eight weeks of contacts. Deliver more, or name a shorter period."),
    "source.in_the_future": gettext_lazy("%(dated)s has not come yet. Give the day the evidence is from."),
    "source.is_fixed": gettext_lazy("Evidence is never changed. Record the newer one as another source."),
    "source.not_counted": gettext_lazy("Give the number of cases it rests on; only a law or a contract has none."),
    "source.reference_missing": gettext_lazy("Say where the evidence can be found again."),
}

ACTIONS: dict[str, StrPromise] = {
    "conflict.decided": gettext_lazy("Conflict between expectations decided"),
    "conflict.marked": gettext_lazy("Conflict between expectations marked"),
    "draft.begun": gettext_lazy("Draft of an expectation begun"),
    "draft.changed": gettext_lazy("Draft of an expectation written"),
    "draft.discarded": gettext_lazy("Draft of an expectation discarded"),
    "kind.ruled_out": gettext_lazy("Kind of customer ruled out, with the reason"),
    "segment.changed": gettext_lazy("Customer segment corrected"),
    "segment.registered": gettext_lazy("Customer segment registered"),
    "signal.accepted": gettext_lazy("Signal accepted as a source of an expectation"),
    "signal.dismissed": gettext_lazy("Signal dismissed, with the reason"),
    "signals.looked_for": gettext_lazy("Looked for signals in the contacts"),
    "expectation.registered": gettext_lazy("Expectation registered"),
    "expectation.revised": gettext_lazy("Expectation revised"),
    "expectation.refused": gettext_lazy("Expectation refused, with its reason"),
    "source.added": gettext_lazy("Source of an expectation added"),
}

REASONS: Mapping[str, StrPromise] = {
    "conflicts_decided": gettext_lazy(
        "Every conflict between expectations is decided until a day (conflicts: %(conflicts)s)."
    ),
    "conflicts_lapsed": gettext_lazy(
        "Conflicts between expectations whose decision held until a day that has passed: %(lapsed)s of %(conflicts)s."
    ),
    "conflicts_none": gettext_lazy("No conflict between expectations is recorded for service “%(service)s”."),
    "conflicts_undecided": gettext_lazy(
        "Conflicts between expectations that nobody has decided about: %(undecided)s of %(conflicts)s."
    ),
    "kind_covered": gettext_lazy("%(kind)s: %(segments)s recorded."),
    "kind_not_thought_of": gettext_lazy("%(kind)s: neither a segment nor a reason why there is none is recorded."),
    "kind_ruled_out": gettext_lazy("%(kind)s: there are none, with the reason recorded on %(ruled_out_on)s."),
    "kind_ruled_out_long_ago": gettext_lazy(
        "%(kind)s: ruled out on %(ruled_out_on)s, more than %(oldest_days)s days before. Ask again."
    ),
    "signals_decided": gettext_lazy(
        "Signals found in the contacts: %(found)s; none has waited longer than %(decide_days)s days for a decision."
    ),
    "signals_late": gettext_lazy(
        "Signals found in the contacts that have waited longer than %(decide_days)s days: %(late)s of %(found)s."
    ),
    "signals_none": gettext_lazy("No signal has been found in the contacts of service “%(service)s”."),
    "service_without_expectation": gettext_lazy("No expectation is in force for service “%(service)s”."),
    "expectations_overdue": gettext_lazy(
        "Expectations that were due for review and have not been reviewed: %(overdue)s of %(expectations)s."
    ),
    "expectations_without_evidence": gettext_lazy(
        "Expectations without a source: %(unsourced)s of %(expectations)s; with none from the last %(oldest_days)s"
        " days: %(stale)s."
    ),
    "expectations_one_sided": gettext_lazy(
        "%(source_kinds)s kind of source where %(kinds_needed)s are asked for: one way of listening hears one side."
    ),
    "expectations_current": gettext_lazy(
        "%(expectations)s in force, each with a source from the last %(oldest_days)s days, from %(source_kinds)s kinds"
        " of source, no review overdue."
    ),
}

CONFLICTS: Mapping[str, StrPromise] = {
    ConflictStanding.OPEN: gettext_lazy("Not decided"),
    ConflictStanding.DECIDED: gettext_lazy("Decided"),
    ConflictStanding.LAPSED: gettext_lazy("Decision has run out"),
}

SIGNALS: Mapping[str, StrPromise] = {
    SignalKind.SERVICE_GROWS: gettext_lazy("More contacts than before"),
    SignalKind.REASON_GROWS: gettext_lazy("More contacts for this reason than before"),
    SignalKind.REPEATED: gettext_lazy("Customers come back"),
    SignalKind.IMPATIENT: gettext_lazy("Patience ends before the promised wait"),
    SignalKind.ABANDONED: gettext_lazy("Customers give up waiting on this channel"),
}

SIGNAL_SENTENCES: Mapping[str, StrPromise] = {
    SignalKind.SERVICE_GROWS: gettext_lazy(
        "%(after)s contacts, after %(before)s in as many days before: %(value)s times as many a day (95 %% interval"
        " %(low)s to %(high)s; days vary %(dispersion)s times as much as chance alone lets them)."
    ),
    SignalKind.REASON_GROWS: gettext_lazy(
        "%(after)s contacts for this reason, after %(before)s in as many days before: %(value)s times as many a day"
        " (95 %% interval %(low)s to %(high)s; days vary %(dispersion)s times as much as chance alone lets them)."
    ),
    SignalKind.REPEATED: gettext_lazy(
        "After %(value)s of contacts (95 %% interval %(interval)s) the same customer came back within %(within_s)s:"
        " %(repeated)s in all, %(other_channel)s of them over another channel. %(without_customer)s contacts tell no"
        " customer and are left out."
    ),
    SignalKind.IMPATIENT: gettext_lazy(
        "%(value)s of customers (95 %% interval %(interval)s) are not willing to wait the promised"
        " %(limit_s)s; %(hung_up)s hung up."
    ),
    SignalKind.ABANDONED: gettext_lazy(
        "%(value)s of those who asked for a person gave up waiting (95 %% interval %(interval)s): %(abandoned)s left,"
        " %(answered)s were answered."
    ),
}

SIGNAL_STATES: Mapping[str, StrPromise] = {
    SignalState.WAITING: gettext_lazy("Waiting for a decision"),
    SignalState.ACCEPTED: gettext_lazy("Accepted as a source"),
    SignalState.DISMISSED: gettext_lazy("Dismissed"),
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
    SourceKind.AGENTS_VOICE: gettext_lazy("Agents’ voice"),
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
    words = formats.in_words(numbers)
    if "kind" in words:
        words["kind"] = SEGMENTS[words["kind"]]
    return str(REASONS[code]) % words


def problem(found: Problem) -> str:
    """The sentence for a person who must mend something; raises KeyError for a code of another room."""
    return str(PROBLEMS[found.code]) % formats.in_words(found.params)


def said(words: Mapping[str, str]) -> str:
    return words["zh" if (get_language() or "en").startswith("zh") else "en"]


def kinds(codes: Iterable[str]) -> str:
    return _(", ").join(str(SEGMENTS[code]) for code in codes)


def channels(codes: Iterable[str]) -> str:
    return _(", ").join(organisation.channel(code) for code in codes)


def promised(one: PromisedWait) -> str:
    """A promised wait as a picture's label."""
    return _("promised: %(wait)s") % {"wait": formats.seconds(one.limit_s)}


def willing(limit_s: float, then: Willing | None) -> str:
    """How many are still willing when the promised wait is over; None where nobody was seen to wait that long."""
    if then is None:
        return _("%(wait)s: nobody waited that long") % {"wait": formats.seconds(limit_s)}
    return _("%(wait)s: %(share)s (95 %% interval %(interval)s)") % {
        "wait": formats.seconds(limit_s),
        "share": formats.share(then.share, 1),
        "interval": formats.bounds(then.low, then.high, 1),
    }


def signal_title(kind: str, channel: str, why: str) -> str:
    """What a signal says, with the channel or the reason it speaks of."""
    words = [str(SIGNALS[kind]), organisation.channel(channel) if channel else "", why]
    return " · ".join(word for word in words if word)


def signal_value(value: float, low: float, high: float, *, is_ratio: bool) -> str:
    """A share, or how many times as many, with its interval."""
    if is_ratio:
        return f"× {value:.2f} ({low:.2f}–{high:.2f})"
    return f"{formats.share(value, 1)} ({formats.bounds(low, high, 1)})"


def signal_sentence(kind: str, numbers: Mapping[str, Any]) -> str:
    """Everything a signal was found with, in one sentence."""
    is_ratio = kind in (SignalKind.SERVICE_GROWS, SignalKind.REASON_GROWS)
    words: dict[str, Any] = {name: formats.count(one) if isinstance(one, int) else one for name, one in numbers.items()}
    words["interval"] = formats.bounds(numbers["low"], numbers["high"], 1)
    for name in ("value", "low", "high", "dispersion"):
        if name in words:
            words[name] = f"{numbers[name]:.2f}" if is_ratio else formats.share(numbers[name], 1)
    for name in ("limit_s", "within_s", "at_s"):
        if name in words:
            words[name] = formats.seconds(numbers[name])
    return str(SIGNAL_SENTENCES[kind]) % words
