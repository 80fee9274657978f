"""Reads: the list of briefings, and one briefing with its history."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, Max, OuterRef, Q, When
from django.utils import timezone

from pledgeline.briefing.core.briefing import Kind, State, Version
from pledgeline.briefing.core.difference import Piece, difference, is_changed
from pledgeline.briefing.core.roster import Person, Share
from pledgeline.briefing.core.understanding import Understanding
from pledgeline.briefing.models import BriefingVersion
from pledgeline.briefing.queries import shares
from pledgeline.briefing.queries.numbers import own_numbers
from pledgeline.briefing.queries.people import own_row, roster
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres

PAGE_ROWS = 25
MOST_OFFERED = 50
WHEN = ("now", "coming", "past", "draft")


@dataclass(frozen=True)
class Row:
    """One briefing in a list: the version that holds, or the draft where none was published yet."""

    version: Version
    share: Share
    days_left: int | None
    """Until the last day to acknowledge; negative: past. None for a draft."""


def briefing_list(
    user: Any, *, day: date, number: int = 1, kind: str = "", when: str = "", text: str = ""
) -> tuple[Page[Any], list[Row]]:
    """A page of the briefings `user` may see, those that take effect last first. Queries do not grow with them."""
    page = Paginator(_narrowed(_speaking(user), day, kind, when, text), PAGE_ROWS).get_page(number)
    return page, rows(list(page.object_list), user, day=day)


def latest_titles(user: Any) -> list[tuple[str, Mapping[str, str]]]:
    """Code and title of the latest briefings, drafts too: what a form offers while its reader types. One query."""
    found = _speaking(user).order_by("-created_at")[:MOST_OFFERED]
    return [(one.briefing.code, {"en": one.title_en, "zh": one.title_zh}) for one in found]


def titles_of(codes: Collection[str], *, user: Any) -> dict[str, Mapping[str, str]]:
    """Code → the newest title of each of these briefings that the reader may see; None as reader sees all."""
    found = BriefingVersion.objects.all() if user is None else BriefingVersion.objects.visible_to(user)
    versions = found.filter(briefing__code__in=codes).select_related("briefing").order_by("number")
    return {one.briefing.code: {"en": one.title_en, "zh": one.title_zh} for one in versions}


def rows(versions: Sequence[BriefingVersion], user: Any, *, day: date) -> list[Row]:
    by_version = shares.acknowledged_shares(versions, day=day, centres=visible_centres(user))
    found = []
    for one in versions:
        together = Share(0, 0)
        for share in by_version.get(one.pk, {}).values():
            together = together.plus(share)
        told = one.state == State.PUBLISHED
        found.append(Row(one.as_core(), together, (one.acknowledge_by - day).days if told else None))
    return found


def _speaking(user: Any) -> Any:
    """One version a briefing: the published one, or (for the client) the draft of a briefing never told yet."""
    published = BriefingVersion.objects.filter(briefing=OuterRef("briefing"), state=State.PUBLISHED)
    return (
        BriefingVersion.objects.visible_to(user)
        .filter(Q(state=State.PUBLISHED) | Q(~Exists(published), state=State.DRAFT))
        .select_related("briefing")
        .order_by("-effective_from", "briefing__code")
    )


def _narrowed(versions: Any, day: date, kind: str, when: str, text: str) -> Any:
    if kind in [one.value for one in Kind]:
        versions = versions.filter(briefing__kind=kind)
    if text:
        versions = versions.filter(
            Q(title_en__icontains=text) | Q(title_zh__icontains=text) | Q(briefing__code__icontains=text)
        )
    over = Q(effective_to__lte=day)
    narrowed = {
        "now": Q(state=State.PUBLISHED, effective_from__lte=day) & ~over,
        "coming": Q(state=State.PUBLISHED, effective_from__gt=day),
        "past": Q(state=State.PUBLISHED) & over,
        "draft": Q(state=State.DRAFT),
    }
    return versions.filter(narrowed[when]) if when in narrowed else versions


@dataclass(frozen=True)
class Difference:
    """What changed against the version before, in both languages; `number` is that of the version before."""

    number: int
    title: Mapping[str, tuple[Piece, ...]]
    body: Mapping[str, tuple[Piece, ...]]
    period: Period | None
    """Days of the version before where they were others."""

    @property
    def texts_changed(self) -> bool:
        return any(is_changed(one) for words in (self.title, self.body) for one in words.values())


@dataclass(frozen=True)
class VersionRow:
    number: int
    state: str
    published_at: datetime | None
    period: Period


@dataclass(frozen=True)
class BriefingPage:
    """One version with its history, who knows it, and what the reader has to do."""

    version: Version
    versions: Page[Any]
    """A page of VersionRow, the newest first."""
    latest: int
    """Number of the newest version that the reader may see."""
    difference: Difference | None
    shares: Mapping[str, Share]
    understood: Mapping[str, Understanding]
    own: Person | None
    own_acknowledged_at: datetime | None
    newest: int
    draft: int | None
    half_life_days: float
    lead_days: int
    """Days ahead at which a briefing has to be published."""

    @property
    def told_days_ahead(self) -> int | None:
        """Whole days between publication and effect; None for a draft."""
        if self.version.published_at is None or self.version.period.start is None:
            return None
        return (self.version.period.start - timezone.localdate(self.version.published_at)).days

    @property
    def told_days_after(self) -> int:
        """Days by which publication came after the effect; 0 where it did not."""
        return max(0, -(self.told_days_ahead or 0))


def version(code: str, *, user: Any, number: int | None = None) -> BriefingVersion:
    """The version asked for, else the one that holds, else the draft; raises Problem `briefing.unknown`."""
    found = BriefingVersion.objects.visible_to(user).filter(briefing__code=code).select_related("briefing")
    if number is not None:
        found = found.filter(number=number)
    holds = Case(When(state=State.PUBLISHED, then=0), default=1)
    best: BriefingVersion | None = found.order_by(holds, "-number").first()
    if best is None:
        raise Problem("briefing.unknown", briefing=code)
    return best


def briefing_page(code: str, *, user: Any, day: date, number: int | None = None, history_page: int = 1) -> BriefingPage:
    shown = version(code, user=user, number=number)
    centres = visible_centres(user)
    history = BriefingVersion.objects.visible_to(user).filter(briefing=shown.briefing_id).order_by("-number")
    page: Page[Any] = Paginator(history, PAGE_ROWS).get_page(history_page)
    rows: Any = [VersionRow(one.number, one.state, one.published_at, one.period) for one in page.object_list]
    page.object_list = rows
    earlier = history.filter(number__lt=shown.number)[:1]
    numbers_of = dict(history.order_by("state").values_list("state").annotate(n=Max("number")))
    people = roster(centres=centres)
    by_version = shares.acknowledged_shares([shown], day=day, centres=centres, people=people)
    understood = shares.understandings([shown], day=day, centres=centres, people=people)
    own = own_row(user)
    at = None
    if own is not None:
        at = shares.done([shown], centres=[own.centre]).get(shown.pk, {}).get((own.centre, own.code))
    settled = [n for state, n in numbers_of.items() if state != State.DRAFT]
    numbers = own_numbers(day)
    return BriefingPage(
        version=shown.as_core(),
        versions=page,
        latest=max(numbers_of.values()),
        difference=against_the_one_before(shown, list(earlier)),
        shares=by_version.get(shown.pk, {}),
        understood=understood.get(shown.pk, {}),
        own=own,
        own_acknowledged_at=at,
        newest=max(settled, default=shown.number),
        draft=numbers_of.get(State.DRAFT),
        half_life_days=numbers.half_life_days,
        lead_days=numbers.lead_days,
    )


def against_the_one_before(shown: BriefingVersion, history: Sequence[BriefingVersion]) -> Difference | None:
    before = next((one for one in history if one.number < shown.number), None)
    if before is None:
        return None
    return Difference(
        before.number,
        {name: difference(getattr(before, f"title_{name}"), getattr(shown, f"title_{name}")) for name in ("en", "zh")},
        {name: difference(getattr(before, f"body_{name}"), getattr(shown, f"body_{name}")) for name in ("en", "zh")},
        before.period if before.period != shown.period else None,
    )
