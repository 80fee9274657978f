"""Reads: pulses as they may be shown. Tallies leave only through `core.pulse`, and only once a round is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count

from pledgeline.partnership.core.pulse import Pulse, RoundState, Tally, pulse, round_state
from pledgeline.partnership.models import PulseLink, PulseRound, PulseTally

PAGE_ROWS = 25
# So many rounds before a round make its trend: three years of quarters.
TREND_ROUNDS = 12


@dataclass(frozen=True)
class RoundRow:
    """`found` is None until the round is closed. `invited` are the links handed out, by team and in all."""

    code: str
    centre: str
    opens_on: date
    closes_on: date
    state: RoundState
    questions: tuple[Mapping[str, str], ...]
    invited: int
    invited_by_team: Mapping[str, int]
    found: Pulse | None

    @property
    def n(self) -> int | None:
        """None where too few answered, or nobody may know yet."""
        return self.found.whole.n if self.found is not None and self.found.whole is not None else None

    @property
    def response(self) -> float | None:
        """Share of the links that came back."""
        return self.n / self.invited if self.n is not None and self.invited else None


def any_pulse() -> bool:
    """Whether any round was ever opened, of whichever centre."""
    return PulseRound.objects.exists()


def pulse_list(user: Any, *, day: date, number: int = 1) -> tuple[Page[Any], list[RoundRow]]:
    """A page of the rounds `user` may see, the newest first. Four queries, whatever their number."""
    page = Paginator(PulseRound.objects.visible_to(user), PAGE_ROWS).get_page(number)
    return page, _rows(list(page.object_list), day)


def pulse_round(code: str, *, user: Any, day: date) -> RoundRow | None:
    found = PulseRound.objects.visible_to(user).filter(code=code).first()
    return _rows([found], day)[0] if found is not None else None


def rounds_until(code: str, *, user: Any, day: date) -> list[RoundRow]:
    """This round and those of the same centre before it, the oldest first: its trend."""
    found = PulseRound.objects.visible_to(user).filter(code=code).first()
    if found is None:
        return []
    earlier = PulseRound.objects.visible_to(user).filter(centre=found.centre, opens_on__lte=found.opens_on)
    return _rows(list(earlier.order_by("-opens_on")[:TREND_ROUNDS])[::-1], day)


def closed_rounds(*, day: date, centres: Collection[str] | None = None) -> list[RoundRow]:
    """Every round closed before `day` is over, the oldest first, whoever asks: for facts, never for a page."""
    found = PulseRound.objects.filter(closes_on__lt=day).order_by("closes_on", "code")
    if centres is not None:
        found = found.filter(centre__in=centres)
    return _rows(list(found), day)


def _rows(rounds: Sequence[PulseRound], day: date) -> list[RoundRow]:
    states = {one.pk: round_state(day, opens_on=one.opens_on, closes_on=one.closes_on) for one in rounds}
    invited: dict[int, dict[str, int]] = defaultdict(dict)
    counted = PulseLink.objects.filter(round__in=list(states)).order_by().values_list("round", "team")
    for pk, team, n in counted.annotate(n=Count("pk")):
        invited[pk][team] = n
    tallies = _tallies([pk for pk, state in states.items() if state is RoundState.CLOSED])
    return [
        RoundRow(
            one.code,
            one.centre,
            one.opens_on,
            one.closes_on,
            states[one.pk],
            tuple(one.questions),
            sum(invited[one.pk].values()),
            dict(sorted(invited[one.pk].items())),
            pulse(tallies.get(one.pk, {})) if states[one.pk] is RoundState.CLOSED else None,
        )
        for one in rounds
    ]


def _tallies(rounds: Iterable[int]) -> dict[int, dict[str, Tally]]:
    """Round → team → tally."""
    counts: dict[int, dict[str, dict[str, list[int]]]] = defaultdict(lambda: defaultdict(dict))
    rows = PulseTally.objects.filter(round__in=list(rounds)).order_by()
    for pk, team, question, answer, n in rows.values_list("round", "team", "question", "answer", "n"):
        counts[pk][team].setdefault(question, [0, 0, 0, 0, 0])[answer - 1] = n
    return {
        pk: {
            team: Tally({question: (a, b, c, d, e) for question, (a, b, c, d, e) in by_question.items()})
            for team, by_question in teams.items()
        }
        for pk, teams in counts.items()
    }


# --- a link -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenedPulse:
    """What a link leads to; it names nobody."""

    link: PulseLink
    questions: tuple[Mapping[str, str], ...]
    closes_on: date


def opened_pulse(token_hash: str) -> OpenedPulse | None:
    link = PulseLink.objects.select_related("round").filter(token_hash=token_hash).first()
    if link is None:
        return None
    return OpenedPulse(link, tuple(link.round.questions), link.round.closes_on)
