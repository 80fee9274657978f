"""Every metric a second time: one contact after another, in plain Python, with the zones of `zoneinfo`.

Slow and obvious on purpose. Times are datetimes, waits are timedeltas; nothing here is shared with the metrics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.contacts import slow_needs

Row = dict[str, Any]
SECOND = timedelta(seconds=1)
OUTCOMES = ("answered", "abandoned_queue", "abandoned_ivr", "bot_contained", "callback_accepted", "flow_out", "blocked")
OUTCOMES += ("open", "other_end")
APART = ("excluded", "callbacks", "outbound", "other_kinds")
NEVER = {"bot_contained", "abandoned_ivr", "blocked_full", "blocked_closed", "blocked_no_agents"}


def answer(
    metric: str, rows: Iterable[Row], by: tuple[str, ...], zone_of: Mapping[str | None, str], **params: float
) -> list[dict[str, Any]]:
    """Groups in order of their values, unknown ones last; `zone_of[None]` is the zone of services not named."""
    current = slow_needs.followed(list(rows)) if metric == "repeat_contacts" else [r for r in rows if r["is_current"]]
    members: dict[tuple[Any, ...], list[Row]] = {} if by else {(): []}
    for row in current:
        if COUNTED[metric](row):
            members.setdefault(tuple(group_of(name, row, zone_of) for name in by), []).append(row)
    found = sorted(members.items(), key=lambda item: [(value is None, value or 0) for value in item[0]])
    return [{"by": dict(zip(by, values, strict=True)), **METRICS[metric](own, **params)} for values, own in found]


def group_of(name: str, row: Row, zone_of: Mapping[str | None, str]) -> Any:
    columns = {"centre": "centre_id", "service": "service_code", "channel": "channel", "queue": "queue_first"}
    columns["reason"] = "intent"
    if name in columns:
        return row[columns[name]]
    zone = zone_of.get(row["service_code"], zone_of[None])
    local = row["attributed_at"].astimezone(ZoneInfo(zone))
    day = local.date()
    return {
        "hour": local.hour,
        "weekday": day.weekday(),
        "day": day.isoformat(),
        "week": (day - timedelta(days=day.weekday())).isoformat(),
        "month": day.replace(day=1).isoformat(),
    }[name]


# --- one contact ------------------------------------------------------------------------------------------------------


def applies(row: Row) -> bool:
    if row["kind"] != "inbound" or row["async"] or row["test_or_excluded"] is not None:
        return False
    return row["human_requested_at"] is not None and row["outcome"] not in NEVER


def since_request(row: Row, instant: datetime | None) -> timedelta | None:
    return None if instant is None else instant - row["human_requested_at"]


def first_known(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def earliest(*waits: timedelta | None) -> timedelta | None:
    known = [wait for wait in waits if wait is not None]
    return min(known) if known else None


def end_of_wait(row: Row) -> timedelta | None:
    return since_request(row, first_known(row["answered_at"], row["released_at"], row["callback_accepted_at"]))


def offered_by(row: Row) -> timedelta | None:
    accepted = row["callback_accepted_at"]
    if accepted is None and row["outcome"] == "callback_accepted":
        accepted = row["released_at"]
    at_the_latest = end_of_wait(row) if row["callback_offer"] == "offered" else None
    return earliest(since_request(row, row["callback_offered_at"]), since_request(row, accepted), at_the_latest)


def error(row: Row) -> timedelta:
    coarse = row["arrived_precision_ms"]
    return timedelta(milliseconds=coarse) if coarse > 1000 else timedelta(0)


def deciding(row: Row) -> timedelta | None:
    return earliest(since_request(row, row["answered_at"]), offered_by(row), end_of_wait(row))


def step(row: Row, limit_s: float) -> str:
    if not applies(row):
        return "not_applicable"
    limit, off = timedelta(seconds=limit_s), error(row)
    answered, offered, end = since_request(row, row["answered_at"]), offered_by(row), end_of_wait(row)
    if answered is not None and answered <= limit - off:
        return "met_by_answer"
    if offered is not None and offered <= limit - off:
        return "met_by_offer"
    if end is None:
        return "not_verifiable"
    if end <= limit - off:
        return "left_before_limit"
    if end <= limit + off:
        return "not_verifiable"
    if row["callback_offer"] == "not_offered":
        return "not_met"
    told = since_request(row, row["callback_offered_at"])
    if told is not None and row["callback_offer_basis"] != "accept_only" and told > limit + off:
        return "not_met"
    return "not_verifiable"


def is_answered(row: Row) -> bool:
    return row["answered_at"] is not None or row["outcome"] == "answered"


def is_abandoned(row: Row) -> bool:
    return row["answered_at"] is None and row["outcome"] in ("abandoned_queue", "abandoned_ring")


# --- many contacts ----------------------------------------------------------------------------------------------------


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def wilson(k: int, n: int) -> list[float]:
    """By halving: the ends p at which (k/n − p)² = z² p (1 − p) / n."""
    z2, seen = 1.959963984540054**2, k / n

    def inside(p: float) -> bool:
        return (seen - p) ** 2 <= z2 * p * (1 - p) / n

    def edge(outer: float) -> float:
        low, high = outer, seen
        if inside(outer) or seen == outer:
            return outer
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (low, middle) if inside(middle) else (middle, high)
        return high

    return [edge(0.0), edge(1.0)]


def survival(times: list[tuple[int, bool]], n: int) -> float:
    """Kaplan–Meier: of all still at risk at each time, the share that was served then; `times` are (second, served)."""
    waiting, staying = n, Fraction(1)
    for second in sorted({second for second, _ in times}):
        served = sum(1 for at, was in times if at == second and was)
        gone = sum(1 for at, was in times if at == second and not was)
        staying *= 1 - Fraction(served, waiting)
        waiting -= served + gone
        if not waiting:
            break
    return float(1 - staying)


def rule(rows: list[Row], limit_s: float = 60) -> dict[str, Any]:
    steps = [step(row, limit_s) for row in rows]
    names = ("met_by_answer", "met_by_offer", "not_met", "left_before_limit", "not_verifiable", "not_applicable")
    counts: dict[str, Any] = {name: steps.count(name) for name in names}
    n = len(rows) - counts["not_applicable"]
    if not n:
        empty = dict.fromkeys(
            (*names[:-1], "lower", "upper", "decided", "km", "ci95", "within_1s_of_limit", "ivr_s_mean")
        )
        return {"n": 0, **empty, "not_applicable": counts["not_applicable"] or None}
    met = counts["met_by_answer"] + counts["met_by_offer"]
    timed = [
        (ceil(max(deciding(row), timedelta(0)) / SECOND), name != "left_before_limit")
        for row, name in zip(rows, steps, strict=True)
        if name in ("met_by_answer", "met_by_offer", "left_before_limit")
    ]
    own = [row for row, name in zip(rows, steps, strict=True) if name != "not_applicable"]
    near = sum(
        1
        for row in own
        if row["arrived_precision_ms"] == 1000
        and deciding(row) is not None
        and abs(deciding(row) - timedelta(seconds=limit_s)) <= SECOND
    )
    ivr = [row["bot_ivr_ended_at"] - row["arrived_at"] for row in own if row["bot_ivr_ended_at"] is not None]
    return {
        "n": n,
        **counts,
        "lower": met / n,
        "upper": (met + counts["left_before_limit"] + counts["not_verifiable"]) / n,
        "decided": share(met, met + counts["not_met"]),
        "km": survival(timed, n),
        "ci95": wilson(met, n),
        "within_1s_of_limit": near / n,
        "ivr_s_mean": mean_s(ivr),
    }


def mean_s(durations: list[timedelta]) -> float | None:
    return round(sum(durations, timedelta(0)) / SECOND / len(durations), 6) if durations else None


def service_level(rows: list[Row], target_s: float = 20) -> dict[str, Any]:
    target = timedelta(seconds=target_s)
    within = later = unclear = abandoned = 0
    for row in rows:
        wait = since_request(row, row["answered_at"])
        if wait is not None and wait <= target - error(row):
            within += 1
        elif wait is not None and wait > target + error(row):
            later += 1
        elif is_answered(row):
            unclear += 1
        elif is_abandoned(row):
            abandoned += 1
    answered = within + later + unclear
    if not rows:
        names = ("service_level", "service_level_answered_abandoned", "ci95", "answered_within", "answered")
        return {"n": 0, **dict.fromkeys((*names, "abandoned", "not_verifiable"))}
    return {
        "n": len(rows),
        "service_level": within / len(rows),
        "service_level_answered_abandoned": share(within, answered + abandoned),
        "ci95": wilson(within, len(rows)),
        "answered_within": within,
        "answered": answered,
        "abandoned": abandoned,
        "not_verifiable": unclear,
    }


def abandonment_rate(rows: list[Row], short_s: float = 5) -> dict[str, Any]:
    gone = [row for row in rows if is_abandoned(row)]
    short = 0
    for row in gone:
        wait = since_request(row, row["released_at"])
        short += wait is not None and wait <= timedelta(seconds=short_s) - error(row)
    n, b, a = len(rows), len(gone), sum(1 for row in rows if is_answered(row))
    a -= sum(1 for row in gone if is_answered(row))
    figures = {
        "abandonment_rate": share(b, n),
        "abandonment_rate_without_short": share(b - short, n - short),
        "abandonment_rate_answered_abandoned": share(b, a + b),
        "ci95": wilson(b, n) if n else None,
        "abandoned": b,
        "short_abandoned": short,
        "answered": a,
    }
    return {"n": n, **(figures if n else dict.fromkeys(figures))}


def speed_of_answer(rows: list[Row]) -> dict[str, Any]:
    waits = sorted(since_request(row, row["answered_at"]) for row in rows if row["answered_at"] is not None)
    if not waits:
        return {"n": 0, **dict.fromkeys(("mean_s", "median_s", "p90_s", "p95_s"))}

    def quantile(q: Fraction) -> float:
        place = q * (len(waits) - 1)
        below = int(place)
        above = min(below + 1, len(waits) - 1)
        low, high = (Fraction(waits[at] // timedelta(microseconds=1)) for at in (below, above))
        return round(float(low + (place - below) * (high - low)) / 1_000_000, 6)

    return {
        "n": len(waits),
        "mean_s": mean_s(waits),
        "median_s": quantile(Fraction(1, 2)),
        "p90_s": quantile(Fraction(9, 10)),
        "p95_s": quantile(Fraction(19, 20)),
    }


def handle_time(rows: list[Row]) -> dict[str, Any]:
    figures: dict[str, Any] = {"n": len(rows), "handle_s_mean": None, "handle_n": None, "components": None}
    parts = ("talk_s", "hold_s", "acw_s")
    if not rows:
        return figures | {f"{part}_{what}": None for part in ("talk", "hold", "acw") for what in ("s_mean", "n")}
    for part in parts:
        known = [row[part] for row in rows if row[part] is not None]
        figures[f"{part}_mean"] = round(sum(map(micros, known)) / len(known) / 1e6, 6) if known else None
        figures[f"{part[:-2]}_n"] = len(known)
    talked = [row for row in rows if row["talk_s"] is not None]

    def talk_and_hold(row: Row) -> int | None:
        if row["talk_includes_hold"]:
            return micros(row["talk_s"])
        return None if row["hold_s"] is None else micros(row["talk_s"]) + micros(row["hold_s"])

    def all_three(row: Row) -> int | None:
        held = talk_and_hold(row)
        return None if held is None or row["acw_s"] is None else held + micros(row["acw_s"])

    figures["handle_n"] = 0
    named: tuple[tuple[str, Callable[[Row], int | None]], ...] = (
        ("talk+hold+acw", all_three),
        ("talk+hold", talk_and_hold),
        ("talk", lambda row: micros(row["talk_s"])),
    )
    for name, worked in named:
        sums = [worked(row) for row in talked]
        if sums and None not in sums:
            figures |= {
                "components": name,
                "handle_n": len(sums),
                "handle_s_mean": round(sum(sums) / len(sums) / 1e6, 6),
            }
            break
    return figures


def micros(duration_s: float) -> int:
    return int(duration_s * 1_000_000 + 0.5)


def contacts_offered(rows: list[Row]) -> dict[str, Any]:
    figures: dict[str, Any] = dict.fromkeys(OUTCOMES + APART, 0)
    same = {"answered", "abandoned_queue", "abandoned_ivr", "bot_contained", "callback_accepted", "open"}
    flow_out = {"overflow_out", "timeout_out", "voicemail", "transferred_external"}
    for row in rows:
        outcome = row["outcome"]
        if row["test_or_excluded"] is not None:
            place = "excluded"
        elif row["kind"] != "inbound":
            place = {"callback": "callbacks", "outbound": "outbound"}.get(row["kind"], "other_kinds")
        elif outcome in same:
            place = outcome
        elif outcome == "abandoned_ring":
            place = "abandoned_queue"
        elif outcome in flow_out:
            place = "flow_out"
        else:
            place = "blocked" if outcome.startswith("blocked_") else "other_end"
        figures[place] += 1
    n = sum(figures[name] for name in OUTCOMES)
    if not n:
        figures |= dict.fromkeys(OUTCOMES)
    if not rows:
        return {"n": 0, **dict.fromkeys(figures), "total": None}
    return {"n": n, **figures, "total": len(rows)}


def handled(row: Row) -> bool:
    inbound = row["kind"] == "inbound" and not row["async"] and row["test_or_excluded"] is None
    return inbound and is_answered(row)


def everything(row: Row) -> bool:
    return True


COUNTED: Mapping[str, Callable[[Row], bool]] = {
    "human_or_callback_within": everything,
    "service_level": applies,
    "abandonment_rate": applies,
    "speed_of_answer": applies,
    "handle_time": handled,
    "contacts_offered": everything,
    "patience": lambda row: applies(row) and bool(slow_needs.waits([row])),
    "repeat_contacts": lambda row: row["fate"] is not None,
}
METRICS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "human_or_callback_within": rule,
    "service_level": service_level,
    "abandonment_rate": abandonment_rate,
    "speed_of_answer": speed_of_answer,
    "handle_time": handle_time,
    "contacts_offered": contacts_offered,
    "patience": slow_needs.patience,
    "repeat_contacts": slow_needs.repeat_contacts,
}
