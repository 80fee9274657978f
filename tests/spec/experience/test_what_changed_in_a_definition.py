"""Between two versions of a definition every promise came, went, changed or stayed; a change is told field by field."""

from __future__ import annotations

from dataclasses import replace

from pledgeline.experience.core.differences import difference
from pledgeline.experience.core.promise import Direction, Promise, Rule, Scope, State
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Modality

RULE = Rule("service_level", "service_level", Direction.AT_LEAST, 0.8, {"target_s": 20})


def promise(code: str, number: int = 1, **more: object) -> Promise:
    plain = Promise(
        code, number, {"en": "Soon.", "zh": "很快。"}, RULE, Modality.SHALL, Scope(), State.EFFECTIVE, Period()
    )
    return replace(plain, **more)


def test_every_promise_is_in_exactly_one_list() -> None:
    found = difference(
        [promise("a"), promise("b"), promise("c")],
        [promise("b"), promise("c", 2, rule=replace(RULE, target=0.9)), promise("d")],
    )
    assert [one.code for one in found.came] == ["d"]
    assert [one.code for one in found.went] == ["a"]
    assert [one.code for one in found.same] == ["b"]
    assert [(one.after.code, one.changes[0].field) for one in found.changed] == [("c", "target")]


def test_a_change_names_each_field_with_both_values_in_reading_order() -> None:
    after = promise(
        "a",
        2,
        sentence={"en": "Soon.", "zh": "马上。"},
        rule=replace(RULE, target=0.9, params={"target_s": 30}),
        scope=Scope(channels=("voice",)),
        expectations=("quick",),
    )
    (changed,) = difference([promise("a")], [after]).changed
    assert [(one.field, one.before, one.after) for one in changed.changes] == [
        ("sentence_zh", "很快。", "马上。"),
        ("params", ("target_s = 20",), ("target_s = 30",)),
        ("target", 0.8, 0.9),
        ("channels", (), ("voice",)),
        ("expectations", (), ("quick",)),
    ]


def test_a_new_number_alone_is_no_change() -> None:
    assert difference([promise("a", 1)], [promise("a", 2)]).nothing


def test_against_nothing_everything_came() -> None:
    assert [one.code for one in difference([], [promise("b"), promise("a")]).came] == ["a", "b"]
