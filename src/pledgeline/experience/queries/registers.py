"""The lists of this room that travel as workbooks and JSON: promises, definitions, metric contracts, clocks.

Every version is a row. Who approved or signed travels out, to be read; it never travels in: a signature in a file is
nobody's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pledgeline.experience.core import vector_lines
from pledgeline.experience.core.contract import TREATMENTS, Contract, ContractStep, Side
from pledgeline.experience.core.definition import Step
from pledgeline.experience.core.promise import Direction, Hours, State
from pledgeline.experience.models import AppliedClock, ContractVersion, DefinitionVersion, PromiseVersion
from pledgeline.experience.queries.contracts import as_core
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.verdict import Modality
from pledgeline.ui.sheets import Column, Register

# Texts of a contract's terms, in both languages, in the order in which the page shows them.
TEXTS = (
    *("title", "population", "start_event", "stop_event", "attribution"),
    *("empty", "rounding", "data_source", "exclusions"),
)
WORDS = ("unit", "comparison", "calendar", "aggregation", "grade", "data_owner", "exclusions_decided_by")


def _both(name: str) -> tuple[Column, Column]:
    return Column(f"{name}_en", "text"), Column(f"{name}_zh", "text")


PROMISES = Register(
    "promises",
    (
        Column("code", "code"),
        Column("number", "integer"),
        *_both("sentence"),
        Column("metric", "code"),
        Column("figure", "code"),
        Column("params", "text"),
        Column("direction", "code", tuple(Direction)),
        Column("target", "number"),
        Column("modality", "code", tuple(Modality)),
        Column("hours", "code", tuple(Hours)),
        Column("services", "codes"),
        Column("centres", "codes"),
        Column("channels", "codes", tuple(Channel)),
        Column("expectations", "codes"),
        Column("effective_from", "date"),
        # The first day on which the version no longer rules.
        Column("effective_to", "date"),
        Column("state", "code", tuple(State)),
    ),
    key=("code", "number"),
)
DEFINITIONS = Register(
    "definitions",
    (
        Column("service", "code"),
        Column("number", "integer"),
        *_both("aim"),
        # code:number
        Column("promises", "codes"),
        Column("state", "code", tuple(Step)),
        Column("note", "text"),
        Column("effective_from", "date"),
        Column("effective_to", "date"),
        Column("drafted_by", "text"),
        Column("submitted_by", "text"),
        Column("submitted_at", "datetime"),
        Column("approved_by", "text"),
        Column("approved_at", "datetime"),
    ),
    key=("service", "number"),
)
CONTRACTS = Register(
    "metric_contracts",
    (
        Column("code", "code"),
        Column("number", "integer"),
        Column("centre", "code"),
        Column("metric", "code"),
        Column("metric_version", "text"),
        Column("params", "text"),
        Column("purpose", "code"),
        Column("services", "codes"),
        Column("channels", "codes", tuple(Channel)),
        *(column for name in TEXTS for column in _both(name)),
        *(Column(name, "code") for name in WORDS),
        Column("redial_window_s", "integer"),
        Column("minimum_n", "integer"),
        *(column for name in TREATMENTS for column in _both(f"treatment_{name}")),
        Column("effective_from", "date"),
        Column("effective_to", "date"),
        Column("state", "code", tuple(ContractStep)),
        *(Column(f"signed_by_{side.value}", "text") for side in Side),
    ),
    key=("code", "number"),
)
VECTORS = Register(
    "contract_vectors",
    (
        Column("contract", "code"),
        Column("number", "integer"),
        Column("vector", "code"),
        *_both("title"),
        Column("params", "text"),
        # One contact a line, one figure a line.
        Column("contacts", "text"),
        Column("expect", "text"),
    ),
    key=("contract", "number", "vector"),
)
CLOCKS = Register(
    "applied_clocks",
    (
        Column("service", "code"),
        Column("clock", "code"),
        Column("since", "date"),
        Column("until", "date"),
        Column("note", "text"),
        Column("decided_by", "text"),
    ),
    key=("service", "clock", "since"),
)
_REGISTERS = {one.name: one for one in (PROMISES, DEFINITIONS, CONTRACTS, VECTORS, CLOCKS)}
KEYS: Mapping[str, tuple[str, ...]] = {name: one.row_key for name, one in _REGISTERS.items()}
# What people did under their names, and what follows from it: read, and never written from a file.
BY_HAND: Mapping[str, tuple[str, ...]] = {
    PROMISES.name: ("state",),
    DEFINITIONS.name: (
        *("state", "note", "effective_from", "effective_to", "drafted_by"),
        *("submitted_by", "submitted_at", "approved_by", "approved_at"),
    ),
    CONTRACTS.name: ("effective_to", "state", *(f"signed_by_{side.value}" for side in Side)),
    VECTORS.name: (),
    CLOCKS.name: ("decided_by",),
}


def registers() -> Mapping[str, Register]:
    return _REGISTERS


def export_rows(name: str) -> list[dict[str, Any]]:
    """Every row of the register, by its key. For the client's people and the command line, never for a page that a
    centre's people may open."""
    return {
        PROMISES.name: _promises,
        DEFINITIONS.name: _definitions,
        CONTRACTS.name: _contracts,
        VECTORS.name: _vectors,
        CLOCKS.name: _clocks,
    }[name]()


def _promises() -> list[dict[str, Any]]:
    spoken = [column.name for column in PROMISES.columns if column.name not in ("code", "params")]
    return [
        {"code": one.promise.code, "params": vector_lines.param_line(one.params) or None}
        | {name: _cell(getattr(one, name)) for name in spoken}
        for one in PromiseVersion.objects.select_related("promise")
    ]


def _definitions() -> list[dict[str, Any]]:
    people = DefinitionVersion.objects.select_related("definition", "created_by", "submitted_by", "approved_by")
    plain = ("number", "aim_en", "aim_zh", "state", "note", "effective_from", "effective_to")
    return [
        {
            "service": one.definition.service,
            "promises": [f"{said['code']}:{said['number']}" for said in one.promises],
            **{name: _cell(getattr(one, name)) for name in plain},
            "drafted_by": _username(one.created_by),
            "submitted_by": _username(one.submitted_by),
            "submitted_at": one.submitted_at,
            "approved_by": _username(one.approved_by),
            "approved_at": one.approved_at,
        }
        for one in people
    ]


def _contract_versions() -> list[Contract]:
    found = ContractVersion.objects.select_related("contract").prefetch_related("signatures__signed_by")
    return [as_core(one) for one in found]


def _contracts() -> list[dict[str, Any]]:
    return [_contract(one) for one in _contract_versions()]


def _contract(one: Contract) -> dict[str, Any]:
    said = one.terms.model_dump(mode="json")
    texts = {name: said[name] for name in TEXTS}
    texts |= {f"treatment_{name}": said["treatments"][name] for name in TREATMENTS}
    signed = {side: one.signed_by(side) for side in Side}
    return {
        "code": one.code,
        "number": one.number,
        "centre": one.centre,
        **{name: said[name] for name in ("metric", "metric_version", "purpose", "services", "channels", *WORDS)},
        **{name: said[name] for name in ("redial_window_s", "minimum_n")},
        "params": vector_lines.param_line(said["params"]) or None,
        **{f"{name}_{language}": text[language] for name, text in texts.items() for language in ("en", "zh")},
        "effective_from": one.effective_from,
        "effective_to": one.effective_to,
        "state": one.step.value,
        **{f"signed_by_{side.value}": by.username if by else None for side, by in signed.items()},
    }


def _vectors() -> list[dict[str, Any]]:
    return [
        {
            "contract": one.code,
            "number": one.number,
            "vector": vector.code,
            "title_en": vector.title.en,
            "title_zh": vector.title.zh,
            "params": vector_lines.param_line(vector.params) or None,
            "contacts": "\n".join(vector_lines.contact_line(contact) for contact in vector.contacts) or None,
            "expect": vector_lines.expect_lines(vector.expect),
        }
        for one in _contract_versions()
        for vector in one.vectors
    ]


def _clocks() -> list[dict[str, Any]]:
    return [
        {
            **{name: _cell(getattr(one, name)) for name in ("service", "clock", "since", "until", "note")},
            "decided_by": _username(one.decided_by),
        }
        for one in AppliedClock.objects.select_related("decided_by")
    ]


def _cell(value: Any) -> Any:
    """An empty text is an empty cell."""
    return None if value == "" else value


def _username(user: Any) -> str | None:
    return user.username if user is not None else None


def same(register: str, known: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether a row says what is known; the order within a list of codes says nothing."""
    return all(_plain(row[name]) == _plain(value) for name, value in known.items())


def _plain(value: Any) -> Any:
    return json.dumps(sorted(value)) if isinstance(value, list) else value
