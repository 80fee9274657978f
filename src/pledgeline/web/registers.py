"""The rooms that let registers travel. A room offers `queries.registers` (`registers()`, `export_rows(name)`) and
`actions.registers` (`import_rows(name=…, rows=…, by=…)`); a line here makes it known to the command line."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pledgeline.kernel.problem import Problem
from pledgeline.ui.sheets import Register

ROOMS = ("organisation", "briefing", "capacity")


@dataclass(frozen=True)
class Offered:
    """One register with the room that keeps it."""

    room: str
    register: Register

    def export_rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = _module(self.room, "queries").export_rows(self.register.name)
        return rows

    def import_rows(self, rows: list[Any], *, by: Any) -> Any:
        return _module(self.room, "actions").import_rows(name=self.register.name, rows=rows, by=by)


def offered() -> dict[str, Offered]:
    """Every register by its name, in the order of the rooms."""
    return {
        name: Offered(room, register)
        for room in ROOMS
        for name, register in _module(room, "queries").registers().items()
    }


def find(name: str) -> Offered:
    """Raises Problem `register.unknown` that names those there are."""
    known = offered()
    if name not in known:
        raise Problem("register.unknown", value=name[:80], known=", ".join(known))
    return known[name]


def _module(room: str, part: str) -> Any:
    return import_module(f"pledgeline.{room}.{part}.registers")
