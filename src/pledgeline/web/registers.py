"""The rooms that let registers travel. A room offers `queries.registers` (`registers()`, `export_rows(name)`) and
`actions.registers` (`import_rows(name=…, rows=…, by=…)`); a line here makes it known to the command line and the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres
from pledgeline.ui.sheets import Register

ROOMS = ("organisation", "experience", "briefing", "partnership")

# Who may hand a register in on a page: by room, and where one register of a room is another's business, by name.
HANDED_IN_BY = {
    "organisation": "web.keep_registers",
    "briefing": "briefing.write",
    "needs": "needs.write",
    "experience": "experience.define",
    "partnership": "partnership.manage",
}
HANDED_IN_BY_NAME = {
    "people": "organisation.manage_people",
    "rosters": "briefing.keep_roster",
    "shift_covers": "briefing.keep_roster",
}
# Who may take one away: the client's people, but for what names persons.
TAKEN_BY = "organisation.see_all_centres"
TAKEN_BY_NAME = HANDED_IN_BY_NAME
# What a centre's people may take away and hand in, of their own centre: its `export_rows` takes a `centre`.
OF_A_CENTRE = frozenset({"rosters", "shift_covers"})


@dataclass(frozen=True)
class Offered:
    """One register with the room that keeps it."""

    room: str
    register: Register

    @property
    def handed_in_by(self) -> str:
        """The permission to hand it in; where a room has none of this name, nobody may."""
        return HANDED_IN_BY_NAME.get(self.register.name, HANDED_IN_BY.get(self.room, f"{self.room}.write"))

    @property
    def taken_by(self) -> str:
        return TAKEN_BY_NAME.get(self.register.name, TAKEN_BY)

    def export_rows(self, *, centre: str | None = None) -> list[dict[str, Any]]:
        """Every row, or those of one centre (for registers in `OF_A_CENTRE` only)."""
        limits = {"centre": centre} if centre is not None else {}
        rows: list[dict[str, Any]] = _module(self.room, "queries").export_rows(self.register.name, **limits)
        return rows

    def rows_for(self, user: Any) -> list[dict[str, Any]]:
        """The rows that `user` may take away: a centre's people those of their own centre."""
        seen = visible_centres(user)
        if seen is None:
            return self.export_rows()
        return [row for centre in sorted(seen) for row in self.export_rows(centre=centre)]

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


def offered_to(user: Any) -> dict[str, Offered]:
    """The registers that `user` may take away; nothing else exists for them."""
    whole = visible_centres(user) is None
    return {
        name: one for name, one in offered().items() if user.has_perm(one.taken_by) and (whole or name in OF_A_CENTRE)
    }


def _module(room: str, part: str) -> Any:
    return import_module(f"pledgeline.{room}.{part}.registers")
