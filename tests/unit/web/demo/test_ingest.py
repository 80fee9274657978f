"""The product's own connectors read the demo's deliveries and find in them what happened."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pyarrow.compute as pc
import pytest

from pledgeline.contacts import profiles
from pledgeline.contacts.connectors import REGISTRY
from pledgeline.contacts.core.connector import Staging
from pledgeline.web.demo import Story, organisation, profile_path

CENTRES = [one.code for one in organisation().centres]
SERVICES = frozenset(one.code for one in organisation().services)


def stage(story: Story, entry: dict, workdir: Path, con: duckdb.DuckDBPyConnection) -> int:
    """Stage one delivery with its profile; the number of source records read."""
    profile = profiles.load(profile_path(entry["profile"]))
    folder = workdir / Path(entry["file"]).name
    folder.mkdir()
    has_earlier = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'earlier'").fetchone()[0]
    staging = Staging(
        path=story.folder / entry["file"],
        profile=profile,
        source_id=entry["centre"],
        centre_id=entry["centre"],
        pseudonym_key=b"\x01" * 32,
        workdir=folder,
        known_services=SERVICES,
        earlier_events="earlier" if has_earlier else None,
    )
    return REGISTRY[profile.connector].stage(con, staging).read


@pytest.fixture(scope="module")
def staged(small: Story, tmp_path_factory: pytest.TempPathFactory):
    """Every delivery of a centre in order: what was read and refused, and the newest version of each contact."""
    found = {}
    for centre in CENTRES:
        con = duckdb.connect()
        con.execute("SET TimeZone = 'UTC'")
        workdir = tmp_path_factory.mktemp(centre)
        per_file = []
        for number, entry in enumerate(one for one in small.manifest["files"] if one["centre"] == centre):
            read = stage(small, entry, workdir, con)
            refused = con.execute("SELECT coalesce(sum(source_records), 0) FROM staged_reject").fetchone()[0]
            per_file.append((entry, read, refused))
            verb = "CREATE TABLE all_versions AS" if number == 0 else "INSERT INTO all_versions"
            con.execute(f"{verb} SELECT *, {number} AS delivery FROM staged_contact")
            con.execute("CREATE OR REPLACE TABLE earlier AS SELECT * FROM staged_event WHERE belongs_to_open_contact")
        con.execute(
            """CREATE VIEW current_contact AS SELECT * FROM all_versions QUALIFY row_number() OVER (
                 PARTITION BY contact_key
                 ORDER BY is_final DESC, source_updated_at DESC NULLS LAST, delivery DESC, source_line DESC) = 1"""
        )
        found[centre] = (con, per_file)
    return found


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return con.execute(query).fetchall()


@pytest.mark.parametrize("centre", CENTRES)
def test_receipts_refuse_exactly_what_was_put_in_as_damage(staged, centre):
    _, per_file = staged[centre]
    for entry, read, refused in per_file:
        assert (entry["file"], read, refused) == (entry["file"], entry["records"], entry["rejected"])


@pytest.mark.parametrize("centre", CENTRES)
def test_test_calls_are_excluded_and_nothing_else_is(staged, centre):
    con, per_file = staged[centre]
    tests = sum(entry["injected"].get("test", 0) for entry, *_ in per_file if entry["same_as"] is None)
    assert rows(con, "SELECT count(*) FROM current_contact WHERE test_or_excluded IS NOT NULL") == [(tests,)]


@pytest.mark.parametrize("centre", CENTRES)
def test_every_contact_is_found_once_with_its_moments_and_its_outcome(small, staged, centre):
    con, _ = staged[centre]
    own = small.truth.filter(pc.and_(pc.equal(small.truth["centre"], centre), small.truth["in_files"]))
    con.register("truth", own)
    # What a platform cannot tell apart is not asked of it: a callback that reached nobody has no word of its own on
    # every one, and a contact record has no time of ringing.
    ended = """CASE WHEN kind = 'callback' AND outcome <> 'answered' THEN 'not reached'
                    WHEN outcome = 'abandoned_ring' AND centre = 'south' THEN 'abandoned_queue' ELSE outcome END"""
    counts = f"SELECT kind, service, channel, {ended}, count(*)::INT AS n FROM truth GROUP BY ALL"
    found = f"""SELECT kind, service_code, channel, {ended.replace("centre", "centre_id")}, count(*)::INT AS n
                FROM current_contact WHERE test_or_excluded IS NULL GROUP BY ALL"""
    assert Counter(rows(con, found)) == Counter(rows(con, counts))
    wrong = """SELECT contact, t.outcome, c.outcome, requested_at, human_requested_at, offered_at, callback_offered_at
               FROM truth t LEFT JOIN current_contact c ON c.native_id = t.contact
               WHERE c.native_id IS NULL
                  OR c.answered_at IS DISTINCT FROM t.answered_at
                  OR t.kind = 'inbound' AND c.outcome <> t.outcome
                     AND NOT (t.centre = 'south' AND t.outcome = 'abandoned_ring')
                  OR t.kind = 'inbound' AND (c.human_requested_at IS DISTINCT FROM t.requested_at
                     OR c.arrived_at <> t.arrived_at
                     OR t.offer_in_files AND c.callback_offered_at IS DISTINCT FROM t.offered_at)"""
    assert rows(con, wrong) == []


@pytest.mark.parametrize("centre", CENTRES)
def test_only_the_souths_silence_says_nothing_about_offers(staged, centre):
    con, _ = staged[centre]
    said = {
        offer for (offer,) in rows(con, "SELECT DISTINCT callback_offer FROM current_contact WHERE kind = 'inbound'")
    }
    assert said == ({"offered", "unknown"} if centre == "south" else {"offered", "not_offered"})


def test_a_clock_a_second_behind_is_kept_and_flagged(staged):
    con, per_file = staged["west"]
    touched = sum(entry["injected"].get("off_by_one", 0) for entry, *_ in per_file if entry["same_as"] is None)
    (flagged,) = rows(
        con, "SELECT count(*) FROM current_contact WHERE list_contains(quality_flags, 'clock_stepped_back')"
    )
    # A corrected version of such a row, made before its clock was touched, may stand in its place.
    assert 0 < flagged[0] <= touched
