from __future__ import annotations

import re
from datetime import time
from pathlib import Path

import pytest
from django.utils import translation

import pledgeline
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import wording
from pledgeline.organisation.core.audit import Break, BreakKind
from pledgeline.organisation.core.calendar import Opening
from pledgeline.organisation.core.roles import CentreKind, Role
from pledgeline.organisation.core.week import WeekdayRun

OBJECTS = "(?:centre|service|engagement|calendar|person)"
PACKAGE = Path(pledgeline.__file__).parent


def codes_raised_in(*folders: str) -> set[str]:
    sources = [path.read_text("utf-8") for folder in folders for path in (PACKAGE / folder).rglob("*.py")]
    return {code for source in sources for code in re.findall(r'Problem\(\s*"([a-z_.]+)"', source)}


def test_every_problem_of_this_room_has_a_sentence() -> None:
    raised = codes_raised_in("organisation")
    assert raised
    assert raised == set(wording.PROBLEMS)


def test_every_action_of_this_room_has_a_name() -> None:
    sources = [path.read_text("utf-8") for path in (PACKAGE / "organisation").rglob("*.py")]
    # An action is written beside `room=` or noted by a sign-in; each is an object of this room and a verb in the past.
    taken = {code for source in sources for code in re.findall(rf'"({OBJECTS}\.[a-z_]+)"', source)}
    named = {code for code in wording.ACTIONS if re.match(rf"{OBJECTS}\.", code)}
    assert taken - set(wording.PROBLEMS) == named
    assert named


@pytest.mark.parametrize(
    ("words", "known"),
    [(wording.ROLES, Role), (wording.CENTRE_KINDS, CentreKind), (wording.CHANNELS, Channel)],
)
def test_every_word_has_a_name(words: dict, known: type) -> None:
    assert set(words) == set(known)


def test_a_sentence_carries_what_the_problem_knows() -> None:
    problem = Problem("word.unknown", field="kind", value="offshore", known="in_house, outsourced")
    assert wording.sentence(problem) == "“offshore” is not known here. Choose one of: in_house, outsourced."
    with translation.override("zh-hans"):
        assert wording.sentence(problem) == "不认识“offshore”，请从中选择：in_house, outsourced。"


def test_a_problem_of_another_room_comes_back_as_its_code() -> None:
    assert wording.sentence(Problem("other.thing", n=1)) == "other.thing"


@pytest.mark.parametrize(
    ("opens", "closes", "english", "chinese"),
    [
        (time(9), time(18), "09:00–18:00", "09:00–18:00"),
        (time(18), time(0), "18:00–24:00", "18:00–24:00"),
        (time(20), time(2), "20:00–02:00 the next day", "20:00–次日 02:00"),
        (time(0), time(0), "Open all day", "全天"),
        (time(8), time(8), "08:00 for 24 hours", "08:00 起 24 小时"),
    ],
)
def test_an_opening_reads_as_people_say_it(opens: time, closes: time, english: str, chinese: str) -> None:
    assert wording.opening(Opening(opens, closes)) == english
    with translation.override("zh-hans"):
        assert wording.opening(Opening(opens, closes)) == chinese


def test_a_day_without_openings_is_closed_and_several_are_listed() -> None:
    assert wording.openings(()) == "Closed"
    assert wording.openings((Opening(time(9), time(12)), Opening(time(13), time(18)))) == "09:00–12:00, 13:00–18:00"


def test_weekdays_read_as_runs() -> None:
    assert wording.weekdays(WeekdayRun(0, 4, ())) == "Monday to Friday"
    assert wording.weekdays(WeekdayRun(6, 6, ())) == "Sunday"
    assert wording.weekdays(WeekdayRun(5, 6, ())) == "Saturday and Sunday"
    assert wording.weekdays(WeekdayRun(0, 6, ())) == "Every day"


@pytest.mark.parametrize("kind", list(BreakKind))
def test_each_way_a_chain_breaks_has_a_sentence_with_its_place(kind: BreakKind) -> None:
    assert "17" in wording.chain_break(Break(kind, 17))


def test_another_rooms_actions_can_be_named() -> None:
    try:
        wording.name_actions({"promise.tested": "Promise tested"})
        assert wording.action("promise.tested") == "Promise tested"
    finally:
        del wording.ACTIONS["promise.tested"]
    assert wording.action("promise.tested") == "promise.tested"
