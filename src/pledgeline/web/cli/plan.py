"""plan: what the queue formulas answer. Needs no home: the numbers are all in the call."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict
from typing import Any

from pledgeline.kernel.problem import Problem
from pledgeline.web.cli import house
from pledgeline.web.cli.screen import err, out


def erlang(
    calls_per_hour: float,
    aht_s: float,
    patience_s: float,
    agents: int | None,
    target: str | None,
    limit_s: float | None,
    as_json: bool,
) -> None:
    from pledgeline.capacity.core.erlang import Target, Traffic

    traffic = Traffic(calls_per_hour, aht_s, patience_s)
    asked = Target.parse(target) if target is not None else None
    if agents is None and asked is None:
        raise Problem("erlang.question", field="agents")
    if traffic.aht_looks_like_minutes:
        house.words()
        from django.utils.translation import gettext as _

        err.print(_("A handling time of %(aht)s s: are minutes meant? Seconds were asked for.") % {"aht": aht_s})
    result = _answer(traffic, agents, asked, limit_s if limit_s is not None else asked.limit_s if asked else 60.0)
    if as_json:
        sys.stdout.write(json.dumps(result, indent=2, allow_nan=False) + "\n")
    else:
        _print(result)


def _answer(traffic: Any, agents: int | None, target: Any, limit_s: float) -> dict[str, float | int | None]:
    """The measures at the given agents, else at the required ones; null is a value without bound, or of nobody."""
    from pledgeline.capacity.core.erlang import Measures, measures, required

    needed = required(traffic, target) if target is not None else None
    at = agents if agents is not None else needed
    if at is None:
        found: dict[str, Any] = dict.fromkeys(Measures.__dataclass_fields__)
    else:
        found = asdict(measures(traffic, at, limit_s=limit_s))
    finite = {name: value if value is not None and math.isfinite(value) else None for name, value in found.items()}
    return {**finite, "required": needed}


def _print(result: dict[str, float | int | None]) -> None:
    from rich.table import Table

    table = Table(show_header=False)
    for name, value in result.items():
        table.add_row(name, "–" if value is None else f"{value:.6g}")
    out.print(table)
