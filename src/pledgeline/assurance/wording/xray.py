"""Contradictions into sentences, in the reader's language: what it is, why, and where to mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from pledgeline.assurance.core.xray import Contradiction, Theme
from pledgeline.assurance.wording import NOBODY, Names, called, with_names
from pledgeline.experience import wording as experience
from pledgeline.experience.core.clocks import Looser
from pledgeline.experience.core.contract import Side
from pledgeline.ui import formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

THEMES: Mapping[Theme, StrPromise] = {
    Theme.PROMISES: gettext_lazy("Promises"),
    Theme.BRIEFINGS: gettext_lazy("What centres were told"),
    Theme.CAMPAIGNS: gettext_lazy("Campaigns"),
    Theme.CONTRACTS: gettext_lazy("Contracts and certificates"),
    Theme.DATA: gettext_lazy("Data and engagements"),
    Theme.CAPACITY: gettext_lazy("Capacity"),
}

TITLES: Mapping[str, StrPromise] = {
    "promise_untestable": gettext_lazy("Promise that nothing can test"),
    "feed_lacks_fact": gettext_lazy("Promise that a feed is blind to"),
    "promise_looser_than_clock": gettext_lazy("Target looser than a clock that applies"),
    "promise_cites_nothing": gettext_lazy("Promise that serves no expectation"),
    "promise_cites_unknown": gettext_lazy("Promise that cites what is not in force"),
    "centre_not_briefed": gettext_lazy("Centre that was told nothing"),
    "briefing_without_roster": gettext_lazy("Briefing that reaches nobody"),
    "briefing_unacknowledged": gettext_lazy("Briefing not acknowledged in time"),
    "campaign_without_centre": gettext_lazy("Campaign that no centre serves"),
    "campaign_without_briefing": gettext_lazy("Campaign without a briefing"),
    "campaign_without_capacity": gettext_lazy("Campaign without a staffing plan"),
    "campaign_short": gettext_lazy("Campaign with too few people"),
    "certificate_expired": gettext_lazy("Certificate that has run out"),
    "engagement_without_contract": gettext_lazy("Engagement without a signed metric contract"),
    "contract_half_signed": gettext_lazy("Metric contract that one side has signed"),
    "definition_unsettled": gettext_lazy("Definition that the centre has signed in part"),
    "contacts_without_engagement": gettext_lazy("Contacts without an engagement"),
    "engagement_without_contacts": gettext_lazy("Engagement without contacts"),
    "nothing_ever_arrived": gettext_lazy("Engagement without contacts"),
    "forecast_missing": gettext_lazy("No forecast for the month ahead"),
}

SENTENCES: Mapping[str, StrPromise] = {
    "promise_untestable": gettext_lazy("It is in force, and nothing that arrives can test it. %(why)s"),
    "feed_lacks_fact": gettext_lazy(
        "It is measured by “%(metric)s”, and for that the feed of this centre does not tell: %(facts)s."
    ),
    "promise_cites_nothing": gettext_lazy(
        "%(registered)s expectations are in force, and it names none of them as the one it serves."
    ),
    "promise_cites_unknown": gettext_lazy("No such expectation is in force: %(expectations)s."),
    "centre_not_briefed": gettext_lazy("It serves %(services)s, and no briefing that holds was published to it."),
    "briefing_without_roster": gettext_lazy("Nobody of the centre's roster has to know it, so nobody was told."),
    "briefing_unacknowledged": gettext_lazy(
        "%(done)s of %(needed)s people acknowledged it (%(share)s; asked: %(limit)s); the last day was %(day)s."
    ),
    "campaign_without_centre": gettext_lazy("It starts on %(day)s, and no engaged centre serves what it is for."),
    "campaign_without_briefing": gettext_lazy("It starts on %(day)s, and no briefing of it was published there."),
    "campaign_without_capacity": gettext_lazy(
        "It starts on %(day)s, and no plan says for all of its days how many people are needed there."
    ),
    "campaign_short": gettext_lazy(
        "It starts on %(day)s; in the scarcest interval %(staffed)s of %(required)s people are committed."
    ),
    "certificate_expired": gettext_lazy(
        "Certificate %(number)s of %(body)s ended on %(day)s (%(days)s ago), and nothing newer is recorded."
    ),
    "engagement_without_contract": gettext_lazy(
        "It serves since %(day)s, and no contract signed by both sides says how anything of it is counted."
    ),
    "contract_half_signed": gettext_lazy(
        "%(by)s signed %(days)s ago; %(missing)s has not signed yet (pointed out after %(limit)s)."
    ),
    "definition_unsettled": gettext_lazy(
        "Version %(number)s is in force, with %(of)s promises to keep here. No signed contract says how these are"
        " counted: %(missing)s."
    ),
    "contacts_without_engagement": gettext_lazy(
        "%(n)s contacts arrived from %(first)s to %(last)s, and no engagement covers them."
    ),
    "engagement_without_contacts": gettext_lazy("No contact arrived from %(first)s to %(last)s."),
    "nothing_ever_arrived": gettext_lazy("No contact has arrived yet, from any centre."),
    "forecast_missing": gettext_lazy(
        "The month begins on %(day)s (in %(days)s), and no forecast for it was handed over (asked: %(limit)s ahead)."
    ),
}

FIXES: Mapping[str, StrPromise] = {
    "experience:promise": gettext_lazy("Open the promise"),
    "experience:clocks_of": gettext_lazy("Compare the clocks"),
    "experience:contracts": gettext_lazy("Go to the contracts"),
    "experience:contract_version": gettext_lazy("Open the contract"),
    "contacts:sources": gettext_lazy("See the feeds"),
    "briefing:matrix": gettext_lazy("See who was told what"),
    "briefing:people": gettext_lazy("See the people concerned"),
    "briefing:campaign": gettext_lazy("Open the campaign"),
    "partnership:standings": gettext_lazy("Go to the certificates"),
    "organisation:centre": gettext_lazy("Open the centre"),
    "capacity:plans": gettext_lazy("Go to the staffing plans"),
    "register": gettext_lazy("Mend the register"),
}

_MISSING: Mapping[str, StrPromise] = {
    Side.CLIENT: pgettext_lazy("has not signed", "the client"),
    Side.CENTRE: pgettext_lazy("has not signed", "the centre"),
}


def theme(one: Theme) -> str:
    return str(THEMES[one])


def title(code: str) -> str:
    return str(TITLES[code])


def fix(view: str) -> str:
    return str(FIXES[view])


def sentence(one: Contradiction, services: Mapping[str, str], names: Names = NOBODY) -> str:
    """Why it is a contradiction, with its numbers; `services` maps codes to names this reader may see."""
    if one.code == "promise_looser_than_clock":
        return experience.looser(_looser(one))
    numbers = with_names(one.numbers, names)
    words = {name: _spoken(name, value, services) for name, value in numbers.items()}
    if one.code == "promise_untestable":
        why = dict(one.numbers["why"])
        words["why"] = experience.reason(why.pop("code"), why)
    return str(SENTENCES[one.code]) % words


def subject(one: Contradiction, centres: Mapping[str, str], services: Mapping[str, str], names: Names = NOBODY) -> str:
    """E.g. “Double Eleven · North centre”: what it is about, by name where the name is known."""
    said = [called(names, kind, one.subject.get(kind, "")) for kind in ("promise", "campaign", "briefing")]
    if "contract" in one.subject:
        metric = one.numbers.get("metric")
        said.append(experience.metric_title(metric) if metric else one.subject["contract"])
    for kind, known in (("centre", centres), ("service", services)):
        said.append(known.get(one.subject.get(kind, ""), one.subject.get(kind, "")))
    return " · ".join(word for word in said if word)


def _looser(one: Contradiction) -> Looser:
    numbers = one.numbers
    return Looser(
        one.subject["promise"],
        int(numbers["number"]),
        one.subject["service"],
        numbers["clock"],
        numbers["rule"],
        numbers,
    )


def _days(value: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", value) % {"n": formats.count(value)}


def _day(value: str) -> str:
    return formats.day(date.fromisoformat(value)) if value else _("an unknown day")


def _share(value: float) -> str:
    return formats.share(value, 0) if round(value, 2) == value else formats.share(value)


_SPOKEN: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(("day", "first", "last"), _day),
    **dict.fromkeys(("n", "done", "needed", "of", "registered"), formats.count),
    "share": _share,
    "days": _days,
    "metric": experience.metric_title,
    "facts": lambda names: experience.listed(experience.fact(name) for name in names),
    **dict.fromkeys(("expectations",), lambda codes: experience.listed(codes)),
    **dict.fromkeys(("required", "staffed"), lambda people: f"{people:g}"),
}


def _spoken(name: str, value: Any, services: Mapping[str, str]) -> Any:
    if name == "services":
        return experience.listed(services.get(code, code) for code in value)
    if name == "missing":
        return str(_MISSING[value]) if isinstance(value, str) else experience.listed(value)
    if name == "limit":
        return _share(value) if isinstance(value, float) else _days(value)
    return _SPOKEN[name](value) if name in _SPOKEN else value
