"""The words of the people side: pulses, ideas, thanks, the mirror, ratings and health."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy

from pledgeline.briefing import wording as briefing
from pledgeline.experience.core.contract import Side
from pledgeline.partnership.core.ideas import Outcome
from pledgeline.partnership.core.mirror import COOPERATION, Item
from pledgeline.partnership.core.pulse import RoundState
from pledgeline.partnership.core.quarter import Quarter
from pledgeline.ui import formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {
    "health.term_unknown": gettext_lazy("There is no term “%(value)s”. Choose one of: %(known)s."),
    "health.weight": gettext_lazy("A weight is above zero; leave the term as it is, or give it one."),
    "idea.answered": gettext_lazy("Idea %(number)s has been answered already."),
    "idea.due_before_sent": gettext_lazy("The answer would be due before the idea was sent. Exchange the two days."),
    "idea.unknown": gettext_lazy("There is no idea %(number)s."),
    "idea_link.expired": gettext_lazy("This link took an idea until %(day)s. Ask your team lead for a new one."),
    "idea_link.used": gettext_lazy("This link has brought its one idea; here you can read what became of it."),
    "links.count": gettext_lazy("Hand out at least one link and at most %(most)s at a time."),
    "partnership.too_long": gettext_lazy("This is longer than %(longest)s characters. Shorten it."),
    "partnership.word_unknown": gettext_lazy("“%(value)s” is not known here. Choose one of: %(known)s."),
    "pulse.answers_missing": gettext_lazy("Answer all %(n)s questions with a number from 1 to 5."),
    "pulse.closed": gettext_lazy("Round “%(code)s” was closed after %(day)s; nobody can answer it any more."),
    "pulse.code_taken": gettext_lazy("There already is a round “%(code)s”. Choose another code."),
    "pulse.never_taken_in": gettext_lazy(
        "Results of a pulse leave as totals and are never taken in again: answers come from the people alone."
    ),
    "pulse.overlaps": gettext_lazy("Round “%(code)s” of this centre runs in these days. Ask once at a time."),
    "pulse.period_empty": gettext_lazy("The round would close before it opens. Choose a later last day."),
    "pulse.period_past": gettext_lazy("The last day is past: nobody could answer. Choose a later one."),
    "pulse.question_count": gettext_lazy("A pulse has %(fewest)s to %(most)s questions; here are %(n)s."),
    "pulse.question_twice": gettext_lazy("Two questions have the same code. Give each one of its own."),
    "pulse.unknown": gettext_lazy("There is no round “%(code)s”. Check the spelling."),
    "pulse_link.early": gettext_lazy("This link works from %(day)s on."),
    "pulse_link.expired": gettext_lazy("This link worked until %(day)s. The round is closed."),
    "pulse_link.used": gettext_lazy("This link has been used. It works once, so that every voice counts once."),
    "quarter.malformed": gettext_lazy("“%(value)s” is not a quarter. Write it as 2026-Q3."),
    "rating.comment_missing": gettext_lazy("Whoever rates 1 or 2 says why, so that it can be mended."),
    "rating.item_unknown": gettext_lazy("There is no item “%(value)s” to rate. Choose one of: %(known)s."),
    "rating.nothing": gettext_lazy("Rate at least one item."),
    "rating.quarter": gettext_lazy(
        "Quarter %(quarter)s cannot be rated today: from its last month on, and for a year after it."
    ),
    "rating.rated": gettext_lazy("This was rated for %(quarter)s already, and stays."),
    "rating.score": gettext_lazy("Give a number from 1 to 5."),
}

ACTIONS: dict[str, StrPromise] = {
    "client.rated": gettext_lazy("Client rated by a centre"),
    "idea.answered": gettext_lazy("Idea answered"),
    "idea.links_issued": gettext_lazy("Links for ideas handed out"),
    "idea.sent": gettext_lazy("Idea sent"),
    "pulse.links_issued": gettext_lazy("Links for a staff pulse handed out"),
    "pulse.opened": gettext_lazy("Staff pulse opened"),
    "recognition.given": gettext_lazy("Thanks written down"),
}

SIDES: Mapping[str, StrPromise] = {
    Side.CLIENT: pgettext_lazy("side", "Client"),
    Side.CENTRE: pgettext_lazy("side", "Centre"),
}

OUTCOMES: Mapping[str, StrPromise] = {
    Outcome.ADOPTED: pgettext_lazy("idea", "Adopted"),
    Outcome.NOT_ADOPTED: pgettext_lazy("idea", "Not adopted"),
}

ROUND_STATES: Mapping[str, StrPromise] = {
    RoundState.COMING: pgettext_lazy("pulse", "Coming"),
    RoundState.OPEN: pgettext_lazy("pulse", "Open"),
    RoundState.CLOSED: pgettext_lazy("pulse", "Closed"),
}

# From the lowest to the highest answer.
ANSWERS: tuple[StrPromise, ...] = (
    pgettext_lazy("pulse", "Not at all"),
    pgettext_lazy("pulse", "Hardly"),
    pgettext_lazy("pulse", "Partly"),
    pgettext_lazy("pulse", "Mostly"),
    pgettext_lazy("pulse", "Fully"),
)

ITEMS: Mapping[str, StrPromise] = {
    Item.FORECAST: pgettext_lazy("mirror", "Forecast handed over"),
    Item.CAMPAIGN_NOTICE: pgettext_lazy("mirror", "Notice of campaigns"),
    Item.CHANGE_NOTICE: pgettext_lazy("mirror", "Notice of changed promises"),
    Item.DEFINITION_NOTICE: pgettext_lazy("mirror", "Experience definition approved ahead"),
    Item.REPLY: pgettext_lazy("mirror", "Reply to questions"),
    COOPERATION: pgettext_lazy("mirror", "Working together"),
}

LIMITS: Mapping[str, StrPromise] = {
    Item.FORECAST: gettext_lazy("at least %(days)s days before the first day of the plan"),
    Item.CAMPAIGN_NOTICE: gettext_lazy("at least %(days)s days before the campaign begins"),
    Item.CHANGE_NOTICE: gettext_lazy("at least %(days)s days before the promise takes effect"),
    Item.DEFINITION_NOTICE: gettext_lazy("at least %(days)s days before it takes effect"),
    Item.REPLY: gettext_lazy("within the clock of each question"),
}

TERMS: Mapping[str, StrPromise] = {
    "duties": pgettext_lazy("health", "The client’s duties done in time"),
    "ratings": pgettext_lazy("health", "Rated by the centre"),
    "pulse": pgettext_lazy("health", "Staff in favour"),
    "ideas": pgettext_lazy("health", "Ideas answered in time"),
    "actions": pgettext_lazy("health", "Actions done in time"),
    "effects": pgettext_lazy("health", "Actions that were effective"),
    "escalations": pgettext_lazy("health", "Escalations answered in time"),
    "reviews": pgettext_lazy("health", "Reviews held when due"),
}

REASONS: Mapping[str, StrPromise] = {
    "mirror_in_time": gettext_lazy("%(item)s: %(good)s of %(n)s in time (%(share)s; at least %(target)s)."),
    "mirror_no_record": gettext_lazy(
        "No plan, campaign, changed promise, definition or question shows how the client did its part."
    ),
    "pulse_none": gettext_lazy("No staff pulse of this centre was ever closed: open a round and hand out its links."),
    "pulse_too_few": gettext_lazy("The last pulse had too few answers to be shown."),
    "pulse_old": gettext_lazy("The last pulse was closed %(age_days)s before; it counts for %(limit_days)s."),
    "pulse_response_low": gettext_lazy(
        "Of those asked in the last pulse, closed %(age_days)s before, only %(response)s answered (n = %(n)s;"
        " at least %(least)s)."
    ),
    "pulse_heard": gettext_lazy(
        "In the last pulse, closed %(age_days)s before, %(response)s of those asked answered (n = %(n)s)."
    ),
    "staff_in_favour": gettext_lazy("At least %(lower)s are in favour (n = %(n)s; wanted: %(target)s)."),
    "staff_not_in_favour": gettext_lazy("At most %(upper)s are in favour (n = %(n)s; wanted: %(target)s)."),
    "staff_favour_open": gettext_lazy(
        "Between %(lower)s and %(upper)s are in favour (n = %(n)s; wanted: %(target)s): ask more people."
    ),
    "reviews_none": gettext_lazy("No review of a series was due for this centre in the period: begin a review series."),
    "reviews_held": gettext_lazy("Reviews held when due: %(good)s of %(n)s (%(share)s; at least %(target)s)."),
    "actions_none": gettext_lazy("No action was due in this period."),
    "actions_overdue": gettext_lazy("Actions overdue and not done: %(overdue)s of %(of)s (first: “%(first)s”)."),
    "actions_none_overdue": gettext_lazy("Actions that fell due: %(of)s; none is overdue beyond what is allowed."),
    "escalations_none": gettext_lazy("No escalation to the client had to be answered in this period."),
    "escalations_answered": gettext_lazy(
        "Escalations to the client answered in time: %(good)s of %(n)s (%(share)s; at least %(target)s)."
    ),
    "ideas_none_due": gettext_lazy("No idea to the client had to be answered in this period."),
    "ideas_answered": gettext_lazy(
        "Ideas to the client answered in time: %(good)s of %(n)s (%(share)s; at least %(target)s)."
    ),
    "mirror_nothing_due": gettext_lazy("%(item)s: nothing fell due in this period."),
}

_SHARES = ("share", "target", "response", "least", "favourable", "lower", "upper")


def reason_words(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of a reason as its sentence takes them: shares as percentages, days with their unit, items by
    name."""
    words = formats.in_words(numbers)
    for name in ("age_days", "limit_days"):
        if isinstance(numbers.get(name), int):
            words[name] = ngettext("%(n)s day", "%(n)s days", numbers[name]) % {"n": words[name]}
    for name in _SHARES:
        if isinstance(numbers.get(name), int | float):
            words[name] = formats.share(numbers[name], 0)
    if words.get("item") in ITEMS:
        words["item"] = str(ITEMS[words["item"]])
    return words


def said(words: Mapping[str, str]) -> str:
    """Words kept as {en, zh}, in the reader's language."""
    return words["zh"] if (get_language() or "en").startswith("zh") else words["en"]


def limit(item: str, days: int | None) -> str:
    return str(LIMITS[item]) % {"days": days}


def quarter(value: Quarter) -> str:
    """2026-Q3 → "Q3 2026", "2026年第3季度"."""
    return pgettext("quarter", "Q%(number)s %(year)s") % {"number": value.number, "year": value.year}


def in_both(sentence: StrPromise, **numbers: Any) -> dict[str, str]:
    """As `briefing.wording.in_both`, with quarters too."""
    named = {name: partial(quarter, one) if isinstance(one, Quarter) else one for name, one in numbers.items()}
    return briefing.in_both(sentence, **named)
