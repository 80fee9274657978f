"""Twenty days of a real bank: the figures that an independent computation gave, counted with plain SQL."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pledgeline.contacts import profiles
from pledgeline.contacts.connectors import REGISTRY
from pledgeline.contacts.core.connector import Staging
from tests.unit.contacts.connectors.staging import connection

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("PLEDGELINE_REALDATA", REPOSITORY.parent / "shared" / "data"))
FILE = FOLDER / "anonymous-bank" / "1999-08-01_20.tsv"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not FILE.is_file(), reason=f"real contacts are not on this machine: {FILE}"),
]

# The 1-minute rule in plain words; no option of a callback was ever offered in this feed.
RULE = """
    SELECT service_code, CASE
        WHEN answered_at <= human_requested_at + INTERVAL 60 SECOND THEN 'met'
        WHEN coalesce(answered_at, released_at) > human_requested_at + INTERVAL 60 SECOND THEN 'not met'
        ELSE 'left' END AS decided
    FROM staged_contact
    WHERE kind = 'inbound' AND test_or_excluded IS NULL AND human_requested_at IS NOT NULL
"""
BY_SERVICE = {
    "IN": (2102, 565, 1275, 262),
    "NE": (2253, 1164, 966, 123),
    "NW": (4462, 1210, 2175, 1077),
    "PE": (111, 25, 73, 13),
    "PS": (17831, 8158, 7684, 1989),
}


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    con = connection()
    staging = Staging(
        path=FILE, profile=profiles.load("anonymous-bank"), source_id="bank", centre_id="bank",
        pseudonym_key=b"test", workdir=tmp_path_factory.mktemp("work"),
    )  # fmt: skip
    return con, REGISTRY["delimited"].stage(con, staging).read


def ask(bank, query: str) -> list[tuple]:
    return bank[0].execute(query).fetchall()


def test_every_row_is_accepted(bank) -> None:
    assert bank[1] == 29_955
    assert ask(bank, "SELECT count(*) FROM staged_contact") == [(29_955,)]
    assert ask(bank, "SELECT count(*) FROM staged_reject") == [(0,)]
    assert ask(bank, "SELECT count(DISTINCT contact_key) FROM staged_contact") == [(29_955,)]


def test_phantoms_are_excluded_and_callbacks_are_no_inbound_contacts(bank) -> None:
    assert ask(bank, "SELECT count(*) FROM staged_contact WHERE test_or_excluded = 'phantom'") == [(238,)]
    callbacks = "SELECT count(*) FROM staged_contact WHERE kind = 'callback' AND test_or_excluded IS NULL"
    assert ask(bank, callbacks) == [(559,)]


def test_outcomes_add_up(bank) -> None:
    query = """SELECT outcome, count(*) FROM staged_contact WHERE kind = 'inbound' AND test_or_excluded IS NULL
        GROUP BY outcome ORDER BY outcome"""
    assert ask(bank, query) == [("abandoned_ivr", 2_399), ("abandoned_queue", 6_347), ("answered", 20_412)]


def test_the_one_minute_rule_by_service(bank) -> None:
    rows = ask(
        bank,
        f"""SELECT service_code, count(*), count(*) FILTER (decided = 'met'), count(*) FILTER (decided = 'not met'),
            count(*) FILTER (decided = 'left') FROM ({RULE}) GROUP BY service_code""",
    )
    assert {service: tuple(numbers) for service, *numbers in rows} == BY_SERVICE
    assert tuple(map(sum, zip(*BY_SERVICE.values(), strict=True))) == (26_759, 11_122, 12_173, 3_464)


def test_speed_of_answer(bank) -> None:
    query = """SELECT round(avg(wait_s), 2), median(wait_s), round(100.0 * count(*) FILTER (wait_s <= 20) / 26759, 2)
        FROM (SELECT (epoch_us(answered_at) - epoch_us(human_requested_at)) / 1e6 AS wait_s FROM staged_contact
            WHERE kind = 'inbound' AND outcome = 'answered' AND test_or_excluded IS NULL)"""
    assert ask(bank, query) == [(98.54, 47.0, 29.51)]


def test_silence_is_a_no_only_because_it_is_attested(bank) -> None:
    assert ask(bank, "SELECT DISTINCT callback_offer FROM staged_contact") == [("not_offered",)]


def test_dirt_is_kept_and_flagged(bank) -> None:
    query = "SELECT DISTINCT flag FROM (SELECT unnest(quality_flags) AS flag FROM staged_contact) ORDER BY flag"
    flags = [flag for (flag,) in ask(bank, query)]
    assert "past_midnight" in flags
    assert "clock_stepped_back" in flags
