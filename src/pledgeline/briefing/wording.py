"""Codes into sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy, ngettext, override, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from pledgeline.briefing.core.briefing import Duty, Kind, State
from pledgeline.briefing.core.campaign import Standing
from pledgeline.briefing.core.gate import Lamp, Light, Topic
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import wording as organisation
from pledgeline.ui import formats
from pledgeline.ui import wording as ui

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {
    "briefing.centre_unknown": gettext_lazy("There is no centre “%(value)s”. Check the spelling."),
    "briefing.service_unknown": gettext_lazy("There is no service “%(value)s”. Check the spelling."),
    "briefing.code_taken": gettext_lazy(
        "There already is a briefing “%(briefing)s”. Revise it, or choose another code."
    ),
    "briefing.deadline_past": gettext_lazy("The last day to acknowledge, %(day)s, is past. Choose a later one."),
    "briefing.draft_exists": gettext_lazy(
        "Version %(number)s of briefing “%(briefing)s” is still a draft. Edit it or publish it first."
    ),
    "briefing.lines_rejected": gettext_lazy(
        "%(n)s lines cannot stand, and nothing was taken. Mend them and try again."
    ),
    "briefing.not_a_draft": gettext_lazy(
        "Version %(number)s of briefing “%(briefing)s” has been published already."
        " Revise the briefing for a new version."
    ),
    "briefing.period_empty": gettext_lazy("The briefing would end before it takes effect. Choose a later last day."),
    "briefing.question_incomplete": gettext_lazy(
        "Question %(number)s needs its words and at least two choices in both languages, one of them the right one."
    ),
    "briefing.questions_three": gettext_lazy("A check has three questions, or there is none; here are %(n)s."),
    "briefing.superseded": gettext_lazy(
        "Version %(number)s of briefing “%(briefing)s” has been superseded by version %(newest)s. Nothing was recorded;"
        " read the new version and acknowledge that one."
    ),
    "briefing.unknown": gettext_lazy("There is no briefing “%(briefing)s”. Check the spelling."),
    "briefing.version_is_fixed": gettext_lazy(
        "Version %(number)s of briefing “%(briefing)s” was published and cannot be edited. Revise the briefing."
    ),
    "briefing.version_unknown": gettext_lazy("Briefing “%(briefing)s” has no version %(number)s to act on."),
    "briefing.word_unknown": gettext_lazy("“%(value)s” is not known here. Choose one of: %(known)s."),
    "briefing.words_missing": gettext_lazy("A briefing is said in both languages; this one is empty."),
    "briefing.words_too_long": gettext_lazy("This is longer than %(longest)s characters. Shorten it."),
    "briefing.written_once": gettext_lazy("What somebody did is written once and never changed."),
    "campaign.begun": gettext_lazy("Campaign “%(campaign)s” began on %(day)s and is no longer changed."),
    "campaign.cancel_reason": gettext_lazy("Say why it is called off, in up to %(longest)s characters."),
    "campaign.called_off_by_file": gettext_lazy(
        "A file neither calls off campaign “%(campaign)s” nor takes that back. Do it on its page, so that the centres"
        " are told."
    ),
    "campaign.called_off_when": gettext_lazy(
        "Campaign “%(campaign)s” was called off at a time that is missing, still to come, or after its last day."
    ),
    "campaign.cancelled": gettext_lazy("Campaign “%(campaign)s” was called off on %(day)s and is no longer changed."),
    "campaign.code_taken": gettext_lazy("There already is a campaign “%(campaign)s”. Change that one."),
    "campaign.expected_outside": gettext_lazy(
        "Expected contacts of %(day)s lie outside the campaign, or are negative."
    ),
    "campaign.expected_too_many": gettext_lazy("More than %(most)s contacts on %(day)s cannot be. Check the number."),
    "campaign.expected_twice": gettext_lazy("%(day)s over “%(channel)s” stands here twice. Keep one line."),
    "campaign.gate_open": gettext_lazy(
        "Nothing stands in the way of campaign “%(campaign)s”: there is nothing to override."
    ),
    "campaign.line_incomplete": gettext_lazy("A line needs a campaign, a day and a channel. Fill them in."),
    "campaign.move_past": gettext_lazy("A campaign can be moved to a day after today, not to %(day)s."),
    "campaign.name_missing": gettext_lazy("A campaign has a name in both languages; this one is empty."),
    "campaign.override_name": gettext_lazy("Only a named person can let campaign “%(campaign)s” start."),
    "campaign.override_reason": gettext_lazy("Say why, in up to %(longest)s characters."),
    "campaign.over": gettext_lazy("Campaign “%(campaign)s” ended on %(day)s: there is nothing to call off."),
    "campaign.period_empty": gettext_lazy("The campaign would end before it begins. Choose a later last day."),
    "campaign.too_long": gettext_lazy("A campaign lasts at most %(most)s days. Choose an earlier last day."),
    "campaign.wrong_sheet": gettext_lazy("This line is of campaign “%(campaign)s”: another sheet."),
    "campaign.unknown": gettext_lazy("There is no campaign “%(campaign)s”. Check the spelling."),
    "check.answers_missing": gettext_lazy("Answer all %(n)s questions with one of the choices."),
    "check.nobody": gettext_lazy("Nobody of “%(centre)s” has to know this, so nobody can be drawn."),
    "check.none": gettext_lazy("Briefing “%(briefing)s” has no questions to check with."),
    "check.size": gettext_lazy("Draw at least one person."),
    "link.expired": gettext_lazy("This link was valid until %(day)s. Ask your team lead for a new one."),
    "link.person_gone": gettext_lazy("This briefing is no longer meant for you; nothing was recorded."),
    "link.unknown": gettext_lazy("This link leads nowhere. Check that it was copied whole."),
    "link.used": gettext_lazy("This link was used on %(day)s and works once only; what it recorded then stands."),
    "question.answer_missing": gettext_lazy("An answer is given in both languages; this one is empty."),
    "question.answered": gettext_lazy("Question %(number)s has been answered already."),
    "question.empty": gettext_lazy("Write down what you want to know."),
    "question.no_new_version": gettext_lazy(
        "Briefing “%(briefing)s” has no newer version than the one asked about. Revise it first, or answer as FAQ."
    ),
    "question.no_service": gettext_lazy("“%(centre)s” serves nothing that this briefing speaks of."),
    "question.outcome": gettext_lazy("Say whether the answer is a FAQ or a new version."),
    "question.too_long": gettext_lazy("This is longer than %(longest)s characters. Shorten it."),
    "question.unknown": gettext_lazy("There is no question %(number)s."),
    "roster.cover_empty": gettext_lazy(
        "The cover of “%(person)s” would end before it begins. Choose a later last day."
    ),
    "roster.cover_not_served": gettext_lazy(
        "The centre does not serve “%(value)s” in these days. Choose another service."
    ),
    "roster.cover_unknown": gettext_lazy("No such cover of “%(person)s” is written here."),
    "roster.left_before_joining": gettext_lazy("“%(person)s” would leave before joining. Exchange the two days."),
    "roster.line_incomplete": gettext_lazy("A line needs a centre, a code and the day of joining. Fill them in."),
    "roster.name_missing": gettext_lazy("“%(person)s” has no name. Fill it in."),
    "roster.not_on_it": gettext_lazy(
        "No roster names you. Ask whoever keeps your centre’s roster to put your user name beside your row."
    ),
    "roster.person_not_concerned": gettext_lazy(
        "“%(person)s” does not have to know this briefing. Leave the line out."
    ),
    "roster.person_twice": gettext_lazy("“%(person)s” stands here twice. Keep one line."),
    "roster.person_unknown": gettext_lazy(
        "“%(person)s” is not on the roster of this centre. Put the person there first."
    ),
    "roster.user_taken": gettext_lazy("The user name “%(username)s” stands beside another person already."),
    "roster.wrong_sheet": gettext_lazy("This line is of briefing “%(briefing)s”, version %(number)s: another sheet."),
}

ACTIONS: dict[str, StrPromise] = {
    "briefing.registered": gettext_lazy("Briefing drafted"),
    "briefing.revised": gettext_lazy("Briefing revised"),
    "briefing.edited": gettext_lazy("Draft of a briefing edited"),
    "briefing.published": gettext_lazy("Briefing published"),
    "briefing.acknowledged": gettext_lazy("Briefing acknowledged"),
    "briefing.links_issued": gettext_lazy("Links to a briefing issued"),
    "briefing.link_used": gettext_lazy("Link to a briefing used"),
    "briefing.checked": gettext_lazy("Understanding of a briefing checked"),
    "briefing.sample_drawn": gettext_lazy("Sample for a check drawn"),
    "briefing.reminded": gettext_lazy("Reminders of briefings sent"),
    "question.asked": gettext_lazy("Question to the client asked"),
    "question.answered": gettext_lazy("Question of a centre answered"),
    "campaign.planned": gettext_lazy("Campaign planned"),
    "campaign.changed": gettext_lazy("Campaign changed"),
    "campaign.cancelled": gettext_lazy("Campaign called off"),
    "campaign.overridden": gettext_lazy("Campaign let start although its gate is red"),
    "roster.written": gettext_lazy("Roster of a centre written"),
    "roster.cover_written": gettext_lazy("Shift cover written"),
    "roster.cover_withdrawn": gettext_lazy("Shift cover withdrawn"),
}

KINDS: Mapping[str, StrPromise] = {
    Kind.PROMISE: pgettext_lazy("briefing", "Brand promise"),
    Kind.CAMPAIGN: pgettext_lazy("briefing", "Campaign"),
    Kind.CHANGE: pgettext_lazy("briefing", "Product or price change"),
    Kind.INCIDENT: pgettext_lazy("briefing", "Incident"),
    Kind.REGULATION: pgettext_lazy("briefing", "Regulation"),
    Kind.KNOWLEDGE: pgettext_lazy("briefing", "Knowledge"),
}

STATES: Mapping[str, StrPromise] = {
    State.DRAFT: pgettext_lazy("briefing", "Draft"),
    State.PUBLISHED: pgettext_lazy("briefing", "Published"),
    State.SUPERSEDED: pgettext_lazy("briefing", "Superseded"),
}

DUTIES: Mapping[str, StrPromise] = {
    Duty.AGENT: pgettext_lazy("duty", "Agent"),
    Duty.TEAM_LEAD: pgettext_lazy("duty", "Team lead"),
    Duty.QUALITY: pgettext_lazy("duty", "Quality"),
    Duty.TRAINER: pgettext_lazy("duty", "Trainer"),
}

TOPICS: Mapping[str, StrPromise] = {
    Topic.BRIEFING: pgettext_lazy("gate", "Briefing"),
    Topic.ACKNOWLEDGED: pgettext_lazy("gate", "Acknowledged"),
    Topic.UNDERSTOOD: pgettext_lazy("gate", "Understood"),
    Topic.QUESTIONS: pgettext_lazy("gate", "Open questions"),
    Topic.CAPACITY: pgettext_lazy("gate", "Capacity"),
}

LIGHTS: Mapping[str, StrPromise] = {
    Light.GREEN: pgettext_lazy("gate", "Ready"),
    Light.RED: pgettext_lazy("gate", "Not ready"),
    Light.NOT_SHOWN: pgettext_lazy("gate", "Not shown"),
}

STANDINGS: Mapping[str, StrPromise] = {
    Standing.PLANNED: pgettext_lazy("campaign", "Planned"),
    Standing.RUNNING: pgettext_lazy("campaign", "Running"),
    Standing.OVER: pgettext_lazy("campaign", "Over"),
    Standing.CANCELLED: pgettext_lazy("campaign", "Called off"),
}

WAYS: Mapping[str, StrPromise] = {
    "faq": gettext_lazy("Answered for everybody (FAQ)"),
    "new_version": gettext_lazy("Answered by a new version"),
}

REASONS: Mapping[str, StrPromise] = {
    "gate_no_centre": gettext_lazy("No centre is engaged in these days for what the campaign is about."),
    "gate_no_briefing": gettext_lazy("No published briefing prepares the centres for it."),
    "gate_briefing": gettext_lazy("Its briefing is published."),
    "gate_no_roster": gettext_lazy("Nobody on the roster is concerned: without a roster nothing can be acknowledged."),
    "gate_acknowledged": gettext_lazy("%(done)s of %(needed)s have acknowledged (%(share)s; at least %(limit)s)."),
    "gate_not_acknowledged": gettext_lazy(
        "Only %(done)s of %(needed)s have acknowledged (%(share)s; at least %(limit)s)."
    ),
    "gate_no_check": gettext_lazy("The briefing has no three questions to check understanding with."),
    "gate_nobody_checked": gettext_lazy("Nobody has answered the three questions yet."),
    "gate_understood": gettext_lazy(
        "At least %(lower)s understand it (lower end; %(checked)s checked, %(share)s of them right;"
        " at least %(limit)s)."
    ),
    "gate_not_understood": gettext_lazy(
        "It is shown only that %(lower)s understand it (lower end; %(checked)s checked, %(share)s of them right;"
        " at least %(limit)s)."
    ),
    "gate_questions_open": gettext_lazy("%(n)s questions to the client wait for an answer."),
    "gate_few_questions_open": gettext_lazy("%(n)s questions are open; up to %(most)s may be."),
    "gate_no_question_open": gettext_lazy("No question is open."),
    "gate_capacity": gettext_lazy("%(staffed)s agents are committed where %(required)s are required at the peak."),
    "gate_capacity_short": gettext_lazy(
        "Only %(staffed)s agents are committed where %(required)s are required at the peak."
    ),
    "gate_capacity_probable": gettext_lazy(
        "%(staffed)s agents are committed where %(required)s are required at the peak; the promise is kept on the"
        " weakest day with a probability of %(probability)s (at least %(limit)s)."
    ),
    "gate_capacity_improbable": gettext_lazy(
        "On the weakest day the promise is kept with a probability of only %(probability)s (at least %(limit)s)."
    ),
    "gate_capacity_not_shown": gettext_lazy(
        "Nobody has shown the staff planned for it. This neither passes nor fails."
    ),
    "told_in_time": gettext_lazy("Told %(days)s ahead, in briefing “%(briefing)s” (at least %(lead_days)s)."),
    "told_late": gettext_lazy("Told only %(days)s ahead, in briefing “%(briefing)s” (at least %(lead_days)s)."),
    "told_after": gettext_lazy("Told %(days)s after it took effect, in briefing “%(briefing)s”."),
    "not_told": gettext_lazy("No published briefing names it for this centre."),
    "nothing_to_tell": gettext_lazy(
        "No promise changed and no campaign began in this period, so nothing had to be told."
    ),
    "acknowledged_in_time": gettext_lazy("%(done)s of %(needed)s acknowledged “%(briefing)s” by %(day)s (%(share)s)."),
    "acknowledged_too_few": gettext_lazy(
        "Only %(done)s of %(needed)s acknowledged “%(briefing)s” by %(day)s (%(share)s; at least %(limit)s)."
    ),
    "acknowledged_enough": gettext_lazy(
        "Every briefing was acknowledged; the weakest is “%(briefing)s”: %(done)s of %(needed)s (%(share)s)."
    ),
    "acknowledge_not_due": gettext_lazy(
        "%(done)s of %(needed)s have acknowledged “%(briefing)s” so far (%(share)s); the last day is %(day)s."
    ),
    "no_briefing": gettext_lazy("No briefing was in effect for this centre in the period."),
    "no_roster": gettext_lazy("Nobody on this centre’s roster is concerned by “%(briefing)s”: import the roster."),
    "understood": gettext_lazy(
        "Of what was checked, “%(briefing)s” is the weakest: at least %(lower)s understand it (%(checked)s checked)."
    ),
    "not_understood": gettext_lazy(
        "At most %(upper)s understand “%(briefing)s” (%(checked)s checked); at least %(limit)s are wanted."
    ),
    "understanding_open": gettext_lazy(
        "Between %(lower)s and %(upper)s understand “%(briefing)s” (%(checked)s checked); %(limit)s are wanted:"
        " check more people."
    ),
    "nobody_checked": gettext_lazy("Nobody was asked whether “%(briefing)s” is understood."),
    "questions_late": gettext_lazy(
        "Of %(n)s questions, not answered before their clock ran out: %(late)s (first: question %(first_late)s)."
    ),
    "questions_in_time": gettext_lazy("%(n)s questions, none beyond its clock."),
    "no_questions": gettext_lazy("No question was asked."),
}

# The same where only one question was asked.
_OF_ONE: Mapping[str, StrPromise] = {
    "questions_late": gettext_lazy(
        "The only question (question %(first_late)s) was not answered before its clock ran out."
    ),
    "questions_in_time": gettext_lazy("One question, and its clock did not run out."),
}

_SHARES = ("share", "limit", "lower", "upper", "probability")


def reason(code: str, numbers: Mapping[str, Any]) -> str:
    """The sentence of a reason; shares as percentages, days as days."""
    words = formats.in_words(numbers)
    for name in _SHARES:
        if name in words:
            words[name] = formats.share(numbers[name], 0 if name == "limit" else 1)
    for name in ("days", "lead_days"):
        if name in words:
            words[name] = ngettext("%(n)s day", "%(n)s days", numbers[name]) % {"n": words[name]}
    for name in ("required", "staffed"):
        if name in words:
            words[name] = formats.count(round(numbers[name], 1))
    known = _OF_ONE[code] if code in _OF_ONE and numbers.get("n") == 1 else REASONS[code]
    return str(known) % words


def language() -> str:
    return get_language() or "en"


def said(words: Mapping[str, str]) -> str:
    """Words kept as {en, zh}, in the reader's language."""
    return words["zh"] if language().startswith("zh") else words["en"]


def kind(code: str) -> str:
    return str(KINDS.get(code, code))


def state(code: str) -> str:
    return str(STATES.get(code, code))


def duty(code: str) -> str:
    return str(DUTIES.get(code, code))


def red_lamps(lamps: Iterable[Lamp], centres: Mapping[str, str]) -> str:
    """What keeps a gate shut, topic by topic with the centres where it does; `centres` maps codes to names."""
    where: dict[str, list[str]] = {}
    for one in lamps:
        where.setdefault(one.topic, []).extend([centres.get(one.centre, one.centre)] if one.centre else [])
    said = [
        _("%(topic)s (%(centres)s)") % {"topic": TOPICS[topic], "centres": listed(found)}
        if found
        else str(TOPICS[topic])
        for topic, found in where.items()
    ]
    return pgettext("between groups", "; ").join(said)


def listed(words: Iterable[str]) -> str:
    return _(", ").join(words)


def channels(codes: Iterable[str]) -> str:
    return listed(organisation.channel(code) for code in codes)


def in_both(sentence: StrPromise, **numbers: Any) -> dict[str, str]:
    """A lazy sentence said in both languages, for what is stored now and read later by others. What is said
    differently in each comes as {en, zh} or as a function that says it in the active language."""
    said_in = {}
    for key, code in (("en", "en"), ("zh", "zh-hans")):
        with override(code):
            numbers_in = {
                name: value[key] if isinstance(value, Mapping) else str(value() if callable(value) else value)
                for name, value in formats.in_words(numbers).items()
            }
            said_in[key] = str(sentence) % numbers_in
    return said_in


def sentence(problem: Problem) -> str:
    """The problem as one sentence with its place before it; of a room that this one does not know, only the code."""
    known = (one[problem.code] for one in (PROBLEMS, ui.PROBLEMS, organisation.PROBLEMS) if problem.code in one)
    words = next(known, None)
    text = str(words) % formats.in_words(problem.params) if words is not None else problem.code
    if not problem.line:
        return text
    if problem.field:
        return _("line %(line)s, %(field)s: %(text)s") % {"line": problem.line, "field": problem.field, "text": text}
    return _("line %(line)s: %(text)s") % {"line": problem.line, "text": text}


def days_left(days: int) -> str:
    """How long there is to acknowledge, in words."""
    if days < 0:
        return _("overdue")
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return pgettext("time left", "in %(n)s days") % {"n": days}
