"""The lists about contract and working together that travel: terms, review series, reviews, actions.

What is signed or frozen travels to be read; signatures, pre-reads and counted effects stay where they were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.channels import Channel
from pledgeline.partnership.core import notation
from pledgeline.partnership.core.terms import Agreed
from pledgeline.partnership.models import Improvement, Review, ReviewSeries, TermsVersion
from pledgeline.ui.sheets import Column, Register

TERMS = Register(
    "terms",
    (
        Column("code", "code"),
        Column("number", "integer"),
        Column("centre", "code"),
        Column("effective_from", "date"),
        Column("title_en", "text"),
        Column("title_zh", "text"),
        Column("services", "codes"),
        Column("channels", "codes", tuple(Channel)),
        Column("hours", "code"),
        Column("currency", "code"),
        # Amounts are texts: a spreadsheet's numbers are not exact.
        Column("bonus_cap", "text"),
        Column("malus_cap", "text"),
        Column("objection_days", "integer"),
        Column("answer_days", "integer"),
        Column("exclusions", "text"),
        Column("rules", "text"),
        Column("volumes", "text"),
    ),
    key=("code", "number"),
)
SERIES = Register(
    "review_series",
    (
        Column("code", "code"),
        Column("centre", "code"),
        Column("title_en", "text"),
        Column("title_zh", "text"),
        Column("every_months", "integer"),
        Column("first_due", "date"),
        Column("agenda", "text"),
        Column("ended_on", "date"),
    ),
)
REVIEWS = Register(
    "reviews",
    (
        Column("series", "code"),
        Column("number", "integer"),
        Column("due", "date"),
        Column("first_day", "date"),
        Column("last_day", "date"),
        Column("held_on", "date"),
        Column("attended", "text"),
        Column("minutes_en", "text"),
        Column("minutes_zh", "text"),
        Column("decisions", "text"),
    ),
    key=("series", "number"),
)
ACTIONS = Register(
    "actions",
    (
        Column("code", "code"),
        Column("centre", "code"),
        Column("side", "code", tuple(Side)),
        Column("owner", "text"),
        Column("title_en", "text"),
        Column("title_zh", "text"),
        Column("cause_en", "text"),
        Column("cause_zh", "text"),
        Column("due", "date"),
        Column("promise", "code"),
        Column("target", "number"),
        Column("minimum_n", "integer"),
        Column("before_first", "date"),
        Column("before_last", "date"),
        Column("after_first", "date"),
        Column("after_last", "date"),
        Column("state", "code"),
        Column("done_on", "date"),
        Column("done_note", "text"),
    ),
)
REGISTERS = {one.name: one for one in (TERMS, SERIES, REVIEWS, ACTIONS)}


def export_rows(name: str) -> list[dict[str, Any]]:
    """Every row of the register, in a steady order: for the client's own files, never for a centre's page."""
    return {"terms": _terms, "review_series": _series, "reviews": _reviews, "actions": _actions}[name]()


def terms_row(one: TermsVersion) -> dict[str, Any]:
    agreed = Agreed.model_validate(one.agreed)
    return {
        "code": one.terms.code,
        "number": one.number,
        "centre": one.terms.centre,
        "effective_from": one.effective_from,
        "title_en": agreed.title.en,
        "title_zh": agreed.title.zh,
        "services": list(agreed.services),
        "channels": list(agreed.channels),
        "hours": agreed.hours,
        "currency": agreed.currency,
        "bonus_cap": str(agreed.bonus_cap),
        "malus_cap": str(agreed.malus_cap),
        "objection_days": agreed.objection_days,
        "answer_days": agreed.answer_days,
        "exclusions": notation.exclusion_lines(agreed.exclusions) or None,
        "rules": notation.rule_lines(agreed.rules) or None,
        "volumes": notation.volume_lines(agreed.volumes) or None,
    }


def series_row(one: ReviewSeries) -> dict[str, Any]:
    plain = ("code", "centre", "title_en", "title_zh", "every_months", "first_due", "ended_on")
    return {**{name: getattr(one, name) for name in plain}, "agenda": lines(one.agenda)}


def review_row(one: Review) -> dict[str, Any]:
    plain = ("number", "due", "first_day", "last_day", "held_on")
    words = ("attended", "minutes_en", "minutes_zh")
    return {
        "series": one.series.code,
        **{name: getattr(one, name) for name in plain},
        **{name: getattr(one, name) or None for name in words},
        "decisions": lines(one.decisions) or None,
    }


def action_row(one: Improvement) -> dict[str, Any]:
    plain = ("code", "centre", "side", "owner", "title_en", "title_zh", "cause_en", "cause_zh", "due", "state")
    return {
        **{name: getattr(one, name) for name in plain},
        "promise": one.promise or None,
        "target": float(one.measure["target"]) if one.measure else None,
        "minimum_n": one.measure["minimum_n"] if one.measure else None,
        "before_first": _day(one.before.get("first")),
        "before_last": _day(one.before.get("last")),
        "after_first": one.after_first,
        "after_last": one.after_last,
        "done_on": one.done_on,
        "done_note": one.done_note or None,
    }


def lines(points: Iterable[Mapping[str, str]]) -> str:
    """Points as lines of `English | Chinese` and, where one is named, the side."""
    return "\n".join(" | ".join(one[name] for name in ("en", "zh", "side") if one.get(name)) for one in points)


def _terms() -> list[dict[str, Any]]:
    return [terms_row(one) for one in TermsVersion.objects.select_related("terms").order_by("terms__code", "number")]


def _series() -> list[dict[str, Any]]:
    return [series_row(one) for one in ReviewSeries.objects.order_by("code")]


def _reviews() -> list[dict[str, Any]]:
    return [review_row(one) for one in Review.objects.select_related("series").order_by("series__code", "number")]


def _actions() -> list[dict[str, Any]]:
    return [action_row(one) for one in Improvement.objects.order_by("code")]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
