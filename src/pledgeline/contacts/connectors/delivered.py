"""The delivered bytes before any format is tried: is it a file, is it bounded, which encoding is it in."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pledgeline.kernel.problem import Problem

# An honest contact record is a few hundred bytes, with long attributes a few thousand.
MAX_LINE_BYTES = 262_144
# A sheet of a million rows unpacks to about 1 GB and shrinks about 20 ×; a bomb shrinks 1,000 × and more.
MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_UNPACK_RATIO = 200
_SAMPLE_BYTES = 4 * 1024**2
_BLOCK_BYTES = 4 * 1024**2
_MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"(\xb5/\xfd": "zstandard", b"7z\xbc\xaf": "7-zip"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def checked_file(path: Path) -> Path:
    """`path` itself; raises Problem where it is no readable, non-empty, uncompressed file."""
    if path.is_dir():
        raise Problem("file.directory", file=path.name)
    try:
        with path.open("rb") as delivered:
            head = delivered.read(8)
    except OSError as failed:
        raise Problem("file.unreadable", file=path.name, why=failed.strerror or type(failed).__name__) from failed
    if not head:
        raise Problem("file.empty", file=path.name)
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            raise Problem("file.compressed", file=path.name, kind=kind)
    return path


def is_zip(path: Path) -> bool:
    with path.open("rb") as delivered:
        return delivered.read(4) == b"PK\x03\x04"


def checked_sheet(path: Path) -> str:
    """`xlsx` or `ods`; raises Problem for another zip, a damaged one, or one that unpacks beyond all bounds."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, OSError, ValueError) as damaged:
        raise Problem("sheet.unreadable", file=path.name) from damaged
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_UNPACK_RATIO * max(path.stat().st_size, 4096):
        raise Problem("file.bomb", file=path.name, unpacked_mb=unpacked // 1024**2, limit_ratio=MAX_UNPACK_RATIO)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    raise Problem("file.compressed", file=path.name, kind="zip")


@dataclass
class Decoded:
    """A file as UTF-8 text without byte-order mark, and the lines (1-based) that could not be decoded."""

    path: Path
    bad_lines: list[int] = field(default_factory=list)


def _bad_share(lines: Sequence[bytes], encoding: str) -> float:
    """Share of the lines with non-ASCII bytes that `encoding` cannot read."""
    telling = [line for line in lines if not line.isascii()]
    bad = 0
    for line in telling:
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            bad += 1
    return bad / len(telling) if telling else 0.0


def detect_encoding(path: Path, candidates: Sequence[str]) -> tuple[str, int]:
    """The encoding and the length of its byte-order mark.

    A mark decides. Else the first candidate that reads 95 % of the lines with non-ASCII bytes: mostly-UTF-8 files
    with a few foreign lines stay UTF-8, and those lines are rejected one by one.
    """
    with path.open("rb") as delivered:
        sample = delivered.read(_SAMPLE_BYTES)
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding, len(mark)
    lines = sample.split(b"\n")
    if len(sample) == _SAMPLE_BYTES:
        lines = lines[:-1]
    for candidate in candidates:
        if candidate == "utf-16":
            # Without a mark: little-endian is what Windows writes; its ASCII has a zero in every odd place.
            if sample[1:400:2].count(0) > len(sample[1:400:2]) // 2:
                return "utf-16-le", 0
            continue
        if _bad_share(lines, candidate) <= 0.05:
            return candidate, 0
    eight_bit = [candidate for candidate in candidates if candidate != "utf-16"] or ["utf-8"]
    return min(eight_bit, key=lambda candidate: _bad_share(lines, candidate)), 0


def _whole_lines(path: Path, skip: int, newline: bytes) -> Iterator[bytes]:
    """Blocks that end at a line's end (the last one at the file's)."""
    rest = b""
    with path.open("rb") as delivered:
        delivered.seek(skip)
        while block := delivered.read(_BLOCK_BYTES):
            block = rest + block
            cut = block.rfind(newline)
            # In UTF-16 the two bytes of a line feed must start at an even place.
            while len(newline) == 2 and cut > 0 and cut % 2:
                cut = block.rfind(newline, 0, cut + 1)
            cut = cut + len(newline) if cut >= 0 else 0
            yield block[:cut]
            rest = block[cut:]
    yield rest


def as_utf8(path: Path, candidates: Sequence[str], workdir: Path, *, mark_is_skipped: bool = False) -> Decoded:
    """`path` itself where it is UTF-8 (and its mark, if any, lies in a skipped header), else a copy in `workdir`.

    A line that cannot be decoded is replaced by an empty one, so that later lines keep their numbers, and listed.
    """
    encoding, mark = detect_encoding(path, candidates)
    if encoding == "utf-8" and (mark == 0 or mark_is_skipped):
        return Decoded(path)
    newline = "\n".encode(encoding)
    copy = Decoded(workdir / "transcoded.txt")
    line_no = 1
    with copy.path.open("wb") as transcoded:
        for block in _whole_lines(path, mark, newline):
            try:
                text = block.decode(encoding)
            except UnicodeDecodeError:
                text = _line_by_line(block, encoding, newline, line_no, copy.bad_lines)
            line_no += text.count("\n")
            transcoded.write(text.replace("\r\n", "\n").encode())
    return copy


def _line_by_line(block: bytes, encoding: str, newline: bytes, first_line: int, bad: list[int]) -> str:
    kept = []
    lines = block.split(newline) if len(newline) == 1 else _split_wide(block, newline)
    for number, line in enumerate(lines, first_line):
        try:
            kept.append(line.decode(encoding))
        except UnicodeDecodeError:
            kept.append("")
            bad.append(number)
    return "\n".join(kept)


def _split_wide(block: bytes, newline: bytes) -> list[bytes]:
    """UTF-16 lines: split only where the line feed starts at an even place."""
    lines, start = [], 0
    at = block.find(newline)
    while at >= 0:
        if at % 2 == 0:
            lines.append(block[start:at])
            start = at + 2
        at = block.find(newline, at + 1)
    return [*lines, block[start:]]
