"""Each import contract is shown to catch a planted break; a contract that cannot fail would be no contract."""

from __future__ import annotations

import ast
import configparser
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "pledgeline"

# (contract, file to plant, what is written there)
BREAKS = [
    ("staircase", "kernel/planted.py", "import pledgeline.ui.formats"),
    ("staircase", "organisation/actions/planted.py", "import pledgeline.contacts.queries"),
    ("staircase", "experience/planted.py", "def late() -> None:\n    import pledgeline.assurance"),
    ("staircase", "lobby/__init__.py", ""),  # a room that nobody placed
    ("storeys", "contacts/core/planted.py", "import pledgeline.contacts.queries"),
    ("storeys", "contacts/models/planted.py", "import pledgeline.contacts.store"),
    ("storeys", "contacts/helpers.py", ""),  # a piece of furniture that no other room has
    ("pure-cores", "organisation/core/planted.py", "from django.utils import timezone"),
    ("pure-cores", "contacts/core/planted.py", "import ibis"),
    ("pure-cores", "kernel/planted.py", "import pandas"),
    ("pure-metrics", "contacts/metrics/planted.py", "import duckdb"),
    ("pure-metrics", "contacts/metrics/planted.py", "import django.conf"),
    ("one-door", "contacts/actions/planted.py", "import deltalake"),
    ("one-door", "web/planted.py", "import duckdb"),
    ("one-door", "contacts/connectors/planted.py", "from pyspark.sql import SparkSession"),
    ("tables", "web/planted.py", "from pledgeline.organisation.models import User"),
    ("tables", "contacts/planted.py", "from pledgeline.organisation import forms"),
]


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    chosen = [argument for contract in contracts for argument in ("--contract", contract)]
    script = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", script, "--no-logo", "--no-cache", "--config", REPOSITORY / ".importlinter", *chosen],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's Python files alone, in a folder of their own."""
    folder = tmp_path_factory.mktemp("copy")
    for path in PACKAGE.rglob("*.py"):
        target = folder / "pledgeline" / path.relative_to(PACKAGE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


@pytest.fixture
def plant(copied: Path) -> Iterator[object]:
    planted: list[Path] = []

    def planting(file: str, content: str) -> None:
        path = copied / "pledgeline" / file
        assert not path.exists(), "a planted file must not hide a real one"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content + "\n", encoding="utf-8")
        planted.append(path)

    yield planting
    for path in planted:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


def contracts() -> dict[str, str]:
    """Each contract's identifier and name, as declared."""
    declared = configparser.ConfigParser()
    declared.read(REPOSITORY / ".importlinter", encoding="utf-8")
    prefix = "importlinter:contract:"
    return {s.removeprefix(prefix): declared[s]["name"] for s in declared.sections() if s.startswith(prefix)}


def test_all_contracts_are_kept(copied: Path) -> None:
    answer = lint(copied)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_contract_has_a_planted_break() -> None:
    assert {contract for contract, _, _ in BREAKS} == set(contracts())


@pytest.mark.parametrize(("contract", "file", "content"), BREAKS, ids=[f"{c}-{f}" for c, f, _ in BREAKS])
def test_a_planted_break_is_caught(contract: str, file: str, content: str, copied: Path, plant) -> None:
    plant(file, content)
    answer = lint(copied, contract)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert f"{contracts()[contract]} BROKEN" in " ".join(answer.stdout.split())
    assert file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") in answer.stdout


def test_connectors_know_of_duckdb_only_its_errors() -> None:
    """They may say why DuckDB could not read a file; opening it is for contacts.store (contract "one door")."""
    used = {
        f"{path.name}: duckdb.{node.attr}"
        for path in (PACKAGE / "contacts" / "connectors").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "duckdb"
        if not node.attr.endswith(("Error", "Exception"))
    }
    assert used == set()


def test_foreign_keys_lean_down_the_staircase() -> None:
    from django.apps import apps

    declared = configparser.ConfigParser()
    declared.read(REPOSITORY / ".importlinter", encoding="utf-8")
    steps = declared["importlinter:contract:staircase"]["layers"].strip().splitlines()
    height = {room.strip(" ()"): step for step, line in enumerate(reversed(steps)) for room in line.split("|")}

    def room(model: type) -> str:
        package, name, *_ = model.__module__.split(".")
        return name if package == "pledgeline" else ""

    upward, seen = [], 0
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model
            if not room(model) or field.auto_created or not isinstance(target, type) or not room(target):
                continue
            seen += 1
            if room(target) != room(model) and height[room(target)] >= height[room(model)]:
                upward.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert upward == []
    assert seen > 5, "no foreign key was looked at"
