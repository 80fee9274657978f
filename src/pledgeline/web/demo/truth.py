"""What really happened to each customer, as a table: the yardstick for what the figures find in the files."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgeline.web.demo.happened import NEVER, PoolStory
from pledgeline.web.demo.story import Plot
from pledgeline.web.demo.writers import connect, gbk_csv, queue_log

# Whole seconds, stored as Parquet can: it knows no unit above the millisecond.
INSTANT = pa.timestamp("ms", tz="UTC")
SCHEMA = pa.schema(
    [
        ("contact", pa.string()),
        ("centre", pa.string()),
        ("service", pa.string()),
        ("channel", pa.string()),
        ("kind", pa.string()),
        ("arrived_at", INSTANT),
        ("requested_at", INSTANT),
        ("offered_at", INSTANT),
        ("accepted_at", INSTANT),
        ("answered_at", INSTANT),
        ("released_at", INSTANT),
        ("outcome", pa.string()),
        # Whether the centre's platform records this contact, and its offers, at all.
        ("in_files", pa.bool_()),
        ("offer_in_files", pa.bool_()),
    ]
)


def native_id(story: PoolStory, row: int) -> str:
    """The id under which the centre's platform knows the contact."""
    arrived = int(story.contacts.arrived[row])
    if story.pool.centre == "north":
        return queue_log.native_id(arrived, row)
    if story.pool.centre == "south":
        return connect.native_id(story.pool.channel, row)
    return gbk_csv.native_id(story.pool.channel, arrived, row)


def _instants(values: Any) -> pa.Array:
    return (
        pa.array(values, mask=np.asarray(values) == NEVER, type=pa.int64())
        .cast(pa.timestamp("s", tz="UTC"))
        .cast(INSTANT)
    )


def table(plot: Plot, pools: tuple[PoolStory, ...]) -> pa.Table:
    """One row a contact, callbacks included, test calls not; columns as in SCHEMA."""
    return pa.concat_tables([part for pool in pools for part in (_inbound(pool), _callbacks(pool))])


def _inbound(story: PoolStory) -> pa.Table:
    contacts, centre, n = story.contacts, story.pool.centre, story.contacts.n
    # A queue_log begins where the queue does: who gave up in the IVR is not in it.
    in_files = contacts.requested != NEVER if centre == "north" else np.ones(n, dtype=bool)
    columns = [
        [native_id(story, row) for row in range(n)],
        [centre] * n,
        contacts.service.tolist(),
        [story.pool.channel] * n,
        ["inbound"] * n,
        _instants(contacts.arrived),
        _instants(contacts.requested),
        _instants(contacts.offered),
        _instants(contacts.accepted),
        _instants(contacts.answered),
        _instants(contacts.released),
        contacts.outcome.tolist(),
        in_files,
        (contacts.offered != NEVER) & (centre != "south"),
    ]
    return pa.table(columns, schema=SCHEMA)


def _callbacks(story: PoolStory) -> pa.Table:
    centre, made, n = story.pool.centre, story.callbacks, len(story.callbacks)
    ids = {
        "north": lambda one: queue_log.callback_id(story, one),
        "south": lambda one: connect.native_id("voice", one.origin, f"cb{one.attempt}"),
        # The export holds what came in only; the id says which row asked.
        "west": lambda one: f"{native_id(story, one.origin)}-cb{one.attempt}",
    }
    # The platforms make the callback's record when it is asked for (Connect) or dialled (queue_log).
    began = [one.requested if centre == "south" and one.attempt == 1 else one.dialled for one in made]
    answered = [NEVER if one.answered is None else one.answered for one in made]
    never = [NEVER] * n
    columns = [
        [ids[centre](one) for one in made],
        [centre] * n,
        [str(story.contacts.service[one.origin]) for one in made],
        [story.pool.channel] * n,
        ["callback"] * n,
        _instants(np.array(began, dtype=np.int64)),
        _instants(np.array(never, dtype=np.int64)),
        _instants(np.array(never, dtype=np.int64)),
        _instants(np.array(never, dtype=np.int64)),
        _instants(np.array(answered, dtype=np.int64)),
        _instants(np.array([one.released for one in made], dtype=np.int64)),
        ["no_answer_out" if one.answered is None else "answered" for one in made],
        np.full(n, centre != "west"),
        np.zeros(n, dtype=bool),
    ]
    return pa.table(columns, schema=SCHEMA)


def counts(table: pa.Table) -> dict[str, dict[str, int]]:
    """For each centre how many contacts there were, and how many of them its files hold."""
    found = {}
    for centre in sorted(set(table["centre"].to_pylist())):
        own = table.filter(pc.equal(table["centre"], centre))
        found[centre] = {
            "all": own.num_rows,
            "in_files": int(pc.sum(pc.cast(own["in_files"], pa.int64())).as_py() or 0),
        }
    return found
