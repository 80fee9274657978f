"""Numbers, durations and times as a reader writes them, in the active language.

Values come in the units of the kernel: shares 0–1, seconds, aware datetimes. None is "no data", never 0. Chinese sets
no space before the percent sign, English (after ISO 80000-1) does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.utils.timezone import get_default_timezone_name
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from pledgeline.kernel.clock import zone
from pledgeline.kernel.interval import Period
from pledgeline.ui.wording import NO_DATA

NBSP = "\N{NO-BREAK SPACE}"


def _chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def _absent(value: float | int | None) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def percent_sign() -> str:
    return "%" if _chinese() else NBSP + "%"


def hundredths(value: float, decimals: int) -> str:
    """A share as the digits of its percentage; a share below 1 never rounds up to 100, nor one above 0 down to 0."""
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(repr(float(value))) * 100
    shown = exact.quantize(step, ROUND_HALF_EVEN)
    if shown == 100 and value < 1:
        shown = 100 - step
    if shown == 0 and value > 0:
        shown = step
    return f"{shown:,.{decimals}f}"


def share(value: float | None, decimals: int = 2) -> str:
    """0.4156 → "41.56 %"; the last digit never claims "all" or "none" where that is not so."""
    if _absent(value):
        return str(NO_DATA)
    assert value is not None
    return hundredths(value, decimals) + percent_sign()


def bounds(lower: float | None, upper: float | None, decimals: int = 2) -> str:
    """Two shares as one range, "41.56–54.51 %"; one share where both read the same."""
    if _absent(lower) or _absent(upper):
        return str(NO_DATA)
    assert lower is not None
    assert upper is not None
    low, high = hundredths(lower, decimals), hundredths(upper, decimals)
    return (low if low == high else f"{low}–{high}") + percent_sign()


def seconds(value: float | None) -> str:
    """98.54 → "1 min 39 s". Under ten seconds one decimal is kept; from an hour on, seconds are dropped."""
    if _absent(value):
        return str(NO_DATA)
    assert value is not None
    sign, size = ("−", -value) if value < 0 else ("", value)
    if size < 10 and not float(size).is_integer():
        tenths = f"{size:.1f}"
        return sign + (_("%(s)s s") % {"s": tenths.removesuffix(".0")})
    whole = round(size)
    if whole < 60:
        return sign + (_("%(s)s s") % {"s": whole})
    minutes, s = divmod(whole, 60)
    if minutes < 60:
        if s == 0:
            return sign + (_("%(min)s min") % {"min": minutes})
        return sign + (_("%(min)s min %(s)s s") % {"min": minutes, "s": s})
    hours, minutes = divmod(round(size / 60), 60)
    if minutes == 0:
        return sign + (_("%(h)s h") % {"h": count(hours)})
    return sign + (_("%(h)s h %(min)s min") % {"h": count(hours), "min": minutes})


def count(value: int | float | None) -> str:
    """26759 → "26,759" in both languages."""
    if _absent(value):
        return str(NO_DATA)
    assert value is not None
    return f"{value:,}" if isinstance(value, int) else f"{value:,.0f}"


def points(value: float | None) -> str:
    """A mean on a question's own scale: 5.734 → "5.73"."""
    if _absent(value):
        return str(NO_DATA)
    return f"{value:.2f}"


def size(value: int | None) -> str:
    """Bytes in binary units, one decimal from KiB on."""
    if value is None:
        return str(NO_DATA)
    amount, units = float(value), ["B", "KiB", "MiB", "GiB", "TiB"]
    while amount >= 1024 and len(units) > 1:
        amount, units = amount / 1024, units[1:]
    return f"{amount:,.0f}{NBSP}B" if units[0] == "B" else f"{amount:,.1f}{NBSP}{units[0]}"


def day(value: date | None) -> str:
    """1999-08-01 → "1 Aug 1999", "1999年8月1日"."""
    if value is None:
        return str(NO_DATA)
    # Translators: d is the day of the month, month its short name or, in Chinese, its number.
    return pgettext("date", "%(d)s %(month)s %(year)s") % {
        "d": value.day,
        "month": value.month if _chinese() else _short_month(value.month),
        "year": value.year,
    }


def month(value: date | None) -> str:
    """1999-08-01 → "Aug 1999", "1999年8月"."""
    if value is None:
        return str(NO_DATA)
    # Translators: month is its short name or, in Chinese, its number.
    return pgettext("date", "%(month)s %(year)s") % {
        "month": value.month if _chinese() else _short_month(value.month),
        "year": value.year,
    }


def _short_month(number: int) -> str:
    return ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[number - 1]


def period(value: Period, said: Callable[[str], str] = str) -> str:
    """Both days included, as people say it; an open side is said to be open. `said` may dress each of the days."""
    first, last = said(day(value.start)), said(day(value.last))
    if value.start is None and value.last is None:
        return _("all time")
    if value.last is None:
        return _("from %(day)s") % {"day": first}
    if value.start is None:
        return _("until %(day)s") % {"day": last}
    if value.start == value.last:
        return first
    return _("%(first)s – %(last)s") % {"first": first, "last": last}


def instant(value: datetime | None, zone_name: str = "UTC") -> str:
    """An aware time on the clock of a zone, sortable: "2026-11-24 11:55:15"; raises ValueError on a naive one.

    The zone itself is said once per page or column, not with every value.
    """
    if value is None:
        return str(NO_DATA)
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    return value.astimezone(zone(zone_name)).strftime("%Y-%m-%d %H:%M:%S")


def moment(value: datetime | None, zone_name: str = "UTC") -> str:
    """An aware time as people say it, to the minute: "24 Nov 2026 11:55", "2026年11月24日 11:55".

    For what a person did or has to do; where seconds decide, or a column is to be sorted, `instant`.
    """
    if value is None:
        return str(NO_DATA)
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    here = value.astimezone(zone(zone_name))
    return f"{day(here.date())} {here:%H:%M}"


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2}|Z)")


def in_words(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of a code as its sentence takes them: days, times (on the clock of the house) and counts in the
    reader's form, also where a day or time was kept as ISO text; everything else as it is."""
    return {name: _in_words(value) for name, value in numbers.items()}


def _in_words(value: Any) -> Any:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        value = datetime.fromisoformat(value)
    elif isinstance(value, str) and _DAY.fullmatch(value):
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        return moment(value, get_default_timezone_name())
    if isinstance(value, date):
        return day(value)
    return count(value) if isinstance(value, int) and not isinstance(value, bool) else value


def weekday_and_day(value: date) -> str:
    """1999-08-01 → "Sun 1 Aug", "8月1日 周日": as short as a row of a grid or a tick of an axis wants it."""
    # Translators: d is the day of the month, month its short name or, in Chinese, its number.
    return pgettext("date", "%(weekday)s %(d)s %(month)s") % {
        "weekday": weekdays()[value.weekday()],
        "d": value.day,
        "month": value.month if _chinese() else _short_month(value.month),
    }


def weekdays() -> list[str]:
    """Short names, Monday first."""
    return [
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    ]


def contacts(n: int) -> str:
    """A counted number of contacts, said with the right plural."""
    return ngettext("%(n)s contact", "%(n)s contacts", n) % {"n": count(n)}
