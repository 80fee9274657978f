"""The lists of this room that travel as workbooks and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pledgeline.partnership.queries import contract_registers, people_registers
from pledgeline.ui.sheets import Register

PARTS = (contract_registers, people_registers)


def registers() -> Mapping[str, Register]:
    return {name: register for part in PARTS for name, register in part.REGISTERS.items()}


def export_rows(name: str) -> list[dict[str, Any]]:
    part = next(part for part in PARTS if name in part.REGISTERS)
    return part.export_rows(name)
