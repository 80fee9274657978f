"""From expectation to proof: which promises serve it, whether a feed can test them, and where it breaks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from pledgeline.experience.core.promise import Promise
from pledgeline.kernel.verdict import Reason


@dataclass(frozen=True)
class Expected:
    """What customers of a service expect; `refused`: the organisation has said that and why it will not meet it."""

    code: str
    title: Mapping[str, str]
    services: tuple[str, ...] = ()
    refused: bool = False


@dataclass(frozen=True)
class Served:
    """One promise that serves an expectation, and the first thing that keeps it from being tested."""

    promise: Promise
    gap: Reason | None


@dataclass(frozen=True)
class CoverageRow:
    """`gap` None: covered, or refused with a reason on record."""

    expectation: Expected
    served_by: tuple[Served, ...]
    gap: Reason | None


@dataclass(frozen=True)
class Coverage:
    """`unknown` are (promise, code) of citations that no expectation answers to; `uncited` promises serve none."""

    rows: tuple[CoverageRow, ...]
    unknown: tuple[tuple[str, str], ...]
    uncited: tuple[Promise, ...]

    @property
    def gaps(self) -> int:
        return sum(1 for row in self.rows if row.gap is not None)


def coverage(
    expectations: Sequence[Expected],
    promises: Sequence[Promise],
    hindrances: Mapping[str, Sequence[Reason]],
    *,
    known: Collection[str] | None = None,
) -> Coverage:
    """The matrix of `expectations` × `promises` (of one service, or of all).

    `hindrances` maps a promise's code to why it cannot be tested. `known` are all codes there are (by default those of
    `expectations`): a citation of an expectation that is merely out of force is not unknown. An expectation is covered
    where at least one promise that serves it can be tested.
    """
    codes = {one.code for one in expectations} if known is None else set(known)
    serving: dict[str, list[Served]] = {}
    for one in promises:
        gap = next(iter(hindrances.get(one.code, ())), None)
        for code in one.expectations:
            serving.setdefault(code, []).append(Served(one, gap))
    rows = []
    for expectation in expectations:
        served = tuple(serving.get(expectation.code, ()))
        rows.append(CoverageRow(expectation, served, _gap(expectation, served)))
    return Coverage(
        rows=tuple(rows),
        unknown=tuple((one.code, code) for one in promises for code in one.expectations if code not in codes),
        uncited=tuple(one for one in promises if not one.expectations),
    )


def _gap(expectation: Expected, served: Sequence[Served]) -> Reason | None:
    if expectation.refused:
        return None
    if not served:
        return Reason("expectation_without_promise", {"expectation": expectation.code})
    gaps = [one.gap for one in served]
    return None if None in gaps else gaps[0]


@dataclass(frozen=True)
class Place:
    """A centre that serves a promise's scope: the contract that settles how its figure is counted (None: none), the
    one drafted or offered that would (None: none), and whether contacts have arrived to test it on."""

    centre: str
    contract: str | None
    begun: str | None
    fed: bool


def places(
    promise: Promise,
    serving: Sequence[tuple[str, str, Sequence[str]]],
    *,
    service: str,
    feeding: Collection[tuple[str, str, str]],
    settled: Callable[[Promise, str, Sequence[str]], str | None],
    begun: Callable[[Promise, str, Sequence[str]], str | None],
) -> tuple[Place, ...]:
    """The centres where `promise` is to be kept for `service`, by code. `serving` holds (centre, service, channels);
    `settled` and `begun` answer with the code of a contract with that centre over those channels."""
    channels_at: dict[str, set[str]] = {}
    for centre, served, channels in serving:
        speaking = [c for c in channels if not promise.scope.channels or c in promise.scope.channels]
        if served == service and speaking and promise.scope.covers(service=service, centre=centre):
            channels_at.setdefault(centre, set()).update(speaking)
    return tuple(
        Place(
            centre,
            settled(promise, centre, sorted(channels)),
            begun(promise, centre, sorted(channels)),
            any((centre, service, channel) in feeding for channel in channels),
        )
        for centre, channels in sorted(channels_at.items())
    )
