"""What the actions about contract, statement, review and mending look up or refuse in the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils import timezone
from pydantic import BaseModel, ValidationError

from pledgeline.experience import queries as experience
from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Reason
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.actions import audit

LONGEST = 4_000
Model = TypeVar("Model", bound=BaseModel)


def moment(at: datetime | None) -> datetime:
    return at if at is not None else timezone.now()


def local_day(at: datetime) -> date:
    """The day of a moment on the clock of this house: days of a contract are counted in it."""
    return timezone.localdate(at)


def centre(code: str) -> str:
    if code not in organisation.known_codes().centres:
        raise Problem("partnership.centre_unknown", field="centre", centre=code)
    return code


def services(codes: Sequence[str]) -> None:
    for code in codes:
        if code not in organisation.known_codes().services:
            raise Problem("partnership.service_unknown", field="services", service=code)


def side(by: Any, given: Side | None = None) -> Side:
    """For which side `by` speaks; the house itself (`by` None) says it with `given`. Raises Problem
    `partnership.no_side` for a role that speaks for none."""
    found = given if by is None else experience.side_of(by)
    if found is None:
        raise Problem("partnership.no_side")
    return found


def may_see(by: Any, code: str) -> bool:
    """Whether `by` may know of a centre's records; the house itself may."""
    seen = organisation.visible_centres(by) if by is not None else None
    return seen is None or code in seen


def said(longest: int = LONGEST, **texts: str) -> dict[str, str]:
    """The texts without blanks around them; raises Problem `partnership.missing` or `partnership.too_long`."""
    found = {name: text.strip() for name, text in texts.items()}
    for name, text in found.items():
        if not text:
            raise Problem("partnership.missing", field=name)
        if len(text) > longest:
            raise Problem("partnership.too_long", field=name, longest=longest)
    return found


def hinders(reason: Reason | None, **more: Any) -> None:
    """A reason of the core, as the problem that it becomes when somebody acts all the same."""
    if reason is not None:
        raise Problem(reason.code, **{**reason.numbers, **more})


def read(model: type[Model], said: Mapping[str, Any], code: str, field: str) -> Model:
    """Raises Problem `code` naming the first field that cannot stand and why."""
    try:
        return model.model_validate(said)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or field
        raise Problem(code, field=place, detail=first["msg"], count=invalid.error_count()) from invalid


def name_of(by: Any) -> str:
    return str(by.get_full_name() or by.username) if by is not None else ""


def record(action: str, subject: tuple[str, str], centre: str, by: Any, data: Mapping[str, Any]) -> None:
    audit.record(room="partnership", action=action, subject=subject, by=by, data={"centre": centre, **data})
