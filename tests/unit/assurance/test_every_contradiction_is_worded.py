"""A contradiction that nobody can read, or that leads nowhere, is a fault; codes are found in the source."""

from __future__ import annotations

import ast
from pathlib import Path

from django.urls import get_resolver

from pledgeline.assurance.core import xray as core
from pledgeline.assurance.queries import xray as queries
from pledgeline.assurance.wording import xray as wording
from pledgeline.experience import wording as experience


def _firsts(*functions: str) -> set[str]:
    """The texts in the first argument of calls of these functions, where rules are and where readers are."""
    files = [*Path(core.__file__).parent.glob("*.py"), Path(queries.__file__)]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    calls = [
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions and node.args
    ]
    return {
        one.value
        for call in calls
        for one in ast.walk(call.args[0])
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def test_every_code_has_a_title_and_a_sentence_and_none_is_left_over() -> None:
    codes = _firsts("Contradiction", "_unheard", "_unprepared")
    assert {"promise_untestable", "campaign_short", "forecast_missing"} <= codes
    assert codes == set(wording.TITLES)
    # That of the clocks is told by the room that keeps them.
    assert codes == set(wording.SENTENCES) | {"promise_looser_than_clock"}


def test_every_fix_is_an_address_of_the_house_and_has_words() -> None:
    views = _firsts("Fix")
    assert views == set(wording.FIXES)
    known = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items():
        known |= {f"{namespace}:{key}" for key in resolver.reverse_dict if isinstance(key, str)}
    assert views <= known


def test_every_theme_is_named_and_has_a_rule() -> None:
    assert set(wording.THEMES) == set(core.Theme)
    assert len(core.RULES) == len(set(core.RULES)) == 12


def test_a_half_signed_contract_is_called_by_its_metric_and_its_centre() -> None:
    half = core.Contradiction(
        "contract_half_signed",
        core.Theme.CONTRACTS,
        {"contract": "n7", "centre": "north"},
        {"metric": "human_or_callback_within"},
        core.Fix("experience:contract", ("n7",)),
    )
    said = wording.subject(half, {"north": "North centre"}, {})
    assert said == f"{experience.metric_title('human_or_callback_within')} · North centre"
    assert "n7" not in said
