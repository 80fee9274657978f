"""What every test stands on: an own empty home, test keys, closed sockets, and the cast.

The environment is set when this file is imported, before Django reads it: therefore `pyproject.toml` names no settings
module. `PLEDGELINE_TEST_DATABASE_URL` runs the record tests on another database.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings

# A developer's own settings must not colour a test; these name what a test may use.
FOR_TESTS = {
    "PLEDGELINE_TEST_DATABASE_URL",
    "PLEDGELINE_POSTGRESQL_URL",
    "PLEDGELINE_CHROMIUM",
    "PLEDGELINE_REALDATA",
    "PLEDGELINE_REQUIRE_ALL",
    "PLEDGELINE_EVERY_KILL",
}
HOME = Path(tempfile.mkdtemp(prefix="pledgeline-test-"))
# The folder of collected static files, as `pledgeline init` makes it; whitenoise warns where it is missing.
(HOME / "static").mkdir()
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
DATABASE_URL = os.environ.get("PLEDGELINE_TEST_DATABASE_URL") or f"sqlite:///{HOME / 'records.sqlite3'}"

if django_settings.configured:
    # pytest-django reads the settings before this file where the variable is set: they would be a developer's own.
    raise RuntimeError("Unset DJANGO_SETTINGS_MODULE before running the tests; tests/conftest.py sets it itself.")
for name in [name for name in os.environ if name.startswith("PLEDGELINE_")]:
    if name not in FOR_TESTS:
        del os.environ[name]
os.environ.update(
    DJANGO_SETTINGS_MODULE="pledgeline.web.settings",
    PLEDGELINE_HOME=str(HOME),
    PLEDGELINE_DATABASE_URL=DATABASE_URL,
    PLEDGELINE_SECRET_KEY="a test key, used nowhere else, that protects nothing at all",
    PLEDGELINE_PSEUDONYM_KEY="00" * 32,
    PLEDGELINE_LANGUAGE="en",
    PLEDGELINE_TIME_ZONE="Asia/Shanghai",
)

import pytest  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402
from pytest_socket import socket_allow_hosts  # noqa: E402

# No test measures time: on a busy machine a slow example is no fault of the code.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")

pytest_plugins = ["tests.briefings", "tests.cast", "tests.catalogues", "tests.deliveries", "tests.records"]


def pytest_configure() -> None:
    # Reading any setting loads them all; pytest-django then sets up the applications before the tests are collected.
    assert django_settings.PLEDGELINE_HOME == HOME
    # Or else the workers of pytest-xdist would inherit it, and share one home.
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_runtest_setup() -> None:
    """Nothing leaves this machine: a test that needs the network is a defect of the test or of the product."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A database of this run's own: a file (threads share it as processes do), or a name no other run has."""
    database: dict[str, Any] = django_settings.DATABASES["default"]
    is_sqlite = database["ENGINE"].endswith("sqlite3")
    own = str(HOME / "test.sqlite3") if is_sqlite else f"test_pledgeline_{HOME.name.rsplit('-', 1)[-1].lower()}"
    database.setdefault("TEST", {})["NAME"] = own
    if not is_sqlite:
        # No test pulls the plug on PostgreSQL: a commit that does not wait for its disk takes 1.5 ms instead of 10.
        database.setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    """Argon2 is slow on purpose; the tests that are about it say so."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _fresh_language() -> Any:
    """A test that reads Chinese leaves English behind."""
    from django.utils import translation

    yield
    translation.activate("en")


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_emptied_between_tests() -> Any:
    """Tests with real transactions end by emptying every table, which the append-only guards rightly refuse.

    The guards are lifted for exactly that moment. Which tables are guarded is asked of the database itself.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    emptied = TransactionTestCase._fixture_teardown

    def lift_and_empty(self: TransactionTestCase) -> None:
        with _guards_lifted(connection):
            emptied(self)

    TransactionTestCase._fixture_teardown = lift_and_empty  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]


class _guards_lifted:
    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def _run(self, statements: list[str]) -> None:
        if self.connection.in_atomic_block:
            # PostgreSQL alters no table that a check at the end of the transaction still waits for.
            self.connection.check_constraints()
        with self.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def _ask(self, query: str) -> list[tuple[str, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def __enter__(self) -> None:
        if self.connection.vendor == "sqlite":
            triggers = self._ask("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            self.restore = [sql for _, sql in triggers]
            self._run([f'DROP TRIGGER "{name}"' for name, _ in triggers])
        else:
            tables = self._ask(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
                " WHERE proname = 'pledgeline_refuse_change'"
            )
            self._run([f"ALTER TABLE {table} DISABLE TRIGGER USER" for (table,) in tables])
            self.restore = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for (table,) in tables]

    def __exit__(self, *error: object) -> None:
        self._run(self.restore)
