"""Collects, merges, compiles and checks the translated sentences, in pure Python: GNU gettext is not needed.

    messages.py update     put new sentences into each room's catalogue, drop those no longer used; a conflict that
                           git left in a catalogue is settled on the way
    messages.py compile    .po → .mo, where the .mo is missing or older
    messages.py check      say what is untranslated, stale, fuzzy or torn; exit status 1 if anything is

A room's sentences live in `src/pledgeline/<room>/locale/zh_Hans/LC_MESSAGES/django.po`. The file has no dates, no line
numbers and one order (by sentence), so that it changes only when a sentence does, and two branches merge.
"""

from __future__ import annotations

import ast
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "src" / "pledgeline"
LOCALE = "zh_Hans"

# Which argument is what: (context, one, many). `_` and other names are found by what a file imports.
CALLS = {
    name + tail: places
    for name, places in {
        "gettext": (None, 0, None),
        "ngettext": (None, 0, 1),
        "pgettext": (0, 1, None),
        "npgettext": (0, 1, 2),
    }.items()
    for tail in ("", "_lazy", "_noop")
}
TEMPLATE_CALLS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(
    r"%%|%\((\w+)\)[-#0 +]*\d*(?:\.\d+)?[sdfr]|%[-0+]?\d*(?:\.\d+)?([sdf])(?![a-z])|\{(\w*)[^{}]*\}"
)
CONFLICT = re.compile(r"^<{7} .*\n((?:.*\n)*?)(?:\|{7} .*\n(?:.*\n)*?)?={7}\n((?:.*\n)*?)>{7} .*\n", re.MULTILINE)
TORN_HEADERS = ("Project-Id-Version", "Report-Msgid", "POT-Creation", "PO-Revision", "Last-Tr", "Language-Team", "Gen")


@dataclass(frozen=True, order=True)
class Sentence:
    """One sentence to translate. `many` is empty where there is no plural, `context` where none is needed."""

    one: str
    context: str = ""
    many: str = ""


@dataclass
class Room:
    """One room's folder, the sentences in it and where they stand (paths relative to the package)."""

    folder: Path
    places: dict[Sentence, set[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def catalogue(self) -> Path:
        return self.folder / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def rooms(package: Path = PACKAGE) -> list[Room]:
    """Every room with the sentences found in its Python files and templates."""
    return [_collected(folder) for folder in sorted(package.iterdir()) if (folder / "__init__.py").is_file()]


def _collected(folder: Path) -> Room:
    room = Room(folder)
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder.parent).as_posix()
        try:
            if path.suffix == ".py":
                found = list(python_sentences(path.read_text(encoding="utf-8")))
            elif path.suffix in (".html", ".txt", ".typ") and "templates" in path.parts:
                found = list(template_sentences(path.read_text(encoding="utf-8")))
            else:
                continue
        except (SyntaxError, NotPlain) as fault:
            room.faults.append(f"{place}: {fault}")
            continue
        for sentence in found:
            room.places.setdefault(sentence, set()).add(place)
    return room


class NotPlain(Exception):
    """A sentence put together before it is looked up: no catalogue can hold it."""


def python_sentences(source: str) -> Iterator[Sentence]:
    """Sentences in a Python source. Raises NotPlain for an f-string or a sum inside a translation call."""
    tree = ast.parse(source)
    names = dict(_translators(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        meaning = names.get(called) if isinstance(node.func, ast.Name) else (called if called in CALLS else None)
        if meaning and (sentence := _sentence(node, CALLS[meaning])):
            yield sentence


def _translators(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for name in node.names:
                if name.name in CALLS:
                    yield name.asname or name.name, name.name


def _sentence(call: ast.Call, places: tuple[int | None, int, int | None]) -> Sentence | None:
    texts: list[str] = []
    for place in places:
        argument = call.args[place] if place is not None and place < len(call.args) else None
        if argument is None:
            texts.append("")
        elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            texts.append(argument.value)
        elif isinstance(argument, ast.JoinedStr | ast.BinOp):
            raise NotPlain(
                f"line {call.lineno}: translate a plain string and fill it afterwards, not an f-string or a sum"
            )
        else:
            return None  # a looked-up word: its literal stands, and is collected, elsewhere
    context, one, many = texts
    return Sentence(one, context, many) if one else None


def template_sentences(source: str) -> Iterator[Sentence]:
    """Sentences in a Django template, as Django itself would look them up."""
    from django.utils.translation.template import templatize

    calls = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, name, texts, _comments in extract_python(BytesIO(calls.encode()), dict(TEMPLATE_CALLS), [], {}):
        words = [text or "" for text in ([texts] if isinstance(texts, str) else texts)]
        context, one, many = (
            words[place] if place is not None else "" for place in CALLS["gettext" if name == "_" else str(name)]
        )
        if one:
            yield Sentence(one, context, many)


# --- catalogues ---------------------------------------------------------------------------------------------------


def read(path: Path) -> Catalog:
    """The catalogue at `path`; an empty one where there is none."""
    if not path.is_file():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, abort_invalid=True)


def _key(message: Message) -> Sentence:
    one, many = message.id if isinstance(message.id, tuple | list) else (message.id, "")
    return Sentence(str(one), str(message.context or ""), str(many))


def known(path: Path) -> dict[Sentence, Message]:
    """What is translated at `path`. Where git left a conflict, both sides: the translated one wins, then our own."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    found: dict[Sentence, Message] = {}
    for side in (2, 1) if CONFLICT.search(text) else (0,):
        whole = CONFLICT.sub(rf"\{side}", text) if side else text
        for message in read_po(BytesIO(whole.encode()), locale=LOCALE, abort_invalid=True):
            if message.id and (_translated(message) or _key(message) not in found):
                found[_key(message)] = message
    return found


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def merged(room: Room) -> bytes:
    """The room's catalogue with every sentence found, translations kept, unused ones gone."""
    translations = known(room.catalogue)
    catalogue = Catalog(locale=LOCALE, charset="utf-8")
    for sentence in sorted(room.places):
        old = translations.get(sentence)
        catalogue.add(
            (sentence.one, sentence.many) if sentence.many else sentence.one,
            old.string if old else None,
            locations=[(place, 0) for place in sorted(room.places[sentence])],
            flags=sorted(flag for flag in (old.flags if old else ()) if flag == "fuzzy"),
            user_comments=old.user_comments if old else (),
            context=sentence.context or None,
        )
    file = BytesIO()
    write_po(file, catalogue, width=116, include_lineno=False, ignore_obsolete=True)
    return _without_torn_headers(file.getvalue().decode()).encode()


def _without_torn_headers(text: str) -> str:
    """Headers and comments that change with the day or the tool say nothing and would be in every difference."""
    head, gap, rest = text.partition("\n\n")
    kept = [
        line for line in head.splitlines()
        if not line.startswith("#") and not line.removeprefix('"').startswith(TORN_HEADERS)
    ]  # fmt: skip
    return "\n".join(kept) + gap + rest


def update() -> int:
    faults = []
    for room in rooms():
        faults += room.faults
        if room.places:
            new = merged(room)
            if not room.catalogue.is_file() or room.catalogue.read_bytes() != new:
                room.catalogue.parent.mkdir(parents=True, exist_ok=True)
                room.catalogue.write_bytes(new)
                print(f"{room.folder.name}: {len(room.places)} sentences")
        elif room.catalogue.is_file():
            room.catalogue.unlink()
            print(f"{room.folder.name}: no sentences left, catalogue removed")
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


def compile_all() -> int:
    """Writes each .mo that is missing or older than its .po; a reader never sees half a file."""
    for source in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            write_mo(file, read(source))
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
    return 0


# --- check --------------------------------------------------------------------------------------------------------


def faults_of(room: Room) -> Iterator[str]:
    """Everything that keeps this room's pages from reading well in Chinese, one sentence each."""
    yield from room.faults
    name = room.folder.name
    catalogue = {_key(message): message for message in read(room.catalogue) if message.id}
    for sentence in sorted(room.places.keys() - catalogue.keys()):
        yield f"{name}: not in the catalogue: {_shown(sentence)} ({', '.join(sorted(room.places[sentence]))})"
    for sentence in sorted(catalogue.keys() - room.places.keys()):
        yield f"{name}: stale, no longer said: {_shown(sentence)}"
    for sentence in sorted(catalogue.keys() & room.places.keys()):
        message = catalogue[sentence]
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy:
            yield f"{name}: fuzzy: {_shown(sentence)}"
        if not _translated(message):
            yield f"{name}: no translation: {_shown(sentence)}"
        elif wrong := [
            text for text in strings if placeholders(str(text)) != placeholders(sentence.many or sentence.one)
        ]:
            yield f"{name}: placeholders differ: {_shown(sentence)} → {wrong[0]!r}"


def contradictions(catalogues: Iterable[tuple[str, Catalog]]) -> Iterator[str]:
    """Django looks a sentence up in all rooms at once: two rooms may not translate the same one differently."""
    seen: dict[tuple[str, str], tuple[str, object]] = {}
    for name, catalogue in catalogues:
        for message in catalogue:
            if not message.id or not message.string:
                continue
            key = _key(message)
            other, string = seen.setdefault((key.one, key.context), (name, message.string))
            if string != message.string:
                yield f"{name}: {_shown(key)} is {message.string!r} here and {string!r} in {other}; give one a context"


def placeholders(text: str) -> list[str]:
    """What is filled in: names, and the letters of unnamed ones, sorted. `%%` fills nothing."""
    return sorted(match[0] for match in PLACEHOLDER.finditer(text) if match[0] != "%%")


def _shown(sentence: Sentence) -> str:
    return repr(sentence.one) + (f" [{sentence.context}]" if sentence.context else "")


def all_faults(package: Path = PACKAGE) -> list[str]:
    found = rooms(package)
    single = [fault for room in found for fault in faults_of(room)]
    return single + list(contradictions((room.folder.name, read(room.catalogue)) for room in found))


def check() -> int:
    faults = all_faults()
    print(*faults, sep="\n", end="\n" if faults else "")
    if faults:
        print(f"{len(faults)} sentences need care: `make messages` collects new ones, then translate them.")
    return 1 if faults else 0


def main(arguments: list[str]) -> int:
    work = {"update": update, "compile": compile_all, "check": check}
    if len(arguments) != 1 or arguments[0] not in work:
        print(__doc__, file=sys.stderr)
        return 2
    return work[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
