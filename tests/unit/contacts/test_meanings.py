"""Every canonical column and every word has a name in both languages, and none is named that is not there."""

from __future__ import annotations

from enum import Enum

import pytest

from pledgeline.contacts.core import decision, meanings
from pledgeline.contacts.core import vocabulary as words
from pledgeline.contacts.core.progress import overall
from pledgeline.contacts.core.rule import RuleStep
from pledgeline.contacts.core.schema import COMPLAINT, CONTACT, SURVEY_ANSWER

LISTS: dict[str, type[Enum]] = {
    "kind": words.Kind,
    "outcome": words.Outcome,
    "callback_offer": words.CallbackOffer,
    "callback_offer_basis": words.OfferBasis,
    "human_requested_basis": words.RequestedBasis,
    "answered_basis": words.AnsweredBasis,
    "link_basis": words.LinkBasis,
    "end_party": words.EndParty,
    "leg_kind": words.LegKind,
    "leg_result": words.LegResult,
    "quality_flag": words.QualityFlag,
    "rule_step": RuleStep,
    "question": words.SurveyQuestion,
    "answer_state": words.AnswerState,
    "complaint_outcome": words.ComplaintOutcome,
    "cause_side": words.CauseSide,
}


def test_every_canonical_column_is_explained_in_the_order_of_the_schema() -> None:
    assert list(meanings.contact_columns()) == list(CONTACT.names)


def test_every_column_of_answers_and_complaints_is_explained_too() -> None:
    wanted = {name for table in (CONTACT, SURVEY_ANSWER, COMPLAINT) for name in table.names}
    assert set(meanings.columns()) == wanted


@pytest.mark.parametrize("name", LISTS)
def test_every_word_of_a_list_has_a_name(name: str) -> None:
    assert list(meanings.word_lists()[name]) == [word.value for word in LISTS[name]]


def test_no_list_is_explained_that_is_not_there() -> None:
    assert set(meanings.word_lists()) == set(LISTS)


def test_words_are_said_in_the_readers_language() -> None:
    assert meanings.word("outcome", "abandoned_queue", "en") == "abandoned in queue"
    assert meanings.word("outcome", "abandoned_queue", "zh-hans") == "排队放弃"
    assert meanings.word("outcome", "not a word of ours", "en") == "not a word of ours"
    assert meanings.word("outcome", None, "en") == ""
    assert meanings.word("outcome", "partly_upheld", "zh-hans") == "部分成立"
    assert meanings.column_name("wrap_up", "en") == "wrap_up"


@pytest.mark.parametrize(
    ("step", "share", "done"),
    [("opened", 1, 0), ("read", 0.5, 0.275), ("rank", 0, 0.55), ("closed", 1, 1), ("read", 9, 0.55)],
)
def test_progress_only_ever_grows_to_one(step: str, share: float, done: float) -> None:
    assert overall(step, share) == pytest.approx(done)


# --- why the rule decided -----------------------------------------------------------------------------------------


def waited(**values: object) -> decision.Waited:
    usual: dict[str, object] = {
        "kind": "inbound",
        "deferred": False,
        "excluded": None,
        "requested": True,
        "outcome": "answered",
        "callback_offer": "unknown",
        "wait_answer_s": None,
        "wait_offer_s": None,
        "wait_offered_by_s": None,
        "wait_end_s": None,
    }
    return decision.Waited(**(usual | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"kind": "callback"}, ["not_inbound"]),
        ({"deferred": True}, ["deferred"]),
        ({"excluded": "test"}, ["excluded"]),
        ({"outcome": "abandoned_ivr"}, ["never_asked"]),
        ({"requested": False}, ["no_request"]),
        ({"wait_answer_s": 60, "wait_end_s": 60}, ["applies", "answer_in_time"]),
        ({"wait_offered_by_s": 30, "wait_end_s": 80}, ["applies", "answer_none", "offer_in_time"]),
        ({"wait_end_s": 40}, ["applies", "answer_none", "offer_none", "end_in_time"]),
        (
            {"wait_answer_s": 90, "wait_end_s": 90, "callback_offer": "not_offered"},
            ["applies", "answer_late", "offer_none", "end_late", "no_offer"],
        ),
        (
            {"wait_offer_s": 70, "wait_offered_by_s": 70, "wait_end_s": 90, "callback_offer": "offered"},
            ["applies", "answer_none", "offer_late", "end_late", "late_offer"],
        ),
        (
            {"wait_answer_s": 90, "wait_end_s": 90},
            ["applies", "answer_late", "offer_none", "end_late", "offer_unknown"],
        ),
        ({}, ["applies", "answer_none", "offer_none", "end_none", "no_end"]),
        (
            {"wait_end_s": 90, "slack_s": 60, "callback_offer": "not_offered"},
            ["applies", "answer_none", "offer_none", "end_unsure", "too_coarse"],
        ),
    ],
)
def test_each_question_of_the_rule_is_told_up_to_the_one_that_decided(
    values: dict[str, object], codes: list[str]
) -> None:
    found = decision.trials(waited(**values), 60)
    assert [trial.code for trial in found] == codes
    assert [trial.held for trial in found] == [False] * (len(codes) - 1) + [True]


def test_every_code_of_a_question_has_its_sentence() -> None:
    import ast
    import inspect

    from pledgeline.contacts.wording import TRIALS, trial

    source = ast.parse(inspect.getsource(decision))
    said = {f"{what}_{how}" for what in ("answer", "offer", "end") for how in ("none", "late", "unsure", "in_time")}
    said |= {"applies", "not_inbound", "deferred", "excluded", "never_asked", "no_request"}
    said |= {"no_offer", "late_offer", "no_end", "too_coarse", "offer_unknown"}
    texts = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert said == set(TRIALS)
    assert {
        code for code in said if "_" in code and not code.endswith(("_none", "_late", "_unsure", "_in_time"))
    } <= texts
    assert all(trial(code, {"wait_s": 3.0, "limit_s": 60.0, "slack_s": 1.0}) for code in TRIALS)


def test_a_problem_is_kept_without_what_no_record_store_takes() -> None:
    from pledgeline.contacts.core.refusal import kept
    from pledgeline.kernel.problem import Problem

    found = kept(Problem("columns.missing", line=1, field="a\x00b", found="x" * 10_000, count=3))
    assert (found["code"], found["line"], found["field"]) == ("columns.missing", 1, "a\N{REPLACEMENT CHARACTER}b")
    assert len(found["params"]["found"]) == 501
    assert found["params"]["count"] == "3"
