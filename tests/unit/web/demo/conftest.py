"""The demo at three hundredths of its size, generated once for all tests of this folder."""

from __future__ import annotations

import pytest

from pledgeline.web.demo import Story, generate

SCALE = 0.03


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return generate(tmp_path_factory.mktemp("demo"), scale=SCALE)
