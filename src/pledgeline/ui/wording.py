"""Words that every room's pages share: verdicts, modalities, and what is said where nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Modality, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

VERDICTS: dict[Verdict, StrPromise] = {
    Verdict.MET: pgettext_lazy("verdict", "Met"),
    Verdict.NOT_MET: pgettext_lazy("verdict", "Not met"),
    Verdict.NOT_DEMONSTRATED: pgettext_lazy("verdict", "Not demonstrated"),
    Verdict.NOT_APPLICABLE: pgettext_lazy("verdict", "Not applicable"),
    Verdict.IMPROVEMENT: pgettext_lazy("verdict", "Improvement opportunity"),
}

MODALITIES: dict[Modality, StrPromise] = {
    Modality.SHALL: pgettext_lazy("modality", "shall"),
    Modality.SHOULD: pgettext_lazy("modality", "should"),
    Modality.MAY: pgettext_lazy("modality", "may"),
    Modality.SCOPE: pgettext_lazy("modality", "scope"),
}

NO_DATA: StrPromise = _("no data")

# What can be wrong with a register that comes back (`ui.sheets`); the place stands before the sentence.
PROBLEMS: dict[str, StrPromise] = {
    "period.empty": _("The period ends (%(end)s) before it starts (%(start)s). Exchange the two days."),
    "zone.unknown": _("There is no time zone “%(zone)s”. Use a name such as Asia/Shanghai."),
    "code.malformed": _("“%(value)s” cannot be a code. Use up to 64 letters, digits, dots, hyphens and underscores."),
    "sheet.bomb": _(
        "The workbook would unpack to %(unpacked_mib)s MiB. It was not opened. Save it again, or hand in JSON."
    ),
    "sheet.column_missing": _(
        "This column is missing. Put it back; leave its cells empty where there is nothing to say."
    ),
    "sheet.column_moved": _(
        "This column stands at %(place)s, where “%(wanted)s” belongs. Put the columns back in their order."
    ),
    "sheet.column_twice": _("This column is there twice. Remove one of them."),
    "sheet.column_unheaded": _("There is something in a column without a heading. Remove it."),
    "sheet.column_unknown": _(
        "This column is not known here. Known are: %(known)s. Remove it, or correct its heading."
    ),
    "sheet.damaged": _("The workbook is damaged or locked by a password. Save it again as XLSX without a password."),
    "sheet.damaged_json": _("The JSON is damaged here. Export the register again, or correct this line."),
    "sheet.empty": _("The file is empty. Export the register again and fill that in."),
    "sheet.formula": _("This cell holds a formula. Copy it and paste it as a value: what a formula gives is not kept."),
    "sheet.merged": _("Cells are merged here. Split them: every row and every heading needs cells of its own."),
    "sheet.no_header": _("The first line has no headings. They are: %(wanted)s."),
    "sheet.no_rows": _("The JSON has no list “rows”. Export the register again and fill that in."),
    "sheet.no_such_sheet": _(
        "The workbook has no sheet of this name. It has: %(found)s. Give the sheet its name back."
    ),
    "sheet.no_zone": _(
        "“%(value)s” has no zone, so it names no moment. Write it as text, such as 2026-01-05T09:00:00+08:00."
    ),
    "sheet.not_a_character": _(
        "The text holds half a character or a sign that no file can carry. Type the text again."
    ),
    "sheet.not_a_code": _("“%(value)s” cannot be a code: codes have no spaces and no commas."),
    "sheet.not_a_day": _("“%(value)s” is not a day. Enter a date, or write it as YYYY-MM-DD."),
    "sheet.not_a_moment": _("“%(value)s” is not a moment. Write it as text, such as 2026-01-05T09:00:00+08:00."),
    "sheet.not_a_number": _(
        "“%(value)s” is not a number. Clear the cell, format it as a number, and enter the number again."
    ),
    "sheet.not_a_row": _("This is not a row. A row is an object with the names of the columns."),
    "sheet.not_a_workbook": _("This is neither an XLSX workbook nor JSON. Save it as XLSX, or hand in JSON."),
    "sheet.not_text": _(
        "“%(value)s” is not text, and zeros before a number would be lost. Format the cell as text and enter it again."
    ),
    "sheet.not_utf8": _("This is neither an XLSX workbook nor JSON in UTF-8. Save it as XLSX, or hand in JSON."),
    "sheet.not_whole": _("“%(value)s” is not a whole number. Enter one without decimals."),
    "sheet.not_yes_or_no": _("“%(value)s” is neither yes nor no. Enter TRUE or FALSE, yes or no."),
    "sheet.other_register": _(
        "This is the register “%(found)s”, and “%(wanted)s” was expected. Choose the other file."
    ),
    "sheet.text_too_long": _("The text has %(length)s characters; a cell holds %(limit)s. Shorten it."),
    "sheet.too_large": _("The file is larger than %(limit_mib)s MiB. Split the rows into several files."),
    "sheet.too_many_digits": _("“%(value)s” has more than 15 digits, and spreadsheets keep 15. Use a larger unit."),
    "sheet.too_many_rows": _("The sheet goes on beyond %(limit)s rows. Delete the empty rows below, or split it."),
}


def sentence(problem: Problem) -> str:
    """The problem in the active language, without its place; the code itself where it is a room's."""
    return str(PROBLEMS[problem.code]) % problem.params if problem.code in PROBLEMS else problem.code
