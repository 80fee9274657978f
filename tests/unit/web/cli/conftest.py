"""The command line as a person has it: a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.deliveries import NORTH, SOUTH, write


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


REPOSITORY = Path(__file__).resolve().parents[4]


class Shell:
    """Each command starts Python anew, as it does for a person."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *arguments: str | Path, **environment: str) -> Said:
        command = [sys.executable, "-m", "pledgeline.web.cli", *map(str, arguments)]
        own = self.environment(**environment)
        done = subprocess.run(command, env=own, cwd=self.home.parent, capture_output=True, text=True, timeout=300)
        return Said(done.returncode, done.stdout, done.stderr)

    def environment(self, **more: str) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PLEDGELINE_", "DJANGO_"))}
        return own | {"PLEDGELINE_HOME": str(self.home), "PLEDGELINE_LANGUAGE": "en", **more}


class WarmShell(Shell):
    """Each command is a process of its own that finds the program loaded (`warm.py`).

    A command with settings of its own starts anew all the same: settings are read while the program is loaded.
    """

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.out, self.err = (home.parent / name for name in ("out.txt", "err.txt"))
        command = [sys.executable, "-m", "tests.unit.web.cli.warm", str(self.out), str(self.err)]
        own = self.environment(PYTHONPATH=os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")]))
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, env=own, cwd=home.parent, text=True, **pipes)

    def __call__(self, *arguments: str | Path, **environment: str) -> Said:
        if environment:
            return super().__call__(*arguments, **environment)
        asks, answers = self.process.stdin, self.process.stdout
        assert asks is not None
        assert answers is not None
        asks.write(json.dumps([str(one) for one in arguments]) + "\n")
        asks.flush()
        status = answers.readline()
        assert status, "the warm process has ended"
        return Said(int(status), self.out.read_text("utf-8"), self.err.read_text("utf-8"))

    def close(self) -> None:
        with self.process as process:
            assert process.stdin is not None
            process.stdin.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as `init` makes it, to be copied: writing its tables takes twenty seconds of a processor."""
    home = tmp_path_factory.mktemp("made") / "home"
    assert Shell(home)("init").status == 0
    return home


@pytest.fixture(scope="module")
def shell(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A home that `init` has made; each test file has one."""
    home = tmp_path_factory.mktemp("cli") / "home"
    copytree(made, home)
    warm = WarmShell(home)
    yield warm
    warm.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "empty.csv").touch()
    (folder / "columns.csv").write_text("a,b,c\n1,2,3\n", "utf-8")
    return {
        "north": write(folder / "north.csv", NORTH),
        "south": write(folder / "south.csv", SOUTH),
        "empty": folder / "empty.csv",
        "columns": folder / "columns.csv",
        "folder": folder,
    }
