"""The twins of the metrics of survey answers and complaints, one row after another in plain Python."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import sqrt
from typing import Any

from tests.oracle.contacts.slow_metrics import wilson

Row = dict[str, Any]
Z = 1.959963984540054


def _asked(rows: list[Row], lowest: int, highest: int) -> tuple[list[float], dict[str, Any]]:
    """The points of valid answers, and who was asked."""
    points, skipped, other, silent = [], 0, 0, 0
    for row in rows:
        if row["state"] == "no_answer":
            silent += 1
        elif row["state"] == "skipped":
            skipped += 1
        elif (row["scale_min"], row["scale_max"]) == (lowest, highest):
            points.append(row["points"])
        else:
            other += 1
    asked = len(points) + skipped + other + silent if all(row["silence_is_listed"] for row in rows) else None
    beside = {
        "asked": asked,
        "response_rate": len(points) / asked if asked else None,
        "skipped": skipped,
        "other_scale": other,
    }
    return points, beside


def _bounds(good: int, n: int, asked: int | None) -> dict[str, Any]:
    if not asked:
        return {"lower": None, "upper": None}
    return {"lower": good / asked, "upper": (good + asked - n) / asked}


def csat(rows: list[Row]) -> dict[str, Any]:
    points, beside = _asked(rows, 1, 5)
    n, good = len(points), sum(one >= 4 for one in points)
    share = {"csat": good / n, "ci95": wilson(good, n)} if n else {"csat": None, "ci95": None}
    return {"n": n, **share, **beside, **_bounds(good, n, beside["asked"])}


def nps(rows: list[Row]) -> dict[str, Any]:
    points, beside = _asked(rows, 0, 10)
    n, up, down = len(points), sum(one >= 9 for one in points), sum(one <= 6 for one in points)
    names = ("nps", "ci95", "promoters", "passives", "detractors")
    if not n:
        return {"n": 0, **dict.fromkeys(names), **beside}
    first, second = (up + 1) / (n + 2), (down + 1) / (n + 2)
    half = Z * sqrt((first + second - (first - second) ** 2) / (n + 2))
    interval = [max(-1.0, first - second - half), min(1.0, first - second + half)]
    figures = ((up - down) / n, interval, up, n - up - down, down)
    return {"n": n, **dict(zip(names, figures, strict=True)), **beside}


def ces(rows: list[Row]) -> dict[str, Any]:
    points, beside = _asked(rows, 1, 7)
    n, easy = len(points), sum(one >= 6 for one in points)
    figures: dict[str, Any] = dict.fromkeys(("ces", "easy", "ci95"))
    if n:
        figures = {"ces": sum(points) / n, "easy": easy / n, "ci95": wilson(easy, n)}
    return {"n": n, **figures, **beside, **_bounds(easy, n, beside["asked"])}


def complaint_clock(
    rows: list[Row], everything: list[Row], close_s: float = 864000, acknowledge_s: float = 86400
) -> dict[str, Any]:
    own = [row for row in rows if row["outcome"] != "withdrawn"]
    names = ("lower", "upper", "ci95", "acknowledged_in_time", "by_own_deadline", "mean_close_s", "closed", "late")
    if not own:
        return {"n": 0, **dict.fromkeys((*names, "not_decided", "reopened"))}
    seen: dict[str, datetime] = {}
    for row in everything:
        moments = [row[name] for name in ("received_at", "acknowledged_at", "answered_at", "closed_at")]
        known = [one for one in (*moments, row["source_updated_at"]) if one is not None]
        seen[row["source_id"]] = max([*known, seen.get(row["source_id"], known[0])])

    def clock(name: str, limit: Any) -> tuple[int, int, int]:
        kept = late = still_open = 0
        for row in own:
            until = limit(row)
            if until is None:
                continue
            if row[name] is not None and row[name] <= until:
                kept += 1
            elif row[name] is not None or seen[row["source_id"]] > until:
                late += 1
            else:
                still_open += 1
        return kept, late, still_open

    def after(seconds: float) -> Any:
        return lambda row: row["received_at"] + timedelta(seconds=seconds)

    kept, late, still_open = clock("closed_at", after(close_s))
    acknowledged = clock("acknowledged_at", after(acknowledge_s))
    own_deadline = clock("closed_at", lambda row: row["due_at"])
    took = [(row["closed_at"] - row["received_at"]).total_seconds() for row in own if row["closed_at"] is not None]
    n = len(own)
    return {
        "n": n,
        "lower": kept / n,
        "upper": (kept + still_open) / n,
        "ci95": wilson(kept, n),
        "acknowledged_in_time": acknowledged[0] / n if any(row["acknowledged_at"] for row in own) else None,
        "by_own_deadline": own_deadline[0] / sum(own_deadline) if sum(own_deadline) else None,
        "mean_close_s": sum(took) / len(took) if took else None,
        "closed": len(took),
        "late": late,
        "not_decided": still_open,
        "reopened": sum((row["reopened"] or 0) > 0 for row in own),
    }


METRICS = {"csat": csat, "nps": nps, "ces": ces, "complaint_clock": complaint_clock}
