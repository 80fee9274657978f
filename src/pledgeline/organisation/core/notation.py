"""Opening hours as people type them and as registers carry them: `09:00-12:00, 13:00-18:00`, `00:00-24:00`, nothing
for a day that is closed; and special days, one to a line: `2026-10-01 closed`, `2026-10-10 as fri`.

What people paste is read generously: full-width marks, 至 and ～ for a dash, 休息 for closed, 按周五 for a make-up
workday. Registers always hold the plain form; pages show the reader's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.core.calendar import Closed, Opening, OpensAt, OpensLike, SpecialDay

WEEKDAY_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE = "一二三四五六日"
_PLAIN = str.maketrans("：，；、－–—～~至０１２３４５６７８９\u3000", ":,,,------0123456789 ")
_STRETCH = re.compile(r"(\d{1,2}):(\d{2})-+(\d{1,2}):(\d{2})")
_CLOSED_WORDS = frozenset({"closed", "休", "休息", "放假", "关闭"})
_LIKE = re.compile(r"(?:as|按|同)(?:周|星期|礼拜)?([a-z]{3}|[一二三四五六日天])[a-z]*")


def day_text(openings: tuple[Opening, ...]) -> str:
    """The openings of a day; empty where it is closed."""
    return ", ".join(f"{one.opens:%H:%M}-{_closing(one.closes)}" for one in openings)


def parse_day(text: str, *, field: str) -> tuple[Opening, ...]:
    """The openings that `text` lists; whether they may stand together is for `calendar.checked` to say.

    Raises Problem `calendar.hours_text` for what is no stretch of hours.
    """
    plain = re.sub(r"\s+", "", text.translate(_PLAIN))
    found = []
    for part in filter(None, plain.split(",")):
        stretch = _STRETCH.fullmatch(part)
        if stretch is None:
            raise Problem("calendar.hours_text", field=field, value=part[:40])
        opens_h, opens_min, closes_h, closes_min = map(int, stretch.groups())
        # 24:00 is the end of the day, which the next one begins with.
        closes_h = 0 if (closes_h, closes_min) == (24, 0) else closes_h
        if max(opens_h, closes_h) > 23 or max(opens_min, closes_min) > 59:
            raise Problem("calendar.hours_text", field=field, value=part[:40])
        found.append(Opening(time(opens_h, opens_min), time(closes_h, closes_min)))
    return tuple(found)


def special_text(kind: SpecialDay, *, chinese: bool = False) -> str:
    """What a special day is like: `closed`, `as fri`, or hours; in Chinese 休息 and 按周五."""
    match kind:
        case OpensLike(weekday):
            return f"按周{_CHINESE[weekday]}" if chinese else f"as {WEEKDAY_CODES[weekday]}"
        case OpensAt(openings) if openings:
            return day_text(openings)
        case _:
            return "休息" if chinese else "closed"


def parse_special(text: str, *, field: str) -> SpecialDay:
    """Raises Problem `calendar.special_text` for what is neither closed, nor like a weekday, nor hours."""
    plain = re.sub(r"\s+", "", text).lower()
    if plain in _CLOSED_WORDS:
        return Closed()
    if like := _LIKE.fullmatch(plain):
        named = like[1].replace("天", "日")
        weekday = WEEKDAY_CODES.index(named) if named in WEEKDAY_CODES else _CHINESE.find(named)
        if weekday >= 0:
            return OpensLike(weekday)
    try:
        openings = parse_day(text, field=field)
    except Problem:
        openings = ()
    if not openings:
        raise Problem("calendar.special_text", field=field, value=text.strip()[:40])
    return OpensAt(openings)


def special_lines(special: Mapping[date, SpecialDay], *, chinese: bool = False) -> str:
    return "\n".join(
        f"{day.isoformat()} {special_text(kind, chinese=chinese)}" for day, kind in sorted(special.items())
    )


def parse_special_lines(text: str, *, field: str) -> dict[date, SpecialDay]:
    """Raises Problem `calendar.special_line` (with the line), `calendar.special_text` or `calendar.day_twice`."""
    found: dict[date, SpecialDay] = {}
    for line in filter(None, (one.strip() for one in text.splitlines())):
        written, _space, like = line.replace("\u3000", " ").partition(" ")
        try:
            day = date.fromisoformat(written)
        except ValueError:
            raise Problem("calendar.special_line", field=field, value=line[:60]) from None
        if day in found:
            raise Problem("calendar.day_twice", field=field, day=day.isoformat())
        found[day] = parse_special(like, field=field)
    return found


def _closing(closes: time) -> str:
    return "24:00" if closes == time(0) else f"{closes:%H:%M}"
