"""Rooms word their own problems; the command line looks a code up in one list of them all."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

from pledgeline.web import wording


def test_no_code_is_worded_twice_or_the_later_room_would_speak_for_the_earlier() -> None:
    codes = Counter(wording.PROBLEMS.keys())
    for room in wording._ROOMS:
        codes.update(getattr(import_module(f"pledgeline.{room}.wording"), "PROBLEMS", {}).keys())
    assert [code for code, times in codes.items() if times > 1] == []
