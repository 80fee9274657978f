"""Snapshots and prepared deliveries, each one small JSON file that appears whole or not at all.

A snapshot names a version of every Delta table; it exists from the moment its manifest is renamed into place. That
rename is *the* commit of a delivery: before it the old snapshot is the newest, after it the new one.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SnapshotInfo:
    """`tables` maps a table to its Delta version; `rows` to its number of rows, all versions of contacts included."""

    id: str
    receipt: str | None
    created_at: str
    previous: str | None
    tables: dict[str, int]
    rows: dict[str, int]


@dataclass(frozen=True)
class FileChange:
    """One Parquet file that a delivery adds (`path` in its staging folder) or replaces (`path` in the table)."""

    path: str
    size: int
    rows: int
    stats: str = ""

    def range_of(self, column: str) -> tuple[str, str] | None:
        """Lowest and highest value of `column`; None where they were not written down."""
        stats = json.loads(self.stats) if self.stats else {}
        lowest, highest = stats.get("minValues", {}), stats.get("maxValues", {})
        return (lowest[column], highest[column]) if column in lowest and column in highest else None


@dataclass(frozen=True)
class TableChange:
    add: tuple[FileChange, ...] = ()
    remove: tuple[FileChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.add and not self.remove

    @property
    def row_difference(self) -> int:
        return sum(file.rows for file in self.add) - sum(file.rows for file in self.remove)


@dataclass(frozen=True)
class Counts:
    """What became of a delivery's source records; the first number is always the sum of the other four."""

    read: int
    accepted: int
    superseded: int
    unchanged: int
    rejected: int
    rejects_by_reason: dict[str, int] = field(default_factory=dict)

    @property
    def balanced(self) -> bool:
        return self.read == self.accepted + self.superseded + self.unchanged + self.rejected


@dataclass(frozen=True)
class Prepared:
    """A delivery that is read, ranked and written beside the tables: it needs only renames and log entries."""

    receipt: str
    base: str
    created_at: str
    sha256: str
    size: int
    counts: Counts
    tables: dict[str, TableChange]
    services: tuple[str, ...] = ()
    first_s: int | None = None
    last_s: int | None = None

    @property
    def changes_anything(self) -> bool:
        return any(not change.is_empty for change in self.tables.values())


def write_json(path: Path, value: Any) -> None:
    """Writes `value` so that `path` holds it all or does not exist, even if the machine stops."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes renames inside `folder` outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_snapshot(folder: Path, info: SnapshotInfo) -> None:
    write_json(folder / f"{info.id}.json", asdict(info))


def read_snapshots(folder: Path) -> list[SnapshotInfo]:
    """Every snapshot, oldest first."""
    found = [SnapshotInfo(**json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]
    return sorted(found, key=lambda info: info.id)


def write_prepared(path: Path, prepared: Prepared) -> None:
    write_json(path, asdict(prepared))


def read_prepared(path: Path) -> Prepared:
    raw = json.loads(path.read_text("utf-8"))
    tables = {
        name: TableChange(
            add=tuple(FileChange(**file) for file in change["add"]),
            remove=tuple(FileChange(**file) for file in change["remove"]),
        )
        for name, change in raw.pop("tables").items()
    }
    counts = Counts(**raw.pop("counts"))
    return Prepared(counts=counts, tables=tables, services=tuple(raw.pop("services")), **raw)
