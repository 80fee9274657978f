"""Every connector keeps the same contract; a new one only adds its sample here."""

from __future__ import annotations

import json

import pytest

from pledgeline.contacts import profiles
from pledgeline.contacts.connectors import REGISTRY, preview
from pledgeline.contacts.core.connector import Staging
from pledgeline.kernel.problem import Problem

from .staging import KEY, connection, stage

PHONE, AGENT = "13900001111", "Wang Fang"
SAMPLES = {
    "csv-cn": (
        "通话流水号,渠道,业务线,技能组,客户号码,进线时间,转人工时间,入队时间,应答时间,挂断时间,结束状态,回呼提示时间,回呼受理时间,坐席工号,"
        "通话时长(秒),保持时长(秒),话后处理时长(秒),更新时间\n"
        f"A1,语音,card,g1,{PHONE},2026-01-05 09:00:00,2026-01-05 09:00:20,2026-01-05 09:00:20,2026-01-05 09:01:00,"
        f"2026-01-05 09:05:00,正常接听,,,{AGENT},240,0,30,2026-01-05 09:06:00\n"
        f"A2,语音,card,g1,{PHONE},2026-01-05 09:10:00,2026-01-05 09:10:20,2026-01-05 09:10:20,,"
        "2026-01-05 09:12:00,没见过,,,,,,,\n"
    ),
    "queue-log": (
        f"1767571200|1767571195.4|support|NONE|ENTERQUEUE||{PHONE}|1\n"
        f"1767571230|1767571195.4|support|{AGENT}|CONNECT|30|1767571228.5|2\n"
        f"1767571300|1767571195.4|support|{AGENT}|COMPLETECALLER|30|70|1\n"
        f"1767571301|NONE|support|{AGENT}|PAUSE|lunch\n"
        f"1767571302|1767571301.9|support|{AGENT}|SITEWORD|{PHONE}|{AGENT}\n"
        f"1767571310|1767571309.1|support|NONE|ENTERQUEUE||{PHONE}|1|{AGENT}\n"
        "not a line\n"
    ),
    "amazon-connect": json.dumps(
        {
            "ContactId": "c-1", "Channel": "VOICE", "InitiationMethod": "INBOUND",
            "InitiationTimestamp": "2026-01-05T01:00:00Z", "DisconnectTimestamp": "2026-01-05T01:05:00Z",
            "DisconnectReason": "CUSTOMER_DISCONNECT", "LastUpdateTimestamp": "2026-01-05T01:06:00Z",
            "Queue": {"Name": "Support", "EnqueueTimestamp": "2026-01-05T01:00:30Z"},
            "Agent": {"Username": AGENT, "ConnectedToAgentTimestamp": "2026-01-05T01:01:00Z"},
            "CustomerEndpoint": {"Address": PHONE}, "Attributes": {"name": AGENT}, "AFieldOfTomorrow": {"x": 1},
        }
    )
    + '\n{"ContactId": "c-2", "Chan\n',
    "survey-csv": (
        "invitation,service,channel,customer,contact,asked_at,answered_at,satisfaction,recommend,ease\n"
        f"i1,cards,voice,{PHONE},A1,2026-01-05 09:10:00,2026-01-05 09:30:00,5,9,7\n"
        f"i2,cards,voice,{PHONE},A2,2026-01-05 09:20:00,2026-01-05 09:40:00,6,9,7\n"
    ),
    "complaints-csv": (
        "complaint,service,channel,category,customer,contact,received_at,acknowledged_at,answered_at,closed_at,due_at,"
        "updated_at,outcome,cause,reopened\n"
        f"k1,cards,voice,waiting,{PHONE},A1,2026-01-05 09:10:00,2026-01-05 10:00:00,,,2026-01-15 09:10:00,"
        "2026-01-06 00:00:00,open,,0\n"
        f"k2,cards,voice,waiting,{PHONE},A2,2026-01-05 09:10:00,2026-01-04 10:00:00,,,,2026-01-06 00:00:00,open,,0\n"
    ),
}  # fmt: skip

every_sample = pytest.mark.parametrize("name", SAMPLES)


def test_every_connector_has_a_sample_here() -> None:
    assert {profiles.load(name).connector for name in SAMPLES} == set(REGISTRY)


@every_sample
def test_good_rows_are_accepted_and_broken_ones_rejected_with_their_line(name: str) -> None:
    out = stage(name, SAMPLES[name])
    assert out.kept
    (line, _reason), *more = out.rejects
    assert not more
    assert line == SAMPLES[name].count("\n")


@every_sample
def test_no_number_and_no_name_of_a_person_comes_out(name: str) -> None:
    out = stage(name, SAMPLES[name])
    text = json.dumps(out.rows, ensure_ascii=False)
    assert PHONE not in text
    assert AGENT not in text
    assert all(row["customer_ref"] and len(row["customer_ref"]) == 32 for row in out.kept)


@every_sample
def test_the_same_delivery_gives_the_same_rows(name: str) -> None:
    assert stage(name, SAMPLES[name]).rows == stage(name, SAMPLES[name]).rows


@every_sample
def test_a_second_staging_on_the_same_connection_starts_afresh(name: str) -> None:
    con = connection()
    first = stage(name, SAMPLES[name], con=con)
    assert stage(name, SAMPLES[name], con=con).rows == first.rows


@every_sample
def test_an_empty_file_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(Problem, match=r"file\.empty"):
        stage(name, b"")


@every_sample
def test_a_folder_is_refused(name: str, tmp_path) -> None:
    with pytest.raises(Problem, match=r"file\.directory"):
        stage(name, tmp_path)


@every_sample
def test_a_packed_file_is_refused(name: str) -> None:
    with pytest.raises(Problem, match=r"file\.compressed"):
        stage(name, b"\x1f\x8b\x08\x00\x00\x00\x00\x00")


@every_sample
def test_a_preview_shows_lines_beside_what_they_become(name: str, tmp_path) -> None:
    path = tmp_path / "delivery.txt"
    path.write_text(SAMPLES[name], encoding="utf-8")
    (tmp_path / "work").mkdir()
    shown = preview(
        connection(),
        Staging(
            path=path, profile=profiles.load(name), source_id="s", centre_id="c", pseudonym_key=KEY,
            workdir=tmp_path / "work",
        ),
    )  # fmt: skip
    assert shown.accepted == len(shown.contacts)
    assert shown.rejected == 1
    assert sum(shown.rejects_by_reason.values()) == 1
    assert shown.delivered[0][1] == SAMPLES[name].splitlines()[0]


@pytest.mark.parametrize("connector", REGISTRY.values(), ids=lambda connector: connector.name)
def test_a_connector_says_of_every_column_whether_it_can_fill_it(connector) -> None:
    staged = {column.name for column in connector.record.staged}
    assert connector.provides | set(connector.never) == staged
    assert not connector.provides & set(connector.never)
    assert set(connector.title) == {"en", "zh"}


@pytest.mark.parametrize("name", profiles.names())
def test_every_shipped_profile_loads(name: str) -> None:
    profile = profiles.load(name)
    assert profile.name == name
    assert profile.title.en
    assert profile.title.zh
