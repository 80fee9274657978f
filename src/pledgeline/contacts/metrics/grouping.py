"""Which contacts a question is about, and into which groups they fall: the ten groupings of `core/question.py`.

Days and hours are those of the contact's service. Local time is integer arithmetic on microseconds since 1970 with
the offset changes of `Zones`, so that no engine's own zone database has a say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from pledgeline.contacts.core.question import GROUPINGS, Question, Zones
from pledgeline.contacts.metrics import measures
from pledgeline.kernel.clock import OffsetChange
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.units import MICROS_PER_SECOND, SECONDS_PER_DAY, SECONDS_PER_HOUR

CODES = {
    "centre": "centre_id",
    "service": "service_code",
    "channel": "channel",
    "queue": "queue_first",
    "reason": "intent",
}
# Tables counted once and kept hold these: with reasons they would grow many times over.
KEPT_CODES = ("centre", "service", "channel", "queue")

_DAY_US = SECONDS_PER_DAY * MICROS_PER_SECOND
_HOUR_US = SECONDS_PER_HOUR * MICROS_PER_SECOND
_EPOCH = date(1970, 1, 1)
# 1970-01-01 was a Thursday; weekdays count from Monday.
_EPOCH_WEEKDAY = 3
# No zone's offset reaches a day, so a local day lies within a day of the same day in UTC.
_WIDEST_OFFSET = timedelta(days=1)


def check(question: Question) -> None:
    """Raises Problem `metric.unknown_grouping`, `metric.repeated_grouping` or `metric.where_value`."""
    for name in (*question.by, *question.where):
        if name not in GROUPINGS:
            raise Problem("metric.unknown_grouping", field=name, known=", ".join(GROUPINGS))
    for name in question.by:
        if question.by.count(name) > 1:
            raise Problem("metric.repeated_grouping", field=name)
    for name, values in question.where.items():
        _wanted(name, values)


def within(contacts: ir.Table, question: Question) -> ir.Table:
    """Only current versions, with the codes and roughly the days asked for: what a Parquet reader can skip by.

    `kept` does the days exactly.
    """
    conditions = [contacts.is_current]
    conditions += [_among(contacts[CODES[name]], values) for name, values in question.where.items() if name in CODES]
    if question.period.start is not None:
        conditions.append(contacts.attributed_at >= _midnight(question.period.start) - _WIDEST_OFFSET)
    if question.period.end is not None:
        conditions.append(contacts.attributed_at < _midnight(question.period.end) + _WIDEST_OFFSET)
    return contacts.filter(*conditions)


def near(contacts: ir.Table, question: Question, reach_s: float) -> ir.Table:
    """Only current versions, within `reach_s` of the days asked for; codes are not looked at."""
    margin = _WIDEST_OFFSET + timedelta(seconds=reach_s)
    conditions = [contacts.is_current]
    if question.period.start is not None:
        conditions.append(contacts.attributed_at >= _midnight(question.period.start) - margin)
    if question.period.end is not None:
        conditions.append(contacts.attributed_at < _midnight(question.period.end) + margin)
    return contacts.filter(*conditions)


def columns(question: Question, zones: Zones) -> tuple[str, ...]:
    """The canonical columns that `kept` reads."""
    codes = [CODES[name] for name in question.by if name in CODES]
    return (*codes, "attributed_at", *(["service_code"] if zones.by_service else []))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def kept(contacts: ir.Table, question: Question, zones: Zones) -> ir.Table:
    """The contacts of exactly the local days asked for, with a column `by_<grouping>` for each grouping.

    Needs `us_attributed` (see `measures.with_instants`). Time groupings are numbers; `said` turns them into what the
    answer shows.
    """
    clocks = {name for name in (*question.by, *question.where) if name not in CODES}
    bounded = question.period.start is not None or question.period.end is not None
    if clocks or bounded:
        local = contacts.us_attributed + offset_us(contacts, zones, question.period)
        contacts = contacts.mutate(us_local=measures.once(local))
        day = contacts.us_local // _DAY_US
        contacts = contacts.mutate(local_day=day, us_of_day=contacts.us_local - day * _DAY_US)
        conditions = [*_days(contacts.local_day, question.period)]
        conditions += [
            _clock(name, contacts).isin(sorted(_wanted(name, values)))
            for name, values in question.where.items()
            if name not in CODES
        ]
        contacts = contacts.filter(*conditions) if conditions else contacts
    return contacts.mutate(
        **{key(name): contacts[CODES[name]] if name in CODES else _clock(name, contacts) for name in question.by}
    )


def key(grouping: str) -> str:
    """The column a grouping is held in: no canonical column begins like this."""
    return f"by_{grouping}"


def _days(day: ir.IntegerValue, period: Period) -> list[ir.BooleanValue]:
    found = []
    if period.start is not None:
        found.append(day >= (period.start - _EPOCH).days)
    if period.end is not None:
        found.append(day < (period.end - _EPOCH).days)
    return found


def _clock(name: str, contacts: ir.Table) -> ir.IntegerValue:
    return _CLOCKS[name](contacts.local_day, contacts.us_of_day)


def _weekday(day: ir.IntegerValue) -> ir.IntegerValue:
    return day + _EPOCH_WEEKDAY - (day + _EPOCH_WEEKDAY) // 7 * 7


def _month(day: ir.IntegerValue) -> ir.IntegerValue:
    """Months since the year 0, from days since 1970: `civil_from_days` of H. Hinnant, chrono-compatible low-level date
    algorithms (2013), whose year begins in March so that the leap day is its last."""
    shifted = day + 719_468
    era = shifted // 146_097
    of_era = shifted - era * 146_097
    year_of_era = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    # (5 d + 2) / 153 counts months from March (0); two more make them count from January.
    return (year_of_era + era * 400) * 12 + (5 * of_year + 2) // 153 + 2


_CLOCKS: Mapping[str, Callable[[ir.IntegerValue, ir.IntegerValue], ir.IntegerValue]] = {
    "hour": lambda day, us_of_day: us_of_day // _HOUR_US,
    "weekday": lambda day, us_of_day: _weekday(day),
    "day": lambda day, us_of_day: day,
    "week": lambda day, us_of_day: day - _weekday(day),
    "month": lambda day, us_of_day: _month(day),
}


def said(name: str, value: Any) -> Any:
    """The value of a grouping as the answer shows it: a code, an hour, a weekday, or a date in ISO form."""
    if value is None or name in CODES or name in ("hour", "weekday"):
        return value
    if name == "month":
        return date(value // 12, value % 12 + 1, 1).isoformat()
    return (_EPOCH + timedelta(days=value)).isoformat()


def _wanted(name: str, values: Iterable[Any]) -> list[Any]:
    """The values of a filter in the engine's form; raises Problem `metric.where_value`."""
    if name in CODES:
        return list(values)
    found = []
    for value in values:
        try:
            found.append(_number(name, value))
        except (TypeError, ValueError) as wrong:
            raise Problem("metric.where_value", field=name, value=str(value)) from wrong
    return found


def _number(name: str, value: Any) -> int:
    if name in ("hour", "weekday"):
        number = int(value)
        if not 0 <= number < {"hour": 24, "weekday": 7}[name]:
            raise ValueError(f"no {name} {number}")
        return number
    day = value if isinstance(value, date) else date.fromisoformat(value)
    if name == "month":
        if day.day != 1:
            raise ValueError("a month is named by its first day")
        return day.year * 12 + day.month - 1
    if name == "week" and day.weekday():
        raise ValueError("a week is named by its Monday")
    return (day - _EPOCH).days


def _among(column: ir.StringColumn, codes: Sequence[Any]) -> ir.BooleanValue:
    """None among the codes asks for contacts that have none."""
    named = [code for code in codes if code is not None]
    found: ir.BooleanValue = column.isin(named) if named else ibis.literal(False)
    return found | column.isnull() if None in codes else found


def offset_us(contacts: ir.Table, zones: Zones, period: Period) -> ir.IntegerValue:
    """What to add to `us_attributed` for the local time of the contact's service, in microseconds."""
    default = _in_force(zones.default, period)
    others: dict[tuple[OffsetChange, ...], list[str]] = {}
    for service, changes in zones.by_service.items():
        needed = _in_force(changes, period)
        if needed != default:
            others.setdefault(needed, []).append(service)
    usual = _offset(contacts.us_attributed, default)
    if not others:
        return usual
    branches = [
        (contacts.service_code.isin(sorted(services)), _offset(contacts.us_attributed, changes))
        for changes, services in others.items()
    ]
    return ibis.cases(*branches, else_=usual)


def _in_force(changes: tuple[OffsetChange, ...], period: Period) -> tuple[OffsetChange, ...]:
    """Only the changes that matter in `period` (with a day to spare on both sides), and only true changes."""
    start = _epoch_s(period.start, -_WIDEST_OFFSET)
    end = _epoch_s(period.end, _WIDEST_OFFSET)
    found: list[OffsetChange] = []
    for change in changes:
        if end is not None and change.at_s >= end and found:
            break
        if start is not None and change.at_s <= start:
            found.clear()
        if not found or found[-1].offset_s != change.offset_s:
            found.append(change)
    # Before the first change its own offset holds, so when it began does not matter.
    return (OffsetChange(0, found[0].offset_s), *found[1:]) if found else ()


def _epoch_s(day: date | None, margin: timedelta) -> int | None:
    return None if day is None else int((_midnight(day) + margin).timestamp())


def _offset(instant_us: ir.IntegerValue, changes: Sequence[OffsetChange]) -> ir.IntegerValue:
    """A tree of comparisons, so that seventy years of clock changes cost eight comparisons and not 140."""
    if not changes:
        return ibis.literal(0, type="int64")
    if len(changes) == 1:
        return ibis.literal(changes[0].offset_s * MICROS_PER_SECOND, type="int64")
    middle = len(changes) // 2
    earlier = instant_us < changes[middle].at_s * MICROS_PER_SECOND
    return earlier.ifelse(_offset(instant_us, changes[:middle]), _offset(instant_us, changes[middle:]))


def regrouped(counted: ir.Table, question: Question) -> ir.Table:
    """The choice and the groups of `kept`, for a table already counted by codes, `by_day` and perhaps `by_hour`.

    Raises Problem like `check`, `metric.no_hours` where hours are asked of a table that has none, and
    `metric.not_kept` for any other grouping it was not counted by.
    """
    check(question)
    for name in (*question.by, *question.where):
        if name in CODES and key(name) not in counted.columns:
            raise Problem("metric.not_kept", field=name, known=", ".join(KEPT_CODES))
    has_hours = key("hour") in counted.columns
    if not has_hours and "hour" in (*question.by, *question.where):
        raise Problem("metric.no_hours", field="hour")
    day = counted[key("day")]
    us_of_day = counted[key("hour")] * _HOUR_US if has_hours else ibis.literal(0, type="int64")
    conditions = _days(day, question.period)
    for name, values in question.where.items():
        if name in CODES:
            conditions.append(_among(counted[key(name)], values))
        else:
            conditions.append(_CLOCKS[name](day, us_of_day).isin(sorted(_wanted(name, values))))
    chosen = counted.filter(*conditions) if conditions else counted
    day = chosen[key("day")]
    derived = {key(name): _CLOCKS[name](day, us_of_day) for name in ("week", "weekday", "month") if name in question.by}
    return chosen.mutate(**derived) if derived else chosen
