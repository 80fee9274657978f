"""Reads: which centres are to be asked again by sample, who was drawn last, and who of them has answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from pledgeline.briefing.core.briefing import Version
from pledgeline.briefing.core.recheck import Asked, due_on, sample_size
from pledgeline.briefing.core.understanding import Understanding
from pledgeline.briefing.models import BriefingVersion, CheckResult, Draw
from pledgeline.briefing.queries import shares
from pledgeline.briefing.queries.numbers import own_numbers
from pledgeline.briefing.queries.people import roster
from pledgeline.organisation.queries import visible_centres

PAGE_VERSIONS = 25


@dataclass(frozen=True)
class Sample:
    """The people drawn last at a centre, by code, and those of them who have answered since."""

    day: date
    drawn: tuple[str, ...]
    answered: frozenset[str]
    seed: str

    @property
    def waiting(self) -> tuple[str, ...]:
        return tuple(code for code in self.drawn if code not in self.answered)


@dataclass(frozen=True)
class RecheckRow:
    """One briefing at one centre: what is understood today, from which day a sample is due, and how large it is."""

    version: Version
    centre: str
    found: Understanding
    due_on: date
    size: int
    last_check: date | None
    sample: Sample | None
    is_due: bool


def rechecks(user: Any, *, day: date, number: int = 1) -> tuple[Page[Any], list[RecheckRow]]:
    """A page of the briefings in effect with questions, as far as `user` may see; queries do not grow with them."""
    page = Paginator(_asked_about(BriefingVersion.objects.visible_to(user), day), PAGE_VERSIONS).get_page(number)
    return page, _rows(list(page.object_list), day, visible_centres(user))


def rechecks_due(*, day: date) -> list[RecheckRow]:
    """What is due today at whichever centre: for actions, never for a page."""
    versions = list(_asked_about(BriefingVersion.objects.all(), day))
    return [row for row in _rows(versions, day, None) if row.is_due]


def _asked_about(versions: Any, day: date) -> Any:
    return versions.in_effect_on(day).exclude(questions=[]).select_related("briefing").order_by("briefing__code")


def _rows(versions: Sequence[BriefingVersion], day: date, centres: Collection[str] | None) -> list[RecheckRow]:
    if not versions:
        return []
    numbers = own_numbers(day)
    people = roster(centres=centres)
    found = shares.understandings(versions, day=day, centres=centres, people=people)
    asked = last_asked(versions, centres=centres, until=day)
    samples = last_samples(versions, centres=centres)
    rows = []
    for version in versions:
        for centre, understood in found[version.pk].items():
            sample = samples.get((version.pk, centre))
            days = [at for (of, _code), at in asked.get(version.pk, {}).items() if of == centre]
            last = max(days, default=None)
            due = due_on(
                Asked(last, sample.day if sample else None),
                understood,
                day=day,
                limit=numbers.limits.understanding_lower,
                every_days=numbers.recheck_days,
            )
            if due is not None:
                size = sample_size(understood.concerned, numbers.limits.understanding_lower)
                rows.append(RecheckRow(version.as_core(), centre, understood, due, size, last, sample, due <= day))
    return rows


def last_asked(
    versions: Sequence[BriefingVersion], *, centres: Collection[str] | None, until: date
) -> Mapping[int, Mapping[tuple[str, str], date]]:
    """Version → (centre, person) → day of the latest check up to `until`. One query."""
    results = CheckResult.objects.filter(version__in=[one.pk for one in versions])
    if centres is not None:
        results = results.filter(member__centre__in=centres)
    found: dict[int, dict[tuple[str, str], date]] = defaultdict(dict)
    for version, centre, code, at in results.order_by("at").values_list(
        "version", "member__centre", "member__code", "at"
    ):
        day = timezone.localdate(at)
        if day <= until:
            found[version][centre, code] = day
    return found


def last_samples(
    versions: Sequence[BriefingVersion], *, centres: Collection[str] | None
) -> Mapping[tuple[int, str], Sample]:
    """(version, centre) → the sample drawn last. Two queries."""
    draws = Draw.objects.filter(version__in=[one.pk for one in versions])
    if centres is not None:
        draws = draws.filter(centre__in=centres)
    # The latest of each, as the later one overwrites the earlier.
    latest = {(one.version_id, one.centre): one for one in draws.order_by("at", "pk")}
    answered: dict[int, set[str]] = defaultdict(set)
    for draw, code in CheckResult.objects.filter(draw__in=[one.pk for one in latest.values()]).values_list(
        "draw", "member__code"
    ):
        answered[draw].add(code)
    return {
        key: Sample(timezone.localdate(one.at), tuple(one.drawn), frozenset(answered[one.pk]), one.seed)
        for key, one in latest.items()
    }
