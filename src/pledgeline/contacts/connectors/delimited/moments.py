"""The moments of a row: texts in, whole microseconds since 1970 (UTC) out, and the first reason to refuse the row.

A clock may stand on a day of another column and step over midnight; a local time may be one of two, or of none, where
the clocks are changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pledgeline.contacts.connectors import clocks
from pledgeline.contacts.connectors.delimited.numbers import seconds
from pledgeline.contacts.connectors.delimited.profile import EPOCHS, DelimitedProfile, Instant
from pledgeline.contacts.connectors.sql import Layers, lit
from pledgeline.contacts.core.profile import carries_offset, strptime_format
from pledgeline.kernel.units import MICROS_PER_SECOND

# try_strptime puts a clock without a day on 1 January 1900.
_CLOCK_ORIGIN_US = -2_208_988_800 * MICROS_PER_SECOND


def _patterns(formats: Sequence[str]) -> str:
    texts = [lit(strptime_format(pattern)) for pattern in formats]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


class Moments:
    """What the first SELECT of one profile reads from `source`, a FROM clause whose columns are c0, c1, …

    `lines_known`: the source brings its own `source_line`.
    """

    def __init__(
        self,
        profile: DelimitedProfile,
        found: Sequence[str],
        source: str,
        services: frozenset[str] | None,
        *,
        lines_known: bool = False,
    ) -> None:
        self.profile = profile
        self.services = services
        self.decimal_mark = profile.file.decimal_mark
        needed = profile.columns()
        self.text = {name: f"n{place}" for place, name in enumerate(needed)}
        texts = []
        for name in needed:
            sentinels = [*profile.nulls.everywhere, *profile.nulls.columns.get(name, ())]
            delivered = f"c{list(found).index(name)}"
            sentinels = [sentinel for sentinel in sentinels if sentinel]
            absent = " OR ".join(f"{delivered} = {lit(sentinel)}" for sentinel in sentinels)
            kept = f"CASE WHEN {absent} THEN NULL ELSE {delivered} END" if absent else delivered
            texts.append(f"{kept} AS {self.text[name]}")
        extra = ", source_line" if lines_known else ""
        self.layers = Layers(f"SELECT {', '.join(texts)}{extra} FROM {source}")
        # What the second SELECT needs of the first, beside the moments.
        self.written = [self.text[name] for name in profile.word_columns()]
        if extra:
            self.written.append("source_line")
        # (condition, reason, field, detail); the first that holds is the row's.
        self.refusals: list[tuple[str, str, str, str]] = []
        self.stepped: list[str] = []
        self.past_midnight: list[str] = []
        self.doubts: list[str] = []

    def refuse(self, when: str, reason: str, native: str, detail: str = "NULL") -> None:
        self.refusals.append((when, reason, native, detail))

    def keys(self) -> None:
        for name in self.profile.key:
            text = self.text[name]
            self.refuse(f"{text} IS NULL", "key.missing", name)
            self.refuse(f"contains({text}, chr(0))", "text.nul", name)

    def days(self) -> dict[tuple[str, tuple[str, ...]], str]:
        """One layer for the day columns, each parsed once however many clocks stand on it."""
        names: dict[tuple[str, tuple[str, ...]], str] = {}
        columns = {}
        for instant in self.profile.instants.values():
            if instant.day is None or (instant.day.column, instant.day.format) in names:
                continue
            column = f"d{len(names)}"
            names[instant.day.column, instant.day.format] = column
            text = self.text[instant.day.column]
            columns[column] = f"epoch_us(try_strptime({text}, {_patterns(instant.day.format)}))"
            self.refuse(f"{column} IS NULL", "time.unreadable", instant.day.column, text)
        self.layers.add(columns)
        return names

    def instants(self) -> None:
        days = self.days()
        for name, instant in self.profile.instants.items():
            place = list(self.profile.instants).index(name)
            if instant.start is not None and instant.plus is not None:
                self._derived(f"t{place}", instant)
            else:
                self._read(place, instant, days)

    def moment(self, name: str) -> str:
        return f"t{list(self.profile.instants).index(name)}"

    def _derived(self, column: str, instant: Instant) -> None:
        assert instant.start is not None
        assert instant.plus is not None
        text = self.text[instant.plus]
        length = seconds(text, instant.unit, self.decimal_mark)
        self.layers.add({f"{column}_s": length})
        self.refuse(f"{text} IS NOT NULL AND {column}_s IS NULL", "number.unreadable", instant.plus, text)
        micros = f"CAST(round({column}_s * {MICROS_PER_SECOND}) AS BIGINT)"
        self.layers.add({column: f"{self.moment(instant.start)} + {micros}"})

    def _read(self, place: int, instant: Instant, days: Mapping[tuple[str, tuple[str, ...]], str]) -> None:
        assert instant.column is not None
        text, t, local = self.text[instant.column], f"t{place}", f"l{place}"
        earlier = [self.moment(other) for other in reversed(instant.after)]
        before = f"coalesce({', '.join(earlier)})" if len(earlier) > 1 else (earlier or ["NULL"])[0]
        first = instant.format[0]
        if first in EPOCHS:
            self.layers.add({t: f"try_cast({text} AS BIGINT) * {EPOCHS[first]}"})
        elif carries_offset(first):
            self.layers.add({t: f"epoch_us(try_strptime({text}, {_patterns(instant.format)}))"})
        else:
            self._read_local(place, instant, days, text)
            self._to_utc(t, local, before)
        self.refuse(f"{text} IS NOT NULL AND {t} IS NULL", "time.unreadable", instant.column, text)
        self.refuse(f"{t} < {clocks.FIRST_US} OR {t} >= {clocks.LAST_US}", "time.implausible", instant.column, text)
        if earlier:
            self.stepped.append(f"{t} < {before}")

    def _read_local(
        self, place: int, instant: Instant, days: Mapping[tuple[str, tuple[str, ...]], str], text: str
    ) -> None:
        """Local µs in column l<place>; a clock gets its day, and the next day where it steps back over midnight."""
        local = f"l{place}"
        if instant.day is None:
            if instant.format[0] == "iso8601":
                self.layers.add({local: self._iso_local(text)})
            else:
                self.layers.add({local: f"epoch_us(try_strptime({text}, {_patterns(instant.format)}))"})
            return
        clock = f"epoch_us(try_strptime({text}, {_patterns(instant.format)})) - ({_CLOCK_ORIGIN_US})"
        day = days[instant.day.column, instant.day.format]
        earlier = [f"l{list(self.profile.instants).index(other)}" for other in reversed(instant.after)]
        if not earlier:
            self.layers.add({local: f"{day} + {clock}"})
            return
        self.layers.add({f"k{place}": f"{day} + {clock}", f"b{place}": f"coalesce({', '.join(earlier)}, NULL)"})
        self.layers.add({f"w{place}": f"coalesce(b{place} - k{place}, 0)"})
        wraps = f"k{place} + CASE WHEN w{place} > {clocks.HALF_DAY_US} THEN {clocks.DAY_US} ELSE 0 END"
        self.layers.add({local: wraps})
        self.past_midnight.append(f"w{place} > {clocks.HALF_DAY_US}")

    @staticmethod
    def _iso_local(text: str) -> str:
        return f"epoch_us(try_cast({text} AS TIMESTAMP))"

    def _to_utc(self, t: str, local: str, before: str) -> None:
        zone_name = self.profile.zone
        assert zone_name is not None
        if clocks.is_constant(zone_name):
            self.layers.add({t: clocks.utc_us(local, zone_name)})
            return
        self.layers.add({f"u{t}": clocks.utc_us(local, zone_name), f"a{t}": clocks.doubt_us(local, zone_name)})
        # The later of two possible hours only where the earlier one would put this moment before the one it follows.
        later = f"u{t} + CASE WHEN a{t} > 0 AND u{t} < {before} AND u{t} + a{t} >= {before} THEN a{t} ELSE 0 END"
        self.layers.add({t: later if before != "NULL" else f"u{t}"})
        self.doubts.append(f"a{t} <> 0")
