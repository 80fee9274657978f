"""Documents cannot drift: what they name exists, and what exists is named."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
PACKAGE = REPOSITORY / "src" / "pledgeline"
DOCS = REPOSITORY / "docs"

HEADINGS = ["What this room is for", "Words", "Clauses it answers", "Front door", "Start reading here"]
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
TABLE_NAME = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def tracked() -> list[Path]:
    """Files of the repository, as git knows them: committed, staged or new."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a git working tree: git cannot say which files belong to the repository")
    return [path for name in listed.stdout.split("\0") if name and (path := REPOSITORY / name).is_file()]


def rooms() -> list[Path]:
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# --- links and rooms ----------------------------------------------------------------------------------------------


def test_every_link_leads_somewhere() -> None:
    documents = [path for path in tracked() if path.suffix == ".md"]
    dead = [
        f"{document.relative_to(REPOSITORY)} → {target}"
        for document in documents
        for target in LINK.findall(text(document))
        if not target.startswith(("http://", "https://", "mailto:", "#"))
        if not (document.parent / target.partition("#")[0]).exists()
    ]
    assert dead == []
    assert len(documents) > 10


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_room_has_a_readme_with_the_five_headings(room: Path) -> None:
    readme = room / "README.md"
    assert readme.is_file(), f"{room.name} has no README.md"
    assert re.findall(r"^## (.+)$", text(readme), re.MULTILINE) == HEADINGS


def test_the_map_names_every_room() -> None:
    rows = re.findall(r"^\| \[?`(\w+)`", text(DOCS / "map.md"), re.MULTILINE)
    assert {room.name for room in rooms()} <= set(rows)


# --- decisions ----------------------------------------------------------------------------------------------------


def decisions() -> list[Path]:
    return sorted(path for path in (DOCS / "adr").glob("*.md") if path.name != "README.md")


def test_decisions_are_numbered_without_gaps() -> None:
    assert [path.name[:4] for path in decisions()] == [f"{n:04d}" for n in range(1, len(decisions()) + 1)]


@pytest.mark.parametrize("decision", decisions(), ids=lambda path: path.stem)
def test_a_decision_carries_its_files_number_and_the_roads_not_taken(decision: Path) -> None:
    content = text(decision)
    assert content.startswith(f"# {decision.name[:4]} ")
    assert "\n## Roads not taken\n" in content


def test_the_index_of_decisions_is_complete() -> None:
    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", text(DOCS / "adr" / "README.md")) == [p.name for p in decisions()]


# --- dependencies, settings, commands -----------------------------------------------------------------------------


def test_every_dependency_has_its_sentence() -> None:
    project = tomllib.loads(text(REPOSITORY / "pyproject.toml"))
    declared = [
        *project["project"]["dependencies"],
        *(one for extra in project["project"]["optional-dependencies"].values() for one in extra),
        *(one for group in project["dependency-groups"].values() for one in group),
    ]
    names = [re.split(r"[\[<>=~!; ]", one, maxsplit=1)[0] for one in declared]
    assert TABLE_NAME.findall(text(DOCS / "dependencies.md")) == names


def settings_in_code() -> set[str]:
    """Variables read from the environment: named in a call, or asked of `os.environ`, make or the shell."""
    files = [path for path in tracked() if path.suffix in (".py", ".sh") or path.name in ("Makefile", "run")]
    files = [path for path in files if "docs" not in path.relative_to(REPOSITORY).parts]
    source = "\n".join(text(path) for path in files)
    asked = (
        r"""(?:env_\w+\(\s*|environ(?:\.get|\.pop|\.setdefault)?[(\[]\s*|getenv\(\s*|\$\$?\{?)["']?(PLEDGELINE_\w+)"""
    )
    found = set(re.findall(asked, source))
    secrets = set(re.findall(r"""env_secret\(\s*["'](PLEDGELINE_\w+)""", source))
    return found | {f"{name}_FILE" for name in secrets}


def test_every_setting_is_explained() -> None:
    assert set(TABLE_NAME.findall(text(DOCS / "reference" / "settings.md"))) == settings_in_code()


def test_the_requirements_are_as_the_catalogue_and_the_tests_say() -> None:
    from tools import requirements

    assert text(requirements.PAGE) == requirements.page(), "run make requirements"


def test_every_make_target_has_its_sentence() -> None:
    makefile = text(REPOSITORY / "Makefile")
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", makefile, re.MULTILINE)
    assert phony is not None
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert set(phony[1].replace("\\", " ").split()) == explained


# --- nothing of this machine --------------------------------------------------------------------------------------

# Home folders, and the addresses of registries and mirrors.
MACHINE = re.compile(
    r"/(?:root|home/[a-z]\w*|Users/\w+|work)/(?!\.\.)[\w.-]|"
    r"--(?:extra-)?index-url|index[-_]url\s*=|PIP_INDEX|UV_INDEX|"
    r"https?://[\w.:-]+/(?:simple|pypi|repository|artifactory|npm)\b|file:///\w"
)
MAY_SAY = {"requirements/compile.sh"}  # tells uv *not* to write an index


def test_nothing_of_a_machine_is_committed() -> None:
    own = Path(__file__).resolve()
    found = []
    for path in tracked():
        name = path.relative_to(REPOSITORY).as_posix()
        if path == own or name in MAY_SAY:
            continue
        try:
            lines = text(path).splitlines()
        except UnicodeDecodeError:
            continue  # pictures, and files in another encoding that tests read
        found += [f"{name}:{n}: {line.strip()[:120]}" for n, line in enumerate(lines, 1) if MACHINE.search(line)]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "cd " + "/root" + "/project",
        "/home" + "/alex/data.csv",
        "/work" + "/main/src",
        "--index" + "-url https://mirror.example.com",
        "https://mirror.example.com" + "/simple/django",
        "file://" + "/opt/wheels",
    ],
)
def test_a_line_of_a_machine_is_found(line: str) -> None:
    assert MACHINE.search(line)


@pytest.mark.parametrize(
    "line", ["PLEDGELINE_HOME=/tmp/trial", "/etc/pledgeline.env", "sqlite:///records.sqlite3", "home/"]
)
def test_an_ordinary_line_is_not_found(line: str) -> None:
    assert not MACHINE.search(line)


def test_lock_files_carry_hashes_and_no_index() -> None:
    for name in ("base.lock", "spark.lock"):
        lock = text(REPOSITORY / "requirements" / name)
        packages = re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock, re.MULTILINE)
        assert packages
        assert lock.count("--hash=sha256:") >= len(packages)
        assert "://" not in lock
