"""Rooms word their own problems; the command line looks a code up in one list of them all."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module

from pledgeline.web import wording


def test_no_code_is_worded_in_two_ways_or_the_later_room_would_speak_for_the_earlier() -> None:
    sentences: dict[str, set[str]] = defaultdict(set)
    for words in (wording, *(import_module(f"pledgeline.{room}.wording") for room in wording._ROOMS)):
        for code, sentence in getattr(words, "PROBLEMS", {}).items():
            sentences[code].add(str(sentence))
    assert {code: said for code, said in sentences.items() if len(said) > 1} == {}
