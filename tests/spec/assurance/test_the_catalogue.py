"""The law of the house: every row of the duties is in the catalogue, as strong as the text makes it and no stronger."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgeline.assurance.checks import CHECKS
from pledgeline.assurance.core import catalogue as catalogues
from pledgeline.kernel.problem import Problem

CATALOGUE = catalogues.load()

# id, modality, nature, text held, room that answers
ROWS = [
    ("4", "shall", "duty", True, "experience"),
    ("4.inform", "shall", "duty", True, "briefing"),
    ("4.a", "shall", "duty", True, "needs"),
    ("4.b", "shall", "duty", True, "experience"),
    ("4.c", "shall", "duty", True, "briefing"),
    ("4.d", "shall", "duty", True, "capacity"),
    ("4.e", "shall", "duty", True, "partnership"),
    ("5.4.wait", "should", "duty", True, "contacts"),
    ("1.part1", "scope", "precondition", True, "partnership"),
    ("1.scope", "scope", "scope", True, "organisation"),
    ("3.1", "scope", "definition", True, "needs"),
    ("5.2", "shall", "duty", False, "needs"),
    ("0.aim", "scope", "aim", True, "assurance"),
]


def test_every_row_is_present_and_none_is_invented() -> None:
    assert [one.id for one in CATALOGUE.requirements] == [row[0] for row in ROWS]


@pytest.mark.parametrize(("identity", "modality", "nature", "held", "room"), ROWS)
def test_each_row_is_as_strong_as_the_text_makes_it(
    identity: str, modality: str, nature: str, held: bool, room: str
) -> None:
    row = CATALOGUE.requirement(identity)
    assert (row.modality, row.nature, row.text_held) == (modality, nature, held)
    assert room in row.rooms
    assert row.check in CHECKS
    assert row.criteria


def test_the_target_share_is_the_organisations_own_and_the_limit_is_the_minute() -> None:
    assert CATALOGUE.parameters["5.4.wait.limit_s"] == 60
    assert CATALOGUE.parameters["5.4.wait.target_share"] == 0.80


def test_both_languages_are_said_and_no_licensed_wording_is_shipped() -> None:
    for row in CATALOGUE.requirements:
        assert row.wording is None
        for words in (row.title, row.paraphrase, row.clause, row.record.text):
            assert any("\u4e00" <= sign <= "\u9fff" for sign in words.zh) or words is row.clause
            assert not any("\u4e00" <= sign <= "\u9fff" for sign in words.en)


def overlay(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "ours.yaml").write_text(
        f"edition: gbt-35780.2-2017\nsource: {{en: our licence, zh: 本组织的授权}}\n{text}", encoding="utf-8"
    )
    return folder


def test_an_owner_lays_licensed_wording_and_own_parameters_over_ours(tmp_path: Path) -> None:
    laid = catalogues.load(
        overlays=overlay(
            tmp_path,
            "requirements:\n"
            "  - {id: '5.2', wording: {en: licensed, zh: 正版}}\n"
            "  - {id: 5.4.wait, parameters: {target_share: 0.9}}\n",
        )
    )
    assert laid.requirement("5.2").text_held
    assert laid.requirement("5.2").wording is not None
    assert laid.parameters["5.4.wait.target_share"] == 0.9
    assert laid.overlays == ("ours.yaml",)
    assert laid.digest() != CATALOGUE.digest()


@pytest.mark.parametrize(
    ("text", "code", "field", "line"),
    [
        ("requirements: [{id: '9.9'}]", "catalogue.overlay_unknown", "requirements.0.id", 3),
        (
            "requirements: [{id: 5.4.wait, parameters: {share: 1}}]",
            "parameter.unknown",
            "requirements.0.parameters.share",
            3,
        ),
        (
            "requirements: [{id: 5.4.wait, parameters: {target_share: 2}}]",
            "parameter.out_of_bounds",
            "requirements.0.parameters.target_share",
            3,
        ),
        ("requirements:\n  - {id: '5.2', wroding: x}", "definition.invalid", "requirements.0.wroding", 4),
        ("requirements: [", "definition.syntax", None, 3),
    ],
)
def test_a_mistake_in_an_overlay_names_file_and_place(
    tmp_path: Path, text: str, code: str, field: str | None, line: int
) -> None:
    with pytest.raises(Problem) as refused:
        catalogues.load(overlays=overlay(tmp_path, text))
    problem = refused.value
    assert (problem.code, problem.file, problem.field, problem.line) == (code, "ours.yaml", field, line)


def test_an_overlay_for_another_edition_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("edition: iso-18295-2\nsource: {en: a, zh: 甲}\n", encoding="utf-8")
    assert catalogues.load(overlays=tmp_path).overlays == ()


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        catalogues.load("gbt-99999")
    assert refused.value.code == "catalogue.unknown"
