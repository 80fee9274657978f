"""Codes into sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from pledgeline.kernel.channels import Channel
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.core.audit import Break, BreakKind
from pledgeline.organisation.core.calendar import Opening
from pledgeline.organisation.core.dispatch import Mail
from pledgeline.organisation.core.parameters import Words
from pledgeline.organisation.core.roles import CentreKind, Role
from pledgeline.organisation.core.week import WeekdayRun
from pledgeline.ui import formats
from pledgeline.ui import wording as ui

ROLES: Mapping[str, Any] = {
    Role.OWNER: gettext_lazy("Service owner"),
    Role.MANAGER: gettext_lazy("Vendor manager"),
    Role.AUDITOR: gettext_lazy("Auditor"),
    Role.EXECUTIVE: gettext_lazy("Executive"),
    Role.ADMIN: gettext_lazy("Administrator"),
    Role.CENTRE_MANAGER: gettext_lazy("Centre manager"),
    Role.TEAM_LEAD: gettext_lazy("Team lead"),
}

CENTRE_KINDS: Mapping[str, Any] = {
    CentreKind.IN_HOUSE: gettext_lazy("In-house"),
    CentreKind.OUTSOURCED: gettext_lazy("Outsourced"),
}

CHANNELS: Mapping[str, Any] = {
    Channel.VOICE: gettext_lazy("Voice"),
    Channel.VIDEO: gettext_lazy("Video"),
    Channel.CHAT: gettext_lazy("Live chat"),
    Channel.MESSAGING: gettext_lazy("Messaging"),
    Channel.SMS: gettext_lazy("Text message"),
    Channel.EMAIL: gettext_lazy("Email"),
    Channel.TICKET: gettext_lazy("Ticket"),
    Channel.SOCIAL: gettext_lazy("Social media"),
    Channel.APP: gettext_lazy("App"),
    Channel.TASK: gettext_lazy("Task"),
    Channel.OTHER: gettext_lazy("Other channel"),
}

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)

# Other rooms add theirs with `name_actions` when the application starts.
ACTIONS: dict[str, Any] = {
    "calendar.defined": gettext_lazy("Opening calendar defined"),
    "calendar.changed": gettext_lazy("Opening calendar changed"),
    "centre.registered": gettext_lazy("Centre registered"),
    "centre.changed": gettext_lazy("Centre changed"),
    "service.registered": gettext_lazy("Service registered"),
    "service.changed": gettext_lazy("Service changed"),
    "engagement.begun": gettext_lazy("Engagement begun"),
    "engagement.changed": gettext_lazy("Engagement changed"),
    "engagement.ended": gettext_lazy("Engagement ended"),
    "person.invited": gettext_lazy("Person invited"),
    "person.changed": gettext_lazy("Person changed"),
    "person.role_changed": gettext_lazy("Role changed"),
    "person.deactivated": gettext_lazy("Access withdrawn"),
    "person.reactivated": gettext_lazy("Access restored"),
    "person.link_issued": gettext_lazy("Password link issued"),
    "person.language_chosen": gettext_lazy("Language chosen"),
    "person.password_chosen": gettext_lazy("Password chosen"),
    "person.signed_in": gettext_lazy("Signed in"),
    "person.signed_out": gettext_lazy("Signed out"),
    "person.sign_in_failed": gettext_lazy("Sign-in failed"),
    "person.second_step_added": gettext_lazy("Second sign-in step added"),
    "person.second_step_removed": gettext_lazy("Second sign-in step removed"),
    "person.second_step_failed": gettext_lazy("Second sign-in step failed"),
    "notification.preferences_chosen": gettext_lazy("Notification preferences chosen"),
    "notification.given_up": gettext_lazy("Notification could not be sent"),
    "number.set": gettext_lazy("Own number set"),
    "register.imported": gettext_lazy("Register taken in"),
    "webhook.registered": gettext_lazy("Webhook registered"),
    "webhook.removed": gettext_lazy("Webhook removed"),
}

ROOMS: dict[str, Any] = {
    "organisation": gettext_lazy("Organisation"),
    "contacts": gettext_lazy("Contacts"),
    "needs": gettext_lazy("Needs"),
    "experience": gettext_lazy("Experience"),
    "briefing": gettext_lazy("Briefings"),
    "capacity": gettext_lazy("Capacity"),
    "partnership": gettext_lazy("Partnership"),
    "assurance": gettext_lazy("Assurance"),
    "web": gettext_lazy("House"),
}


# The kernel's own problems (codes, zones, periods) are worded in `web`.
PROBLEMS: Mapping[str, Any] = {
    "name.missing": gettext_lazy("“%(value)s” needs a name in English and in Chinese; one of them is empty."),
    "word.unknown": gettext_lazy("“%(value)s” is not known here. Choose one of: %(known)s."),
    "calendar.weekday": gettext_lazy("Weekday %(weekday)s does not exist. Use 0 for Monday to 6 for Sunday."),
    "calendar.minute": gettext_lazy("“%(time)s” is not a whole minute of the local clock. Write it like 08:30."),
    "calendar.overlap": gettext_lazy("The opening at %(time)s begins before the one ahead of it has ended."),
    "calendar.unbounded": gettext_lazy("Opening hours can only be listed for a period with a first and a last day."),
    "calendar.hours_text": gettext_lazy("“%(value)s” is no stretch of hours. Write it like 09:00-12:00, 13:00-18:00."),
    "calendar.special_text": gettext_lazy(
        "“%(value)s” does not say how the day opens. Write closed, as fri, or hours such as 09:00-12:00."
    ),
    "calendar.special_line": gettext_lazy(
        "“%(value)s” does not begin with a day. Write one day to a line, like 2026-10-01 closed."
    ),
    "calendar.day_twice": gettext_lazy("%(day)s is there twice. Keep one of the two lines."),
    "calendar.exists": gettext_lazy("There already is an opening calendar “%(value)s”. Choose another code."),
    "calendar.naive_instant": gettext_lazy("The time %(value)s has no zone, so it names no moment."),
    "calendar.unknown": gettext_lazy("There is no opening calendar “%(value)s”. Define it first."),
    "centre.exists": gettext_lazy("There already is a centre “%(value)s”. Choose another code."),
    "centre.unknown": gettext_lazy("There is no centre “%(value)s”. Register it first, or check the spelling."),
    "service.exists": gettext_lazy("There already is a service “%(value)s”. Choose another code."),
    "service.unknown": gettext_lazy("There is no service “%(value)s”. Register it first, or check the spelling."),
    "engagement.channels_missing": gettext_lazy("An engagement needs at least one channel."),
    "engagement.exists": gettext_lazy(
        "An engagement of %(centre)s for %(service)s already begins on %(since)s. Change that one."
    ),
    "engagement.overlap": gettext_lazy(
        "%(centre)s already serves %(service)s over %(channel)s from %(since)s. End that engagement first."
    ),
    "engagement.none": gettext_lazy("%(centre)s does not serve %(service)s beyond %(day)s: there is nothing to end."),
    "people.exists": gettext_lazy("There already is a person with the user name “%(username)s”."),
    "people.username": gettext_lazy(
        "“%(value)s” cannot be a user name. Use up to 150 letters, digits and @ . + - _, without spaces."
    ),
    "people.unknown": gettext_lazy("There is no person with the user name “%(username)s”."),
    "people.centre_needed": gettext_lazy("This role belongs to a centre. Choose the centre."),
    "people.centre_not_for_role": gettext_lazy("This role belongs to the client. Leave the centre empty."),
    "people.language": gettext_lazy("“%(value)s” is not a language of this program. Choose one of: %(known)s."),
    "notification.unknown": gettext_lazy("There is no notification “%(value)s”."),
    "notification.email": gettext_lazy("“%(value)s” is not an e-mail address."),
    "notification.email_missing": gettext_lazy("Without an address no mail can be sent. Enter one, or choose no mail."),
    "notification.quiet_one_end": gettext_lazy("Quiet hours need a beginning and an end. Fill in both or neither."),
    "notification.quiet_all_day": gettext_lazy("Quiet hours that end when they begin would never end. Change one."),
    "number.unknown": gettext_lazy("There is no number “%(value)s”. Check the spelling."),
    "number.bounds": gettext_lazy(
        "%(value)s cannot be: choose a value from %(least)s to %(most)s; days and counts are whole."
    ),
    "number.reason": gettext_lazy("Say why, in up to %(longest)s characters."),
    "number.past": gettext_lazy("What held on days that are past is not rewritten. Choose %(today)s or a later day."),
    "number.unchanged": gettext_lazy("This value holds on %(day)s anyway. Choose another one."),
    "register.cell_needed": gettext_lazy("This cell must not be empty. Fill it in."),
    "register.row_twice": gettext_lazy("“%(value)s” stands in two rows. Remove one of them."),
    "webhook.url": gettext_lazy("“%(value)s” cannot be a webhook's address. Use https://, without a user name."),
    "webhook.private": gettext_lazy("%(host)s is not on the open internet. The administrator can allow such targets."),
    "webhook.exists": gettext_lazy("This address is registered already. Remove it first to get a new secret."),
    "webhook.too_many": gettext_lazy("There are %(limit)s webhooks already. Remove one first."),
    "webhook.unknown": gettext_lazy("There is no webhook “%(value)s”."),
    "people.last_admin": gettext_lazy("%(username)s is the last administrator. Give another person that role first."),
}


MAIL: Mapping[str, Any] = {
    Mail.OFF: gettext_lazy("No mail"),
    Mail.AT_ONCE: gettext_lazy("At once"),
    Mail.DAILY: gettext_lazy("Once a day"),
}

# Why a notification did not leave, by the code before the colon.
DISPATCH_ERRORS: Mapping[str, Any] = {
    "interrupted": gettext_lazy("The worker stopped while sending."),
    "mail.failed": gettext_lazy("The mail server did not take it (%(detail)s)."),
    "mail.recipient": gettext_lazy("The mail server does not know the address."),
    "mail.refused": gettext_lazy("The mail server refused it (%(detail)s)."),
    "webhook.certificate": gettext_lazy("The receiver's certificate is not trusted."),
    "webhook.late": gettext_lazy("The receiver took too long."),
    "webhook.no_such_host": gettext_lazy("There is no such host."),
    "webhook.private": gettext_lazy("The address leads to a private network."),
    "webhook.status": gettext_lazy("The receiver answered with status %(detail)s."),
    "webhook.unreachable": gettext_lazy("The receiver could not be reached (%(detail)s)."),
}


def mail(code: str) -> str:
    return str(MAIL.get(code, code))


def dispatch_error(stored: str) -> str:
    code, _sign, detail = stored.partition(": ")
    return str(DISPATCH_ERRORS[code]) % {"detail": detail} if code in DISPATCH_ERRORS else stored


def name_actions(names: Mapping[str, Any]) -> None:
    """For the AppConfig of another room: how its actions read in the audit trail (lazy translations)."""
    ACTIONS.update(names)


def action(code: str) -> str:
    return str(ACTIONS.get(code, code))


def room(code: str) -> str:
    return str(ROOMS.get(code, code))


def in_language(words: Words) -> str:
    """What a definition says in both languages, in the reader's."""
    return words.zh if (get_language() or "").startswith("zh") else words.en


def in_unit(value: float, unit: str) -> str:
    """A number of the organisation's own as it is read: 0.95 → 95 %, 8 hours → 8 hours."""
    if unit == "share":
        return formats.share(value, 0 if round(value * 100, 6) == int(round(value * 100, 6)) else 1)
    shown = formats.count(int(value) if value == int(value) else round(value, 2))
    if unit == "days":
        return ngettext("%(n)s day", "%(n)s days", int(value)) % {"n": shown}
    if unit == "hours":
        return ngettext("%(n)s hour", "%(n)s hours", int(value) if value == int(value) else 2) % {"n": shown}
    return shown


def role(code: str) -> str:
    return str(ROLES.get(code, code))


def centre_kind(code: str) -> str:
    return str(CENTRE_KINDS.get(code, code))


def channel(code: str) -> str:
    return str(CHANNELS.get(code, code))


def weekdays(run: WeekdayRun) -> str:
    if run.first == run.last:
        return str(WEEKDAYS[run.first])
    if (run.first, run.last) == (0, 6):
        return _("Every day")
    if run.last == run.first + 1:
        return _("%(first)s and %(last)s") % {"first": WEEKDAYS[run.first], "last": WEEKDAYS[run.last]}
    return _("%(first)s to %(last)s") % {"first": WEEKDAYS[run.first], "last": WEEKDAYS[run.last]}


def openings(rows: tuple[Opening, ...]) -> str:
    """Hours of one day, e.g. "08:30–12:00, 13:00–18:00"."""
    if not rows:
        return _("Closed")
    return _(", ").join(opening(one) for one in rows)


def opening(one: Opening) -> str:
    if one.opens == one.closes:
        if f"{one.opens:%H:%M}" == "00:00":
            return _("Open all day")
        return _("%(opens)s for 24 hours") % {"opens": f"{one.opens:%H:%M}"}
    times = {"opens": f"{one.opens:%H:%M}", "closes": f"{one.closes:%H:%M}"}
    if not one.crosses_midnight:
        return _("%(opens)s–%(closes)s") % times
    if times["closes"] == "00:00":
        return _("%(opens)s–24:00") % times
    return _("%(opens)s–%(closes)s the next day") % times


def chain_break(broken: Break) -> str:
    sentences = {
        BreakKind.MISSING: _("Entry %(seq)s is missing: at least one entry was removed."),
        BreakKind.DETACHED: _("Entry %(seq)s does not follow from the entry before it: one of the two was replaced."),
        BreakKind.ALTERED: _("Entry %(seq)s was altered after it was written."),
        BreakKind.SHORTENED: _("The last entry is not the one that was noted: entries from %(seq)s on were removed."),
    }
    return sentences[broken.kind] % {"seq": broken.seq}


def sentence(problem: Problem) -> str:
    """The problem as one sentence; of another room's, only the code."""
    words = PROBLEMS.get(problem.code) or ui.PROBLEMS.get(problem.code)
    return str(words) % problem.params if words is not None else problem.code
