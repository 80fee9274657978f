"""What a machine may lack: a browser, PostgreSQL, Spark, Chinese fonts, the shared folder of real contacts.

Each `need_…` returns what was found, or skips the test with the reason. Under PLEDGELINE_REQUIRE_ALL=1, as `.ci/run`
sets it, it fails the test instead, so that nothing is quietly left out there. Real contacts are the exception: they are
not ours to hand out, so their absence always skips.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
ANY_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"


def need_chromium() -> Path:
    """The browser's program, for Playwright's `executable_path`."""
    path = chromium()
    return path if path else _missing("no Chromium found; install it or name it in PLEDGELINE_CHROMIUM")


def need_postgresql() -> str:
    """Address of a PostgreSQL server where databases may be made and dropped."""
    url = postgresql()
    return url if url else _missing("no PostgreSQL answers at PLEDGELINE_POSTGRESQL_URL")


def need_spark() -> str:
    """A Spark master that works here: two local threads."""
    if importlib.util.find_spec("pyspark") is None:
        _missing("Apache Spark is not installed; `make spark` adds it")
    if not _java_runs():
        _missing("Apache Spark needs a Java runtime, and none was found")
    return "local[2]"


def need_cjk_fonts() -> None:
    """Without them a picture of a Chinese page shows boxes."""
    if not _has_chinese_font():
        _missing("no font with Chinese characters found; Debian: fonts-noto-cjk")


def need_realdata(*parts: str) -> Path:
    """A file or folder among the shared real contacts. Always skips when absent."""
    folder = Path(os.environ.get("PLEDGELINE_REALDATA", REPOSITORY.parent / "shared" / "data"))
    path = folder.joinpath(*parts)
    if not path.exists():
        pytest.skip(
            f"real contacts are not here: {'/'.join(parts) or 'no folder'} (PLEDGELINE_REALDATA names the folder)"
        )
    return path


def chromium() -> Path | None:
    named = os.environ.get("PLEDGELINE_CHROMIUM")
    for candidate in [named] if named else ["chromium", "chromium-browser", "google-chrome"]:
        if found := shutil.which(candidate):
            return Path(found)
    return None


@cache
def postgresql() -> str | None:
    import psycopg

    url = os.environ.get("PLEDGELINE_POSTGRESQL_URL", ANY_POSTGRESQL)
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error:
        return None
    return url


@cache
def _java_runs() -> bool:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    return java is not None and subprocess.run([java, "-version"], capture_output=True, check=False).returncode == 0


@cache
def _has_chinese_font() -> bool:
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return False
    return bool(subprocess.run([fc_list, ":lang=zh-cn", "family"], capture_output=True, check=False).stdout.strip())


def _missing(reason: str) -> NoReturn:
    if os.environ.get("PLEDGELINE_REQUIRE_ALL") == "1":
        pytest.fail(f"PLEDGELINE_REQUIRE_ALL=1 and {reason}", pytrace=False)
    pytest.skip(reason)


if __name__ == "__main__":  # `python -m tests.optional postgresql`, for the Makefile: prints the address or ends with 1
    if sys.argv[1:] != ["postgresql"]:
        sys.exit("usage: python -m tests.optional postgresql")
    sys.exit(print(address) if (address := postgresql()) else 1)
