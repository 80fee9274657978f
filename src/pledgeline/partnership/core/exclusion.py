"""Which contacts a declared window takes out of the adjusted figure, and when it had to be declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pledgeline.kernel.interval import Period


@dataclass(frozen=True)
class Window:
    """Whole hours of the days of `period`, by the clock of the service; `to_hour` is the first hour not in it.

    Empty `services` or `channels`: all. `exclusion` is the code of the terms by which it may be left out.
    """

    number: int
    exclusion: str
    period: Period
    from_hour: int = 0
    to_hour: int = 24
    services: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    def holds(self, *, day: date, hour: int, service: str | None, channel: str | None) -> bool:
        return (
            self.period.holds(day)
            and self.from_hour <= hour < self.to_hour
            and (not self.services or service in self.services)
            and (not self.channels or channel in self.channels)
        )


def declared_in_time(days_before: int, *, first_day: date, last_day: date, declared_on: date) -> bool:
    """Whether a window was declared as the terms ask (see `terms.Exclusion`)."""
    if days_before >= 0:
        return (first_day - declared_on).days >= days_before
    return (declared_on - last_day).days <= -days_before


Group = Mapping[str, Any]


def sorted_out(groups: Iterable[Group], windows: Sequence[Window]) -> tuple[list[Group], dict[int, list[Group]]]:
    """The groups that stay, and those that each window takes out; a group that two windows hold goes to the first.

    Groups are of one service, channel, day and hour each (`by` as in an `Answer`). Their number grows with hours, not
    with contacts.
    """
    stay: list[Group] = []
    out: dict[int, list[Group]] = {one.number: [] for one in windows}
    for group in groups:
        by = group["by"]
        day = date.fromisoformat(by["day"])
        place = next(
            (
                one.number
                for one in windows
                if one.holds(day=day, hour=by["hour"], service=by["service"], channel=by["channel"])
            ),
            None,
        )
        (stay if place is None else out[place]).append(group)
    return stay, out
