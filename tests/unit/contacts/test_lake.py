from pathlib import Path

import ibis
import pytest

from pledgeline.contacts.store import Lake, open_lake
from pledgeline.kernel.problem import Problem
from tests.unit.contacts.toy import contact, deliver, delivery


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path / "lake", memory_limit="256MiB")
    lake.create()
    return lake


def take_in(lake: Lake, number: int, rows: list[dict], **other: list[dict]):
    receipt = f"r{number:06d}"
    path = deliver(lake.root.parent / f"{receipt}.json", rows, **other)
    with lake.writing():
        prepared = lake.prepare(delivery(path, receipt))
        info = lake.finish(prepared)
        lake.forget_staging(receipt)
    return prepared.counts, info


def current(lake: Lake, snapshot: str | None = None) -> dict[str, tuple[int, str]]:
    at = lake.snapshot(snapshot)
    table = at.table("contact")
    rows = at.rows(table.filter(table.is_current).select("native_id", "version", "outcome"))
    return {row["native_id"]: (row["version"], row["outcome"]) for row in rows}


def test_a_new_lake_has_one_empty_snapshot(lake: Lake) -> None:
    assert [info.id for info in lake.snapshots()] == ["s000000"]
    assert current(lake) == {}


def test_a_folder_without_a_lake_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"lake\.missing"):
        open_lake(tmp_path)


def test_a_delivery_makes_a_snapshot_and_leaves_the_older_one_readable(lake: Lake) -> None:
    counts, info = take_in(lake, 1, [contact("a"), contact("b")])
    assert (counts.read, counts.accepted, counts.unchanged) == (2, 2, 0)
    assert info.id == "s000001"
    assert set(current(lake)) == {"a", "b"}
    assert current(lake, "s000000") == {}


def test_the_same_contents_again_change_nothing(lake: Lake) -> None:
    take_in(lake, 1, [contact("a"), contact("b")])
    counts, info = take_in(lake, 2, [contact("b"), contact("a")])
    assert (counts.accepted, counts.unchanged) == (0, 2)
    assert info.id == "s000001"


def test_a_newer_version_supersedes_and_the_older_one_is_kept(lake: Lake) -> None:
    take_in(lake, 1, [contact("a", source_updated_at="2026-01-05T05:00:00Z", outcome="open"), contact("b")])
    counts, _ = take_in(lake, 2, [contact("a", source_updated_at="2026-01-05T06:00:00Z")])
    assert counts.accepted == 1
    assert current(lake) == {"a": (2, "answered"), "b": (1, "answered")}
    assert current(lake, "s000001")["a"] == (1, "open")
    at = lake.snapshot()
    assert at.rows(at.table("contact").count().as_table()) == [{"CountStar(contact)": 3}]


def test_an_older_version_that_arrives_late_is_stored_and_never_becomes_current(lake: Lake) -> None:
    take_in(lake, 1, [contact("a", source_updated_at="2026-01-05T06:00:00Z")])
    counts, _ = take_in(lake, 2, [contact("a", source_updated_at="2026-01-05T05:00:00Z", outcome="open")])
    assert (counts.accepted, counts.superseded) == (0, 1)
    assert current(lake) == {"a": (1, "answered")}


def test_versions_and_repeats_inside_one_delivery_are_told_apart(lake: Lake) -> None:
    old = contact("a", source_updated_at="2026-01-05T05:00:00Z", outcome="open")
    new = contact("a", source_updated_at="2026-01-05T06:00:00Z")
    counts, _ = take_in(lake, 1, [new, old, dict(old), contact("b")])
    assert (counts.accepted, counts.superseded, counts.unchanged) == (2, 1, 1)
    assert current(lake) == {"a": (2, "answered"), "b": (1, "answered")}


def test_without_update_times_the_last_delivery_counts(lake: Lake) -> None:
    take_in(lake, 1, [contact("a", outcome="open", is_final=False)])
    take_in(lake, 2, [contact("a", outcome="answered")])
    counts, _ = take_in(lake, 3, [contact("a", outcome="open", is_final=False)])
    assert counts.unchanged == 1
    assert current(lake) == {"a": (2, "answered")}


def test_two_tellings_of_one_moment_are_flagged(lake: Lake) -> None:
    at = "2026-01-05T06:00:00Z"
    take_in(lake, 1, [contact("a", source_updated_at=at)])
    take_in(lake, 2, [contact("a", source_updated_at=at, outcome="abandoned_queue")])
    snapshot = lake.snapshot()
    table = snapshot.table("contact")
    rows = snapshot.rows(table.filter(table.is_current).select("outcome", "quality_flags"))
    assert rows == [{"outcome": "abandoned_queue", "quality_flags": ["version_conflict"]}]


def test_rejects_are_counted_by_reason_and_kept_in_quarantine(lake: Lake) -> None:
    reject = {"source_line": 2, "reason": "time.malformed", "field": "arrived", "detail": "x", "source_records": 1}
    counts, _ = take_in(lake, 1, [contact("a")], rejects=[reject])
    assert counts.rejects_by_reason == {"time.malformed": 1}
    assert counts.balanced
    assert (lake.quarantine / "r000001.parquet").exists()


def test_events_of_open_contacts_are_handed_to_the_next_delivery(lake: Lake) -> None:
    event = {
        "event_key": "e1",
        "source_id": "north.toy",
        "centre_id": "north",
        "at": "2026-01-05T04:00:00Z",
        "native_id": "a",
        "event": "ENTERQUEUE",
        "belongs_to_open_contact": True,
        "source_line": 1,
    }
    loose = event | {"event_key": "e2", "native_id": None, "event": "PAUSE", "belongs_to_open_contact": False}
    counts, _ = take_in(lake, 1, [contact("a", is_final=False, outcome="open")], events=[event, loose])
    assert (counts.read, counts.accepted) == (2, 2)
    again, _ = take_in(lake, 2, [contact("b")], events=[loose])
    assert (again.accepted, again.unchanged) == (1, 1)


def test_legs_follow_the_version_of_their_contact(lake: Lake) -> None:
    leg = {"contact_key": "north.toy:a", "seq": 1, "kind": "queue", "queue_id": "q"}
    take_in(lake, 1, [contact("a", outcome="open")], legs=[leg])
    take_in(lake, 2, [contact("a")], legs=[leg | {"result": "answered"}])
    at = lake.snapshot()
    legs = at.rows(at.table("contact_leg").select("version", "result").order_by("version"))
    assert legs == [{"version": 1, "result": None}, {"version": 2, "result": "answered"}]


def test_a_connector_that_loses_a_row_is_caught(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    path = deliver(lake.root.parent / "x.json", [contact("a")], rejects=[])
    one = delivery(path, "r000001")
    honest = one.connector.stage

    def forgetful(con, staging):
        staged = honest(con, staging)
        return type(staged)(read=staged.read + 1)

    object.__setattr__(one, "connector", type(one.connector)(**{**one.connector.__dict__, "stage": forgetful}))
    with pytest.raises(Problem, match=r"delivery\.unbalanced"):
        lake.prepare(one)
    assert list(lake.staging.iterdir()) == []


def test_a_missing_required_column_is_caught(lake: Lake) -> None:
    with pytest.raises(Problem, match="outcome_native"):
        take_in(lake, 1, [contact("a", outcome_native=None)])
    assert lake.newest.id == "s000000"


def test_snapshots_are_plain_delta_tables_for_others(lake: Lake) -> None:
    from deltalake import DeltaTable

    take_in(lake, 1, [contact("a")])
    assert DeltaTable(str(lake.tables / "contact")).to_pyarrow_table().num_rows == 1


def test_an_unknown_snapshot_is_named_in_the_refusal(lake: Lake) -> None:
    with pytest.raises(Problem, match="s000009"):
        lake.snapshot("s000009")


def test_ibis_expressions_run_on_a_snapshot(lake: Lake) -> None:
    take_in(lake, 1, [contact("a"), contact("b", outcome="abandoned_queue")])
    at = lake.snapshot()
    table = at.table("contact")
    answer = at.rows(table.group_by("outcome").agg(n=table.count()).order_by(ibis.desc("outcome")))
    assert answer == [{"outcome": "answered", "n": 1}, {"outcome": "abandoned_queue", "n": 1}]
