"""`kill -9` at any moment of an ingest, then the next command: the old contacts or the new ones, none lost or doubled.

Every act on the file system is a moment to be killed at; the test walks through them at even distances, and through
all of them where PLEDGELINE_EVERY_KILL is set.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pledgeline.contacts.store import open_lake

PROFILE = """\
name: crash
version: "1"
connector: delimited
title: {en: Crash test, zh: 崩溃测试}
summary: {en: Three columns., zh: 三列。}
zone: Asia/Shanghai
file: {delimiter: ",", encodings: [utf-8]}
key: [id]
kind: {value: inbound}
channel: {value: voice}
outcome:
  cases:
    - {when: {status: answered}, is: answered}
    - {when: {status: open}, is: open}
outcome_native: [status]
instants:
  arrived: {column: arrived, format: "yyyy-MM-dd HH:mm:ss"}
  updated: {column: updated, format: "yyyy-MM-dd HH:mm:ss"}
updated_at: updated
times:
  arrived_at: arrived
"""
MOMENTS = 12


def rows(first: int, last: int, status: str, updated: str) -> str:
    lines = [f"c{n:04d},2026-01-05 10:{n % 60:02d}:00,{status},{updated}" for n in range(first, last)]
    return "id,arrived,status,updated\n" + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one delivery in, and a second file that changes half of it, adds to it and holds one bad row."""
    folder = tmp_path_factory.mktemp("crash")
    (folder / "crash.yaml").write_text(PROFILE)
    (folder / "first.csv").write_text(rows(0, 200, "open", "2026-01-05 11:00:00"))
    second = rows(100, 300, "answered", "2026-01-05 12:00:00") + "c9999,2026-01-05 10:00:00,nonsense,\n"
    (folder / "second.csv").write_text(second)
    for arguments in (["init"], ["ingest", "first.csv", "--profile", "crash.yaml", "--centre", "north"]):
        done = command(folder, folder / "home", *arguments)
        assert done.returncode == 0, done.stderr
    return folder


def command(folder: Path, home: Path, *arguments: str, kill_at: int | None = None) -> subprocess.CompletedProcess[str]:
    module = ["pledgeline.web.cli"] if kill_at is None else ["tests.crash.killed_cli", str(kill_at)]
    root = Path(__file__).parents[2]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PLEDGELINE_", "DJANGO_", "PYTEST_"))
    } | {"PLEDGELINE_HOME": str(home), "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", *module, *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )


def second(folder: Path, home: Path, kill_at: int | None = None) -> subprocess.CompletedProcess[str]:
    return command(
        folder, home, "ingest", "second.csv", "--profile", "crash.yaml", "--centre", "north", kill_at=kill_at
    )


def contents(home: Path) -> list[tuple[str, int, bool, str]]:
    """Every version of every contact in the newest snapshot."""
    snapshot = open_lake(home / "lake", memory_limit="256MiB").snapshot()
    table = snapshot.table("contact")
    columns = ("native_id", "version", "is_current", "outcome")
    return sorted(tuple(row[name] for name in columns) for row in snapshot.rows(table.select(*columns)))


def home_copy(before: Path, name: str) -> Path:
    home = before / name
    shutil.copytree(before / "home", home)
    return home


@pytest.fixture(scope="module")
def after(before: Path) -> tuple[int, list[tuple[str, int, bool, str]]]:
    """Number of acts of an undisturbed ingest, and what it leaves."""
    home = home_copy(before, "undisturbed")
    done = second(before, home, kill_at=0)
    assert done.returncode == 1, done.stderr  # one row is rejected
    acts = re.search(r"acts: (\d+)", done.stderr)
    assert acts is not None
    return int(acts.group(1)), contents(home)


def moments(acts: int) -> list[int]:
    if os.environ.get("PLEDGELINE_EVERY_KILL"):
        return list(range(1, acts + 1))
    return sorted({1 + round(step * (acts - 1) / (MOMENTS - 1)) for step in range(MOMENTS)})


def test_the_undisturbed_ingest_adds_supersedes_and_rejects(
    after: tuple[int, list[tuple[str, int, bool, str]]],
) -> None:
    acts, left = after
    assert acts > MOMENTS
    assert len(left) == 400  # 200 of the first delivery, 100 newer versions, 100 new contacts
    assert sum(is_current for _id, _version, is_current, _outcome in left) == 300


def test_killed_at_any_moment_the_next_command_finds_old_or_new(
    before: Path, after: tuple[int, list[tuple[str, int, bool, str]]]
) -> None:
    acts, new = after
    old = contents(before / "home")
    seen = set()
    for moment in moments(acts):
        home = home_copy(before, f"killed-{moment}")
        killed = second(before, home, kill_at=moment)
        assert killed.returncode == -signal.SIGKILL, f"moment {moment}: {killed.stderr}"
        assert contents(home) in (old, new), f"moment {moment}: a reader saw half a delivery"
        recovered = command(before, home, "recover")
        assert recovered.returncode == 0, f"moment {moment}: {recovered.stderr}"
        found = contents(home)
        assert found in (old, new), f"moment {moment}: {len(found)} rows after recover"
        seen.add(found == new)
        again = second(before, home)
        assert again.returncode == 1, f"moment {moment}: {again.stderr}"
        assert contents(home) == new, f"moment {moment}: delivered again, the contacts differ"
        receipts = json.loads(command(before, home, "receipts", "--json").stdout)
        assert receipts["chain_broken_at"] is None
        assert {one["state"] for one in receipts["receipts"]} <= {"closed", "abandoned"}
        shutil.rmtree(home)
    assert seen == {True, False}, "the moments lie on one side of the commit only"
