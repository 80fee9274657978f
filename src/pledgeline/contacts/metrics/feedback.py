"""What the metrics of survey answers share: who was asked, who answered, and what silence leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis.expr.types as ir

from pledgeline.contacts.core.schema import COMPLAINT, SURVEY_ANSWER
from pledgeline.contacts.core.vocabulary import AnswerState, SurveyQuestion
from pledgeline.contacts.metrics import measures

ANSWERS, COMPLAINTS = SURVEY_ANSWER.name, COMPLAINT.name


def with_attributed(rows: ir.Table) -> ir.Table:
    """The one time that groups and periods need."""
    return rows.mutate(us_attributed=measures.instant_us(rows.attributed_at))


@dataclass(frozen=True)
class Scale:
    """The only scale a metric counts: answers on any other are never mixed in."""

    lowest: int
    highest: int

    def holds(self, rows: ir.Table) -> ir.BooleanValue:
        return (rows.scale_min == self.lowest) & (rows.scale_max == self.highest)


def counted_points(rows: ir.Table, keys: Sequence[str], question: SurveyQuestion, scale: Scale) -> ir.Table:
    """Rows of one question by group, points (on the metric's scale), state, scale and whether silence is listed."""
    rows = rows.filter(rows.question == question.value)
    rows = rows.mutate(on_scale=scale.holds(rows))
    given = (rows.state == AnswerState.ANSWERED.value) & rows.on_scale
    rows = rows.mutate(given=given.ifelse(rows.points, None).cast("int64"))
    return rows.group_by([*keys, "given", "state", "on_scale", "silence_is_listed"]).aggregate(count=rows.count())


@dataclass
class Told:
    """Counts of one group. `points` maps each number of points to how many gave it; `silent` kept silent, `unlisted`
    came from feeds that do not list those who do."""

    points: dict[int, int]
    silent: int = 0
    skipped: int = 0
    other_scale: int = 0
    unlisted: int = 0

    def add(self, row: dict[str, object]) -> None:
        count = int(row["count"])  # type: ignore[call-overload]
        if row["state"] == AnswerState.NO_ANSWER.value:
            self.silent += count
        elif row["state"] == AnswerState.SKIPPED.value:
            self.skipped += count
        elif row["on_scale"]:
            points = int(row["given"])  # type: ignore[call-overload]
            self.points[points] = self.points.get(points, 0) + count
        else:
            self.other_scale += count
        if not row["silence_is_listed"]:
            self.unlisted += count

    @property
    def n(self) -> int:
        return sum(self.points.values())

    def at_least(self, points: int) -> int:
        return sum(count for given, count in self.points.items() if given >= points)

    @property
    def mean(self) -> float:
        return sum(given * count for given, count in self.points.items()) / self.n

    @property
    def asked(self) -> int | None:
        """Everybody who was asked; None where a feed does not list those who kept silent."""
        return None if self.unlisted else self.n + self.silent + self.skipped + self.other_scale

    @property
    def response_rate(self) -> float | None:
        return self.n / self.asked if self.asked else None

    def bounds(self, good: int) -> tuple[float, float] | None:
        """The share of good answers, were all who did not answer unhappy, or all happy; None where nobody knows how
        many they are."""
        if not self.asked:
            return None
        return good / self.asked, (good + self.asked - self.n) / self.asked


def told(rows: list[dict[str, object]], keys: Sequence[str]) -> dict[tuple[object, ...], Told]:
    groups: dict[tuple[object, ...], Told] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in keys), Told({})).add(row)
    return groups
