"""The only door to Delta Lake, DuckDB and Spark.

`Lake` holds the contact data of one organisation in a folder; a `Snapshot` of it is immutable and named; figures are
always asked of a snapshot. How a delivery gets in without ever being half in is told in `commit.py`.
"""

from pledgeline.contacts.store.kept import Held, held, noted
from pledgeline.contacts.store.lake import Lake, open_lake
from pledgeline.contacts.store.manifest import SnapshotInfo
from pledgeline.contacts.store.rollup import Rollup, open_rollup
from pledgeline.contacts.store.snapshot import Snapshot

__all__ = ["Held", "Lake", "Rollup", "Snapshot", "SnapshotInfo", "held", "noted", "open_lake", "open_rollup"]
