from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

from pledgeline.web.environment import (
    database_from_url,
    env_bool,
    env_count,
    env_engine,
    env_language,
    env_memory,
    env_share,
    env_zone,
)

NAME = "PLEDGELINE_A_SETTING"


@pytest.mark.parametrize(("value", "share"), [("", 1.0), ("1", 1.0), ("0.05", 0.05)])
def test_a_share_is_read_or_left_at_its_default(monkeypatch: pytest.MonkeyPatch, value: str, share: float) -> None:
    monkeypatch.setenv(NAME, value)
    assert env_share(NAME, 1.0) == share


@pytest.mark.parametrize("value", ["0", "-0.1", "1.01", "5 %", "nan"])
def test_a_value_that_is_no_share_is_refused_with_what_would_be(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=rf"{NAME} is .* a share above 0 and at most 1"):
        env_share(NAME, 1.0)


@pytest.mark.parametrize("value", ["yes", "true", "2"])
def test_yes_and_no_are_1_and_0_only(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match="must be 1"):
        env_bool(NAME, False)


@pytest.mark.parametrize(
    ("value", "language"),
    [("", "zh-hans"), ("zh", "zh-hans"), ("zh_CN.UTF-8", "zh-hans"), ("en", "en"), ("en-GB", "en"), ("EN", "en")],
)
def test_a_language_may_be_written_as_people_write_it(
    monkeypatch: pytest.MonkeyPatch, value: str, language: str
) -> None:
    monkeypatch.setenv(NAME, value)
    assert env_language(NAME, "zh-hans") == language


@pytest.mark.parametrize(
    ("read", "default", "value", "good"),
    [
        (env_language, "zh-hans", "klingon", "zh-hans"),
        (env_zone, "Asia/Shanghai", "Beijing", "Asia/Shanghai"),
        (env_zone, "Asia/Shanghai", "/etc/passwd", "Asia/Shanghai"),
        (env_count, 7, "2 GiB", "12"),
        (env_count, 7, "0", "1"),
        (env_engine, "duckdb", "oracle", "local[2]"),
        (env_engine, "duckdb", "local[", "spark://host:7077"),
        (env_memory, "1536MiB", "1536", "2.5GiB"),
        (env_memory, "1536MiB", "lots", "4 GB"),
    ],
)
def test_a_value_that_is_not_understood_is_refused_where_the_setting_is_read(
    monkeypatch: pytest.MonkeyPatch, read: Callable[..., object], default: object, value: str, good: str
) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=rf"{NAME} is .*it must be"):
        read(NAME, default)
    monkeypatch.setenv(NAME, good)
    assert str(read(NAME, default)) == good
    monkeypatch.delenv(NAME)
    assert read(NAME, default) == default


@pytest.mark.parametrize("name", ["django.request", "django.security", "pledgeline.worker", "pledgeline.contacts"])
def test_a_fault_is_written_to_standard_error_also_outside_of_debug(name: str) -> None:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, "It broke.", (), None)
    logger: logging.Logger | None = logging.getLogger(name)
    assert logger is not None
    assert logger.isEnabledFor(logging.ERROR)
    written = []
    while logger is not None:
        streams = [one for one in logger.handlers if type(one) is logging.StreamHandler]
        written += [one for one in streams if one.filter(record) and one.level <= logging.ERROR]
        logger = logger.parent if logger.propagate else None
    assert len(written) == 1


def test_a_database_is_named_by_its_address() -> None:
    found = database_from_url("postgresql://ann:p%40ss@db.example:5433/pledgeline")
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["PORT"]) == ("pledgeline", "ann", "p@ss", "5433")
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        database_from_url("mysql://localhost/x")
