"""Codes into sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from pledgeline.assurance.core.requirement import Nature, Words
from pledgeline.briefing import wording as briefing
from pledgeline.experience import wording as experience
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Modality, Verdict
from pledgeline.needs import wording as needs
from pledgeline.organisation import wording as organisation
from pledgeline.partnership import wording as partnership
from pledgeline.ui import formats
from pledgeline.ui.wording import MODALITIES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {
    "assessment.centre_unknown": gettext_lazy("There is no centre “%(value)s”. Check the spelling."),
    "assessment.service_unknown": gettext_lazy("There is no service “%(value)s”. Check the spelling."),
    "catalogue.unknown": gettext_lazy("There is no catalogue edition “%(edition)s”."),
    "catalogue.requirement_twice": gettext_lazy("Requirement “%(requirement)s” is there already. Remove one of them."),
    "catalogue.overlay_unknown": gettext_lazy(
        "There is no requirement “%(requirement)s” to lay this over. Check its number, or list it under “additional”."
    ),
    "catalogue.check_unknown": gettext_lazy("Requirement “%(requirement)s” names a check “%(check)s” we do not have."),
    "parameter.unknown": gettext_lazy("There is no parameter “%(parameter)s”. Choose one of: %(known)s."),
    "parameter.out_of_bounds": gettext_lazy("%(value)s is outside the bounds of parameter “%(parameter)s”."),
    "requirement.unknown": gettext_lazy("There is no requirement “%(requirement)s” in this catalogue."),
}

ACTIONS: dict[str, StrPromise] = {
    "assessment.run": gettext_lazy("Assessment run"),
    "assessment.confirmed": gettext_lazy("Assessment run again with the same result"),
}

REASONS: Mapping[str, StrPromise] = {
    "none_applicable": gettext_lazy(
        "Contacts have arrived, and none of them is one the rule speaks of (live contacts that asked for a person)."
    ),
    "no_promise": gettext_lazy("No promise was in force in this period. Register one, with rule and target."),
    "no_contacts": gettext_lazy(
        "No contact that this promise speaks of has arrived from this centre: either there was none, or a delivery is"
        " missing."
    ),
    "service_without_promise": gettext_lazy("Service “%(service)s” has no promise in force."),
    "promises_testable": gettext_lazy(
        "%(promises)s in force, each with a rule, a channel and a feed that can test it."
    ),
    "promises_untestable": gettext_lazy("%(untestable)s of %(promises)s promises cannot be tested. %(first)s"),
    "definition_missing": gettext_lazy("Service “%(service)s” has no experience definition in force."),
    "definition_approved": gettext_lazy("Version %(number)s is in force; %(by)s approved it %(age_days)s days before."),
    "definition_stale": gettext_lazy(
        "Version %(number)s was approved by %(by)s %(age_days)s days before; it is due again after %(limit)s."
    ),
    "expectation_served": gettext_lazy("%(promises)s promises serve it, and at least one can be tested."),
    "expectation_refused": gettext_lazy("It is on record, with the reason, that this expectation will not be met."),
    "expectation_without_promise": gettext_lazy("No promise in force serves expectation “%(expectation)s”."),
    "contracts_signed": gettext_lazy("%(signed)s of %(of)s promises are counted as both sides signed."),
    "contracts_missing": gettext_lazy(
        "%(signed)s of %(of)s promises are counted as both sides signed. Without a signed contract: %(missing)s."
    ),
    "no_last_day": gettext_lazy("The period has no last day, so nothing tells how old the evidence is. Give one."),
    "no_engagement": gettext_lazy("No engagement is recorded: say which centre serves which service, and how."),
    "channels_covered": gettext_lazy("Contacts have arrived for every engaged channel: %(engaged)s."),
    "channels_silent": gettext_lazy("No contact has arrived for %(silent)s (engaged: %(engaged)s)."),
    "kind_measured": gettext_lazy(
        "Contacts have arrived from %(measured)s of %(of)s engaged places (centre, service and channel) of this kind."
    ),
    "kind_silent": gettext_lazy(
        "No contact has arrived from any of %(of)s engaged places (centre, service and channel) of this kind."
    ),
    "kind_absent": gettext_lazy("Nothing of this kind is engaged."),
    "no_plan": gettext_lazy("No plan speaks of service “%(service)s” in this period."),
    "nobody_required": gettext_lazy("The plan says of no interval how many people are required."),
    "staff_covered": gettext_lazy("Enough people are committed in %(covered)s of %(intervals)s intervals."),
    "staff_short": gettext_lazy("Enough people are committed in only %(covered)s of %(intervals)s intervals."),
    "day_improbable": gettext_lazy("On %(day)s the promise is kept with a probability of only %(chance)s."),
    "days_probable": gettext_lazy(
        "On each of %(days)s days the promise is kept with a probability of at least %(chance)s."
    ),
    "chance_not_reckoned": gettext_lazy(
        "The probability of keeping the promise was reckoned for %(days_reckoned)s of %(days)s days."
    ),
    "forecast_in_time": gettext_lazy("The forecast was handed over %(lead_days)s ahead (asked: %(wanted)s)."),
    "forecast_late": gettext_lazy("The forecast was handed over only %(lead_days)s ahead (asked: %(wanted)s)."),
    "forecast_not_handed_over": gettext_lazy("No forecast was handed over to the centre."),
    "no_checklist": gettext_lazy("No checklist of other means was written for this engagement."),
    "means_failing": gettext_lazy("Overdue or expired, of the %(items)s means on the checklist: %(failing)s."),
    "means_not_thought_of": gettext_lazy("The checklist (%(items)s means) does not speak of every area."),
    "means_in_place": gettext_lazy("%(in_place)s of %(items)s means are in place and none is late."),
    "record_missing": gettext_lazy("No record yet that could show it. Needed: %(text)s."),
    "text_not_held": gettext_lazy("The text of this clause is not held, so it cannot be judged. Needed: %(text)s."),
    "aim": gettext_lazy("An aim, not a requirement: nothing here can be met or missed."),
}

NATURES: Mapping[str, StrPromise] = {
    Nature.DUTY: pgettext_lazy("nature", "duty"),
    Nature.PRECONDITION: pgettext_lazy("nature", "precondition"),
    Nature.DEFINITION: pgettext_lazy("nature", "definition"),
    Nature.SCOPE: pgettext_lazy("nature", "scope"),
    Nature.AIM: pgettext_lazy("nature", "aim"),
}

# What the duties hold for alike (clause 1).
KINDS: Mapping[str, StrPromise] = {
    "in_house": gettext_lazy("In-house centres"),
    "outsourced": gettext_lazy("Outsourced centres"),
    "voice": gettext_lazy("Voice"),
    "non_voice": gettext_lazy("Non-voice channels"),
}

FIGURES: Mapping[str, tuple[StrPromise, str]] = {
    "n": (gettext_lazy("Contacts it applies to"), "count"),
    "met_by_answer": (gettext_lazy("Answered by a person in time"), "count"),
    "met_by_offer": (gettext_lazy("Offered a callback in time"), "count"),
    "not_met": (gettext_lazy("Neither in time"), "count"),
    "left_before_limit": (gettext_lazy("Left before the limit"), "count"),
    "not_verifiable": (gettext_lazy("Waited longer, offer unknown"), "count"),
    "not_applicable": (gettext_lazy("Not applicable"), "count"),
    "lower": (gettext_lazy("Lower bound"), "share"),
    "upper": (gettext_lazy("Upper bound"), "share"),
    "decided": (gettext_lazy("Of decided contacts"), "share"),
    "km": (gettext_lazy("Kaplan–Meier estimate"), "share"),
    "within_1s_of_limit": (gettext_lazy("Within a second of the limit"), "share"),
    "ivr_s_mean": (gettext_lazy("Mean time in the IVR before that"), "seconds"),
    "cases": (gettext_lazy("Times it fell due"), "count"),
    "in_time": (gettext_lazy("Of these, in time"), "count"),
    "in_time_share": (gettext_lazy("Share in time"), "share"),
    "answers": (gettext_lazy("Answers of the staff"), "count"),
    "response": (gettext_lazy("Share that answered"), "share"),
    "favourable": (gettext_lazy("Share in favour"), "share"),
    "promises": (gettext_lazy("Promises in force"), "count"),
    "testable": (gettext_lazy("Of these, testable"), "count"),
    "briefings": (gettext_lazy("Briefings in effect"), "count"),
    "days": (gettext_lazy("Days told ahead"), "count"),
    "done": (gettext_lazy("People who acknowledged"), "count"),
    "needed": (gettext_lazy("People concerned"), "count"),
    "share": (gettext_lazy("Share acknowledged"), "share"),
    "checked": (gettext_lazy("People checked"), "count"),
    "understood": (gettext_lazy("Of these, understood (weighted by age)"), "share"),
    "questions": (gettext_lazy("Questions asked"), "count"),
    "questions_late": (gettext_lazy("Of these, beyond their clock"), "count"),
    "expectations": (gettext_lazy("Expectations in force"), "count"),
    "unsourced": (gettext_lazy("Without a source"), "count"),
    "stale": (gettext_lazy("With old evidence only"), "count"),
    "overdue": (gettext_lazy("Review overdue"), "count"),
    "source_kinds": (gettext_lazy("Kinds of source"), "count"),
    "centres_engaged": (gettext_lazy("Centres engaged"), "count"),
    "centres_seen": (gettext_lazy("Centres with contacts"), "count"),
    "engagements": (gettext_lazy("Engagements"), "count"),
    "engagements_seen": (gettext_lazy("Engagements with contacts"), "count"),
    "of": (gettext_lazy("Engaged places"), "count"),
    "measured": (gettext_lazy("Of these, with contacts"), "count"),
}


# What a fact from the records is a record of.
RECORDS: Mapping[str, StrPromise] = {
    "action": pgettext_lazy("record", "Action"),
    "briefing": pgettext_lazy("record", "Briefing"),
    "campaign": pgettext_lazy("record", "Campaign"),
    "centre": pgettext_lazy("record", "Centre"),
    "channel": pgettext_lazy("record", "Channel"),
    "checklist": pgettext_lazy("record", "Checklist of other means"),
    "conflict": pgettext_lazy("record", "Conflict between expectations"),
    "customer_kind": pgettext_lazy("record", "Kind of customer"),
    "definition": pgettext_lazy("record", "Experience definition"),
    "escalation": pgettext_lazy("record", "Escalation"),
    "expectation": pgettext_lazy("record", "Expectation"),
    "idea_replies": pgettext_lazy("record", "Answers to ideas"),
    "mirror": pgettext_lazy("record", "Duty of the client"),
    "part1_standing": pgettext_lazy("record", "Certificates, audits and gaps"),
    "plan": pgettext_lazy("record", "Staffing plan"),
    "promise": pgettext_lazy("record", "Promise"),
    "pulse": pgettext_lazy("record", "Staff pulse"),
    "question": pgettext_lazy("record", "Question"),
    "rating": pgettext_lazy("record", "Ratings by the centre"),
    "review": pgettext_lazy("record", "Review"),
    "segment": pgettext_lazy("record", "Customer segment"),
    "service": pgettext_lazy("record", "Service"),
    "statement": pgettext_lazy("record", "Monthly statement"),
}

# Kind → code → what the record is called, in both languages.
Names = Mapping[str, Mapping[str, Mapping[str, str]]]
NOBODY: Names = {}


def language() -> str:
    return get_language() or "en"


def text(words: Words) -> str:
    return words.in_language(language())


def called(names: Names, kind: str, code: str) -> str:
    """A record by what it is called in the reader's language, without a full stop; by its code where it has no name."""
    words = names.get(kind, {}).get(code)
    return text_of(words).rstrip(".。") if words else code


def record(
    kind: str,
    key: str,
    details: Mapping[str, Any],
    *,
    centres: Mapping[str, str],
    services: Mapping[str, str],
    names: Names = NOBODY,
) -> tuple[str, str]:
    """(what kind of record, what it is called) of a fact that rests on a record; by its code where nothing better is
    known."""
    kind = record_kind(kind, details)
    words = {
        "centre": lambda: centres.get(key, key),
        "channel": lambda: organisation.channel(key),
        "conflict": lambda: text_of(details["what"]),
        "customer_kind": lambda: needs.kinds([key]),
        "definition": lambda: services.get(key, key),
        "mirror": lambda: str(partnership.people.ITEMS.get(key, key)),
        "part1_standing": lambda: centres.get(key, key),
        "service": lambda: services.get(key, key),
    }
    label = str(RECORDS[kind]) if kind in RECORDS else kind
    if kind in words:
        return label, words[kind]()
    if key in names.get(kind, {}):
        return label, called(names, kind, key)
    of = [
        centres.get(details.get("centre", ""), ""),
        services.get(details.get("service", ""), ""),
        organisation.channel(details["channel"]) if details.get("channel") else "",
        # Questions and escalations have a number and no name.
        key if key.isdigit() else "",
    ]
    return label, pgettext("between names", " · ").join(word for word in of if word) or key


def record_kind(kind: str, details: Mapping[str, Any]) -> str:
    """What a fact is a record of: that somebody was told of a promise or a campaign is one of either."""
    return str(details["event"]) if kind == "telling" and "event" in details else kind


def with_names(numbers: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The numbers of a reason with the names of the records they speak of in the place of their codes."""
    spoken = dict(numbers)
    for kind in ("promise", "expectation", "briefing", "campaign", "service"):
        if isinstance(spoken.get(kind), str):
            spoken[kind] = called(names, kind, spoken[kind])
    if "overdue" in spoken and isinstance(spoken.get("first"), str):
        spoken["first"] = called(names, "action", spoken["first"])
    for name, kind in (("missing", "promise"), ("expectations", "expectation")):
        if isinstance(spoken.get(name), list | tuple):
            known = names.get(kind, {})
            # A sentence in a list is quoted, or its own commas would look like the list's.
            spoken[name] = [f"“{called(names, kind, code)}”" if code in known else code for code in spoken[name]]
    return spoken


def reason(code: str, numbers: Mapping[str, Any], names: Names = NOBODY) -> str:
    """The sentence of a verdict's reason, the rooms' own codes included."""
    numbers = with_names(numbers, names)
    if code.startswith("findings_"):
        return findings(numbers)
    if code in partnership.REASONS:
        return partnership.reason(code, numbers)
    if code in briefing.REASONS:
        return briefing.reason(code, numbers)
    if code in needs.REASONS:
        return needs.reason(code, numbers)
    if code not in REASONS:
        return experience.reason(code, numbers)
    words = formats.in_words(numbers)
    if "text" in numbers:
        words["text"] = Words.model_validate(numbers["text"]).in_language(language())
    if "first" in numbers:
        words["first"] = experience.reason(numbers["first"]["code"], numbers["first"])
    if "missing" in numbers:
        words["missing"] = listed(numbers["missing"])
    if "chance" in numbers:
        words["chance"] = formats.share(numbers["chance"], 0 if round(numbers["chance"], 2) == numbers["chance"] else 1)
    if code == "means_failing":
        owed = {"failing_client": _("%(n)s that the client owes"), "failing_centre": _("%(n)s that the centre owes")}
        words["failing"] = listed(said % {"n": words[name]} for name, said in owed.items() if numbers[name])
    if code in ("forecast_in_time", "forecast_late"):
        words |= {name: parameter(numbers[name], "days") for name in ("lead_days", "wanted")}
    for name in ("engaged", "silent"):
        if name in numbers:
            words[name] = listed(organisation.channel(code) for code in numbers[name])
    if code == "expectation_served" and numbers["promises"] == 1:
        return _("One promise serves it, and it can be tested.")
    return str(REASONS[code]) % words


def listed(words: Iterable[str]) -> str:
    return _(", ").join(words)


def findings(counts: Mapping[str, int]) -> str:
    """How many findings came to what; those that do not apply are not counted."""
    words = {
        Verdict.NOT_MET: _("%(n)s not met"),
        Verdict.IMPROVEMENT: ngettext(
            "%(n)s improvement opportunity", "%(n)s improvement opportunities", counts[Verdict.IMPROVEMENT]
        ),
        Verdict.NOT_DEMONSTRATED: _("%(n)s not demonstrated"),
        Verdict.MET: _("%(n)s met"),
    }
    parts = [said % {"n": formats.count(counts[verdict])} for verdict, said in words.items() if counts[verdict]]
    of = ngettext("%(of)s finding: %(parts)s.", "%(of)s findings: %(parts)s.", counts["of"])
    return of % {"of": formats.count(counts["of"]), "parts": listed(parts)}


def strength(modality: str, nature: str) -> str:
    """Shall, should, or what kind of row it is where it demands nothing."""
    if modality == Modality.SCOPE:
        return str(NATURES[nature])
    return str(MODALITIES[Modality(modality)])


def figure(name: str, value: Any) -> tuple[str, str] | None:
    """(label, formatted value) of a figure that is a plain number with words of its own; None for any other."""
    if name not in FIGURES or isinstance(value, bool) or not isinstance(value, int | float | None):
        return None
    label, unit = FIGURES[name]
    return str(label), experience.measured(value, unit)


def figure_value(value: Any, unit: str) -> str:
    """A figure in the unit that its definition names; a word stays as it is."""
    if unit == "share_interval":
        return formats.bounds(value[0], value[1]) if value else formats.bounds(None, None)
    return str(value) if unit == "word" else experience.measured(value, unit)


def limits(where: Mapping[str, Sequence[str]], centres: Mapping[str, str], services: Mapping[str, str]) -> str:
    """The filters of a question by name: centres, services, channels, and any other by its codes."""
    said = [
        listed(centres.get(code, code) for code in where.get("centre", ())),
        listed(services.get(code, code) for code in where.get("service", ())),
        listed(organisation.channel(code) for code in where.get("channel", ())),
        *(listed(codes) for name, codes in sorted(where.items()) if name not in ("centre", "service", "channel")),
    ]
    return pgettext("between groups", "; ").join(words for words in said if words)


def parameter(value: float, unit: str) -> str:
    """A parameter's value in its unit, e.g. "80 %"."""
    if unit == "days":
        return ngettext("%(n)s day", "%(n)s days", int(value)) % {"n": formats.count(value)}
    return formats.share(value, 0) if unit == "share" and round(value, 2) == value else experience.measured(value, unit)


def period(days: Period) -> str:
    """The assessed days; an assessment without contacts may have none."""
    return formats.period(days)


def subject(
    subject: Mapping[str, str], centres: Mapping[str, str], services: Mapping[str, str], names: Names = NOBODY
) -> str:
    """E.g. “North centre · Cards”: whom a finding is about, by name where the name is known."""
    words = [
        called(names, "expectation", subject.get("expectation", "")),
        centres.get(subject.get("centre", ""), subject.get("centre", "")),
        services.get(subject.get("service", ""), subject.get("service", "")),
        needs.kinds([subject["customer"]]) if "customer" in subject else "",
        str(KINDS.get(subject.get("kind", ""), subject.get("kind", ""))),
    ]
    return pgettext("between names", " · ").join(word for word in words if word)


def text_of(words: Mapping[str, str]) -> str:
    """Words stored as {en, zh}, in the reader's language."""
    return Words.model_validate(dict(words)).in_language(language())
