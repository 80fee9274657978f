"""Definitions are data: a YAML file, one schema, and an error that names the file, the line and the field."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pledgeline.kernel.problem import Problem

Model = TypeVar("Model", bound=BaseModel)

_LARGEST_BYTES = 1_000_000


class _Loader(yaml.SafeLoader):
    """Safe, and without aliases: a few nested ones can grow a kilobyte into gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases are not allowed here", mark)
        return super().compose_node(parent, index)


def load(model: type[Model], path: Path) -> Model:
    """The definition in `path`, validated; raises Problem `definition.*` with file, line and field."""
    name = path.name
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise Problem("definition.too_large", file=name, bytes=path.stat().st_size)
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Problem("definition.encoding", file=name) from wrong
    except OSError as wrong:
        raise Problem("definition.unreadable", file=name) from wrong
    return loads(model, text, file=name)


def loads(model: type[Model], text: str, *, file: str) -> Model:
    """The same for a text already read."""
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        values = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else None
        raise Problem("definition.syntax", file=file, line=line, detail=wrong.problem or "") from wrong
    except yaml.YAMLError as wrong:
        raise Problem("definition.syntax", file=file, detail=str(wrong).splitlines()[0]) from wrong
    finally:
        loader.dispose()
    try:
        return model.model_validate(values)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        raise Problem(
            "definition.invalid",
            file=file,
            line=_line_of(root, first["loc"]),
            field=".".join(str(part) for part in first["loc"]),
            detail=first["msg"],
            count=invalid.error_count(),
        ) from invalid


def line_of(path: Path, place: Sequence[str | int]) -> int | None:
    """The line of a place in a file that `load` has read, for what only its reader can find wrong."""
    return _line_of(yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_Loader), place)


def _line_of(node: yaml.Node | None, place: Sequence[str | int]) -> int | None:
    """The line of the deepest node on the way to `place` that is in the text (a missing field has none itself)."""
    if node is None:
        return None
    line: int = node.start_mark.line + 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
