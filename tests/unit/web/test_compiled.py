"""Compiled code has a place also where the package may not be written to, and is announced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pledgeline.capacity.core import simulation
from pledgeline.web import compiled


@pytest.mark.parametrize(("writable", "kept"), [(False, "{home}/compiled"), (True, None)])
def test_where_the_package_is_read_only_the_home_keeps_what_was_compiled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, writable: bool, kept: str | None
) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(os, "access", lambda _path, _mode: writable)
    compiled.keep_in(tmp_path, tmp_path / "package")
    assert os.environ.get("NUMBA_CACHE_DIR") == (kept and kept.format(home=tmp_path))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)


def test_a_chosen_place_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/chosen")
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    compiled.keep_in(tmp_path, tmp_path)
    assert os.environ["NUMBA_CACHE_DIR"] == "/chosen"


def test_nobody_waits_unannounced(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    warmed = []
    monkeypatch.setattr(simulation, "warm_up", lambda: warmed.append(True))
    for ready, expected in ((True, 0), (False, 1)):
        monkeypatch.setattr(simulation, "is_compiled", lambda ready=ready: ready)
        compiled.warm_up()
        assert len(warmed) == expected
        assert ("Compiling" in capsys.readouterr().err) is not ready


def test_what_was_compiled_is_known_to_be() -> None:
    simulation.warm_up()
    assert simulation.is_compiled()
