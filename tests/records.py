"""Marks every test that touches the record store as `records`, so that PostgreSQL can be asked the same questions."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "records: touches the record store (set by itself; runs on SQLite and PostgreSQL)"
    )


# First: `-m records` sorts the tests out in the same hook, and would find no mark yet.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}:
            item.add_marker("records")
