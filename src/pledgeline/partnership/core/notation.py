"""Lists of the terms as lines of text, so that a form and a spreadsheet cell say them alike.

rules       wait | west-wait | 1 | lower | 0.80: 0, 0.90: 12000.00 | -8000.00 | outage, unannounced
exclusions  outage | -3 | Outage on the client's side | 委托方系统故障
volumes     card | voice | 42000 | 0.1
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core.terms import Exclusion, Rule, Volume

FIELDS = {"rules": 7, "exclusions": 4, "volumes": 4}
T = TypeVar("T")


def read_rules(text: str) -> list[dict[str, Any]]:
    """Raises Problem `terms.line_parts` or `terms.line_bands` with the line."""

    def rule(parts: Sequence[str], line: int) -> dict[str, Any]:
        code, contract, number, figure, bands, below, exclusions = parts
        return {
            "code": code,
            "contract": contract,
            "number": number,
            "figure": figure,
            "bands": [_band(one, line) for one in _listed(bands)],
            "below": below or "0",
            "exclusions": _listed(exclusions),
        }

    return _lines(text, "rules", rule)


def read_exclusions(text: str) -> list[dict[str, Any]]:
    """Raises Problem `terms.line_parts` with the line."""
    return _lines(
        text,
        "exclusions",
        lambda parts, _line: {
            "code": parts[0],
            "days_before": parts[1],
            "title": {"en": parts[2], "zh": parts[3]},
        },
    )


def read_volumes(text: str) -> list[dict[str, Any]]:
    """Raises Problem `terms.line_parts` with the line."""
    names = ("service", "channel", "contacts_a_month", "tolerance")
    return _lines(text, "volumes", lambda parts, _line: dict(zip(names, parts, strict=True)))


def rule_lines(rules: Iterable[Rule]) -> str:
    return "\n".join(
        _joined(
            one.code,
            one.contract,
            one.number,
            one.figure,
            ", ".join(f"{band.at_least}: {band.amount}" for band in one.bands),
            one.below,
            ", ".join(one.exclusions),
        )
        for one in rules
    )


def exclusion_lines(exclusions: Iterable[Exclusion]) -> str:
    return "\n".join(_joined(one.code, one.days_before, one.title.en, one.title.zh) for one in exclusions)


def volume_lines(volumes: Iterable[Volume]) -> str:
    return "\n".join(_joined(one.service, one.channel, one.contacts_a_month, one.tolerance) for one in volumes)


def read_points(text: str) -> list[dict[str, str]]:
    """Points of an agenda, or decisions with the side that carries them; a part that is not there is empty, and the
    action says so."""
    found = []
    for line in text.replace("｜", "|").splitlines():
        parts = [part.strip() for part in line.split("|")]
        if any(parts):
            en, zh, side = [*parts, "", ""][:3]
            found.append({"en": en, "zh": zh, "side": side})
    return found


def _joined(*parts: object) -> str:
    return " | ".join(str(part) for part in parts).rstrip()


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]


def _band(text: str, line: int) -> dict[str, str]:
    floor, colon, amount = text.replace("：", ":").partition(":")
    if not colon:
        raise Problem("terms.line_bands", line=line, field="rules", value=text[:80])
    return {"at_least": floor.strip(), "amount": amount.strip()}


def _lines(text: str, field: str, read: Callable[[Sequence[str], int], T]) -> list[T]:
    found = []
    for line, words in enumerate(text.splitlines(), start=1):
        if not words.strip():
            continue
        parts = [part.strip() for part in words.replace("｜", "|").split("|")]
        if len(parts) != FIELDS[field]:
            raise Problem("terms.line_parts", line=line, field=field, found=len(parts), wanted=FIELDS[field])
        found.append(read(parts, line))
    return found
