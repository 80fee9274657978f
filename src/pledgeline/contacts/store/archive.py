"""Raw archive: the bytes exactly as delivered, compressed, named by their own sha256. Nothing here is ever changed."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pledgeline.contacts.store.manifest import sync_folder
from pledgeline.kernel.problem import Problem

_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True)
class Archived:
    """`path` is inside the archive; `size` counts the bytes as delivered, before compression."""

    sha256: str
    size: int
    path: Path


def checked_delivery(path: Path) -> Path:
    """The file itself; raises Problem where there is none, or a folder, or no byte, or no right to read it."""
    if path.is_dir():
        raise Problem("delivery.folder", file=str(path))
    if not path.exists():
        raise Problem("delivery.missing", file=str(path))
    if not path.is_file():
        raise Problem("delivery.not_a_file", file=str(path))
    if path.stat().st_size == 0:
        raise Problem("delivery.empty", file=str(path))
    if not os.access(path, os.R_OK):
        raise Problem("delivery.unreadable", file=str(path))
    return path


def keep(delivered: Path, archive: Path) -> Archived:
    """Copies `delivered` into the archive; nothing where the same bytes are there already.

    One pass hashes and compresses: Zstandard's first level keeps 19 % of an ordinary CSV. Each chunk is a frame of its
    own, which any reader of `.zst` takes for one file; Arrow's stream around the same codec took 1.5 × the time.
    """
    archive.mkdir(parents=True, exist_ok=True)
    size = delivered.stat().st_size
    draft = archive / f".{os.getpid()}-{threading.get_ident()}.draft"
    digest = hashlib.sha256()
    done = 0
    codec = pa.Codec("zstd", compression_level=1)
    with delivered.open("rb") as source, draft.open("wb") as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(codec.compress(chunk))
            done += len(chunk)
    if done != size:
        draft.unlink()
        raise Problem("delivery.changed_while_read", file=str(delivered))
    sha256 = digest.hexdigest()
    path = path_of(archive, sha256)
    if path.exists():
        draft.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        draft.replace(path)
        sync_folder(path.parent)
    return Archived(sha256, done, path)


def fingerprint(path: Path) -> str:
    """sha256 of the file's bytes, in hex; half a second for 800 MB."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def path_of(archive: Path, sha256: str) -> Path:
    return archive / sha256[:2] / f"{sha256}.zst"


def unpack(archive: Path, sha256: str, target: Path) -> Path:
    """Writes the archived bytes to `target`; raises Problem `archive.damaged` where they are not those of the hash."""
    packed = path_of(archive, sha256)
    if not packed.exists():
        raise Problem("archive.missing", file=packed.name)
    digest = hashlib.sha256()
    with pa.CompressedInputStream(str(packed), "zstd") as source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != sha256:
        target.unlink()
        raise Problem("archive.damaged", file=packed.name)
    return target


def forget_drafts(archive: Path) -> None:
    """Removes what a crash left half-written."""
    for draft in archive.glob(".*.draft"):
        draft.unlink(missing_ok=True)
