"""Who has to know a briefing, by when, and what share of them has acknowledged it.

A person of a roster has to know a version on a day if, on that day, the person works for a centre that the version is
meant for, serves (or covers for) a service and a channel of its audience, and speaks its language and does its duty
where the audience names any. Whoever has left is not counted; whoever joined after publication is, with days of grace.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pledgeline.briefing.core.briefing import Audience

# A late joiner has the days of a first week on the job, whatever the day by which the others had to know.
JOINER_DAYS = 3
# Whoever begins or covers tomorrow is told today: before the shift there is no time.
AHEAD_DAYS = 1


@dataclass(frozen=True)
class Cover:
    """Days on which a person also serves another service: a shift taken over from a colleague."""

    service: str
    channels: tuple[str, ...]
    first_day: date
    last_day: date

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Person:
    """One row of a centre's roster. Empty services or channels: all that the centre serves."""

    centre: str
    code: str
    name: str
    services: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    language: str = ""
    duty: str = "agent"
    shift: str = ""
    joined_on: date = date.min
    left_on: date | None = None
    covers: tuple[Cover, ...] = ()

    def works_on(self, day: date) -> bool:
        """`left_on` is the first day on which the person no longer belongs to the roster."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


def has_to_know(person: Person, audience: Audience, day: date) -> bool:
    """Whether `person` is among those who have to know on `day` what is meant for `audience`."""
    if not person.works_on(day) or not audience.reaches(person.centre):
        return False
    if audience.languages and person.language not in audience.languages:
        return False
    if audience.duties and person.duty not in audience.duties:
        return False
    return serves(person, audience, day)


def has_to_know_by(person: Person, audience: Audience, day: date, *, ahead_days: int = AHEAD_DAYS) -> bool:
    """Whether the person has to know on `day` or one of the `ahead_days` after it, so that it may be told today."""
    return any(has_to_know(person, audience, day + timedelta(days=n)) for n in range(ahead_days + 1))


def serves(person: Person, audience: Audience, day: date) -> bool:
    """Whether the queues of the person, own or taken over on `day`, are among those of the audience."""
    return _among(person.services, person.channels, audience) or any(
        _among((one.service,), one.channels, audience) for one in person.covers if one.holds(day)
    )


def _among(services: tuple[str, ...], channels: tuple[str, ...], audience: Audience) -> bool:
    def meets(own: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
        return not own or not wanted or bool(set(own) & set(wanted))

    return meets(services, audience.services) and meets(channels, audience.channels)


def is_covering(person: Person, audience: Audience) -> bool:
    """Whether only a shift taken over makes it this person's business."""
    return not _among(person.services, person.channels, audience)


def is_late_joiner(person: Person, published_on: date) -> bool:
    return person.joined_on > published_on


def deadline(person: Person, *, acknowledge_by: date, published_on: date, joiner_days: int = JOINER_DAYS) -> date:
    """The last day for this person: that of the version, or some days after joining for a late joiner."""
    if is_late_joiner(person, published_on):
        return max(acknowledge_by, person.joined_on + timedelta(days=joiner_days))
    return acknowledge_by


@dataclass(frozen=True)
class Alike:
    """People of whom nothing that decides what they have to know differs; `person` stands for all of them.

    A centre of ten thousand has a few dozen of these, so what is asked of each briefing is asked of dozens.
    """

    person: Person
    keys: frozenset[tuple[str, str]]


def alike(people: Iterable[Person]) -> list[Alike]:
    """Everybody of `people` in exactly one group, in the order in which the groups appear."""
    keys: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    first: dict[tuple[object, ...], Person] = {}
    for one in people:
        kind = (
            one.centre,
            one.services,
            one.channels,
            one.language,
            one.duty,
            one.joined_on,
            one.left_on,
            one.covers,
        )
        first.setdefault(kind, one)
        keys.setdefault(kind, []).append((one.centre, one.code))
    return [Alike(first[kind], frozenset(of)) for kind, of in keys.items()]


@dataclass(frozen=True)
class Share:
    """`done` of `needed`; `not_due` of those missing still have days left. No value where nobody is concerned."""

    done: int
    needed: int
    not_due: int = 0
    late_joiners: int = 0
    covering: int = 0

    @property
    def value(self) -> float | None:
        return self.done / self.needed if self.needed else None

    @property
    def missing(self) -> int:
        return self.needed - self.done

    @property
    def overdue(self) -> int:
        return self.missing - self.not_due

    def plus(self, other: Share) -> Share:
        return Share(
            self.done + other.done,
            self.needed + other.needed,
            self.not_due + other.not_due,
            self.late_joiners + other.late_joiners,
            self.covering + other.covering,
        )


def acknowledged(
    people: Iterable[Person],
    audience: Audience,
    done: Mapping[tuple[str, str], datetime] | Collection[tuple[str, str]],
    *,
    day: date,
    acknowledge_by: date,
    published_on: date,
    joiner_days: int = JOINER_DAYS,
) -> dict[str, Share]:
    """Centre → share acknowledged on `day`; `done` holds (centre, person code) of those who have.

    A centre without anybody concerned is not among the keys.
    """
    return acknowledged_of(
        alike(people),
        audience,
        done,
        day=day,
        acknowledge_by=acknowledge_by,
        published_on=published_on,
        joiner_days=joiner_days,
    )


def acknowledged_of(
    groups: Iterable[Alike],
    audience: Audience,
    done: Mapping[tuple[str, str], datetime] | Collection[tuple[str, str]],
    *,
    day: date,
    acknowledge_by: date,
    published_on: date,
    joiner_days: int = JOINER_DAYS,
) -> dict[str, Share]:
    """As `acknowledged`, of people who were grouped once for many briefings."""
    told = frozenset(done)
    found: dict[str, Share] = {}
    for group in groups:
        person, n = group.person, len(group.keys)
        if not has_to_know(person, audience, day):
            continue
        n_done = len(group.keys & told)
        last_day = deadline(person, acknowledge_by=acknowledge_by, published_on=published_on, joiner_days=joiner_days)
        one = Share(
            n_done,
            n,
            n - n_done if day <= last_day else 0,
            n if is_late_joiner(person, published_on) else 0,
            n if is_covering(person, audience) else 0,
        )
        found[person.centre] = found.get(person.centre, Share(0, 0)).plus(one)
    return found


def outstanding(
    groups: Iterable[Alike], audience: Audience, done: Collection[tuple[str, str]], *, day: date, ahead_days: int = 0
) -> frozenset[tuple[str, str]]:
    """(centre, code) of those who have to know by `ahead_days` after `day` and have not acknowledged."""
    told = frozenset(done)
    found = [
        group.keys - told for group in groups if has_to_know_by(group.person, audience, day, ahead_days=ahead_days)
    ]
    return frozenset().union(*found)
