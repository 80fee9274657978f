from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from pledgeline.web.environment import database_from_url, env_bool, env_share

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


def test_a_database_is_named_by_its_address() -> None:
    found = database_from_url("postgresql://ann:p%40ss@db.example:5433/pledgeline")
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["PORT"]) == ("pledgeline", "ann", "p@ss", "5433")
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        database_from_url("mysql://localhost/x")
