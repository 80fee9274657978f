"""Registers handed in again: each row is written by the action a page would call, all of them or none.

What is in force, approved, offered or signed is refused here as it is on the page: a changed row of it is a Problem
with its line, and the way is a row with the next number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from pledgeline.experience.actions import clocks, contracts, definitions, promises
from pledgeline.experience.core import vector_lines
from pledgeline.experience.core.contract import TREATMENTS
from pledgeline.experience.core.promise import Direction, Hours, State
from pledgeline.experience.models import ContractVersion, PromiseVersion
from pledgeline.experience.queries import registers
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Modality
from pledgeline.organisation.actions import audit
from pledgeline.ui.sheets import Imported, Row

Known = Mapping[str, Any] | None


@transaction.atomic
def import_rows(*, name: str, rows: Iterable[Row], by: Any) -> Imported:
    """Rows that are not in the file stay as they are. Raises the problem of the first line that cannot stand:
    `register.cell_needed`, `register.row_twice`, `register.by_hand`, or that of the action."""
    key = registers.KEYS[name]
    before = {tuple(row[part] for part in key): row for row in registers.export_rows(name)}
    tally = {"created": 0, "updated": 0, "unchanged": 0}
    seen: set[tuple[Any, ...]] = set()
    changed: list[tuple[Row, Known]] = []
    for row in rows:
        try:
            place = tuple(_needed(row, part) for part in key)
            if place in seen:
                raise Problem("register.row_twice", field=key[0], value=" ".join(map(str, place)))
            seen.add(place)
            known = before.get(place)
            if known is not None and registers.same(name, known, row):
                tally["unchanged"] += 1
                continue
            _check_hands(name, row, known)
            tally["created" if known is None else "updated"] += 1
            changed.append((row, known))
        except Problem as problem:
            raise problem.at(line=row.line) from None
    _WRITERS[name](changed, by)
    done = Imported(**tally)
    if changed:
        audit.record(room="experience", action="register.imported", subject=("register", name), by=by, data=tally)
    return done


def _needed(row: Row, field: str) -> Any:
    if row[field] is None:
        raise Problem("register.cell_needed", field=field)
    return row[field]


def _check_hands(name: str, row: Row, known: Known) -> None:
    """What was done by hand may stand in the file as it is, or be left empty."""
    for field in registers.BY_HAND[name]:
        own = known[field] if known is not None else ("draft" if field == "state" else None)
        if row[field] is not None and row[field] != own and not (name == "promises" and known is None):
            raise Problem("register.by_hand", field=field, value=str(row[field]))


def _word(kind: Any, row: Row, field: str) -> Any:
    try:
        return kind(_needed(row, field))
    except ValueError as wrong:
        known = ", ".join(one.value for one in kind)
        raise Problem("register.word_unknown", field=field, value=str(row[field]), known=known) from wrong


def _params(row: Row) -> dict[str, float]:
    try:
        return vector_lines.read_params_line(row["params"] or "") or {}
    except Problem as problem:
        raise problem.at(field="params") from None


# --- promises -----------------------------------------------------------------------------------------------------


def _write_promises(changed: Sequence[tuple[Row, Known]], by: Any) -> None:
    """Versions of a promise in the order of their numbers: each begins where the one before ends."""
    for row, known in sorted(changed, key=lambda one: (one[0]["code"], one[0]["number"])):
        try:
            _promise(row, known, by)
        except Problem as problem:
            raise problem.at(line=row.line) from None


def _promise(row: Row, known: Known, by: Any) -> None:
    code, number = row["code"], row["number"]
    said: dict[str, Any] = {
        **{name: row[name] or "" for name in ("sentence_en", "sentence_zh", "metric", "figure")},
        **{name: tuple(row[name]) for name in ("services", "centres", "channels", "expectations")},
        "params": _params(row),
        "target": float(_needed(row, "target")),
        "direction": _word(Direction, row, "direction"),
        "modality": _word(Modality, row, "modality"),
        "hours": _word(Hours, row, "hours") if row["hours"] else None,
    }
    if known is None:
        latest = PromiseVersion.objects.filter(promise__code=code).order_by("-number").first()
        expected = latest.number + 1 if latest else 1
        if number != expected:
            raise Problem("register.number_not_next", field="number", value=number, next=expected)
        if latest is None:
            promises.register(code=code, wording=promises.Wording(**said), by=by)
        else:
            promises.revise(code=code, by=by, **said)
    elif known["state"] == State.DRAFT:
        promises.edit(code=code, number=number, by=by, **said)
    elif any(not registers.same("", {name: known[name]}, row) for name in known if name != "effective_to"):
        raise Problem("promise.version_is_fixed", promise=code, number=number)
    else:
        promises.end(code=code, on=_needed(row, "effective_to"), by=by)
        return
    if row["effective_from"] is not None:
        days = {name: row[name] for name in ("effective_from", "effective_to")}
        promises.enact(code=code, number=number, by=by, **days)


# --- definitions --------------------------------------------------------------------------------------------------


def _write_definitions(changed: Sequence[tuple[Row, Known]], by: Any) -> None:
    for row, known in changed:
        try:
            said = {
                "service": row["service"],
                "aim_en": row["aim_en"] or "",
                "aim_zh": row["aim_zh"] or "",
                "promises": [_named(one) for one in row["promises"]],
            }
            if known is not None:
                definitions.edit(number=row["number"], by=by, **said)
                continue
            begun = definitions.begin(by=by, **said)
            if begun.number != row["number"]:
                raise Problem("register.number_not_next", field="number", value=row["number"], next=begun.number)
        except Problem as problem:
            raise problem.at(line=row.line) from None


def _named(text: str) -> tuple[str, int]:
    code, _sep, number = text.rpartition(":")
    if not code or not (number.isascii() and number.isdecimal()):
        raise Problem("register.promise_unnamed", field="promises", value=text[:80])
    return code, int(number)


# --- metric contracts ---------------------------------------------------------------------------------------------


def _write_contracts(changed: Sequence[tuple[Row, Known]], by: Any) -> None:
    for row, known in sorted(changed, key=lambda one: (one[0]["code"], one[0]["number"])):
        try:
            _contract(row, known, by)
        except Problem as problem:
            raise problem.at(line=row.line) from None


def _contract(row: Row, known: Known, by: Any) -> None:
    code, number, start = row["code"], row["number"], _needed(row, "effective_from")
    terms = _terms(row)
    if known is not None:
        if row["centre"] != known["centre"]:
            raise Problem("register.by_hand", field="centre", value=str(row["centre"]))
        # The examples come with their own register; here those stay that are there.
        own = ContractVersion.objects.get(contract__code=code, number=number).vectors
        contracts.edit(code=code, number=number, by=by, terms=terms, vectors=own, effective_from=start)
        return
    latest = ContractVersion.objects.filter(contract__code=code).order_by("-number").first()
    expected = latest.number + 1 if latest else 1
    if number != expected:
        raise Problem("register.number_not_next", field="number", value=number, next=expected)
    if latest is None:
        contracts.draft(code=code, centre=_needed(row, "centre"), terms=terms, effective_from=start, by=by)
    else:
        contracts.revise(code=code, terms=terms, effective_from=start, by=by)


def _terms(row: Row) -> dict[str, Any]:
    def both(name: str) -> dict[str, str]:
        return {language: row[f"{name}_{language}"] or "" for language in ("en", "zh")}

    plain = ("metric", "metric_version", "purpose", "services", "channels", "redial_window_s", "minimum_n")
    return {
        **{name: row[name] for name in (*plain, *registers.WORDS)},
        **{name: both(name) for name in registers.TEXTS},
        "params": _params(row),
        "treatments": {name: both(f"treatment_{name}") for name in TREATMENTS},
    }


def _write_vectors(changed: Sequence[tuple[Row, Known]], by: Any) -> None:
    """All changed examples of a contract at once; those not in the file stay."""
    by_version: dict[tuple[str, int], list[Row]] = {}
    for row, _known in changed:
        by_version.setdefault((row["contract"], row["number"]), []).append(row)
    for (code, number), rows in by_version.items():
        try:
            version = ContractVersion.objects.filter(contract__code=code, number=number).first()
            if version is None:
                raise Problem("contract.version_unknown", field="contract", contract=code, number=number)
            vectors = {one["code"]: one for one in version.vectors}
            vectors |= {row["vector"]: _vector(row) for row in rows}
            contracts.edit(code=code, number=number, by=by, terms=version.terms, vectors=list(vectors.values()))
        except Problem as problem:
            raise problem.at(line=rows[0].line) from None


def _vector(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": row["vector"],
        "title": {"en": row["title_en"] or "", "zh": row["title_zh"] or ""},
        "params": _params(row) or None,
    }
    for name, read in (("contacts", vector_lines.read_contacts), ("expect", vector_lines.read_expect)):
        try:
            found[name] = read(row[name] or "")  # type: ignore[operator]
        except Problem as problem:
            # Its line is one inside the cell; the sentence says it.
            raise Problem(problem.code, line=row.line, field=name, **problem.params) from None
    return found


# --- clocks -------------------------------------------------------------------------------------------------------


def _write_clocks(changed: Sequence[tuple[Row, Known]], by: Any) -> None:
    for row, known in changed:
        place = {"service": row["service"], "clock": row["clock"]}
        try:
            if known is None:
                clocks.apply(**place, since=row["since"], note=row["note"] or "", by=by)
            elif (known["note"] or "") != (row["note"] or "") or known["until"] is not None:
                raise Problem("register.by_hand", field="note", value=str(row["note"] or ""))
            if row["until"] is not None:
                clocks.lift(**place, until=row["until"], by=by)
        except Problem as problem:
            raise problem.at(line=row.line) from None


_WRITERS: Mapping[str, Any] = {
    registers.PROMISES.name: _write_promises,
    registers.DEFINITIONS.name: _write_definitions,
    registers.CONTRACTS.name: _write_contracts,
    registers.VECTORS.name: _write_vectors,
    registers.CLOCKS.name: _write_clocks,
}
