"""Units. Names carry them (`limit_s`, `interval_min`); shares are 0–1 and become percentages only on pages."""

from __future__ import annotations

MICROS_PER_SECOND = 1_000_000
SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3_600
SECONDS_PER_DAY = 86_400
