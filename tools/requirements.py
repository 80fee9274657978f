"""Writes docs/reference/requirements.md from the catalogue and the names of the tests in tests/spec.

    python tools/requirements.py          writes it
    python tools/requirements.py check    exit 1 where it is not as it would be written

A module of tests/spec/<room>/ counts for every requirement that the room answers, or for those it names itself:
`CLAUSES = ("4.a", "5.2")`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "src"))

from pledgeline.assurance.core.catalogue import Catalogue, load  # noqa: E402
from pledgeline.assurance.core.requirement import Criterion, Requirement  # noqa: E402

PAGE = REPOSITORY / "docs" / "reference" / "requirements.md"
SPEC = REPOSITORY / "tests" / "spec"
HEAD = """# Requirements 要求

Made by `make requirements` from the catalogue and the names of the tests in `tests/spec`; not edited by hand.
由 `make requirements` 根据条款目录与 `tests/spec` 中的测试名称生成，请勿手工修改。

The wording is our own; the standard's text is not held here. 以下均为我方表述，不含标准原文。
"""


def page(catalogue: Catalogue | None = None) -> str:
    """The whole document."""
    catalogue = catalogue or load()
    parts = [_section(row) for row in sorted(catalogue.requirements, key=lambda row: row.order)]
    return HEAD + "".join(f"\n{part}" for part in parts)


def _section(row: Requirement) -> str:
    lines = [
        f"## {row.id} · {row.title.en} · {row.title.zh}",
        "",
        f"{row.clause.en} · {row.clause.zh} · *{row.modality.value}*",
        "",
        row.paraphrase.en,
        "",
        row.paraphrase.zh,
        "",
    ]
    if row.criteria:
        lines += ["| criterion 准则 | what is looked at | 看什么 | parameters 参数 |", "|---|---|---|---|"]
        lines += [_criterion(one) for one in row.criteria]
        lines.append("")
    for name, sentences in _rules(row):
        lines += [f"Rules 规则 — [`{name}`](../../tests/spec/{name})", ""]
        lines += [f"- {sentence}" for sentence in sentences]
        lines.append("")
    return "\n".join(lines)


def _criterion(one: Criterion) -> str:
    parameters = ", ".join(f"`{given.name}` = {given.default:g} ({given.unit})" for given in one.parameters)
    return f"| `{one.id}` | {one.title.en} | {one.title.zh} | {parameters or '–'} |"


def _rules(row: Requirement) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(SPEC.glob("*/test_*.py")):
        named, sentences = _read(path)
        if row.id in named if named is not None else path.parent.name in row.rooms:
            yield path.relative_to(SPEC).as_posix(), sentences


def _read(path: Path) -> tuple[tuple[str, ...] | None, list[str]]:
    """The requirements the module names (None: no word about it), and its tests' names as sentences."""
    named: tuple[str, ...] | None = None
    sentences = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            words = node.name.removeprefix("test_").replace("_", " ")
            sentences.append(words[:1].upper() + words[1:] + ".")
        elif isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "CLAUSES" for one in node.targets):
            named = tuple(ast.literal_eval(node.value))
    return named, sentences


def main() -> int:
    text = page()
    if sys.argv[1:] == ["check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        sys.stderr.write(
            "docs/reference/requirements.md is not as the catalogue and the tests say: make requirements\n"
        )
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
