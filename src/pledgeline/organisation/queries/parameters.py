"""The organisation's own numbers: what holds on a day, for every room; and the page on which they are kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pledgeline.organisation.core import parameters as core
from pledgeline.organisation.core import roles
from pledgeline.organisation.core.parameters import Parameter, Setting
from pledgeline.organisation.models import ParameterSetting
from pledgeline.organisation.models.scope import role_of


def values(*codes: str, day: date) -> dict[str, float]:
    """Code → value that holds on `day`, whoever asks. One query; raises Problem `number.unknown`."""
    found = {code: core.parameter(code).default for code in codes}
    settings: dict[str, list[Setting]] = defaultdict(list)
    for one in ParameterSetting.objects.filter(code__in=codes, valid_from__lte=day):
        settings[one.code].append(one.as_core())
    for code, given in settings.items():
        holding = core.in_force(given, day)
        if holding is not None:
            found[code] = holding.value
    return found


def value(code: str, *, day: date) -> float:
    return values(code, day=day)[code]


@dataclass(frozen=True)
class SettingRow:
    value: float
    valid_from: date
    reason: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True)
class ParameterRow:
    """One number with what holds today (None: the default), what will hold, and everything ever set, newest first."""

    parameter: Parameter
    now: SettingRow | None
    coming: tuple[SettingRow, ...]
    history: tuple[SettingRow, ...]

    @property
    def value(self) -> float:
        return self.now.value if self.now else self.parameter.default


def parameter_rows(user: Any, *, day: date) -> list[ParameterRow]:
    """Every declared number, in the order of the rooms. One query; nothing for a centre's people."""
    if not roles.works_for_client(role_of(user)):
        return []
    stored: dict[str, dict[int, ParameterSetting]] = defaultdict(dict)
    for one in ParameterSetting.objects.visible_to(user).select_related("set_by"):
        stored[one.code][one.pk] = one
    return [_row(parameter, stored[code], day) for code, parameter in core.declared().items()]


def parameter_row(user: Any, code: str, *, day: date) -> ParameterRow | None:
    """None where there is no such number, or none that `user` may see."""
    return next((row for row in parameter_rows(user, day=day) if row.parameter.code == code), None)


def _row(parameter: Parameter, stored: dict[int, ParameterSetting], day: date) -> ParameterRow:
    settings = [one.as_core() for one in stored.values()]
    now = core.in_force(settings, day)
    return ParameterRow(
        parameter,
        _setting(stored[now.seq]) if now else None,
        tuple(_setting(stored[one.seq]) for one in core.coming(settings, day)),
        tuple(_setting(stored[pk]) for pk in sorted(stored, reverse=True)),
    )


def _setting(one: ParameterSetting) -> SettingRow:
    by = one.set_by.get_full_name() if one.set_by is not None else ""
    return SettingRow(one.value, one.valid_from, one.reason, by, one.set_at)


def may_set(user: Any) -> bool:
    return roles.may_set_numbers(role_of(user))
