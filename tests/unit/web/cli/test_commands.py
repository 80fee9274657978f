"""The stable contract of the command line: exit status, JSON, and one clear sentence where something is wrong."""

from __future__ import annotations

import pytest

from tests.unit.web.cli.conftest import Shell

RECEIPT = {
    *("id", "state", "file", "sha256", "profile", "centre", "read", "accepted", "superseded", "unchanged", "rejected"),
    *("rejects_by_reason", "same_as", "snapshot", "hash"),
}
RULE = {
    *("by", "n", "met_by_answer", "met_by_offer", "not_met", "left_before_limit", "not_verifiable", "not_applicable"),
    *("lower", "upper", "decided", "km", "ci95", "within_1s_of_limit"),
}

ASSESSMENT = {
    *("assessment", "catalogue", "program", "digest", "from", "to", "snapshot", "centres", "services", "parameters"),
    "requirements",
}


@pytest.fixture(scope="module")
def ingested(shell: Shell, files):
    return shell("ingest", files["north"], "--profile", "csv-cn", "--centre", "north", "--json")


def test_before_init_every_command_says_to_run_it(tmp_path) -> None:
    said = Shell(tmp_path / "nothing")("receipts")
    assert said.status == 2
    assert "pledgeline init" in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "nothing").exists()


def test_init_again_changes_no_key(shell: Shell) -> None:
    keys = {path.name: path.read_bytes() for path in (shell.home / "keys").iterdir()}
    assert shell("init").status == 0
    assert {path.name: path.read_bytes() for path in (shell.home / "keys").iterdir()} == keys


def test_ingest_prints_one_receipt_a_file_and_ends_with_1_where_rows_were_rejected(ingested) -> None:
    assert ingested.status == 1
    (receipt,) = ingested.json()["receipts"]
    assert set(receipt) == RECEIPT
    assert (receipt["read"], receipt["accepted"], receipt["rejected"]) == (8, 6, 2)
    assert sum(receipt["rejects_by_reason"].values()) == 2


def test_the_same_file_again_changes_nothing_and_says_so(shell: Shell, ingested, files) -> None:
    first = ingested.json()["receipts"][0]
    again = shell("ingest", files["north"], "--profile", "csv-cn", "--centre", "north", "--json")
    (receipt,) = again.json()["receipts"]
    assert receipt["same_as"] == first["id"]
    assert receipt["snapshot"] == first["snapshot"]
    assert receipt["accepted"] == 0


def test_a_metric_answers_in_three_formats(shell: Shell, ingested) -> None:
    question = ("metric", "human_or_callback_within", "--by", "service", "--where", "centre=north")
    answer = shell(*question, "--format", "json").json()
    assert set(answer) == {"metric", "version", "params", "snapshot", "from", "to", "groups"}
    (group,) = answer["groups"]
    assert set(group) == RULE | {"ivr_s_mean"}
    assert (group["n"], group["met_by_answer"], group["met_by_offer"]) == (4, 1, 1)
    heading, row = shell(*question, "--format", "csv").out.splitlines()
    assert heading.startswith("service,n,")
    assert row.startswith("cards,4,")
    assert "met_by_offer" in shell(*question).out


def test_the_x_ray_prints_what_contradicts_and_where_to_mend_it(shell: Shell, ingested) -> None:
    said = shell("xray", "--format", "json")
    assert said.status == 1
    found = said.json()
    assert found["n"] == len(found["contradictions"]) == sum(found["counts"].values()) > 0
    # Contacts arrived of centres that no engagement names: this home has none.
    assert found["counts"]["contacts_without_engagement"] == found["n"]
    for one in found["contradictions"]:
        assert one["sentence"]
        assert one["fix"]["path"].startswith("/")
    assert "Contacts without an engagement" in shell("xray").out


def test_an_assessment_prints_a_verdict_for_every_requirement(shell: Shell, ingested) -> None:
    said = shell("assess", "--format", "json")
    assert said.status == 0
    result = said.json()
    assert set(result) == ASSESSMENT
    verdicts = {one["id"]: one["verdict"] for one in result["requirements"]}
    assert set(verdicts) == {
        *("4", "4.inform", "4.a", "4.b", "4.c", "4.d", "4.e", "5.2", "5.4.wait", "1.part1", "1.scope", "3.1", "0.aim"),
    }
    assert verdicts["4.a"] == "not_demonstrated"


def test_strict_ends_with_1_only_where_a_requirement_is_not_met(shell: Shell, ingested) -> None:
    said = shell("assess", "--strict", "--format", "json")
    unmet = [one["id"] for one in said.json()["requirements"] if one["verdict"] == "not_met"]
    assert said.status == (1 if unmet else 0)


def test_the_report_is_written_in_both_languages_with_its_pictures(shell: Shell, ingested, tmp_path) -> None:
    assert shell("assess", "--out", tmp_path / "report").status == 0
    kinds = {path.suffix for path in (tmp_path / "report").rglob("*")}
    assert {".html", ".json", ".png", ".svg"} <= kinds
    pages = [path.read_text("utf-8") for path in (tmp_path / "report").rglob("*.html")]
    assert {'lang="en"' in page for page in pages} == {True, False}


def test_receipts_and_snapshots_are_listed_and_the_seals_hold(shell: Shell, ingested) -> None:
    listed = shell("receipts", "--json").json()
    assert listed["chain_broken_at"] is None
    assert listed["receipts"][0]["file"] == "north.csv"
    snapshots = shell("snapshots", "--json").json()["snapshots"]
    assert ingested.json()["receipts"][0]["snapshot"] in [one["id"] for one in snapshots]


def test_an_older_snapshot_still_answers_as_it_did(shell: Shell, ingested, files) -> None:
    then = ingested.json()["receipts"][0]["snapshot"]
    assert shell("ingest", files["south"], "--profile", "csv-cn", "--centre", "south").status == 0
    asked = ("metric", "contacts_offered", "--format", "json")
    assert shell(*asked, "--as-of", then).json()["groups"][0]["n"] < shell(*asked).json()["groups"][0]["n"]


def test_recover_and_rebuild_find_nothing_amiss(shell: Shell, ingested) -> None:
    assert shell("recover").status == 0
    before = shell("metric", "contacts_offered", "--format", "json").json()["groups"]
    assert shell("rebuild").status == 0
    assert shell("metric", "contacts_offered", "--format", "json").json()["groups"] == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("ingest", "{empty}", "--profile", "csv-cn", "--centre", "north"), "empty.csv"),
        (("ingest", "{folder}", "--profile", "csv-cn", "--centre", "north"), "files"),
        (("ingest", "{columns}", "--profile", "csv-cn", "--centre", "north"), "columns.csv"),
        (("ingest", "{north}", "--profile", "no-such-profile", "--centre", "north"), "no-such-profile"),
        (("ingest", "{north}", "--profile", "csv-cn", "--centre", "../north"), "../north"),
        (("ingest", "{folder}/gone.csv", "--profile", "csv-cn", "--centre", "north"), "gone.csv"),
        (("metric", "no_such_metric"), "no_such_metric"),
        (("register", "export", "no-such-list", "--out", "{folder}/x.xlsx"), "no-such-list"),
        (("register", "import", "centres", "{columns}"), "columns.csv"),
        (("campaign", "gate", "no-such-campaign"), "no-such-campaign"),
        (("plan", "gap", "no-such-plan"), "no-such-plan"),
        (("plan", "required", "no-such-forecast", "--aht-s", "240"), "no-such-forecast"),
        (("plan", "forecast", "--service", "cards"), "14"),
        (("plan", "erlang", "--calls-per-hour", "450", "--aht-s", "240"), "served_within"),
        (("plan", "erlang", "--calls-per-hour", "450", "--aht-s", "240", "--agents", "-1"), "-1"),
        (("metric", "contacts_offered", "--by", "colour"), "colour"),
        (("metric", "contacts_offered", "--from", "yesterday"), "yesterday"),
        (("metric", "contacts_offered", "--where", "centre"), "centre"),
        (("metric", "human_or_callback_within", "--param", "limit_s=soon"), "soon"),
        (("metric", "contacts_offered", "--format", "xml"), "xml"),
        (("metric", "contacts_offered", "--as-of", "s999999"), "s999999"),
        (("assess", "--from", "2026-13-01"), "2026-13-01"),
    ],
)
def test_a_wrong_call_ends_with_2_and_one_sentence_that_names_what(
    shell: Shell, ingested, files, arguments: tuple[str, ...], named: str
) -> None:
    filled = [argument.format(**files) for argument in arguments]
    said = shell(*filled)
    assert said.status == 2
    assert named in said.err
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) <= 3


def test_a_setting_that_is_out_of_bounds_ends_with_2_and_one_sentence_that_names_it(shell: Shell) -> None:
    said = shell("demo", PLEDGELINE_DEMO_SCALE="0")
    assert said.status == 2
    assert "PLEDGELINE_DEMO_SCALE" in said.err
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) <= 3


@pytest.mark.parametrize(
    "arguments", [("receipts", "--json"), ("register", "list"), ("metric", "no_such_metric"), ("--help",), ("nothing",)]
)
def test_a_command_that_starts_python_anew_says_the_same_as_one_that_finds_the_program_loaded(
    shell: Shell, ingested, arguments: tuple[str, ...]
) -> None:
    anew = Shell(shell.home)(*arguments)
    assert anew.out or anew.err
    assert shell(*arguments) == anew


def test_a_refused_file_changes_no_contact_and_leaves_a_receipt_that_says_so(shell: Shell, ingested, files) -> None:
    before = shell("snapshots", "--json").out
    said = shell("ingest", files["columns"], "--profile", "csv-cn", "--centre", "west", PLEDGELINE_LANGUAGE="zh-hans")
    assert said.status == 2
    assert "通话流水号" in said.err
    assert shell("snapshots", "--json").out == before
    newest = shell("receipts", "--json").json()["receipts"][0]
    assert (newest["file"], newest["centre"], newest["state"]) == ("columns.csv", "west", "refused")


@pytest.mark.parametrize("format_", ["xlsx", "json"])
def test_every_register_comes_back_as_it_left(shell: Shell, tmp_path, format_: str) -> None:
    names = [one["name"] for one in shell("register", "list", "--json").json()["registers"]]
    assert {"centres", "people"} < set(names)
    for name in names:
        file = tmp_path / f"{name}.{format_}"
        assert shell("register", "export", name, "--format", format_, "--out", file).status == 0
        said = shell("register", "import", name, file, "--json").json()
        assert (said["created"], said["updated"]) == (0, 0)


def test_queue_formulas_answer_without_a_home(tmp_path) -> None:
    asked = ("plan", "erlang", "--calls-per-hour", "450", "--aht-s", "240", "--patience-s", "180")
    said = Shell(tmp_path / "nothing")(*asked, "--target", "served_within=0.95@60", "--json").json()
    assert set(said) == {
        *("p_wait", "p_served_le_T", "p_wait_le_T", "p_offered_le_T", "p_abandon", "mean_wait_all_s"),
        *("mean_wait_served_s", "occupancy", "lq", "required"),
    }
    assert said["required"] == 34
    assert said["p_served_le_T"] >= 0.95


def test_signals_need_eight_weeks_and_whole_ones(shell: Shell, ingested) -> None:
    said = shell("needs", "signals")
    assert (said.status, said.out) == (2, "")
    assert "eight weeks" in said.err
    odd = shell("needs", "signals", "--from", "2026-01-05", "--to", "2026-01-08")
    assert odd.status == 2
    assert "whole weeks" in odd.err
    none = shell("needs", "signals", "--from", "2026-01-05", "--to", "2026-01-18", "--format", "json")
    assert (none.status, none.err) == (0, "")
    assert none.json()["waiting"] == []
