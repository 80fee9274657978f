"""Registers that travel: written as a workbook or as JSON, filled in elsewhere, read back without loss.

Front door: `Register`, `Column`, `Row`, `Imported`, `as_xlsx`, `as_json`, `read`, `compare`.
"""

from pledgeline.ui.sheets.compare import Change, Difference, compare
from pledgeline.ui.sheets.register import Column, Imported, Kind, Register, Row
from pledgeline.ui.sheets.sheet import as_json, as_xlsx, read

__all__ = [
    "Change",
    "Column",
    "Difference",
    "Imported",
    "Kind",
    "Register",
    "Row",
    "as_json",
    "as_xlsx",
    "compare",
    "read",
]
