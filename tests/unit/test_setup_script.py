"""`make setup` on machines that are not as they should be. Scripts that write down their calls play Python and pip."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "setup.sh"

FAKE_PYTHON = """#!/bin/sh
echo "python $*" >> "{log}"
case "$1 $2" in
    "-c import sys; "*) exit {too_old} ;;
    "-c import platform; "*) echo 3.9.2 ;;
    "-c import venv, ensurepip") exit {no_venv} ;;
    "-m venv") mkdir -p "$3/bin"; cp "{pip}" "$3/bin/python" ;;
    "--version "*) echo "Python 3.12.1" ;;
esac
"""
FAKE_PIP = """#!/bin/sh
echo "$*" >> "{log}"
exit {fails}
"""


class Machine:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clone"
        self.log = folder / "calls.log"
        (self.folder / "tools").mkdir(parents=True)
        shutil.copy(SCRIPT, self.folder / "tools" / "setup.sh")
        self.tools = folder / "tools"
        self.tools.mkdir()

    def script(self, name: str, content: str) -> Path:
        path = self.tools / name
        path.write_text(content)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def setup(
        self, *, too_old: int = 0, no_venv: int = 0, pip_fails: int = 0, python: str = ""
    ) -> subprocess.CompletedProcess[str]:
        self.log.write_text("")
        pip = self.script("pip", FAKE_PIP.format(log=self.log, fails=pip_fails))
        own = self.script("python", FAKE_PYTHON.format(log=self.log, too_old=too_old, no_venv=no_venv, pip=pip))
        return subprocess.run(
            [self.folder / "tools" / "setup.sh"],
            env=os.environ | {"PYTHON": python or str(own)}, capture_output=True, text=True, check=False,
        )  # fmt: skip

    @property
    def made_anew(self) -> bool:
        return "python -m venv" in self.log.read_text()

    @property
    def ready(self) -> bool:
        return (self.folder / ".venv" / ".ready").exists()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_an_old_python_is_refused_with_what_to_do(machine: Machine) -> None:
    answer = machine.setup(too_old=1)
    assert answer.returncode == 1
    assert "needs Python 3.11 or newer" in answer.stderr
    assert "is 3.9.2" in answer.stderr
    assert "make PYTHON=" in answer.stderr
    assert not (machine.folder / ".venv").exists()


def test_a_missing_python_is_refused_with_what_to_do(machine: Machine) -> None:
    answer = machine.setup(python="python-that-nobody-has")
    assert answer.returncode == 1
    assert "was not found" in answer.stderr


def test_a_python_without_venv_is_refused_with_what_to_do(machine: Machine) -> None:
    answer = machine.setup(no_venv=1)
    assert answer.returncode == 1
    assert "python3-venv" in answer.stderr


def test_what_is_pinned_is_installed_by_hash(machine: Machine) -> None:
    assert machine.setup().returncode == 0
    calls = machine.log.read_text()
    assert "--require-hashes -r requirements/base.lock" in calls
    assert "--no-build-isolation --no-deps -e ." in calls
    assert machine.ready


def test_a_half_made_environment_is_made_again(machine: Machine) -> None:
    assert machine.setup(pip_fails=1).returncode != 0
    assert not machine.ready
    leftover = machine.folder / ".venv" / "half-installed"
    leftover.touch()
    assert machine.setup().returncode == 0
    assert machine.made_anew
    assert not leftover.exists()


def test_a_changed_lock_file_only_installs_what_changed(machine: Machine) -> None:
    machine.setup()
    assert machine.setup().returncode == 0
    assert not machine.made_anew
    assert machine.ready


def test_an_environment_that_was_moved_is_made_again(machine: Machine) -> None:
    machine.setup()
    machine.folder = machine.folder.rename(machine.folder.with_name("moved"))
    assert machine.setup().returncode == 0
    assert machine.made_anew
