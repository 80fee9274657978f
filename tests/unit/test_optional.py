"""A part that this machine lacks skips a test with the reason, and fails it where everything is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import optional

NOBODY = "postgresql://nobody@127.0.0.1:1/nowhere"


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No program is found, and no server answers."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("PLEDGELINE_CHROMIUM", raising=False)
    monkeypatch.setenv("PLEDGELINE_POSTGRESQL_URL", NOBODY)
    monkeypatch.setenv("PLEDGELINE_REALDATA", str(tmp_path / "nothing"))
    remembered = (optional.postgresql, optional._java_runs, optional._has_chinese_font)
    for answer in remembered:
        answer.cache_clear()
    yield
    for answer in remembered:
        answer.cache_clear()


NEEDS = [optional.need_chromium, optional.need_postgresql, optional.need_spark, optional.need_cjk_fonts]


@pytest.mark.parametrize("need", NEEDS)
def test_a_missing_part_skips_with_the_reason(need: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLEDGELINE_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception) as skipped:
        need()
    assert len(str(skipped.value)) > 20


@pytest.mark.parametrize("need", NEEDS)
def test_a_missing_part_fails_where_all_is_required(
    need: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLEDGELINE_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception):
        need()


def test_missing_real_contacts_always_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEDGELINE_REQUIRE_ALL", "1")
    with pytest.raises(pytest.skip.Exception, match=r"anonymous-bank/august\.tsv"):
        optional.need_realdata("anonymous-bank", "august.tsv")


def test_a_named_browser_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "my-browser"
    browser.touch(mode=0o755)
    monkeypatch.setenv("PLEDGELINE_CHROMIUM", str(browser))
    assert optional.need_chromium() == browser
