"""What every action of this room checks before it writes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from django.db import models

from pledgeline.kernel import clock
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import Centre, OpeningCalendar, Service

Word = TypeVar("Word", bound=StrEnum)


def named(code: str, name_en: str, name_zh: str) -> dict[str, str]:
    """The three fields of a named thing; raises Problem `code.malformed` or `name.missing`."""
    checked_code(code, field="code")
    for field, name in (("name_en", name_en), ("name_zh", name_zh)):
        if not name.strip():
            raise Problem("name.missing", field=field, value=code)
    return {"code": code, "name_en": name_en.strip(), "name_zh": name_zh.strip()}


def zone(name: str) -> str:
    """Raises Problem `zone.unknown`."""
    try:
        clock.zone(name)
    except Problem as problem:
        raise Problem(problem.code, field="zone", **problem.params) from None
    return name


def word(words: type[Word], text: str, *, field: str) -> Word:
    """The word of a closed list; raises Problem `word.unknown` that names those there are."""
    try:
        return words(text)
    except ValueError:
        raise Problem("word.unknown", field=field, value=text, known=", ".join(words)) from None


def centre(code: str, *, lock: bool = False) -> Centre:
    found = (Centre.objects.select_for_update() if lock else Centre.objects.all()).filter(code=code).first()
    if found is None:
        raise Problem("centre.unknown", field="centre", value=code)
    return found


def service(code: str) -> Service:
    found = Service.objects.filter(code=code).first()
    if found is None:
        raise Problem("service.unknown", field="service", value=code)
    return found


def calendar(code: str | None) -> OpeningCalendar | None:
    return None if code is None else known_calendar(code)


def known_calendar(code: str) -> OpeningCalendar:
    found = OpeningCalendar.objects.filter(code=code).first()
    if found is None:
        raise Problem("calendar.unknown", field="calendar", value=code)
    return found


def apply_changes(record: models.Model, wanted: dict[str, Any]) -> dict[str, Any]:
    """Saves the fields of `record` that differ from `wanted`; returns {field: [before, after]}, empty if none did."""
    changes = {}
    for field, after in wanted.items():
        before = getattr(record, field)
        if before != after:
            changes[field] = [_spoken(before), _spoken(after)]
            setattr(record, field, after)
    if changes:
        record.save(update_fields=list(changes))
    return changes


def _spoken(value: Any) -> Any:
    """A record by its code: the audit trail never speaks of database numbers."""
    return value.code if isinstance(value, (Centre, Service, OpeningCalendar)) else value
