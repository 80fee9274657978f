"""The twins of the metrics that speak of needs: patience and repeat contacts, one customer after another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import ceil, exp, log, sqrt
from typing import Any

Row = dict[str, Any]
Z = 1.959963984540054
WEEK = timedelta(days=7)
LEFT = ("too_recent", "without_customer")


def followed(rows: Sequence[Row], within: timedelta = WEEK) -> list[Row]:
    """The current rows, each with `fate`: what became of it as far as coming back goes; None for those left aside."""
    numbered = [{**row, "key": f"north.test:{number}"} for number, row in enumerate(rows)]
    current = [row for row in numbered if row["is_current"]]
    last = max((row["arrived_at"] for row in current), default=None)
    for row in current:
        row["fate"] = _fate(row, current, last, within)
    return current


def own_accord(row: Row) -> bool:
    return row["kind"] == "inbound" and row["test_or_excluded"] is None and row["origin_contact_key"] is None


def _fate(row: Row, current: list[Row], last: Any, within: timedelta) -> str | None:
    if not own_accord(row):
        return None
    if row["customer_ref"] is None or row["service_code"] is None:
        return "without_customer"
    if row["arrived_at"] + within > last:
        return "too_recent"
    later = sorted(
        (one["arrived_at"], one["key"], one["channel"])
        for one in current
        if own_accord(one)
        and (one["customer_ref"], one["service_code"]) == (row["customer_ref"], row["service_code"])
        and (one["arrived_at"], one["key"]) > (row["arrived_at"], row["key"])
    )
    if not later or later[0][0] - row["arrived_at"] > within:
        return "settled"
    return "repeated" if later[0][2] == row["channel"] else "elsewhere"


def repeat_contacts(rows: list[Row]) -> dict[str, Any]:
    fates = [row["fate"] for row in rows]
    other, same = fates.count("elsewhere"), fates.count("repeated")
    n = fates.count("settled") + other + same
    if not rows:
        return {"n": 0, **dict.fromkeys(("repeat_rate", "ci95", "repeated", "other_channel")), **dict.fromkeys(LEFT)}
    left_out = {"too_recent": fates.count("too_recent"), "without_customer": fates.count("without_customer")}
    if not n:
        return {"n": 0, **dict.fromkeys(("repeat_rate", "ci95", "repeated", "other_channel")), **left_out}
    share, middle = (other + same) / n, 1 + Z * Z / n
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / middle
    centre = (share + Z * Z / (2 * n)) / middle
    interval = [max(0.0, centre - half), min(1.0, centre + half)]
    return {
        "n": n,
        "repeat_rate": share,
        "ci95": interval,
        "repeated": other + same,
        "other_channel": other,
        **left_out,
    }


def waits(rows: list[Row]) -> list[tuple[int, bool]]:
    """(started seconds waited, whether the customer hung up) of those whose wait is known."""
    found = []
    for row in rows:
        answered = row["answered_at"]
        if row["arrived_precision_ms"] > 1000 or (answered is None and row["outcome"] == "answered"):
            continue
        end = next((at for at in (answered, row["released_at"], row["callback_accepted_at"]) if at is not None), None)
        if end is not None:
            seconds = max(0, ceil((end - row["human_requested_at"]) / timedelta(seconds=1)))
            hung_up = answered is None and row["outcome"] in ("abandoned_queue", "abandoned_ring")
            found.append((seconds, hung_up))
    return found


def patience(rows: list[Row], at_s: float = 60) -> dict[str, Any]:
    known = waits(rows)
    hung_up = sum(left for _, left in known)
    figures: dict[str, Any] = {"n": len(known), **dict.fromkeys(("willing", "ci95", "median_s", "longest_s"))}
    figures["hung_up"] = hung_up
    if not known:
        return {**dict.fromkeys(figures), "n": 0}
    if hung_up < 30:
        return figures
    willing, greenwood, median, then = 1.0, 0.0, None, (1.0, 0.0)
    for second in sorted({seconds for seconds, _ in known}):
        risk = sum(1 for seconds, _ in known if seconds >= second)
        died = sum(1 for seconds, left in known if left and seconds == second)
        willing *= 1 - died / risk
        greenwood += died / (risk * (risk - died)) if died < risk else 0.0
        if median is None and willing <= 0.5:
            median = float(second)
        if second <= at_s:
            then = (willing, greenwood)
    longest = float(max(seconds for seconds, _ in known))
    figures |= {"median_s": median, "longest_s": longest}
    if at_s <= longest and 0 < then[0] < 1:
        reach = Z * sqrt(then[1]) / abs(log(then[0]))
        figures |= {"willing": then[0], "ci95": [then[0] ** exp(reach), then[0] ** exp(-reach)]}
    return figures
