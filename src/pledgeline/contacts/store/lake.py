"""The folder that holds an organisation's contacts, and the protocol that lets deliveries in.

    archive/      raw bytes, by sha256            staging/<receipt>/  a delivery on its way in
    tables/       Delta tables                    snapshots/          one manifest a snapshot
    quarantine/   rejects, one file a receipt     rollups/            derived, can be thrown away

A delivery goes: archived → staged (Parquet beside the tables) → prepared (`prepared.json` appears) → committed
(each Delta table, then the snapshot manifest). Up to *prepared* a crash leaves the old snapshot and nothing else;
from there on `finish` completes the same delivery, however often it is interrupted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from pledgeline.contacts.core.schema import CONTACT, TABLES
from pledgeline.contacts.store import delta, manifest
from pledgeline.contacts.store.manifest import Prepared, SnapshotInfo
from pledgeline.contacts.store.snapshot import Snapshot, chosen
from pledgeline.contacts.store.staging import Delivery, Progress, stage
from pledgeline.kernel.problem import Problem

EMPTY = "s000000"


def _say_nothing(step: str, share: float) -> None: ...


class Lake:
    """One organisation's contact data. Reading needs no lock; `writing()` admits one writer at a time."""

    def __init__(self, root: Path, *, engine: str = "duckdb", memory_limit: str = "1536MiB") -> None:
        self.root = root
        self.engine = engine
        self.memory_limit = memory_limit
        self.archive = root / "archive"
        self.tables = root / "tables"
        self.staging = root / "staging"
        self.quarantine = root / "quarantine"
        self.rollups = root / "rollups"
        self._snapshots = root / "snapshots"

    # --- creation -------------------------------------------------------------------------------------------------

    @property
    def exists(self) -> bool:
        return (self._snapshots / f"{EMPTY}.json").exists()

    def create(self) -> None:
        """Folders, empty tables and the empty snapshot; nothing where they exist. Safe to repeat after a crash."""
        for folder in (self.archive, self.tables, self.staging, self.quarantine, self.rollups, self._snapshots):
            folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            delta.create(self.tables / table.name, table)
        if not self.exists:
            zero = {table.name: 0 for table in TABLES}
            info = SnapshotInfo(EMPTY, None, "1970-01-01T00:00:00+00:00", None, zero, dict(zero))
            manifest.write_snapshot(self._snapshots, info)

    # --- reading --------------------------------------------------------------------------------------------------

    def snapshots(self) -> list[SnapshotInfo]:
        """Every snapshot, oldest first; the first is empty."""
        return manifest.read_snapshots(self._snapshots)

    @property
    def newest(self) -> SnapshotInfo:
        return self.snapshots()[-1]

    def snapshot(self, wanted: str | None = None) -> Snapshot:
        """The snapshot called `wanted`, by default the newest; raises Problem `snapshot.unknown`."""
        info = chosen(self.snapshots(), wanted)
        return Snapshot(self.root, info, engine=self.engine, memory_limit=self.memory_limit)

    # --- writing --------------------------------------------------------------------------------------------------

    @cached_property
    def _lock(self) -> FileLock:
        return FileLock(self.root / ".writing.lock")

    @contextmanager
    def writing(self, *, wait_s: float = 600) -> Iterator[None]:
        """Lets one writer in at a time; a killed writer's lock goes with its process. Raises Problem `lake.busy`."""
        try:
            with self._lock.acquire(timeout=wait_s):
                # A lake that an older program made lacks the tables that came later.
                for table in TABLES:
                    delta.create(self.tables / table.name, table)
                yield
        except Timeout as busy:
            raise Problem("lake.busy", wait_s=wait_s) from busy

    def prepare(self, delivery: Delivery, *, progress: Progress = _say_nothing) -> Prepared:
        """Stages one delivery and writes `prepared.json`. Raises Problem, leaving nothing, where it cannot be read."""
        folder = self.staging / delivery.receipt
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            prepared = stage(
                delivery,
                folder=folder,
                tables=self.tables,
                base=self.newest,
                memory_limit=self.memory_limit,
                progress=progress,
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        shutil.rmtree(folder / "work", ignore_errors=True)
        manifest.write_prepared(folder / "prepared.json", prepared)
        progress("prepared", 1.0)
        return prepared

    def finish(self, prepared: Prepared, *, progress: Progress = _say_nothing) -> SnapshotInfo:
        """Commits a prepared delivery: tables, quarantine, manifest. The snapshot that is newest afterwards.

        Every step looks first whether it has been done, so a second call after a crash continues where the first
        was stopped. A delivery that changes nothing makes no snapshot.
        """
        folder = self.staging / prepared.receipt
        rejects = folder / "rejects.parquet"
        if rejects.exists():
            rejects.replace(self.quarantine / f"{prepared.receipt}.parquet")
        if not prepared.changes_anything:
            return self.newest
        done = next((info for info in self.snapshots() if info.receipt == prepared.receipt), None)
        if done is not None:
            return done
        base = chosen(self.snapshots(), prepared.base)
        versions, rows = dict(base.tables), dict(base.rows)
        for table in TABLES:
            change = prepared.tables.get(table.name)
            if change is None or change.is_empty:
                continue
            versions[table.name] = delta.commit(
                self.tables / table.name, table, change, receipt=prepared.receipt, batch_folder=folder
            )
            rows[table.name] = rows.get(table.name, 0) + change.row_difference
            progress(f"committed {table.name}", 1.0)
        info = SnapshotInfo(
            id="s" + prepared.receipt[1:],
            receipt=prepared.receipt,
            created_at=prepared.created_at,
            previous=base.id,
            tables=versions,
            rows=rows,
        )
        manifest.write_snapshot(self._snapshots, info)
        progress("snapshot", 1.0)
        return info

    def prepared(self) -> list[Prepared]:
        """Deliveries that only need finishing, in the order they were received."""
        found = sorted(self.staging.glob("*/prepared.json"))
        return [manifest.read_prepared(path) for path in found]

    def forget_staging(self, receipt: str | None = None) -> None:
        """Removes a finished delivery's staging folder, or every folder that holds no prepared delivery."""
        folders = [self.staging / receipt] if receipt else [f for f in self.staging.iterdir() if f.is_dir()]
        for folder in folders:
            if receipt or not (folder / "prepared.json").exists():
                shutil.rmtree(folder, ignore_errors=True)

    def describe(self) -> dict[str, object]:
        """Where it lies and how much it holds, for people."""
        newest = self.newest
        return {"root": str(self.root), "snapshot": newest.id, "contacts": newest.rows[CONTACT.name], **asdict(newest)}


def open_lake(root: Path | str, *, engine: str = "duckdb", memory_limit: str = "1536MiB") -> Lake:
    """The lake in folder `root`; raises Problem `lake.missing` where `pledgeline init` has not made one.

    A rebuild changes two folders' places by two renames; stopped between them, the old lake is put back.
    """
    lake = Lake(Path(root), engine=engine, memory_limit=memory_limit)
    before = lake.root.with_name(lake.root.name + ".before-rebuild")
    if not lake.root.exists() and before.exists():
        before.rename(lake.root)
    if not lake.exists:
        raise Problem("lake.missing", file=str(root))
    return lake
