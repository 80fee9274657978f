"""Attached files: bytes under their own sha256, in HOME/attachments. Nothing here is ever changed, opened or run."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

from django.conf import settings

from pledgeline.kernel.problem import Problem


def folder() -> Path:
    return Path(settings.PLEDGELINE_HOME) / "attachments"


def keep(data: bytes) -> str:
    """Writes the bytes and returns their sha256; nothing where the same are there already."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{os.getpid()}-{threading.get_ident()}.draft")
        draft.write_bytes(data)
        draft.replace(path)
    return sha256


def read(sha256: str) -> bytes:
    """Raises Problem `attachment.missing`, or `attachment.damaged` where the bytes are not those of the hash."""
    try:
        data = _path(sha256).read_bytes()
    except OSError as gone:
        raise Problem("attachment.missing") from gone
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Problem("attachment.damaged")
    return data


def _path(sha256: str) -> Path:
    return folder() / sha256[:2] / sha256
