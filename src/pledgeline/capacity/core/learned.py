"""What contacts teach of load and staff: the figures, and how they are noted beside the snapshot they are of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel.interval import Period

# What was noted before under another number is found again: to be raised with what is learned, or how it is written.
NOTED_AS = 1


@dataclass(frozen=True)
class HandlingRow:
    """Handling time of the contacts that came in one hour of the day, in seconds."""

    hour: int
    n: int
    mean_s: float
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float


@dataclass(frozen=True)
class StaffRow:
    """Agents in one hour of the day, in the mean over the days looked at; None where it is not known.

    `ready` from logs or reconstructed; `implied` with its 80 % interval from how customers waited.
    """

    hour: int
    contacts: float
    kept: float
    ready: float
    implied: float | None
    low: float | None
    high: float | None
    committed: float | None
    delivered: float | None


@dataclass(frozen=True)
class WorkLearned:
    """`patience` None: too few hung up for a curve; `mean_patience_s` is infinite where nobody did.

    `blocks` are quantiles of handling time by block of three hours (the first from midnight), those with too few
    contacts left out. `callback_after_s`: when a callback is offered, in the median; None where fewer than half of
    those who waited long were offered one.
    """

    snapshot: str
    period: Period
    n: int
    mean_s: float
    handling: tuple[HandlingRow, ...]
    patience: PatienceCurve | None
    mean_patience_s: float
    hung_up: int
    blocks: Mapping[int, tuple[float, ...]]
    callback_after_s: float | None
    callback_accepted: float


@dataclass(frozen=True)
class Learned:
    """Work, and the staff there was on `staff_days` days; `from_logs` tells where `ready` is from."""

    work: WorkLearned
    staff: tuple[StaffRow, ...]
    staff_days: int
    from_logs: bool


def learned_as_json(found: Learned | None) -> Any:
    """Every number survives the way there and back as it is: JSON writes the shortest text that reads as the same."""
    if found is None:
        return None
    return {
        "work": work_as_json(found.work),
        "staff": [asdict(one) for one in found.staff],
        "staff_days": found.staff_days,
        "from_logs": found.from_logs,
    }


def learned_from_json(said: Any) -> Learned | None:
    if said is None:
        return None
    work = work_from_json(said["work"])
    assert work is not None
    return Learned(work, tuple(StaffRow(**one) for one in said["staff"]), said["staff_days"], said["from_logs"])


def work_as_json(found: WorkLearned | None) -> Any:
    if found is None:
        return None
    assert found.period.start is not None
    assert found.period.end is not None
    return {
        **{one.name: getattr(found, one.name) for one in fields(found)},
        "period": [found.period.start.isoformat(), found.period.end.isoformat()],
        "handling": [asdict(one) for one in found.handling],
        "blocks": [[block, list(values)] for block, values in found.blocks.items()],
        "patience": _curve_as_json(found.patience) if found.patience is not None else None,
    }


def work_from_json(said: Any) -> WorkLearned | None:
    if said is None:
        return None
    start, end = (date.fromisoformat(day) for day in said["period"])
    return WorkLearned(
        **{
            **said,
            "period": Period(start, end),
            "handling": tuple(HandlingRow(**one) for one in said["handling"]),
            "blocks": {block: tuple(values) for block, values in said["blocks"]},
            "patience": _curve_from_json(said["patience"]) if said["patience"] is not None else None,
        }
    )


def _curve_as_json(curve: PatienceCurve) -> dict[str, Any]:
    said = {one.name: getattr(curve, one.name) for one in fields(curve)}
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in said.items()}


def _curve_from_json(said: Mapping[str, Any]) -> PatienceCurve:
    read: dict[str, Any] = {
        name: np.asarray(value, dtype=float) if isinstance(value, list) else value for name, value in said.items()
    }
    return PatienceCurve(**read)
