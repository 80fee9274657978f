"""Problems in sentences: where, what is wrong, what to do. Each room words its own codes; the rest is here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import wording as organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {
    "definition.encoding": gettext_lazy("The definition is not UTF-8 text. Save it as UTF-8."),
    "definition.invalid": gettext_lazy("%(detail)s (%(count)s in all). Correct this field and try again."),
    "definition.syntax": gettext_lazy("This is not valid YAML: %(detail)s. Correct the line and try again."),
    "definition.too_large": gettext_lazy("The definition has %(bytes)s bytes; definitions are small text files."),
    "definition.unreadable": gettext_lazy("The definition cannot be read. Check the path and its permissions."),
    "erlang.agents": gettext_lazy("“%(value)s” is not a number of agents. Give a whole number, 0 or more."),
    "erlang.not_positive": gettext_lazy("%(value)s cannot be: give a number that is 0 or more."),
    "erlang.question": gettext_lazy("Give a number of agents, or a target such as served_within=0.95@60."),
    "erlang.reading": gettext_lazy("There is no reading “%(value)s”. Choose one of: %(known)s."),
    "erlang.share": gettext_lazy("%(value)s is not a share. Give a number from 0 to 1."),
    "erlang.target": gettext_lazy("“%(value)s” is not a target. Write it as served_within=0.95@60."),
    "home.missing": gettext_lazy("There is no Pledgeline home here yet. Run “pledgeline init” first."),
    "home.records_unreachable": gettext_lazy(
        "The records cannot be reached: %(said)s. Check PLEDGELINE_DATABASE_URL, and that the database runs."
    ),
    "keys.missing": gettext_lazy("The pseudonym key is missing. Put it back, or set PLEDGELINE_PSEUDONYM_KEY_FILE."),
    "option.day": gettext_lazy("“%(value)s” is not a day. Write it as YYYY-MM-DD."),
    "option.days": gettext_lazy("%(value)s days ahead cannot be forecast. Choose from 1 to %(most)s."),
    "option.format": gettext_lazy("There is no format “%(value)s”. Choose one of: %(known)s."),
    "option.month": gettext_lazy("“%(value)s” is not a month. Write it as YYYY-MM."),
    "option.pair": gettext_lazy("“%(value)s” is not a pair. Write it as name=value."),
    "register.centre_unknown": gettext_lazy("There is no centre “%(value)s”. Check the spelling."),
    "register.changed_meanwhile": gettext_lazy(
        "The register was changed after you looked. Look again at what the file would change now, then accept."
    ),
    "register.hand_in_unknown": gettext_lazy("This file was decided on already, or forgotten after a day."),
    "register.too_many_rows": gettext_lazy(
        "The file has %(rows)s rows, and a page takes %(limit)s. Use “pledgeline register import %(register)s”."
    ),
    "register.unknown": gettext_lazy("There is no register “%(value)s”. Choose one of: %(known)s."),
    "register.unreadable": gettext_lazy("The file cannot be read. Check the path and its permissions."),
    "register.unwritable": gettext_lazy("The file cannot be written. Check the folder and its permissions."),
}

ACTIONS: dict[str, StrPromise] = {
    "register.handed_in": gettext_lazy("Register handed in, to be looked at"),
    "register.accepted": gettext_lazy("Handed-in register accepted"),
    "register.discarded": gettext_lazy("Handed-in register discarded"),
}

# A register that is not named here is called by its code.
REGISTERS: dict[str, StrPromise] = {
    "calendars": gettext_lazy("Opening hours"),
    "special_days": gettext_lazy("Holidays and make-up workdays"),
    "centres": gettext_lazy("Centres"),
    "services": gettext_lazy("Services"),
    "engagements": gettext_lazy("Engagements"),
    "people": gettext_lazy("People"),
    "rosters": gettext_lazy("Rosters"),
    "shift_covers": gettext_lazy("Shift covers"),
    "campaigns": gettext_lazy("Campaigns"),
    "campaign_contacts": gettext_lazy("Contacts expected of campaigns"),
    "segments": gettext_lazy("Segments of customers"),
    "kinds_ruled_out": gettext_lazy("Kinds of customer ruled out"),
    "expectations": gettext_lazy("Expectations"),
    "expectation_sources": gettext_lazy("Sources of expectations"),
    "expectation_refusals": gettext_lazy("Refused expectations"),
    "expectation_conflicts": gettext_lazy("Conflicts of expectations"),
    "conflict_decisions": gettext_lazy("Decisions on conflicts"),
    "promises": gettext_lazy("Promises"),
    "definitions": gettext_lazy("Experience definitions"),
    "metric_contracts": gettext_lazy("Metric contracts"),
    "contract_vectors": gettext_lazy("Test vectors of contracts"),
    "applied_clocks": gettext_lazy("Clocks that apply"),
    "plans": gettext_lazy("Staffing plans"),
    "commitments": gettext_lazy("Committed staff"),
    "resources": gettext_lazy("Other resources"),
    "terms": gettext_lazy("Contract terms"),
    "review_series": gettext_lazy("Series of reviews"),
    "reviews": gettext_lazy("Reviews"),
    "actions": gettext_lazy("Improvement actions"),
    "ideas": gettext_lazy("Ideas of staff"),
    "recognitions": gettext_lazy("Recognition"),
    "client_ratings": gettext_lazy("Ratings of the client"),
    "pulse_results": gettext_lazy("Results of the staff pulse"),
}

KINDS: dict[str, StrPromise] = {
    "text": gettext_lazy("text"),
    "code": gettext_lazy("code"),
    "number": gettext_lazy("number"),
    "integer": gettext_lazy("whole number"),
    "date": gettext_lazy("day, as YYYY-MM-DD"),
    "datetime": gettext_lazy("moment with its zone"),
    "yes_no": gettext_lazy("yes or no"),
    "codes": gettext_lazy("codes, separated by commas"),
}

_ROOMS = (
    *("ui", "organisation", "contacts", "needs", "briefing", "experience", "capacity", "partnership", "assurance"),
)


def _wordings() -> dict[str, StrPromise]:
    words = dict(PROBLEMS)
    for room in _ROOMS:
        try:
            module = import_module(f"pledgeline.{room}.wording")
        except ModuleNotFoundError:
            continue
        words |= getattr(module, "PROBLEMS", {})
    return words


def sentence(problem: Problem) -> str:
    """One sentence in the active language: place, what is wrong, what to do."""
    return located(_sentence(problem.code, problem.params), problem.file, problem.line, problem.field)


def told(code: str, params: Mapping[str, object]) -> str:
    """A problem that was kept as code and numbers, without its place."""
    return _sentence(code, params)


def register(name: str) -> str:
    return str(REGISTERS.get(name, name))


def kind(name: str) -> str:
    """What may stand in a column of this kind."""
    return str(KINDS[name])


def room(code: str) -> str:
    return organisation.room(code)


def _sentence(code: str, params: Mapping[str, object]) -> str:
    template = _wordings().get(code)
    if template is None:
        # Seen only if a room raises a code it has not worded; a test looks for those.
        return f"{code} {dict(params)}" if settings.DEBUG else code
    return str(template) % params


def located(text: str, file: str | None, line: int | None, field: str | None) -> str:
    """`text` with its place before it: `calls.csv, line 12, answered: …`."""
    place = []
    if file:
        place.append(file)
    if line:
        place.append(_("line %(number)s") % {"number": line})
    if field:
        place.append(field)
    return _("%(place)s: %(text)s") % {"place": ", ".join(place), "text": text} if place else text
