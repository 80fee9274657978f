"""What real deliveries bring besides good rows, put in on purpose and counted, so that receipts can be checked.

Dirt is only ever added, never put in the place of a good row: a torn line is followed by the whole one, as when a
full disk was emptied. So the truth about every contact stays readable from the files. Where a good row is touched
(a counter that disagrees by a second), no time of the customer changes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from pledgeline.web.demo.writers import Line, connect, gbk_csv, queue_log

# Kinds of dirt that a receipt must show as rejected.
REJECTED = frozenset({"malformed", "truncated", "encoding", "unknown_status"})
# Of each kind of damage about this many in a thousand records, and at least one in each file it is due in.
_DAMAGE_PER_RECORD = 0.00008
_REPEATED_SHARE = 0.0008
_REVISED_SHARE = 0.006
_OLDER_SHARE = 0.3
_TEST_SHARE = 0.0015
_OFF_BY_ONE_SHARE = 0.002
_DAY_S = 86_400
# Only records that stand alone are sent again: a part of a chain without the others says less than it did before.
_UNCHAINED = '"PreviousContactId":null,"NextContactId":null'


@dataclass
class Delivery:
    """One file to be: its lines as bytes and what was put into it. `contacts` counts the keys that begin in it."""

    name: str
    centre: str
    records: list[bytes]
    keys: list[str]
    header: bytes | None = None
    newline: bytes = b"\n"
    injected: Counter[str] = field(default_factory=Counter)
    same_as: str | None = None

    @property
    def content(self) -> bytes:
        lines = self.records if self.header is None else [self.header, *self.records]
        return self.newline.join(lines) + self.newline

    @property
    def rejected(self) -> int:
        return sum(count for kind, count in self.injected.items() if kind in REJECTED)


def _places(delivery: Delivery, share: float, rng: np.random.Generator, at_least: int = 0) -> list[int]:
    """Where in the file to put something, last place first, so that insertions do not move the places to come."""
    total = len(delivery.records)
    count = min(max(int(rng.poisson(share * total)), at_least), total)
    return sorted(rng.choice(total, size=count, replace=False).tolist(), reverse=True)


def _insert(delivery: Delivery, kind: str, where: int, record: bytes, key: str = "") -> None:
    delivery.records.insert(where, record)
    delivery.keys.insert(where, key)
    delivery.injected[kind] += 1


# --- queue_log ----------------------------------------------------------------------------------------------------
def spoil_queue_log(deliveries: list[Delivery], rng: np.random.Generator) -> None:
    """Torn, foreign and wrongly encoded lines; words nobody knows; a hold counter that is one second off."""
    for number, delivery in enumerate(deliveries):
        for where in _places(delivery, _OFF_BY_ONE_SHARE, rng):
            fields = delivery.records[where].split(b"|")
            if fields[4] == b"CONNECT":
                fields[5] = str(int(fields[5]) + 1).encode()
                delivery.records[where] = b"|".join(fields)
                delivery.injected["off_by_one"] += 1
        if number % 3 == 0:
            for where in _places(delivery, _DAMAGE_PER_RECORD, rng, 1):
                _insert(delivery, "malformed", where, b"-- log file reopened after rotation --")
        if number % 3 == 1:
            for where in _places(delivery, _DAMAGE_PER_RECORD, rng, 1):
                whole = delivery.records[where].split(b"|")
                _insert(delivery, "truncated", where, b"|".join(whole[:2]) + b"|" + whole[2][:3])
        if number % 4 == 2:
            for where in _places(delivery, _DAMAGE_PER_RECORD, rng, 1):
                epoch = delivery.records[where].split(b"|")[0]
                _insert(delivery, "encoding", where, epoch + b"|NONE|card-voice|\xff\xff|PAUSE|lunch")
        if number % 2 == 0:
            for where in _places(delivery, _DAMAGE_PER_RECORD, rng, 1):
                epoch = delivery.records[where].split(b"|")[0]
                _insert(delivery, "unknown_event", where, epoch + b"|NONE|card-voice|NONE|TRUNKSTATE|up|trunk-2")


def queue_log_tests(first_s: int, days: int, rng: np.random.Generator) -> list[Line]:
    """Three lines of a test call on about every second morning, before the lines open."""
    out = []
    for day in np.flatnonzero(rng.random(days) < 0.5).tolist():
        at = first_s + day * _DAY_S + 7 * 3_600 + 35 * 60
        call = f"{at - 4}.{2_000_000 + day}"
        head = f"{call}|{queue_log.TEST}"
        out.append(Line(at, f"{at}|{head}|NONE|ENTERQUEUE||10099999999|1", call))
        out.append(Line(at + 6, f"{at + 6}|{head}|Test Desk|CONNECT|6|{call}1|3", call))
        out.append(Line(at + 31, f"{at + 31}|{head}|Test Desk|COMPLETEAGENT|6|25|1", call))
    return out


# --- Connect records ----------------------------------------------------------------------------------------------
def connect_revisions(lines: list[Line], end_s: int, rng: np.random.Generator) -> tuple[list[Line], list[Line]]:
    """Newer versions of some records, one to nine days later; and older ones that arrive after their newer ones."""
    chosen = np.flatnonzero(rng.random(len(lines)) < _REVISED_SHARE).tolist()
    newer, older = [], []
    for place in chosen:
        line = lines[place]
        if _UNCHAINED not in line.text:
            continue
        at = line.at + int(_DAY_S * (1 + rng.gamma(2.0, 1.2)))
        late = rng.random() < _OLDER_SHARE
        if at + _DAY_S < end_s:
            newer.append(connect.redelivered(line, at, "fee waived"))
            if late:
                older.append(Line(at + _DAY_S // 2, line.text, line.key, line.tries))
    return newer, older


def connect_probes(first_s: int, days: int, rng: np.random.Generator) -> list[Line]:
    mornings = np.flatnonzero(rng.random(days) < 0.6).tolist()
    return [connect.probe(first_s + day * _DAY_S + 7 * 3_600 + 50 * 60, day) for day in mornings]


def spoil_connect(deliveries: list[Delivery], rng: np.random.Generator) -> None:
    """Records sent twice, torn documents, a byte that is not UTF-8, and a field the vendor added since."""
    for number, delivery in enumerate(deliveries):
        for where in _places(delivery, _REPEATED_SHARE, rng, 1):
            _insert(delivery, "repeated", where, delivery.records[where], delivery.keys[where])
        if number >= 8:
            for where in _places(delivery, _REPEATED_SHARE, rng, 1):
                delivery.records[where] = delivery.records[where][:-1] + b',"QueueForecast":{"EstimatedWait":17}}'
                delivery.injected["unknown_field"] += 1
        if number % 3 == 1:
            for where in _places(delivery, _DAMAGE_PER_RECORD, rng, 1):
                _insert(delivery, "truncated", where, delivery.records[where][: 180 + int(rng.integers(200))])
        if number % 4 == 3:
            for where in _places(delivery, _DAMAGE_PER_RECORD, rng, 1):
                _insert(delivery, "encoding", where, b'{"ContactId":"\xff\xfe","Channel":"VOICE"}')


# --- the monthly export -------------------------------------------------------------------------------------------
def csv_revisions(lines: list[Line], end_s: int, rng: np.random.Generator) -> tuple[list[Line], list[Line]]:
    """Corrected rows that come with the next month's file, and older ones that come with the one after."""
    chosen = np.flatnonzero(rng.random(len(lines)) < _REVISED_SHARE).tolist()
    newer, older = [], []
    for place in chosen:
        line = lines[place]
        wrapup_s, late = 10 + int(rng.gamma(2.0, 8.0)), rng.random() < _OLDER_SHARE
        if line.text.split(",")[8] and line.at + 31 * _DAY_S < end_s:
            newer.append(gbk_csv.revised(line, line.at + 20 * _DAY_S, wrapup_s))
            if late:
                older.append(line)
    return newer, older


def csv_tests(lines: list[Line], rng: np.random.Generator) -> list[Line]:
    """Rows of test calls, shaped like their neighbours."""
    places = np.flatnonzero(rng.random(len(lines)) < _TEST_SHARE).tolist()
    return [gbk_csv.with_end(lines[n], f"T{lines[n].key[1:]}", gbk_csv.TEST_END) for n in places]


def spoil_csv(deliveries: list[Delivery], rng: np.random.Generator) -> None:
    """Rows twice, torn or overlong rows, a byte that is not GBK, a status nobody mapped, clocks one second apart."""
    for delivery in deliveries:
        for where in _places(delivery, _OFF_BY_ONE_SHARE, rng, 2):
            fields = delivery.records[where].decode(gbk_csv.ENCODING).split(",")
            # The clock of the distribution server was a second behind that of the menu; not across a full minute.
            if fields[7] and fields[7][-2:] != "00" and delivery.keys.count(fields[0]) == 1:
                fields[7] = fields[7][:-2] + f"{int(fields[7][-2:]) - 1:02d}"
                delivery.records[where] = ",".join(fields).encode(gbk_csv.ENCODING)
                delivery.injected["off_by_one"] += 1
        for where in _places(delivery, _REPEATED_SHARE, rng, 1):
            _insert(delivery, "repeated", where, delivery.records[where], delivery.keys[where])
        for where in _places(delivery, _DAMAGE_PER_RECORD, rng, 1):
            whole = delivery.records[where].split(b",")
            _insert(delivery, "truncated", where, b",".join(whole[:9]))
        for where in _places(delivery, _DAMAGE_PER_RECORD, rng, 1):
            _insert(delivery, "malformed", where, delivery.records[where] + b",,remark")
        for where in _places(delivery, _DAMAGE_PER_RECORD, rng, 1):
            whole = delivery.records[where].split(b",")
            _insert(delivery, "encoding", where, b",".join([whole[0] + b"X", *whole[1:3], b"\xff\xff", *whole[4:]]))
        for number, where in enumerate(_places(delivery, 2 * _DAMAGE_PER_RECORD, rng, 1)):
            row = delivery.records[where].decode(gbk_csv.ENCODING, "replace").split(",")
            if len(row) == len(gbk_csv.HEADER) and "�" not in row[3]:
                key = f"R{row[0][1:]}{number}"
                strange = gbk_csv.with_end(Line(0, ",".join(row)), key, gbk_csv.UNKNOWN_END)
                _insert(delivery, "unknown_status", where, strange.text.encode(gbk_csv.ENCODING))
