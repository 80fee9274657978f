"""Reads the environment, once and honestly: a value that is not understood is refused with what would be."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured


def env_str(name: str, default: str) -> str:
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be 1 (yes) or 0 (no).")
    return value == "1"


def env_share(name: str, default: float) -> float:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    try:
        share = float(value)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a share above 0 and at most 1, such as 0.05.")
    return share


def env_count(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdecimal()) or int(value) < 1:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number of at least 1.")
    return int(value)


def env_memory(name: str, default: str) -> str:
    value = os.environ.get(name) or default
    if not re.fullmatch(r"[1-9][0-9]*(\.[0-9]+)? ?([KMGT]i?B)", value):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a number and a unit, such as 1536MiB or 4GB.")
    return value


def env_engine(name: str, default: str) -> str:
    value = os.environ.get(name) or default
    if not re.fullmatch(r"duckdb|local(\[[^\]]+\])?|yarn|(spark|k8s)://\S+", value):
        raise ImproperlyConfigured(
            f"{name} is {value!r}; it must be duckdb, or a Spark master such as local[2] or spark://host:7077."
        )
    return value


def env_language(name: str, default: str) -> str:
    """`zh-hans` or `en`, however the value writes it: `zh`, `zh_CN.UTF-8`, `en-GB`."""
    value = os.environ.get(name) or default
    for start, language in (("zh", "zh-hans"), ("en", "en")):
        if value.lower().startswith(start):
            return language
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be zh-hans (Chinese) or en (English).")


def env_zone(name: str, default: str) -> str:
    value = os.environ.get(name) or default
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a time zone such as Asia/Shanghai.") from unknown
    return value


def env_secret(name: str, file: Path) -> str:
    """The secret in `name`, in the file that `name`_FILE points to, or in `file` (made by `pledgeline init`)."""
    if value := os.environ.get(name):
        return value
    path = Path(os.environ.get(f"{name}_FILE", file))
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    return ""


def database_from_url(url: str) -> dict[str, object]:
    """Django's description of `sqlite:///file` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")) or ":memory:",
            "OPTIONS": {
                # IMMEDIATE takes the write lock at once, so two writers queue instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
        }
    raise ImproperlyConfigured(
        f"PLEDGELINE_DATABASE_URL begins with {parts.scheme!r}; write sqlite:///path or postgresql://user@host/name."
    )


def mail_from_url(url: str) -> dict[str, object]:
    """Django's mail settings from `smtp://user:password@host:port` (`smtps://`: TLS from the start, `smtp+tls://`:
    STARTTLS), `file:/folder` or `console:`; without a URL no mail is ever sent."""
    parts = urlsplit(url)
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    if parts.scheme in ("smtp", "smtps", "smtp+tls") and parts.hostname:
        ports = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or ports[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_TIMEOUT": 20,
        }
    # The value may hold a password, so it is not repeated.
    raise ImproperlyConfigured(
        "PLEDGELINE_EMAIL_URL is not understood; write smtp+tls://user:password@host:587, smtps://…, smtp://…, "
        "file:/folder or console:."
    )
