"""Why rows of a delivery could not be used: in a few words, and in a sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pledgeline.ui import formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# A single row that could not be used: it waits in quarantine with its line number.
REJECTS: Mapping[str, StrPromise] = {
    "answer.missing": _("The row answers none of the questions. Leave it out, or declare lists_everyone_asked."),
    "channel.unmapped": _("The profile knows no channel for this value. Add it to the channel map."),
    "encoding": _("The line is not in the file’s encoding. Export the file in one encoding, best UTF-8."),
    "event.missing": _("The line names no event. It may have been cut off while the log was copied."),
    "json.invalid": _("The line is not a complete JSON record. Deliver the file again once it is complete."),
    "key.missing": _("The row has no identifier, so it could be counted twice. Export it with one."),
    "kind.unmapped": _("The profile knows no kind of contact for this value. Add it to the profile."),
    "line.too_long": _("The line is far longer than any contact record. Look for a missing line end or quote."),
    "number.unreadable": _("This is not a number in the notation of the profile. Check decimal_mark and unit."),
    "outcome.unmapped": _("The profile knows no outcome for this value. Add it to the outcome map."),
    "points.outside_scale": _("The points lie outside the scale of the profile. Check its min and max."),
    "points.unreadable": _("The profile knows no points for this answer. Add it to the map of its question."),
    "row.columns_extra": _("The row has more fields than the header. Look for an unquoted delimiter in a text."),
    "row.columns_missing": _("The row has fewer fields than it should. It may have been cut off."),
    "row.quote": _("A quotation mark is not closed or stands inside a field. Double it, or correct the export."),
    "row.unreadable": _("The row cannot be split into fields. Correct the export."),
    "service.unknown": _("The organisation has no service with this code. Add it, or correct the profile’s map."),
    "service.unmapped": _("The profile knows no service for this value. Add it to the service map."),
    "text.nul": _("The identifier holds a NUL byte. The file was damaged on its way; deliver it again."),
    "time.before_receipt": _("The complaint is said to be handled before it came in. Correct one of the two times."),
    "time.implausible": _("The time lies before 1995 or after 2044. Check the time’s format and unit."),
    "time.missing": _("The row does not say when the contact arrived. Export it with that time."),
    "time.unreadable": _("The time is not in the format of the profile. Add its format to the profile."),
}

# The same in a few words, where rows are counted by reason.
REJECT_NAMES: Mapping[str, StrPromise] = {
    "answer.missing": _("No question answered"),
    "channel.unmapped": _("Unknown channel"),
    "encoding": _("Wrong encoding"),
    "event.missing": _("No event"),
    "json.invalid": _("Incomplete JSON"),
    "key.missing": _("No identifier"),
    "kind.unmapped": _("Unknown kind of contact"),
    "line.too_long": _("Line too long"),
    "number.unreadable": _("Not a number"),
    "outcome.unmapped": _("Unknown outcome"),
    "points.outside_scale": _("Points outside the scale"),
    "points.unreadable": _("Unknown answer"),
    "row.columns_extra": _("Too many fields"),
    "row.columns_missing": _("Too few fields"),
    "row.quote": _("Quotation mark not closed"),
    "row.unreadable": _("Row cannot be read"),
    "service.unknown": _("Unknown service"),
    "service.unmapped": _("Service not mapped"),
    "text.nul": _("NUL byte"),
    "time.before_receipt": _("Handled before received"),
    "time.implausible": _("Implausible time"),
    "time.missing": _("No time"),
    "time.unreadable": _("Time cannot be read"),
}
# What the reader of delimited text keeps of a row with too few or too many fields.
_FIELDS_COUNTED = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


def reject_sentence(reason: str) -> str:
    """What is wrong with a rejected row, and what to do."""
    return str(REJECTS.get(reason, reason))


def reject_name(reason: str) -> str:
    """A rejected row's reason in a few words; the code where this program does not know it."""
    return str(REJECT_NAMES.get(reason, reason))


def fields_counted(detail: str) -> str:
    """“9 fields; 19 expected” where that is what was kept of a rejected row; empty where its own content was."""
    counted = _FIELDS_COUNTED.search(detail)
    if counted is None:
        return ""
    expected, found = (formats.count(int(n)) for n in counted.groups())
    return str(_("%(found)s fields; %(expected)s expected")) % {"found": found, "expected": expected}
