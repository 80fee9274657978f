"""What happened: deliveries, canonical contacts, metrics. Importable without a server:

from pledgeline.contacts import open_lake
snapshot = open_lake("pledgeline-home/lake").snapshot()
contacts = snapshot.table("contact")            # an Ibis table
snapshot.run(contacts.outcome.value_counts())   # an Arrow table
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pledgeline.contacts.store import open_lake

__all__ = ["open_lake"]


def __getattr__(name: str) -> object:
    # Ibis and DuckDB cost half a second to import; Django loads this package at every start.
    if name == "open_lake":
        from pledgeline.contacts.store import open_lake

        return open_lake
    raise AttributeError(name)
