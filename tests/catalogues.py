"""Compiles catalogues that are newer than their compiled form, so that `pytest` alone reads this tree's sentences."""

from __future__ import annotations

import pytest

from tools import messages


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # a worker of pytest-xdist finds them compiled
        messages.compile_all()
