"""The command line as a person has it: a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
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


@dataclass(frozen=True)
class Shell:
    home: Path

    def __call__(self, *arguments: str | Path, **environment: str) -> Said:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PLEDGELINE_", "DJANGO_"))}
        own |= {"PLEDGELINE_HOME": str(self.home), "PLEDGELINE_LANGUAGE": "en", **environment}
        command = [sys.executable, "-m", "pledgeline.web.cli", *map(str, arguments)]
        done = subprocess.run(command, env=own, cwd=self.home.parent, capture_output=True, text=True, timeout=300)
        return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A home that `init` has made; each test file has one."""
    shell = Shell(tmp_path_factory.mktemp("cli") / "home")
    assert shell("init").status == 0
    return shell


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
