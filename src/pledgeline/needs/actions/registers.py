"""Registers handed in again: each row is written by the action a page would call, all of them or none.

What a person decided (a refusal, a kind ruled out, how a conflict is settled) is that person's word: a new such row is
decided by whoever hands it in, never in the name that stands in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from pledgeline.kernel.problem import Problem
from pledgeline.needs.actions import conflicts, expectations, segments
from pledgeline.needs.core.expectation import Importance, SegmentKind, SourceKind, Strength
from pledgeline.needs.models import TEXTS, Conflict, ExpectationVersion
from pledgeline.needs.queries import registers
from pledgeline.organisation.actions import audit
from pledgeline.ui.sheets import Imported, Row

# Who decided, and when, is told on the way out and not taken in.
_NOT_COMPARED = frozenset({"decided_by", "decided_at"})
_CODES = ("kinds", "channels")


@transaction.atomic
def import_rows(*, name: str, rows: Sequence[Row], by: Any) -> Imported:
    """Writes the rows of register `name`, one of `queries.registers.registers()`; rows that are not in the file stay.

    Raises Problem `register.cell_needed` or `register.row_twice`, or the one of the action that refuses, each with the
    line of the file.
    """
    key = registers.registers()[name].row_key
    before = {tuple(row[part] for part in key): row for row in registers.export_rows(name)}
    tally = {"created": 0, "updated": 0, "unchanged": 0}
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        try:
            place = tuple(_needed(row, part) for part in key)
            if place in seen:
                raise Problem("register.row_twice", field=key[0], value=str(row[key[0]]))
            seen.add(place)
            known = before.get(place)
            if known is not None and _same(known, row):
                tally["unchanged"] += 1
                continue
            _WRITERS[name](row, known is not None, by)
            tally["created" if known is None else "updated"] += 1
        except Problem as problem:
            raise problem.at(line=row.line) from None
    done = Imported(**tally)
    if done.created or done.updated:
        audit.record(room="needs", action="register.imported", subject=("register", name), by=by, data=tally)
    return done


def _same(known: Mapping[str, Any], row: Row) -> bool:
    return all(
        (sorted(row[part]) == sorted(value) if part in _CODES else row[part] == value)
        for part, value in known.items()
        if part not in _NOT_COMPARED
    )


def _needed(row: Row, field: str) -> Any:
    if row[field] is None:
        raise Problem("register.cell_needed", field=field)
    return row[field]


def _texts(row: Row, *names: str) -> dict[str, Any]:
    """Empty cells as empty texts: the action says which of them is missing."""
    return {name: row[name] or "" for name in names}


def _word(kind: Callable[[str], Any], row: Row, field: str) -> Any:
    """The word of a closed list; raises Problem `needs.word_unknown` naming those there are."""
    value = _needed(row, field)
    known = [one.value for one in kind]  # type: ignore[attr-defined]
    if value not in known:
        raise Problem("needs.word_unknown", field=field, value=str(value), known=", ".join(known))
    return kind(value)


def _segment(row: Row, known: bool, by: Any) -> None:
    words = [str(one) for one in row["kinds"]]
    strange = [one for one in words if one not in list(SegmentKind)]
    if strange:
        raise Problem("needs.word_unknown", field="kinds", value=strange[0], known=", ".join(SegmentKind))
    said = {**_texts(row, "name_en", "name_zh"), "kinds": [SegmentKind(one) for one in words]}
    (segments.change if known else segments.register)(code=row["code"], **said, by=by)


def _kind(row: Row, known: bool, by: Any) -> None:
    segments.rule_out(kind=_word(SegmentKind, row, "kind"), **_texts(row, "because_en", "because_zh"), by=by)


def _expectation(row: Row, known: bool, by: Any) -> None:
    """A version that is there already is fixed; the next one revises; number 1 of a new code registers."""
    code, number = row["code"], row["number"]
    if known:
        raise Problem("expectation.version_is_fixed", field="number", expectation=code, number=number)
    versions = ExpectationVersion.objects.filter(expectation__code=code).select_related("expectation")
    last = versions.order_by("-number").first()
    wanted = last.number + 1 if last else 1
    if number != wanted:
        raise Problem("expectation.number_out_of_turn", field="number", expectation=code, number=wanted)
    said: dict[str, Any] = {
        **_texts(row, *TEXTS, "segment", "owner"),
        "channels": row["channels"],
        "importance": _word(Importance, row, "importance"),
        "next_review": _needed(row, "next_review"),
    }
    start, service = _needed(row, "effective_from"), _needed(row, "service")
    if last is None:
        wording = expectations.Wording(**said)
        expectations.register(code=code, service=service, wording=wording, effective_from=start, by=by)
        return
    if service != last.expectation.service:
        raise Problem("expectation.service_is_fixed", field="service", service=last.expectation.service)
    expectations.revise(code=code, effective_from=start, by=by, **said)


def _source(row: Row, known: bool, by: Any) -> None:
    """Evidence is never changed: a row that differs in n or strength from one of the same place and day is refused."""
    if known:
        raise Problem("source.is_fixed", field="reference")
    expectations.add_source(
        code=row["expectation"],
        kind=_word(SourceKind, row, "kind"),
        dated=row["dated"],
        n=row["n"],
        strength=_word(Strength, row, "strength"),
        reference=row["reference"],
        by=by,
    )


def _refusal(row: Row, known: bool, by: Any) -> None:
    expectations.refuse(code=row["expectation"], **_texts(row, "because_en", "because_zh"), by=by)


def _conflict(row: Row, known: bool, by: Any) -> None:
    # A pair that is there already, said otherwise, is refused by the action: what stands against what is fixed.
    conflicts.mark(first=row["first"], second=row["second"], **_texts(row, "what_en", "what_zh"), by=by)


def _decision(row: Row, known: bool, by: Any) -> None:
    pair = [row["first"], row["second"]]
    found = Conflict.objects.filter(Q(first__code__in=pair) & Q(second__code__in=pair)).first()
    if found is None or row["first"] == row["second"]:
        raise Problem("conflict.not_between", field="first", first=row["first"], second=row["second"])
    said = {**_texts(row, "how_en", "how_zh"), "prefers": row["prefers"], "until": row["until"]}
    conflicts.decide(number=found.number, **said, by=by)


_WRITERS: Mapping[str, Callable[[Row, bool, Any], None]] = {
    registers.SEGMENTS.name: _segment,
    registers.KINDS.name: _kind,
    registers.EXPECTATIONS.name: _expectation,
    registers.SOURCES.name: _source,
    registers.REFUSALS.name: _refusal,
    registers.CONFLICTS.name: _conflict,
    registers.DECISIONS.name: _decision,
}
