"""The waits that customers are promised, told by the room that keeps promises: it lies above and hands itself in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PromisedWait:
    """One promise in force that names a longest wait; an empty tuple of services or channels means all."""

    promise: str
    limit_s: float
    sentence: dict[str, str]
    services: tuple[str, ...]
    channels: tuple[str, ...]

    def speaks_of(self, service: str, channel: str) -> bool:
        return (not self.services or service in self.services) and (not self.channels or channel in self.channels)


Teller = Callable[[date], Sequence[PromisedWait]]
_tellers: list[Teller] = []


def show_promised_waits(teller: Teller) -> None:
    """Says who knows the promises; the last one asked to is the one that tells."""
    _tellers[:] = [teller]


def promised_waits(day: date) -> list[PromisedWait]:
    """Those in force on a day, shortest first; none where no room has said that it knows any."""
    return sorted((one for teller in _tellers for one in teller(day)), key=lambda one: (one.limit_s, one.promise))
