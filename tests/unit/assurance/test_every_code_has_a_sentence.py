"""A reason or a problem that nobody can read is a fault; codes are found in the source, so none is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pledgeline
from pledgeline.assurance import wording
from pledgeline.briefing import wording as briefing
from pledgeline.experience import wording as experience
from pledgeline.needs import wording as needs
from pledgeline.organisation import wording as organisation
from pledgeline.partnership import wording as partnership

ROOMS = [
    Path(pledgeline.__file__).parent / room for room in ("assurance", "briefing", "experience", "needs", "partnership")
]
WORDINGS = (wording, briefing, experience, needs, partnership)


def first_arguments(function: str) -> Iterator[str]:
    for path in (path for room in ROOMS for path in room.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == function:
                yield from _texts(node.args[0])


def _texts(node: ast.AST) -> Iterator[str]:
    """A conditional expression names two codes; what is looked up under a name (`found["reason"]`) names none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if not isinstance(node, ast.Subscript):
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


REASONS = sorted(set(first_arguments("Reason")) - {"findings_"})
PROBLEMS = sorted(code for code in set(first_arguments("Problem")) if "." in code and not code.endswith("."))


def test_the_codes_are_found() -> None:
    assert {"no_promise", "bounds_kept", "not_kept"} <= set(REASONS)
    assert {"promise.unknown", "requirement.unknown"} <= set(PROBLEMS)


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_has_a_sentence(code: str) -> None:
    """Told as it is, or as the problem it becomes where it is why an action refuses: `contract.may_not_sign` for
    `may_not_sign`, `statement.not_shown` for itself."""
    told = {*(code for one in WORDINGS for code in one.REASONS)}
    problems = {code for one in WORDINGS for code in one.PROBLEMS}
    assert code in told | problems | {code.partition(".")[2] for code in problems}


# Codes that a function chooses, rather than writes down where the reason is made.
CHOSEN = ["bounds_straddle_left", "bounds_straddle_unverifiable", "bounds_straddle_both"]
CHOSEN += ["record_missing", "text_not_held", "aim"]


@pytest.mark.parametrize("code", CHOSEN)
def test_a_chosen_reason_has_a_sentence(code: str) -> None:
    assert any(code in one.REASONS for one in WORDINGS)


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_has_a_sentence(code: str) -> None:
    # What can be wrong with a register is worded where every room finds it.
    assert any(code in one.PROBLEMS for one in (*WORDINGS, organisation))


@pytest.mark.parametrize(
    ("value", "words"), [(0.79999, "79.999 %"), (0.8, "80.00 %"), (0.7, "70.00 %"), (0.800001, "80.0001 %")]
)
def test_a_share_that_is_not_the_target_never_reads_like_it(value: float, words: str) -> None:
    assert experience.apart(value, 0.8, "share").replace("\N{NO-BREAK SPACE}", " ") == words


OWED = {"items": 7, "in_place": 5}
DAYS = {"days": 28, "days_reckoned": 28, "day": "2026-11-12"}
ACTIONS = {"overdue": 1, "of": 2, "first": "notice"}


@pytest.mark.parametrize(
    ("code", "numbers", "words"),
    [
        (
            "means_failing",
            {**OWED, "failing_client": 0, "failing_centre": 1},
            "Overdue or expired, of the 7 means on the checklist: 1 that the centre owes.",
        ),
        (
            "means_failing",
            {**OWED, "failing_client": 2, "failing_centre": 1},
            "Overdue or expired, of the 7 means on the checklist: 2 that the client owes, 1 that the centre owes.",
        ),
        (
            "days_probable",
            {**DAYS, "chance": 0.94},
            "On each of 28 days the promise is kept with a probability of at least 94 %.",
        ),
        (
            "days_probable",
            {**DAYS, "chance": 0.975},
            "On each of 28 days the promise is kept with a probability of at least 97.5 %.",
        ),
        (
            "forecast_late",
            {"lead_days": 1, "wanted": 14},
            "The forecast was handed over only 1 day ahead (asked: 14 days).",
        ),
        ("actions_overdue", ACTIONS, "Actions overdue and not done: 1 of 2 (first: “Tell earlier”)."),
    ],
)
def test_a_reason_reads_as_a_sentence_about_what_it_is_about(code: str, numbers: dict[str, object], words: str) -> None:
    names = {"action": {"notice": {"en": "Tell earlier", "zh": "提前告知"}}}
    assert wording.reason(code, numbers, names).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("kind", "key", "details", "words"),
    [
        ("action", "notice", {"centre": "north"}, ("Action", "Tell earlier")),
        ("telling", "notice", {"event": "campaign", "centre": "north"}, ("Campaign", "Notice")),
        ("pulse", "north-pulse-2", {"centre": "north"}, ("Staff pulse", "North")),
        (
            "plan",
            "cards-11",
            {"centre": "north", "service": "cards", "channel": "voice"},
            ("Staffing plan", "North · Cards · Voice"),
        ),
        ("question", "2", {"centre": "north"}, ("Question", "North · 2")),
        ("mirror", "reply", {"centre": "north"}, ("Duty of the client", "Reply to questions")),
        ("part1_standing", "north", {}, ("Certificates, audits and gaps", "North")),
    ],
)
def test_the_record_behind_a_finding_is_named(
    kind: str, key: str, details: dict[str, str], words: tuple[str, str]
) -> None:
    names = {
        kind: {"notice": {"en": said, "zh": said}}
        for kind, said in (("action", "Tell earlier"), ("campaign", "Notice"))
    }
    centres, services = {"north": "North"}, {"cards": "Cards"}
    assert wording.record(kind, key, details, centres=centres, services=services, names=names) == words
