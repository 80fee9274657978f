"""What the guards of append-only tables let through, an empty column and all."""

from __future__ import annotations

import pytest

from pledgeline.organisation.append_only import guard_sql, unchanged, unguard_sql

pytestmark = pytest.mark.django_db
TABLE = "guarded_note"


@pytest.fixture
def guarded(db: None) -> None:
    """A table whose text is fixed once it is signed; one row is unsigned, one signed, one signed without a text."""
    from django.db import connection

    rule = f"OLD.state = 'draft' OR (NEW.state = 'closed' AND {unchanged('body')})"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY, state TEXT, body TEXT)")
        rows = "(1, 'draft', 'said'), (2, 'signed', 'said'), (3, 'signed', NULL), (4, NULL, 'said')"
        cursor.execute(f"INSERT INTO {TABLE} VALUES {rows}")
        for statement in guard_sql(connection.vendor, TABLE, update_allowed_if=rule):
            cursor.execute(statement)


def change(sql: str) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "change_of",
    [
        "SET body = 'other' WHERE id = 1",
        "SET body = NULL WHERE id = 1",
        "SET state = 'closed' WHERE id = 2",
        "SET state = 'closed' WHERE id = 3",
    ],
)
def test_what_the_rule_allows_goes_through(guarded: None, change_of: str) -> None:
    change(f"UPDATE {TABLE} {change_of}")


@pytest.mark.parametrize(
    "change_of",
    [
        "SET body = 'other', state = 'closed' WHERE id = 2",
        # What is emptied, or filled where it was empty, is changed: a comparison with an empty value is neither.
        "SET body = NULL, state = 'closed' WHERE id = 2",
        "SET body = 'said later', state = 'closed' WHERE id = 3",
        # The rule says neither yes nor no of a row without a state.
        "SET body = 'other' WHERE id = 4",
    ],
)
def test_all_else_is_refused(guarded: None, change_of: str) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        change(f"UPDATE {TABLE} {change_of}")
    with pytest.raises(IntegrityError):
        change(f"DELETE FROM {TABLE} WHERE id = 2")


def test_a_guard_can_be_lifted(guarded: None) -> None:
    from django.db import connection

    for statement in unguard_sql(connection.vendor, TABLE):
        change(statement)
    change(f"UPDATE {TABLE} SET body = 'other' WHERE id = 2")
