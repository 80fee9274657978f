"""Registers handed in again: each row is written by the action a page would call, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from pledgeline.partnership.actions import contract_registers, people_registers
from pledgeline.ui.sheets import Imported, Row

PARTS = (contract_registers, people_registers)


@transaction.atomic
def import_rows(*, name: str, rows: Sequence[Row], by: Any) -> Imported:
    """Writes the rows of register `name`, one of `queries.registers.registers()`. Raises the problem of the first line
    that cannot stand."""
    part = next(part for part in PARTS if name in part.WRITERS)
    return part.WRITERS[name](rows, by)
