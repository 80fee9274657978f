"""Words for what is agreed, settled, reviewed and mended with a centre."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from pledgeline.contacts import wording as contacts
from pledgeline.experience import wording as experience
from pledgeline.experience.core.contract import ContractStep, Side
from pledgeline.partnership.core import improvement, statement
from pledgeline.partnership.core.effect import Effect
from pledgeline.partnership.core.remark import Subject
from pledgeline.partnership.core.rhythm import Punctuality
from pledgeline.ui import formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {
    "partnership.no_side": gettext_lazy("Your role speaks for neither side here. Ask whoever manages the service."),
    "partnership.too_long": gettext_lazy("This is longer than %(longest)s characters. Shorten it."),
    "terms.already_signed": gettext_lazy("Version %(number)s of terms “%(terms)s” is signed for your side already."),
    "terms.changed_meanwhile": gettext_lazy(
        "Version %(number)s of terms “%(terms)s” is not what you read any more. Read it again, then sign."
    ),
    "terms.channel_unknown": gettext_lazy("There is no channel “%(channel)s”. Check the spelling."),
    "terms.code_long": gettext_lazy("“%(terms)s” is longer than 48 characters; statements add the month to it."),
    "terms.code_taken": gettext_lazy("There already are terms “%(terms)s”. Revise them, or choose another code."),
    "terms.contract_unknown": gettext_lazy(
        "Rule “%(rule)s” names version %(number)s of metric contract “%(contract)s”, which this centre has not signed."
        " Have it signed first."
    ),
    "terms.contract_unsigned": gettext_lazy(
        "Rule “%(rule)s”: version %(number)s of metric contract “%(contract)s” does not bind both sides on %(day)s."
        " Begin later, or have it signed for an earlier day."
    ),
    "terms.figure_not_settled": gettext_lazy(
        "Rule “%(rule)s”: “%(figure)s” is no share of counted contacts, so a window could not be taken out of it"
        " exactly. Choose one of: %(known)s."
    ),
    "terms.invalid": gettext_lazy("%(detail)s (%(count)s in all). Correct this field and try again."),
    "terms.line_bands": gettext_lazy("“%(value)s” is no band. Write it as 0.80: 12000.00."),
    "terms.line_parts": gettext_lazy("This line has %(found)s parts, separated by “|”; it needs %(wanted)s."),
    "terms.none_in_force": gettext_lazy("Terms “%(terms)s” bind nobody on %(day)s. Have a version signed first."),
    "terms.not_engaged": gettext_lazy("“%(centre)s” does not serve “%(service)s”. Record the engagement first."),
    "terms.not_first_of_month": gettext_lazy(
        "Terms begin on the first of a month, so that each month is settled by one version; %(day)s is none."
    ),
    "terms.not_offered": gettext_lazy("Version %(number)s of terms “%(terms)s” is not offered for signing."),
    "terms.number": gettext_lazy("The next version of terms “%(terms)s” is %(number)s. Number it so."),
    "terms.periods_overlap": gettext_lazy(
        "Version %(number)s of terms “%(terms)s” begins on %(day)s or later. Choose a later first day."
    ),
    "terms.under_way": gettext_lazy(
        "Version %(number)s of terms “%(terms)s” is being worked on. Finish that one first."
    ),
    "terms.unknown": gettext_lazy("There are no terms “%(terms)s”. Check the spelling."),
    "terms.version_is_fixed": gettext_lazy(
        "Version %(number)s of terms “%(terms)s” was offered and cannot be edited. Revise the terms."
    ),
    "window.exclusion_unknown": gettext_lazy(
        "Terms “%(terms)s” declare no exclusion “%(exclusion)s”: what was not declared beforehand is not left out."
    ),
    "window.hours": gettext_lazy("The hours must lie between 0 and 24, the first before the last."),
    "window.late": gettext_lazy(
        "The terms ask for “%(exclusion)s” to be declared %(days)s days before it begins (a negative number: after it"
        " ended). That time is over, so nothing is left out."
    ),
    "window.period_empty": gettext_lazy("The window would end before it begins. Choose a later last day."),
    "window.settled": gettext_lazy("Statement “%(statement)s” is final. Restate the month first, with its reason."),
    "window.unknown": gettext_lazy("Terms “%(terms)s” have no window %(number)s."),
    "window.withdrawn": gettext_lazy("Window %(number)s of terms “%(terms)s” is withdrawn already."),
    "statement.agreed": gettext_lazy("The centre has agreed to statement “%(statement)s” already."),
    "statement.answered": gettext_lazy("The objection to line “%(rule)s” is answered already."),
    "statement.contract_not_bound": gettext_lazy(
        "Line “%(rule)s”: version %(number)s of metric contract “%(contract)s” does not bind both sides on every day"
        " of the month."
    ),
    "statement.frozen": gettext_lazy(
        "Statement “%(statement)s” is final and never changed. Make a new one that restates the month and says why."
    ),
    "statement.month": gettext_lazy("A month is named by its first day; %(day)s is none."),
    "statement.no_data": gettext_lazy(
        "The contacts of “%(centre)s” are here until %(until)s only. Take its deliveries in first."
    ),
    "statement.no_objection": gettext_lazy("Nobody objected to line “%(rule)s”."),
    "statement.not_a_draft": gettext_lazy("Statement “%(statement)s” is no draft any more."),
    "statement.not_over": gettext_lazy("The month lasts until %(last)s. Make its statement afterwards."),
    "statement.not_shown": gettext_lazy("Statement “%(statement)s” is not before the centre."),
    "statement.objected_already": gettext_lazy("There is an objection to line “%(rule)s” already."),
    "statement.objection_accepted": gettext_lazy(
        "An objection was accepted (%(rules)s). Make the statement anew instead of freezing this one."
    ),
    "statement.objection_late": gettext_lazy(
        "Objections were possible until %(until)s. What is wrong all the same goes through a restatement: raise an"
        " escalation."
    ),
    "statement.objection_open": gettext_lazy("Objections wait for an answer: %(rules)s."),
    "statement.objection_time": gettext_lazy("The centre may object until %(until)s, and has not agreed yet."),
    "statement.outcome": gettext_lazy("Say whether the objection is accepted or rejected."),
    "statement.unknown": gettext_lazy("There is no statement “%(statement)s”. Check the spelling."),
    "statement.why_missing": gettext_lazy(
        "Statement “%(statement)s” of this month is final. Say in both languages why it is restated."
    ),
    "action.closed": gettext_lazy("Action “%(action)s” is closed. Open another one for what is left to do."),
    "action.code_taken": gettext_lazy("There already is an action “%(action)s”. Choose another code."),
    "action.days_missing": gettext_lazy("Set the days before and the later days by which the effect is judged."),
    "action.days_order": gettext_lazy(
        "The days before must be over today, and the later days must lie ahead; each ends after it begins."
    ),
    "action.done_early": gettext_lazy("It cannot be done before it was opened, nor in the future."),
    "action.due_past": gettext_lazy("%(due)s is past. Choose a later day."),
    "action.no_data": gettext_lazy("No contacts of “%(centre)s” have been delivered yet."),
    "action.no_measure": gettext_lazy("Action “%(action)s” was opened without a measure: its effect cannot be shown."),
    "action.not_done": gettext_lazy("Action “%(action)s” is not carried out yet."),
    "action.not_measurable": gettext_lazy(
        "Promise “%(promise)s” is not judged on a share of counted contacts, so an effect on it cannot be shown."
    ),
    "action.not_open": gettext_lazy("Action “%(action)s” is carried out already."),
    "action.nothing_before": gettext_lazy("No contact that “%(promise)s” speaks of came on the days before."),
    "action.other_side": gettext_lazy("Action “%(action)s” is for the other side to carry out."),
    "action.promise_elsewhere": gettext_lazy("Promise “%(promise)s” does not speak of centre “%(centre)s”."),
    "action.side": gettext_lazy("Say which side has to act: client or centre."),
    "action.too_early": gettext_lazy("The days that decide last until %(last)s; their contacts are not here yet."),
    "action.unknown": gettext_lazy("There is no action “%(action)s”. Check the spelling."),
    "review.code_taken": gettext_lazy("There already is a review series “%(series)s”. Choose another code."),
    "review.days": gettext_lazy("The days looked at must be over, and end after they begin."),
    "review.decision_side": gettext_lazy("Each decision names the side that carries it: client or centre."),
    "review.ended": gettext_lazy("Review series “%(series)s” has ended."),
    "review.held_already": gettext_lazy("Review %(number)s of “%(series)s” has its minutes already."),
    "review.held_early": gettext_lazy("It cannot be held before its pre-read was frozen, nor in the future."),
    "review.points": gettext_lazy("Give 1 to %(most)s points, each in both languages."),
    "review.prepared_already": gettext_lazy("Review %(number)s of “%(series)s” is prepared. Hold it first."),
    "review.rhythm": gettext_lazy("Choose from 1 to 12 months."),
    "review.unknown": gettext_lazy("There is no review series “%(series)s” with such a review. Check the spelling."),
    "escalation.answered": gettext_lazy("Level %(level)s of escalation %(number)s is answered already."),
    "escalation.closed": gettext_lazy("Escalation %(number)s is closed."),
    "escalation.has_time": gettext_lazy("Level %(level)s has time to answer until %(due)s."),
    "escalation.highest": gettext_lazy("Level %(level)s is the highest."),
    "escalation.other_side": gettext_lazy("Escalation %(number)s was raised by the other side."),
    "escalation.own_side": gettext_lazy("Escalation %(number)s was raised by your side; the other one answers."),
    "escalation.unknown": gettext_lazy("There is no escalation %(number)s."),
    "remark.unknown": gettext_lazy("There is nothing of kind “%(kind)s” to comment on under this name."),
    "attachment.damaged": gettext_lazy("The stored file is damaged. Restore it from a backup."),
    "attachment.empty": gettext_lazy("“%(name)s” is empty. Choose another file."),
    "attachment.large": gettext_lazy("“%(name)s” is larger than %(limit_mib)s MiB. Nothing was kept; shorten it."),
    "attachment.many": gettext_lazy("At most %(most)s files go with a comment. Nothing was kept."),
    "attachment.missing": gettext_lazy("The stored file is missing. Restore it from a backup."),
    "attachment.type": gettext_lazy(
        "“%(name)s” is not a file that may be attached, or not what its ending says. Nothing was kept; these may:"
        " %(known)s."
    ),
}

ACTIONS: dict[str, StrPromise] = {
    "terms.drafted": gettext_lazy("Contract terms drafted"),
    "terms.revised": gettext_lazy("Contract terms revised"),
    "terms.edited": gettext_lazy("Draft of contract terms edited"),
    "terms.offered": gettext_lazy("Contract terms offered for signing"),
    "terms.withdrawn": gettext_lazy("Offer of contract terms withdrawn"),
    "terms.signed": gettext_lazy("Contract terms signed"),
    "terms.bound": gettext_lazy("Contract terms signed by both sides"),
    "window.declared": gettext_lazy("Window of an exclusion declared"),
    "window.withdrawn": gettext_lazy("Window of an exclusion withdrawn"),
    "statement.made": gettext_lazy("Statement of a month made"),
    "statement.shown": gettext_lazy("Statement shown to the centre"),
    "statement.objected": gettext_lazy("Objection to a line of a statement"),
    "statement.answered": gettext_lazy("Objection to a statement answered"),
    "statement.agreed": gettext_lazy("Statement agreed by the centre"),
    "statement.frozen": gettext_lazy("Statement frozen"),
    "action.opened": gettext_lazy("Action opened"),
    "action.done": gettext_lazy("Action carried out"),
    "action.checked": gettext_lazy("Effect of an action checked"),
    "review.begun": gettext_lazy("Review series begun"),
    "review.agenda_set": gettext_lazy("Agenda of a review series set"),
    "review.ended": gettext_lazy("Review series ended"),
    "review.prepared": gettext_lazy("Pre-read of a review frozen"),
    "review.held": gettext_lazy("Review held"),
    "escalation.raised": gettext_lazy("Escalation raised to a level"),
    "escalation.answered": gettext_lazy("Escalation answered"),
    "escalation.closed": gettext_lazy("Escalation closed"),
    "remark.added": gettext_lazy("Comment added"),
}

REASONS: Mapping[str, StrPromise] = {}

TERMS_STEPS: Mapping[str, StrPromise] = {
    ContractStep.DRAFT: pgettext_lazy("terms", "Draft"),
    ContractStep.OFFERED: pgettext_lazy("terms", "Offered for signing"),
    ContractStep.SIGNED: pgettext_lazy("terms", "Signed by both sides"),
    ContractStep.SUPERSEDED: pgettext_lazy("terms", "Superseded"),
}
STATEMENT_STEPS: Mapping[str, StrPromise] = {
    statement.Step.DRAFT: pgettext_lazy("statement", "Draft"),
    statement.Step.SHOWN: pgettext_lazy("statement", "Before the centre"),
    statement.Step.FROZEN: pgettext_lazy("statement", "Final"),
    statement.Step.WITHDRAWN: pgettext_lazy("statement", "Withdrawn"),
}
OUTCOMES: Mapping[str, StrPromise] = {
    statement.Outcome.ACCEPTED: pgettext_lazy("objection", "Accepted"),
    statement.Outcome.REJECTED: pgettext_lazy("objection", "Rejected"),
}
ACTION_STEPS: Mapping[str, StrPromise] = {
    improvement.Step.OPEN: pgettext_lazy("action", "Open"),
    improvement.Step.DONE: pgettext_lazy("action", "Carried out, effect not shown yet"),
    improvement.Step.EFFECTIVE: pgettext_lazy("action", "Effective"),
    improvement.Step.NOT_EFFECTIVE: pgettext_lazy("action", "Not effective"),
}
EFFECTS: Mapping[str, StrPromise] = {
    Effect.EFFECTIVE: pgettext_lazy("effect", "Effective"),
    Effect.NOT_EFFECTIVE: pgettext_lazy("effect", "Not effective"),
    Effect.NOT_DEMONSTRATED: pgettext_lazy("effect", "Not demonstrated"),
}
PUNCTUALITY: Mapping[str, StrPromise] = {
    Punctuality.ON_TIME: pgettext_lazy("review", "On time"),
    Punctuality.LATE: pgettext_lazy("review", "Late"),
    Punctuality.OVERDUE: pgettext_lazy("review", "Overdue"),
    Punctuality.COMING: pgettext_lazy("review", "Not held yet"),
}
SIDES: Mapping[str, StrPromise] = {
    Side.CLIENT: pgettext_lazy("side", "Client"),
    Side.CENTRE: pgettext_lazy("side", "Centre"),
}
SUBJECTS: Mapping[str, StrPromise] = {
    Subject.TERMS: gettext_lazy("Contract terms"),
    Subject.STATEMENT: gettext_lazy("Statement"),
    Subject.LINE: gettext_lazy("Line of a statement"),
    Subject.REVIEW: gettext_lazy("Review"),
    Subject.IMPROVEMENT: pgettext_lazy("partnership", "Action"),
    Subject.ESCALATION: gettext_lazy("Escalation"),
    "finding": gettext_lazy("Finding"),
}


def subject_called(kind: str, found: Any) -> str:
    """What remarks or an action hang on (`queries.subjects.Found`) by its own name: title, month, number or metric."""
    words = [formats.month(found.month)] if found.month is not None else []
    if found.title:
        words.append(found.title["zh" if (get_language() or "en").startswith("zh") else "en"])
    if found.number is not None:
        words.append(_("review %(n)s") % {"n": found.number} if kind == Subject.REVIEW else str(found.number))
    if found.metric:
        words.append(experience.metric_title(found.metric))
    return " · ".join(words) or str(SUBJECTS.get(kind, kind))


HOURS: Mapping[str, StrPromise] = {
    "opening": gettext_lazy("in the opening hours of the services"),
    "clock": gettext_lazy("around the clock"),
}


def amount(value: Decimal, currency: str) -> str:
    """-8000 CNY → "−8,000.00 CNY", a bonus with its sign too: nobody should have to guess who pays."""
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{abs(value):,.2f} {currency}"


def who_pays(value: Decimal) -> str:
    """Before what else is said of an amount due; nothing where nobody owes anything."""
    if not value:
        return ""
    return _("the client pays the centre; ") if value > 0 else _("the centre pays the client; ")


def owed(value: Decimal, currency: str) -> str:
    """What a statement comes to, as a sentence."""
    if not value:
        return _("Nobody owes anything.")
    said = _("The client pays the centre %(amount)s.") if value > 0 else _("The centre pays the client %(amount)s.")
    return said % {"amount": limit(abs(value), currency)}


def limit(value: Decimal, currency: str) -> str:
    """A cap: an amount that nobody owes yet, so it has no sign."""
    return f"{value:,.2f} {currency}"


def rule_called(metric: str, params: Mapping[str, float]) -> str:
    """A rule of bonus and malus has no name but what it counts."""
    words = contacts.parameters(params)
    return f"{experience.metric_title(metric)} · {words}" if words else experience.metric_title(metric)


def figure_called(metric: str, figure: str) -> str:
    return experience.figure_label(metric, figure)


def days_before(days: int) -> str:
    """When a window has to be declared, in words."""
    if days == 0:
        return _("at the latest on its first day")
    if days > 0:
        return _("at least %(n)s days before its first day") % {"n": days}
    return _("at most %(n)s days after its last day") % {"n": -days}
