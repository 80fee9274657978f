"""What share of the people concerned acknowledged and understood, for any number of versions in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone

from pledgeline.briefing.core.roster import Person, Share, acknowledged_of, alike, has_to_know
from pledgeline.briefing.core.understanding import Result, Understanding, understanding
from pledgeline.briefing.models import Acknowledgement, BriefingVersion, CheckResult, Question
from pledgeline.briefing.queries.numbers import own_numbers
from pledgeline.briefing.queries.people import roster

Done = Mapping[int, Mapping[tuple[str, str], datetime]]


def done(
    versions: Sequence[BriefingVersion], *, centres: Collection[str] | None = None, until: date | None = None
) -> Done:
    """Version → (centre, person) → when acknowledged; `until` counts only acknowledgements up to that day."""
    found = Acknowledgement.objects.filter(version__in=[one.pk for one in versions])
    if centres is not None:
        found = found.filter(member__centre__in=centres)
    by_version: dict[int, dict[tuple[str, str], datetime]] = defaultdict(dict)
    for version, centre, code, at in found.values_list("version", "member__centre", "member__code", "at"):
        if until is None or timezone.localdate(at) <= until:
            by_version[version][centre, code] = at
    return by_version


def acknowledged_shares(
    versions: Sequence[BriefingVersion],
    *,
    day: date,
    centres: Collection[str] | None = None,
    people: Sequence[Person] | None = None,
) -> dict[int, dict[str, Share]]:
    """Version → centre → share acknowledged by the end of `day`. Four queries, whatever the number of versions."""
    if not versions:
        return {}
    joiner_days = own_numbers(day).joiner_days
    groups = alike(roster(centres=centres) if people is None else people)
    acknowledged_by = done(versions, centres=centres, until=day)
    return {
        one.pk: acknowledged_of(
            groups,
            one.audience,
            acknowledged_by.get(one.pk, {}),
            day=day,
            acknowledge_by=one.acknowledge_by,
            published_on=published_on(one),
            joiner_days=joiner_days,
        )
        for one in versions
    }


def understandings(
    versions: Sequence[BriefingVersion],
    *,
    day: date,
    centres: Collection[str] | None = None,
    people: Sequence[Person] | None = None,
    half_life_days: float | None = None,
) -> dict[int, dict[str, Understanding]]:
    """Version → centre → what the checks up to `day` say of the people concerned on that day.

    Without `half_life_days` checks age as the organisation's own number says.
    """
    with_questions = [one for one in versions if one.questions]
    if not with_questions:
        return {}
    half_life = half_life_days if half_life_days is not None else own_numbers(day).half_life_days
    groups = alike(roster(centres=centres) if people is None else people)
    results = CheckResult.objects.filter(version__in=[one.pk for one in with_questions])
    if centres is not None:
        results = results.filter(member__centre__in=centres)
    by_version: dict[int, list[Result]] = defaultdict(list)
    told = results.values_list("version", "member__centre", "member__code", "at", "right", "asked")
    for pk, centre, code, at, right, asked in told:
        by_version[pk].append(Result((centre, code), timezone.localdate(at), right, asked))
    found: dict[int, dict[str, Understanding]] = {}
    for version in with_questions:
        concerned: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for group in groups:
            if has_to_know(group.person, version.audience, day):
                concerned[group.person.centre] |= group.keys
        found[version.pk] = {
            centre: understanding(
                [one for one in by_version[version.pk] if one.person in codes],
                concerned=len(codes),
                day=day,
                half_life_days=half_life,
            )
            for centre, codes in sorted(concerned.items())
        }
    return found


def open_questions(
    versions: Sequence[BriefingVersion], *, centres: Collection[str] | None = None, overdue_at: datetime | None = None
) -> dict[tuple[int, str], int]:
    """(briefing, centre) → questions about any version of that briefing without an answer; with `overdue_at`, only
    those whose clock has run out by then."""
    asked = Question.objects.filter(version__briefing__in={one.briefing_id for one in versions})
    if centres is not None:
        asked = asked.filter(centre__in=centres)
    waiting = Q(answered_at__isnull=True)
    if overdue_at is not None:
        waiting = (waiting | Q(answered_at__gt=overdue_at)) & Q(due_at__lt=overdue_at)
    counted = asked.filter(waiting).values_list("version__briefing", "centre").annotate(n=Count("pk")).order_by()
    return {(briefing, centre): n for briefing, centre, n in counted}


def published_on(version: BriefingVersion) -> date:
    """The day of publication; of a draft the last day on which a joiner would not be late."""
    return timezone.localdate(version.published_at) if version.published_at else date.max
