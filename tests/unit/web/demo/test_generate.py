"""The deliveries: the same bytes every time, in the platforms' formats, with exactly the dirt that is declared."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pledgeline.web.demo import Story, generate
from pledgeline.web.demo.reasons import LATELY, SINCE, USUAL, reason
from pledgeline.web.demo.writers import gbk_csv

QUEUE_EVENTS = {
    "QUEUESTART", "DID", "ENTERQUEUE", "CONNECT", "COMPLETECALLER", "COMPLETEAGENT", "ABANDON", "EXITWITHTIMEOUT",
    "EXITWITHKEY", "RINGNOANSWER", "RINGCANCELED", "SYSCOMPAT", "BLINDTRANSFER", "ADDMEMBER", "REMOVEMEMBER", "PAUSE",
    "UNPAUSE", "CALLBACKOFFER",
}  # fmt: skip


def files(story: Story, centre: str, again: bool = False) -> list[tuple[dict, Path]]:
    return [
        (entry, story.folder / entry["file"])
        for entry in story.manifest["files"]
        if entry["centre"] == centre and (again or entry["same_as"] is None)
    ]


def injected(story: Story, centre: str) -> Counter:
    return sum((Counter(entry["injected"]) for entry, _ in files(story, centre)), Counter())


def in_files(story: Story, centre: str) -> dict[str, dict]:
    own = story.truth.filter(pc.and_(pc.equal(story.truth["centre"], centre), story.truth["in_files"]))
    return {row["contact"]: row for row in own.to_pylist()}


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    one, two = generate(tmp_path / "one", 5, scale=0.004), generate(tmp_path / "two", 5, scale=0.004)
    other = generate(tmp_path / "other", 6, scale=0.004)
    written = [path.relative_to(one.folder) for path in sorted(one.folder.rglob("*")) if path.is_file()]
    assert len(written) > 25
    for name in written:
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes(), name
    assert one.manifest["files"][3]["sha256"] != other.manifest["files"][3]["sha256"]


def test_progress_begins_at_nothing_ends_at_all_and_never_steps_back(tmp_path):
    told: list[float] = []
    generate(tmp_path, scale=0.004, progress=told.append)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert told == sorted(told)


def test_the_manifest_says_what_is_on_disk(small):
    assert json.loads((small.folder / "manifest.json").read_text(encoding="utf-8")) == small.manifest
    on_disk = {path for path in (small.folder / "deliveries").rglob("*") if path.is_file()}
    assert on_disk == {small.folder / entry["file"] for entry in small.manifest["files"]}
    said = {path for path in (small.folder / "feedback").rglob("*") if path.is_file()}
    assert said == {small.folder / entry["file"] for entry in small.manifest["feedback"]}
    for entry in small.manifest["feedback"]:
        content = (small.folder / entry["file"]).read_bytes()
        assert (sha256(content).hexdigest(), content.count(b"\n") - 1) == (entry["sha256"], entry["records"])
    for entry in small.manifest["files"]:
        content = (small.folder / entry["file"]).read_bytes()
        assert sha256(content).hexdigest() == entry["sha256"]
        header = 1 if entry["centre"] == "west" else 0
        assert content.count(b"\n") - header == entry["records"]


def test_a_file_delivered_twice_is_the_same_file(small):
    twice = [entry for entry in small.manifest["files"] if entry["same_as"]]
    assert {entry["centre"] for entry in twice} == {"north", "west"}
    for entry in twice:
        path = small.folder / entry["file"]
        assert path.read_bytes() == (path.parent / entry["same_as"]).read_bytes()


def test_every_kind_of_dirt_is_in_the_files(small):
    kinds = injected(small, "north") + injected(small, "south") + injected(small, "west")
    assert set(kinds) >= {
        "malformed", "truncated", "encoding", "unknown_status", "unknown_event", "unknown_field", "repeated",
        "revised", "older", "test", "off_by_one",
    }  # fmt: skip


def test_the_truth_is_written_as_it_is_returned(small):
    assert pq.read_table(small.folder / "truth.parquet").equals(small.truth)
    ids = small.truth["contact"].to_pylist()
    assert len(ids) == len(set(ids))


def test_the_queue_log_tells_the_truth_line_by_line(small):
    truth, damaged, strange, calls = in_files(small, "north"), 0, 0, Counter()
    entered: dict[str, int] = {}
    for _, path in files(small, "north"):
        for line in path.read_bytes().splitlines():
            fields = line.split(b"|")
            try:
                text = [field.decode("utf-8") for field in fields]
            except UnicodeDecodeError:
                damaged += 1
                continue
            if len(text) < 5:
                damaged += 1
                continue
            at, call, queue, _, event = int(text[0]), *text[1:5]
            if event not in QUEUE_EVENTS:
                strange += 1
            if queue == "test-voice" or call in ("NONE", "MANAGER"):
                continue
            if event == "ENTERQUEUE" and call not in entered:
                entered[call] = at
            row = truth[call]
            if event == "CONNECT":
                assert int(row["answered_at"].timestamp()) == at
            if event == "CALLBACKOFFER":
                assert int(row["offered_at"].timestamp()) == at
            if event in ("ABANDON", "COMPLETECALLER", "COMPLETEAGENT", "EXITWITHKEY", "BLINDTRANSFER", "SYSCOMPAT"):
                assert int(row["released_at"].timestamp()) == at
                calls[row["outcome"]] += 1
    assert entered.keys() == truth.keys()
    inbound = {call: at for call, at in entered.items() if truth[call]["kind"] == "inbound"}
    assert all(int(truth[call]["requested_at"].timestamp()) == at for call, at in inbound.items())
    counts = injected(small, "north")
    assert damaged == counts["malformed"] + counts["truncated"] + counts["encoding"]
    assert strange == counts["unknown_event"]
    assert calls["abandoned_queue"] == sum(1 for row in truth.values() if row["outcome"] == "abandoned_queue")


def test_lines_of_a_queue_log_never_go_back_in_time(small):
    last = 0
    for _, path in files(small, "north"):
        for line in path.read_bytes().splitlines():
            head = line.split(b"|")[0]
            if head.isdigit() and len(head) == 10:
                assert int(head) >= last
                last = int(head)


def connect_records(story: Story) -> tuple[dict[str, dict], int]:
    """The newest version of each record, and how many lines were no JSON."""
    newest: dict[str, dict] = {}
    broken = 0
    for _, path in files(story, "south"):
        for line in path.read_bytes().splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                broken += 1
                continue
            before = newest.get(record["ContactId"])
            if before is None or record["LastUpdateTimestamp"] >= before["LastUpdateTimestamp"]:
                newest[record["ContactId"]] = record
    return newest, broken


def test_the_connect_records_tell_the_truth_and_chain_up(small):
    records, broken = connect_records(small)
    counts = injected(small, "south")
    assert broken == counts["truncated"] + counts["encoding"]
    roots = {
        name: one for name, one in records.items()
        if one["InitiationMethod"] not in ("TRANSFER", "QUEUE_TRANSFER") and "probe" not in one["Attributes"]
    }  # fmt: skip
    truth = in_files(small, "south")
    assert roots.keys() == truth.keys()
    for name, record in records.items():
        if record["PreviousContactId"]:
            assert records[record["PreviousContactId"]]["NextContactId"] == name
        if record["NextContactId"]:
            assert records[record["NextContactId"]]["PreviousContactId"] == record["ContactId"]
    for name, row in truth.items():
        chain = [records[name]]
        while chain[-1]["NextContactId"] and row["kind"] == "inbound":
            chain.append(records[chain[-1]["NextContactId"]])
        connected = [one["Agent"]["ConnectedToAgentTimestamp"] for one in chain if one["Agent"]]
        if row["kind"] == "inbound" and row["outcome"] == "answered":
            assert connected[0] == row["answered_at"].strftime("%Y-%m-%dT%H:%M:%SZ")
        if row["requested_at"]:
            assert chain[0]["Queue"]["EnqueueTimestamp"] == row["requested_at"].strftime("%Y-%m-%dT%H:%M:%SZ")


def test_no_connect_record_shows_an_offer(small):
    records, _ = connect_records(small)
    assert {key for one in records.values() for key in one["Attributes"]} <= {
        "line", "customer_ref", "after_call_note", "probe",
    }  # fmt: skip


def test_the_export_tells_the_truth_row_by_row(small):
    truth, seen, refused = in_files(small, "west"), set(), 0
    for entry, path in files(small, "west"):
        lines = path.read_bytes().split(b"\r\n")[:-1]
        assert lines[0].decode("gbk").split(",") == list(gbk_csv.HEADER)
        assert len(lines) - 1 == entry["records"]
        for line in lines[1:]:
            try:
                fields = next(csv.reader(io.StringIO(line.decode("gbk"))))
            except UnicodeDecodeError:
                refused += 1
                continue
            if len(fields) != len(gbk_csv.HEADER) or fields[10] == gbk_csv.UNKNOWN_END:
                refused += 1
                continue
            if fields[10] == gbk_csv.TEST_END:
                continue
            row = truth[fields[0]]
            seen.add(fields[0])
            assert fields[10] == gbk_csv.ENDS[row["outcome"]]
            for column, name in ((5, "arrived_at"), (6, "requested_at"), (8, "answered_at"), (11, "offered_at")):
                assert fields[column] == gbk_csv.clock(int(row[name].timestamp()) if row[name] else -1)
    assert seen == truth.keys()
    assert refused == sum(entry["rejected"] for entry, _ in files(small, "west"))


@pytest.mark.parametrize(
    ("centre", "where"),
    [
        ("north", rb"\|ENTERQUEUE\|\|(\d*)\|"),
        ("south", rb'"CustomerEndpoint":\{"Address":"\+86(\d*)"'),
        ("west", rb",(\d{11}),2026-"),
    ],
)
def test_no_customers_number_could_be_somebodys(small, centre, where):
    # No subscriber's number in China begins with 100.
    numbers = [number for _, path in files(small, centre) for number in re.findall(where, path.read_bytes())]
    assert len(numbers) > 500
    assert all(len(number) == 11 and number.startswith(b"100") for number in numbers)


def test_reasons_follow_from_the_contact_alone_and_early_payoff_grows():
    numbers = [f"V20261101{row:07d}" for row in range(20_000)]

    def share(day: date) -> float:
        found = Counter(reason("instalment", number, day) for number in numbers)
        assert set(found) == {"new-plan", "bill", "early-payoff", "fees", "other"}
        return found["early-payoff"] / len(numbers)

    assert share(SINCE - timedelta(days=1)) == pytest.approx(0.12, abs=0.01)
    assert share(SINCE) == pytest.approx(0.27, abs=0.01)
    assert reason("loss", numbers[0], SINCE) == ""
    assert all(sum(shares.values()) == 100 for shares in [*USUAL.values(), *LATELY.values()])
