"""plan simulate: what a scenario gives, day after day. Needs no home: all is in the file."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pledgeline.web.cli import house
from pledgeline.web.cli.screen import err, out


def simulate(file: Path, *, days: int, seed: int, threads: int | None, as_json: bool) -> None:
    from pledgeline.capacity.core import simulation
    from pledgeline.capacity.core.simulation import scenario_file

    hours, scenario = scenario_file.load(file)
    if not simulation.is_compiled():
        house.words()
        from django.utils.translation import gettext as _

        err.print(_("The simulation is compiled for this machine, once: this can take a minute."))
    found = simulation.simulate(scenario, replications=days, seed=seed, threads=threads)
    if as_json:
        result = _finite(_answer(found, file.name, hours))
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    else:
        _print(found)


def _answer(found: Any, name: str, hours: Any) -> dict[str, Any]:
    from pledgeline.capacity.core.simulation import WAIT_EDGES_S

    starts = [hours.start + i * hours.interval_min for i in range(hours.intervals)]
    return {
        "scenario": name,
        "days": found.replications,
        "seed": found.seed,
        "interval_min": hours.interval_min,
        "intervals": [f"{minute // 60:02}:{minute % 60:02}" for minute in starts],
        "wait_edges_s": WAIT_EDGES_S.tolist(),
        "classes": [
            {
                "class": kind,
                "centre": place,
                **_figures(found, {"contact_class": kind, "centre": place}),
                "chance_day_kept_80": asdict(found.chance_kept(0.8, contact_class=kind, centre=place)),
                "waits": _waits(found, {"contact_class": kind, "centre": place}),
                "by_interval": [
                    _figures(found, {"contact_class": kind, "centre": place, "interval": i})
                    for i in range(hours.intervals)
                ],
            }
            for kind, place in found.queues()
        ],
        "teams": _teams(found),
    }


def _figures(found: Any, chosen: dict[str, Any]) -> dict[str, Any]:
    """Counts of all days together, and shares with their interval over days."""
    from pledgeline.capacity.core.simulation import COUNT_NAMES

    counts = {name: found.count(name, **chosen) for name in COUNT_NAMES if not name.endswith("_us")}
    return {
        **counts,
        "kept": asdict(found.kept(**chosen)),
        "abandoned_share": asdict(found.abandoned(**chosen)),
        "mean_wait_s": found.mean_wait_s(**chosen),
    }


def _waits(found: Any, chosen: dict[str, Any]) -> dict[str, list[int]]:
    bins = found.waits[found.place(chosen["centre"], chosen["contact_class"], None)].sum(axis=(0, 1, 2))
    return {"answered": bins[0].tolist(), "abandoned": bins[1].tolist()}


def _teams(found: Any) -> list[dict[str, Any]]:
    # Of the day itself: after its end the last contacts keep a whole team on duty.
    busy, duty = found.busy_s[:-1].sum(axis=0), found.duty_s[:-1].sum(axis=0)
    occupancy = found.occupancy()
    return [
        {
            "team": team.code,
            "centre": centre.code,
            "duty_hours_a_day": duty[number] / 3_600 / found.replications,
            "occupancy": busy[number] / duty[number] if duty[number] else math.nan,
            "by_interval": occupancy[:-1, number].tolist(),
        }
        for number, (centre, team) in enumerate(found.scenario.teams())
    ]


def _finite(value: Any) -> Any:
    """What has no value is null."""
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _print(found: Any) -> None:
    house.words()
    from django.utils.translation import gettext as _
    from rich.table import Table

    table = Table()
    for head in (_("Class"), _("Centre"), _("Contacts a day"), _("Promise kept"), _("From – to"), _("Abandoned")):
        table.add_column(head)
    for kind, place in found.queues():
        chosen = {"contact_class": kind, "centre": place}
        kept, gone = found.kept(**chosen), found.abandoned(**chosen)
        arrived = found.count("arrived", **chosen) / found.replications
        table.add_row(
            kind,
            place,
            f"{arrived:.1f}",
            _percent(kept.value),
            f"{_percent(kept.low)} – {_percent(kept.high)}",
            _percent(gone.value),
        )
    out.print(table)
    teams = Table()
    for head in (_("Team"), _("Centre"), _("Hours on duty a day"), _("Occupancy")):
        teams.add_column(head)
    for one in _teams(found):
        teams.add_row(one["team"], one["centre"], f"{one['duty_hours_a_day']:.1f}", _percent(one["occupancy"]))
    out.print(teams)


def _percent(share: float) -> str:
    return f"{share:.1%}" if math.isfinite(share) else "–"
