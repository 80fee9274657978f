"""Writes the demo's deliveries: the files three platforms would have sent, what is in them, and the truth behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pledgeline.web.demo import dirt, simulate, story, truth
from pledgeline.web.demo.dirt import Delivery
from pledgeline.web.demo.happened import PoolStory
from pledgeline.web.demo.story import Plot
from pledgeline.web.demo.writers import Line, connect, feedback, gbk_csv, queue_log

SEED = 20260824
_LOCAL = timedelta(hours=8)
# The in-house centre's sixth week is delivered twice; the western centre's September comes again after October.
_TWICE_WEEK, _TWICE_MONTH = 5, "202609"


@dataclass(frozen=True)
class Story:
    """What was generated. `manifest` is the content of manifest.json; `truth` one row a contact (see truth.py)."""

    folder: Path
    plot: Plot
    manifest: dict[str, Any]
    truth: pa.Table
    pools: tuple[PoolStory, ...]


def generate(
    out_dir: Path, seed: int = SEED, progress: Callable[[float], None] = lambda share: None, scale: float = 1.0
) -> Story:
    """Write `deliveries/<centre>/…`, `feedback/<centre>/…`, `manifest.json` and `truth.parquet` into `out_dir` (made
    where missing).

    The same seed and scale give the same bytes. `progress` is told the share done, 0-1; `scale` 0.02 means one
    customer in fifty. Files stand in the manifest in the order in which they were delivered.
    """
    plot = story.plot() if scale == 1.0 else story.plot().scaled(scale)
    progress(0.0)
    pools = tuple(simulate.simulate(plot, seed))
    progress(0.2)
    chance = {
        centre: np.random.default_rng(stream)
        for centre, stream in zip(("north", "south", "west"), np.random.SeedSequence([seed, 1]).spawn(3), strict=True)
    }
    makers = {"north": _north, "south": _south, "west": _west}
    deliveries: list[Delivery] = []
    for number, (centre, make) in enumerate(makers.items()):
        own = [pool for pool in pools if pool.pool.centre == centre]
        deliveries += make(plot, own, chance[centre])
        progress(0.2 + 0.22 * (number + 1))
    manifest = {
        "seed": seed,
        "scale": scale,
        "first": plot.first.isoformat(),
        "last": plot.last.isoformat(),
        "files": [_write(out_dir, delivery) for delivery in deliveries],
        "feedback": _feedback(out_dir, plot, pools, seed),
    }
    table = truth.table(plot, pools)
    manifest["contacts"] = truth.counts(table)
    pq.write_table(table, out_dir / "truth.parquet")
    (out_dir / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    progress(1.0)
    return Story(out_dir, plot, manifest, table, pools)


def _write(out_dir: Path, delivery: Delivery) -> dict[str, Any]:
    path = out_dir / "deliveries" / delivery.centre / delivery.name
    path.parent.mkdir(parents=True, exist_ok=True)
    content = delivery.content
    path.write_bytes(content)
    profile = next(one.profile for one in story.organisation().centres if one.code == delivery.centre)
    return {
        "file": path.relative_to(out_dir).as_posix(),
        "centre": delivery.centre,
        "profile": profile,
        "sha256": sha256(content).hexdigest(),
        "records": len(delivery.records),
        "contacts": len(set(delivery.keys) - {""}),
        "rejected": delivery.rejected,
        "injected": dict(sorted(delivery.injected.items())),
        "same_as": delivery.same_as,
    }


def _feedback(out_dir: Path, plot: Plot, pools: tuple[PoolStory, ...], seed: int) -> list[dict[str, Any]]:
    """Survey answers and complaints of each centre's customers, with chances of their own: the contacts do not depend
    on them."""
    end_s = simulate.weeks(plot)[-1][1]
    kinds = (
        ("survey", "survey-csv", feedback.SURVEY, feedback.survey),
        ("complaints", "complaints-csv", feedback.COMPLAINTS, feedback.complaints),
    )
    found = []
    for centre, stream in zip(("north", "south", "west"), np.random.SeedSequence([seed, 2]).spawn(3), strict=True):
        chance = np.random.default_rng(stream)
        own = [pool for pool in pools if pool.pool.centre == centre]
        for name, profile, header, tell in kinds:
            lines = tell(own, end_s, chance)
            content = "".join(f"{text}\n" for text in (",".join(header), *(line.text for line in lines))).encode()
            path = out_dir / "feedback" / centre / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            found.append(
                {
                    "file": path.relative_to(out_dir).as_posix(),
                    "centre": centre,
                    "profile": profile,
                    "sha256": sha256(content).hexdigest(),
                    "records": len(lines),
                }
            )
    return found


def _day_name(epoch_s: int) -> str:
    return (datetime.fromtimestamp(epoch_s, UTC) + _LOCAL).strftime("%Y%m%d")


def _cut(plot: Plot, lines: list[Line]) -> list[tuple[int, list[Line]]]:
    """Lines by week of writing; what was written after the last midnight still comes with the last file."""
    stretches = simulate.weeks(plot)
    edges = np.array([start for start, _ in stretches])
    week_of = np.searchsorted(edges, np.array([line.at for line in lines]), side="right") - 1
    parts: list[list[Line]] = [[] for _ in stretches]
    for line, week in zip(lines, np.maximum(week_of, 0).tolist(), strict=True):
        parts[week].append(line)
    return [(start, part) for (start, _), part in zip(stretches, parts, strict=True) if part]


def _north(plot: Plot, pools: list[PoolStory], rng: np.random.Generator) -> list[Delivery]:
    tests = dirt.queue_log_tests(plot.start_s, len(plot.days), rng)
    lines = sorted([*queue_log.lines(pools[0]), *tests], key=lambda line: line.at)
    out = []
    for start, part in _cut(plot, lines):
        delivery = _delivery("north", f"queue_log-{_day_name(start)}", part, "utf-8")
        delivery.injected["test"] = len({line.key for line in part if queue_log.TEST in line.text})
        out.append(delivery)
    dirt.spoil_queue_log(out, rng)
    if len(out) > _TWICE_WEEK:
        out.insert(_TWICE_WEEK + 1, _again(out[_TWICE_WEEK]))
    return out


def _south(plot: Plot, pools: list[PoolStory], rng: np.random.Generator) -> list[Delivery]:
    first = [line for pool in pools for line in connect.lines(pool)]
    end_s = simulate.weeks(plot)[-1][1]
    newer, older = dirt.connect_revisions(first, end_s, rng)
    probes = dirt.connect_probes(plot.start_s, len(plot.days), rng)
    late = {id(line) for line in older}
    probe_ids = {id(line) for line in probes}
    lines = sorted([*first, *newer, *older, *probes], key=lambda line: line.at)
    out = []
    for start, part in _cut(plot, lines):
        delivery = _delivery("south", f"contact-records-{_day_name(start)}.jsonl", part, "utf-8")
        delivery.injected.update(
            revised=sum(1 for line in part if line.tries),
            older=sum(1 for line in part if id(line) in late),
            test=sum(1 for line in part if id(line) in probe_ids),
        )
        out.append(delivery)
    dirt.spoil_connect(out, rng)
    return out


def _west(plot: Plot, pools: list[PoolStory], rng: np.random.Generator) -> list[Delivery]:
    first = sorted((line for pool in pools for line in gbk_csv.lines(pool)), key=lambda line: (line.at, line.key))
    end_s = simulate.weeks(plot)[-1][1]
    newer, older = dirt.csv_revisions(first, end_s, rng)
    tests = dirt.csv_tests(first, rng)
    months = sorted({_day_name(line.at)[:6] for line in first})
    parts: dict[str, list[tuple[str, Line]]] = {month: [] for month in months}
    for kind, lines, later in (("", first, 0), ("test", tests, 0), ("revised", newer, 1), ("older", older, 2)):
        for line in lines:
            own = months.index(_day_name(line.at)[:6])
            parts[months[min(own + later, len(months) - 1)]].append((kind, line))
    out = []
    for month, part in parts.items():
        part.sort(key=lambda one: (one[1].at, one[1].key))
        lines = [line for _, line in part]
        delivery = _delivery("west", f"call-detail-{month}.csv", lines, gbk_csv.ENCODING)
        delivery.header = ",".join(gbk_csv.HEADER).encode(gbk_csv.ENCODING)
        delivery.newline = b"\r\n"
        delivery.injected.update(kind for kind, _ in part if kind)
        out.append(delivery)
    dirt.spoil_csv(out, rng)
    if _TWICE_MONTH in months and months[-1] > _TWICE_MONTH:
        twice = months.index(_TWICE_MONTH)
        out.insert(twice + 2, _again(out[twice]))
    return out


def _delivery(centre: str, name: str, lines: list[Line], encoding: str) -> Delivery:
    return Delivery(name, centre, [line.text.encode(encoding) for line in lines], [line.key for line in lines])


def _again(delivery: Delivery) -> Delivery:
    """The same bytes under another name."""
    stem, dot, suffix = delivery.name.partition(".")
    return Delivery(
        name=f"{stem}-again{dot}{suffix}",
        centre=delivery.centre,
        records=delivery.records,
        keys=delivery.keys,
        header=delivery.header,
        newline=delivery.newline,
        injected=delivery.injected,
        same_as=delivery.name,
    )
