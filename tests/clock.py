"""A house that believes in another day, while every moment keeps the day it belongs to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest


def today_is(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    from django.utils import timezone

    day_of = timezone.localdate

    def localdate(value: Any = None, timezone: Any = None) -> date:
        return day if value is None else day_of(value, timezone)

    monkeypatch.setattr("django.utils.timezone.localdate", localdate)
