"""The demo's survey answers and complaints: read without a rejected row, and telling what happened to the customers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pledgeline.contacts import profiles
from pledgeline.contacts.connectors import REGISTRY
from pledgeline.contacts.core.connector import Staging
from pledgeline.web.demo import Story, organisation, profile_of

SERVICES = frozenset(one.code for one in organisation().services)


@pytest.fixture(scope="module")
def staged(small: Story, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """All rows of both records, in one connection, with the truth beside them."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    for entry in small.manifest["feedback"]:
        profile: Any = profiles.load(profile_of(entry["profile"]))
        connector = REGISTRY[profile.connector]
        staging = Staging(
            path=small.folder / entry["file"],
            profile=profile,
            source_id=f"{entry['centre']}.{profile.name}",
            centre_id=entry["centre"],
            pseudonym_key=b"\x01" * 32,
            workdir=Path(tmp_path_factory.mktemp("work")),
            known_services=SERVICES,
        )
        assert connector.stage(con, staging).read == entry["records"]
        assert con.execute("SELECT count(*) FROM staged_reject").fetchone() == (0,)
        table = connector.record.name
        known = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [table]).fetchone()
        verb = f"INSERT INTO {table}" if known and known[0] else f"CREATE TABLE {table} AS"
        con.execute(f"{verb} SELECT * FROM {connector.view}")
    con.execute(f"CREATE VIEW truth AS SELECT * FROM read_parquet('{small.folder / 'truth.parquet'}')")
    return con


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


def test_every_answer_and_complaint_speaks_of_a_contact_that_happened(staged: duckdb.DuckDBPyConnection) -> None:
    for table in ("survey_answer", "complaint"):
        astray = f"""
            SELECT count(*) FROM {table} ANTI JOIN truth
            ON {table}.contact_ref = truth.contact AND {table}.centre_id = truth.centre
        """
        assert rows(staged, f"SELECT count(*) > 0 FROM {table}") == [(True,)]
        assert rows(staged, astray) == [(0,)]


def test_one_in_four_answers_and_silence_is_listed(staged: duckdb.DuckDBPyConnection) -> None:
    states = dict(rows(staged, "SELECT state, count(*) FROM survey_answer WHERE question = 'csat' GROUP BY 1"))
    assert set(states) == {"answered", "no_answer"}
    assert 0.15 < states["answered"] / sum(states.values()) < 0.4


def test_who_was_not_answered_is_less_satisfied(staged: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        staged,
        """
        SELECT truth.answered_at IS NULL, avg(points) FROM survey_answer JOIN truth
        ON survey_answer.contact_ref = truth.contact AND survey_answer.centre_id = truth.centre
        WHERE question = 'csat' AND points IS NOT NULL GROUP BY 1 ORDER BY 1
        """,
    )
    (_, answered), (_, unanswered) = found
    assert unanswered < answered - 0.4


def test_complaints_are_open_or_closed_and_never_handled_before_they_came_in(
    staged: duckdb.DuckDBPyConnection,
) -> None:
    assert rows(staged, "SELECT count(*) FROM complaint WHERE (outcome = 'open') <> (closed_at IS NULL)") == [(0,)]
    assert rows(staged, "SELECT count(*) FROM complaint WHERE acknowledged_at < received_at") == [(0,)]
