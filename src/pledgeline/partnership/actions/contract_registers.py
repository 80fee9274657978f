"""Terms, review series, reviews and actions handed in again: what is fixed must come back as it went.

A row that is new is written by the action a page would call: terms as a draft (signatures do not travel), an action
opened today. A row that would change what was offered, prepared or opened is refused with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.actions import improvements, reviews, terms
from pledgeline.partnership.core import notation
from pledgeline.partnership.models import Improvement, Review, ReviewSeries, Terms, TermsVersion
from pledgeline.partnership.queries import contract_registers as written
from pledgeline.ui.sheets import Imported, Row

Write = Callable[[Row, Any], str]


def _each(write: Write) -> Callable[[Sequence[Row], Any], Imported]:
    """Every row by `write`, which says what became of it."""

    def rows_by(rows: Sequence[Row], by: Any) -> Imported:
        counts = {"created": 0, "updated": 0, "unchanged": 0}
        for row in rows:
            try:
                counts[write(row, by)] += 1
            except Problem as problem:
                raise problem.at(line=row.line) from problem
        return Imported(**counts)

    return rows_by


def _same(stored: Mapping[str, Any], row: Row, *, but: Sequence[str] = ()) -> bool:
    return all(row[name] == value for name, value in stored.items() if name not in but)


def _needed(row: Row, *names: str) -> dict[str, Any]:
    for name in names:
        if row[name] is None:
            raise Problem("partnership.missing", field=name)
    return {name: row[name] for name in names}


def _terms(row: Row, by: Any) -> str:
    key = _needed(row, "code", "number", "effective_from")
    found = TermsVersion.objects.filter(terms__code=row["code"], number=row["number"]).select_related("terms").first()
    if found is not None and _same(written.terms_row(found), row):
        return "unchanged"
    day, agreed = key["effective_from"], _agreed(row)
    if found is not None:
        if row["centre"] != found.terms.centre:
            raise Problem("terms.version_is_fixed", field="centre", terms=row["code"], number=row["number"])
        terms.edit(code=row["code"], number=row["number"], agreed=agreed, effective_from=day, by=by)
        return "updated"
    latest = TermsVersion.objects.filter(terms__code=row["code"]).count()
    if row["number"] != latest + 1:
        raise Problem("terms.number", field="number", terms=row["code"], number=latest + 1)
    if latest == 0:
        centre = _needed(row, "centre")["centre"]
        terms.draft(code=row["code"], centre=centre, agreed=agreed, effective_from=day, by=by)
    else:
        of = Terms.objects.get(code=row["code"])
        if row["centre"] not in (None, of.centre):
            raise Problem("terms.version_is_fixed", field="centre", terms=row["code"], number=row["number"])
        terms.revise(code=row["code"], agreed=agreed, effective_from=day, by=by)
    return "created"


def _agreed(row: Row) -> dict[str, Any]:
    plain = ("hours", "currency", "bonus_cap", "malus_cap", "objection_days", "answer_days")
    return {
        "title": {"en": row["title_en"] or "", "zh": row["title_zh"] or ""},
        "services": row["services"],
        "channels": row["channels"],
        **_needed(row, *plain),
        "exclusions": notation.read_exclusions(row["exclusions"] or ""),
        "rules": notation.read_rules(row["rules"] or ""),
        "volumes": notation.read_volumes(row["volumes"] or ""),
    }


def _series(row: Row, by: Any) -> str:
    found = ReviewSeries.objects.filter(code=row["code"]).first()
    if found is None:
        needed = _needed(row, "code", "centre", "every_months", "first_due", "agenda")
        titles = {name: row[name] or "" for name in ("title_en", "title_zh")}
        reviews.begin(**{**needed, **titles, "agenda": notation.read_points(needed["agenda"])}, by=by)
        if row["ended_on"] is not None:
            reviews.end(code=row["code"], on=row["ended_on"], by=by)
        return "created"
    stored = written.series_row(found)
    if _same(stored, row):
        return "unchanged"
    if not _same(stored, row, but=("agenda", "ended_on")):
        raise Problem("partnership.record_is_fixed")
    if row["agenda"] != stored["agenda"]:
        reviews.set_agenda(code=row["code"], agenda=notation.read_points(row["agenda"] or ""), by=by)
    if row["ended_on"] != found.ended_on:
        if row["ended_on"] is None:
            raise Problem("review.ended", field="ended_on", series=row["code"])
        reviews.end(code=row["code"], on=row["ended_on"], by=by)
    return "updated"


def _review(row: Row, by: Any) -> str:
    """A review is prepared here, where its figures are; its minutes may be written elsewhere."""
    found = Review.objects.filter(series__code=row["series"], number=row["number"]).select_related("series").first()
    if found is None:
        raise Problem("review.unknown", field="number", series=row["series"], number=row["number"])
    stored = written.review_row(found)
    if _same(stored, row):
        return "unchanged"
    minutes = ("held_on", "attended", "minutes_en", "minutes_zh", "decisions")
    if found.held_on is not None or not _same(stored, row, but=minutes):
        raise Problem("partnership.record_is_fixed")
    reviews.hold(
        code=row["series"],
        number=row["number"],
        held_on=_needed(row, "held_on")["held_on"],
        attended=row["attended"] or "",
        minutes_en=row["minutes_en"] or "",
        minutes_zh=row["minutes_zh"] or "",
        decisions=notation.read_points(row["decisions"] or ""),
        by=by,
    )
    return "updated"


def _action(row: Row, by: Any) -> str:
    found = Improvement.objects.filter(code=row["code"]).first()
    if found is None:
        _open(row, by)
        return "created"
    stored = written.action_row(found)
    if _same(stored, row):
        return "unchanged"
    if not _same(stored, row, but=("state", "done_on", "done_note")) or found.state != "open":
        raise Problem("partnership.record_is_fixed")
    _carry_out(row, by)
    return "updated"


def _open(row: Row, by: Any) -> None:
    plain = ("owner", "title_en", "title_zh", "cause_en", "cause_zh")
    words: dict[str, Any] = {name: row[name] or "" for name in plain}
    improvements.open_one(
        **_needed(row, "code", "centre", "side", "due"),
        **words,
        promise=row["promise"] or "",
        target=row["target"],
        minimum_n=row["minimum_n"] or improvements.FEWEST,
        before=_pair(row, "before"),
        after=_pair(row, "after"),
        by=by,
    )
    if row["done_on"] is not None:
        _carry_out(row, by)


def _carry_out(row: Row, by: Any) -> None:
    """By its own side where a person hands it in; by the house on the command line."""
    on = _needed(row, "done_on")["done_on"]
    improvements.carry_out(code=row["code"], note=row["done_note"] or "", on=on, by=by)


def _pair(row: Row, name: str) -> tuple[date, date] | None:
    first, last = row[f"{name}_first"], row[f"{name}_last"]
    return (first, last) if first and last else None


WRITERS: Mapping[str, Callable[[Sequence[Row], Any], Imported]] = {
    written.TERMS.name: _each(_terms),
    written.SERIES.name: _each(_series),
    written.REVIEWS.name: _each(_review),
    written.ACTIONS.name: _each(_action),
}
