"""Reads: statements of a month, their lines with the basis of each, and what is open on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Sum

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Reason
from pledgeline.partnership.core.pooling import Pooled
from pledgeline.partnership.core.statement import Outcome, Step
from pledgeline.partnership.models import Objection, Statement, StatementLine

PAGE_ROWS = 50
MOST_OTHERS = 24


@dataclass(frozen=True)
class ObjectionRow:
    """`outcome` None: not answered yet."""

    statement: str
    centre: str
    rule: str
    month: date
    metric: str
    params: Mapping[str, Any]
    text: str
    raised_at: datetime
    answer_due: date
    outcome: Outcome | None
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class WindowEffect:
    """What one declared window took out of a line."""

    number: int
    exclusion: str
    title: Mapping[str, str]
    """Of the exclusion, as the terms name it."""
    out: Pooled


@dataclass(frozen=True)
class LineRow:
    """One rule: raw and adjusted side by side, and everything needed to count them again."""

    rule: str
    contract: str
    contract_number: int
    metric: str
    metric_version: str
    params: Mapping[str, Any]
    figure: str
    services: tuple[str, ...]
    channels: tuple[str, ...]
    raw: Pooled
    adjusted: Pooled
    windows: tuple[WindowEffect, ...]
    amount_raw: Decimal
    amount_adjusted: Decimal
    reason: Reason
    objection: ObjectionRow | None

    @property
    def number_words(self) -> str:
        return str(self.contract_number)

    @property
    def windows_shown(self) -> tuple[WindowEffect, ...]:
        return self.windows[:MOST_OTHERS]

    @property
    def windows_more(self) -> int:
        return len(self.windows) - len(self.windows_shown)


@dataclass(frozen=True)
class VolumeRow:
    service: str
    channel: str
    agreed: int
    tolerance: float
    found: int

    @property
    def within(self) -> bool:
        return abs(self.found - self.agreed) <= self.tolerance * self.agreed


@dataclass(frozen=True)
class StatementRow:
    """One line of a list of statements."""

    code: str
    centre: str
    terms: str
    month: date
    number: int
    step: Step
    currency: str
    due: Decimal
    objections_until: date | None
    agreed: bool
    open_objections: int


@dataclass(frozen=True)
class StatementPage:
    row: StatementRow
    terms_title: Mapping[str, str]
    version: int
    period: Period
    snapshot: str
    program: str
    digest: str
    uncapped: Decimal
    bonus_cap: Decimal
    malus_cap: Decimal
    raw: Decimal
    """Of all lines, before exclusions."""
    lines: Page[Any]
    """A page of LineRow, in the order of the terms."""
    volumes: tuple[VolumeRow, ...]
    replaces: str
    why: Mapping[str, str]
    shown_at: datetime | None
    agreed_at: datetime | None
    agreed_name: str
    frozen_at: datetime | None
    others: tuple[tuple[str, Step], ...]
    """The latest statements of the same month besides, at most MOST_OTHERS, as far as the reader may open them."""


def statement_list(user: Any, *, number: int) -> tuple[Page[Statement], list[StatementRow]]:
    """A page of the statements `user` may see, the latest month first."""
    page = Paginator(_rows(user).order_by("-month", "-number", "code"), PAGE_ROWS).get_page(number)
    return page, [_row(one) for one in page.object_list]


def statements_under_way(user: Any, *, most: int | None = None) -> list[StatementRow]:
    """Those that wait for the centre or for the client, the oldest month first."""
    found = _rows(user).filter(state__in=[Step.DRAFT, Step.SHOWN]).order_by("month", "code")
    return [_row(one) for one in found[:most]]


def latest_frozen(user: Any, *, most: int) -> list[StatementRow]:
    return [_row(one) for one in _rows(user).filter(state=Step.FROZEN).order_by("-month", "-number")[:most]]


def open_objections(user: Any, *, most: int | None = None) -> list[ObjectionRow]:
    """Objections that wait for the client's answer, the most urgent first."""
    seen = Statement.objects.visible_to(user).filter(state=Step.SHOWN)
    found = Objection.objects.filter(outcome="", line__statement__in=seen).select_related("line__statement")
    return [_objection(one) for one in found.order_by("answer_due", "line__statement__code", "line__place")[:most]]


def statement(code: str, *, user: Any, number: int = 1) -> StatementPage:
    """With a page of its lines. Raises Problem `statement.unknown` where the reader may not see it."""
    found = _rows(user).filter(code=code).select_related("terms", "version", "replaces").first()
    if found is None:
        raise Problem("statement.unknown", statement=code)
    lines: Page[Any] = Paginator(found.lines.order_by("place"), PAGE_ROWS).get_page(number)
    shown = list(lines.object_list)
    objections = {
        one.line_id: one for one in Objection.objects.filter(line__in=shown).select_related("line__statement")
    }
    titles = {one["code"]: one["title"] for one in found.version.agreed["exclusions"]}
    rows: Any = [_line(one, objections.get(one.pk), titles) for one in shown]
    lines.object_list = rows
    others = Statement.objects.visible_to(user).filter(terms=found.terms, month=found.month).exclude(pk=found.pk)
    agreed = found.version.agreed
    return StatementPage(
        row=_row(found),
        terms_title=agreed["title"],
        version=found.version.number,
        period=Period.from_days(found.first_day, found.last_day),
        snapshot=found.snapshot,
        program=found.program,
        digest=found.digest,
        uncapped=found.uncapped,
        bonus_cap=Decimal(agreed["bonus_cap"]),
        malus_cap=Decimal(agreed["malus_cap"]),
        raw=found.lines.aggregate(raw=Sum("amount_raw"))["raw"] or found.uncapped * 0,
        lines=lines,
        volumes=tuple(
            VolumeRow(one["service"], one["channel"], one["contacts_a_month"], one["tolerance"], one["found"])
            for one in found.volumes
        ),
        replaces=found.replaces.code if found.replaces is not None else "",
        why={"en": found.why_en, "zh": found.why_zh},
        shown_at=found.shown_at,
        agreed_at=found.agreed_at,
        agreed_name=found.agreed_name,
        frozen_at=found.frozen_at,
        others=tuple((one.code, Step(one.state)) for one in reversed(list(others.order_by("-number")[:MOST_OTHERS]))),
    )


def page_of_line(statement: str, rule: str) -> int:
    """On which page of its statement a line stands."""
    lines = StatementLine.objects.filter(statement__code=statement)
    place = lines.filter(rule=rule).values("place")[:1]
    return lines.filter(place__lt=place).count() // PAGE_ROWS + 1


def statement_said(code: str) -> dict[str, Any]:
    """A statement as JSON, whoever asks: for the client's command line, never for a page. Raises Problem
    `statement.unknown`."""
    one = Statement.objects.filter(code=code).select_related("terms", "version").first()
    if one is None:
        raise Problem("statement.unknown", statement=code)
    return {
        "statement": one.code,
        "state": one.state,
        "centre": one.centre,
        "terms": one.terms.code,
        "version": one.version.number,
        "from": one.first_day.isoformat(),
        "to": one.last_day.isoformat(),
        "snapshot": one.snapshot,
        "digest": one.digest,
        "currency": one.currency,
        "uncapped": str(one.uncapped),
        "due": str(one.due),
        "objections_until": one.objections_until.isoformat() if one.objections_until else None,
        "lines": [
            {
                "rule": line.rule,
                "metric": line.metric,
                "version": line.metric_version,
                "params": line.params,
                "figure": line.figure,
                "raw": {"good": line.raw_good, "n": line.raw_n},
                "adjusted": {"good": line.adjusted_good, "n": line.adjusted_n},
                "windows": line.windows,
                "amount_raw": str(line.amount_raw),
                "amount_adjusted": str(line.amount_adjusted),
            }
            for line in one.lines.order_by("place")
        ],
        "volumes": one.volumes,
    }


def _rows(user: Any) -> Any:
    waiting = Count("lines", filter=Q(lines__objection__outcome=""))
    return Statement.objects.visible_to(user).select_related("terms").annotate(waiting=waiting)


def _row(one: Any) -> StatementRow:
    return StatementRow(
        one.code,
        one.centre,
        one.terms.code,
        one.month,
        one.number,
        Step(one.state),
        one.currency,
        one.due,
        one.objections_until,
        one.agreed_at is not None,
        one.waiting,
    )


def _line(one: StatementLine, objection: Objection | None, titles: Mapping[str, Mapping[str, str]]) -> LineRow:
    return LineRow(
        rule=one.rule,
        contract=one.contract,
        contract_number=one.contract_number,
        metric=one.metric,
        metric_version=one.metric_version,
        params=one.params,
        figure=one.figure,
        services=tuple(one.services),
        channels=tuple(one.channels),
        raw=Pooled(one.raw_good, one.raw_n),
        adjusted=Pooled(one.adjusted_good, one.adjusted_n),
        windows=tuple(
            WindowEffect(
                window["number"],
                window["exclusion"],
                titles.get(window["exclusion"], {"en": window["exclusion"], "zh": window["exclusion"]}),
                Pooled(window["good"], window["n"]),
            )
            for window in one.windows
        ),
        amount_raw=one.amount_raw,
        amount_adjusted=one.amount_adjusted,
        reason=Reason(one.reason_code, one.reason_numbers),
        objection=_objection(objection) if objection is not None else None,
    )


def _objection(one: Objection) -> ObjectionRow:
    return ObjectionRow(
        one.line.statement.code,
        one.line.statement.centre,
        one.line.rule,
        one.line.statement.month,
        one.line.metric,
        one.line.params,
        one.text,
        one.raised_at,
        one.answer_due,
        Outcome(one.outcome) if one.outcome else None,
        one.answer,
        one.answered_at,
    )
