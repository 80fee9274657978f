"""Numbers and durations in local notation, as SQL over a column of texts."""

from __future__ import annotations

from collections.abc import Mapping

from pledgeline.contacts.connectors.sql import lit
from pledgeline.contacts.core.profile import Unit

_PER_SECOND: Mapping[Unit, str] = {"s": "1", "ms": "1000", "us": "1000000", "min": "1.0/60", "h": "1.0/3600"}


def number(text: str, decimal_mark: str) -> str:
    """SQL of a number in local notation: `1 234,5`, `1,234.5`, `23 %` (a share)."""
    thousands = "." if decimal_mark == "," else ","
    plain = f"replace(replace({text}, {lit(thousands)}, ''), ' ', '')"
    if decimal_mark == ",":
        plain = f"replace({plain}, ',', '.')"
    share = f"try_cast(replace({plain}, '%', '') AS DOUBLE) / 100"
    return (
        f"coalesce(try_cast({text} AS DOUBLE), "
        + (f"CASE WHEN ends_with({text}, '%') THEN {share} ELSE try_cast({plain} AS DOUBLE) END)")
        if decimal_mark == "."
        else f"CASE WHEN ends_with({text}, '%') THEN {share} ELSE try_cast({plain} AS DOUBLE) END"
    )


def seconds(text: str, unit: Unit, decimal_mark: str) -> str:
    """SQL of a duration column in seconds; null where absent or unreadable."""
    if unit == "clock":
        hours, minutes, rest = (f"try_cast(split_part({text}, ':', {part}) AS DOUBLE)" for part in (1, 2, 3))
        return f"({hours} * 3600 + {minutes} * 60 + {rest})"
    return f"({number(text, decimal_mark)} / ({_PER_SECOND[unit]}))"
