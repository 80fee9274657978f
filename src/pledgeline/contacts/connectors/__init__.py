"""Connectors are found, not listed: every folder here that declares a CONNECTOR is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pledgeline.contacts.core.connector import Connector, Duck, Staging


def _scan() -> dict[str, Connector]:
    found = {}
    for folder in sorted(Path(__file__).parent.iterdir()):
        if (folder / "__init__.py").is_file():
            connector: Connector = import_module(f"{__name__}.{folder.name}").CONNECTOR
            found[connector.name] = connector
    return found


REGISTRY: Mapping[str, Connector] = _scan()


@dataclass(frozen=True)
class Preview:
    """The first rows of a delivery beside what they become.

    `delivered` are (line number, text of the line); `contacts` canonical rows (of whatever record the connector
    brings) and `rejects` reject rows as plain dicts (times as ISO text, UTC), all in the order of the source; `read`
    counts the whole delivery.
    """

    read: int
    accepted: int
    rejected: int
    delivered: tuple[tuple[int, str], ...]
    contacts: tuple[Mapping[str, Any], ...]
    rejects: tuple[Mapping[str, Any], ...]
    rejects_by_reason: Mapping[str, int]


_LONGEST_LINE = 2_000


def _first_lines(path: Path, rows: int) -> tuple[tuple[int, str], ...]:
    """Lines as delivered, for the eye only: undecodable bytes are shown as such; a sheet has no lines to show."""
    from pledgeline.contacts.connectors.delivered import detect_encoding, is_zip

    if is_zip(path):
        return ()
    # As for reading: one line in a foreign encoding does not make the others unreadable.
    encoding, _mark = detect_encoding(path, ("utf-8", "gb18030"))
    found = []
    with path.open(encoding=encoding, errors="replace", newline="\n") as delivered:
        for number in range(1, rows + 1):
            line = start = delivered.readline(_LONGEST_LINE)
            while line and not line.endswith("\n"):
                line = delivered.readline(_LONGEST_LINE)
            if not start:
                break
            found.append((number, start.removeprefix("\ufeff").rstrip("\r\n")))
    return tuple((number, text) for number, text in found if text)


def _dicts(con: Duck, view: str, columns: str, rows: int) -> tuple[dict[str, Any], ...]:
    cursor = con.execute(f"SELECT {columns} FROM {view} ORDER BY source_line LIMIT {rows}")
    names = [column[0] for column in cursor.description]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def preview(con: Duck, staging: Staging, rows: int = 50) -> Preview:
    """Stage a delivery and show its first `rows`; raises Problem as staging does. Nothing is stored."""
    from pledgeline.contacts.core.schema import Type

    connector = REGISTRY[staging.profile.connector]
    staged = connector.stage(con, staging)
    shown = ", ".join(
        f"strftime({column.name}, '%Y-%m-%dT%H:%M:%S.%gZ') AS {column.name}"
        if column.type is Type.INSTANT
        else f'"{column.name}"'
        for column in connector.record.staged
    )
    con.execute("SELECT reason, CAST(sum(source_records) AS BIGINT) FROM staged_reject GROUP BY reason ORDER BY reason")
    by_reason = {str(reason): int(count) for reason, count in con.fetchall()}
    con.execute(f"SELECT count(*) FROM {connector.view}")
    accepted = int(con.fetchone()[0])
    return Preview(
        read=staged.read,
        accepted=accepted,
        rejected=sum(by_reason.values()),
        delivered=_first_lines(staging.path, rows + 1),
        contacts=_dicts(con, connector.view, shown, rows),
        rejects=_dicts(con, "staged_reject", "*", rows),
        rejects_by_reason=by_reason,
    )
