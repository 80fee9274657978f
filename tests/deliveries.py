"""A small contact store for pages and uploads: the north and the south centre have each delivered a file.

North, on 5 January 2026 in Beijing time: Anna is answered after 20 s, Ben is offered a callback after 30 s and hangs
up, Cai waits 90 s, Dee leaves after 40 s, Ed hangs up in the menu, and a test call. South: Fay is answered after 10 s,
Gus waits 75 s. Two of North's rows cannot be used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

HEADER = (
    "通话流水号,渠道,业务线,技能组,客户号码,进线时间,转人工时间,入队时间,应答时间,挂断时间,结束状态,"
    "回呼提示时间,回呼受理时间,坐席工号,通话时长(秒),保持时长(秒),话后处理时长(秒),更新时间"
)
PHONE = "13900000000"


def row(
    native: str,
    *,
    asked: str = "10:00:10",
    answered: str = "",
    left: str = "10:05:00",
    end: str = "正常接听",
    offered: str = "",
    service: str = "cards",
    arrived: str = "10:00:00",
) -> str:
    """One line of the csv-cn profile; clocks are of 5 January 2026, in Beijing."""

    def at(clock: str) -> str:
        return f"2026-01-05 {clock}" if clock else ""

    return ",".join(
        [
            *(native, "语音", service, "q1", PHONE, at(arrived), at(asked), at(asked), at(answered), at(left), end),
            *(at(offered), "", "A7" if answered else "", "", "", "", ""),
        ]
    )


NORTH = (
    row("anna", answered="10:00:30"),
    row("ben", left="10:02:00", end="排队放弃", offered="10:00:40"),
    row("cai", answered="10:01:40", left="10:06:00"),
    row("dee", left="10:00:50", end="排队放弃"),
    row("ed", asked="", left="10:00:20", end="IVR放弃"),
    row("testcall", answered="10:00:30", end="测试"),
    row("odd", end="=HYPERLINK(1)"),
    "too,short",
)
SOUTH = (row("fay", answered="10:00:20"), row("gus", answered="10:01:25", left="10:09:00"))


def write(path: Path, rows: Sequence[str], encoding: str = "gb18030") -> Path:
    path.write_bytes(("\n".join([HEADER, *rows]) + "\n").encode(encoding))
    return path


@pytest.fixture
def lake(settings: Any, tmp_path: Path) -> Any:
    """An empty contact store in a home of its own."""
    from pledgeline.contacts.store import Lake

    settings.PLEDGELINE_HOME = tmp_path
    settings.PLEDGELINE_LAKE = tmp_path / "lake"
    lake = Lake(tmp_path / "lake")
    lake.create()
    return lake


@pytest.fixture
def deliver(lake: Any, tmp_path: Path) -> Callable[..., Any]:
    """`deliver("north", NORTH)` takes rows in and returns the receipt."""
    from pledgeline.contacts.actions import deliveries

    def take_in(centre: str, rows: Sequence[str], name: str = "calls.csv") -> Any:
        return deliveries.ingest(path=write(tmp_path / f"{centre}-{name}", rows), profile="csv-cn", centre=centre)

    return take_in


@pytest.fixture
def delivered(cast: Any, deliver: Callable[..., Any]) -> dict[str, Any]:
    """The receipts of both centres by their code."""
    return {"north": deliver("north", NORTH), "south": deliver("south", SOUTH)}
