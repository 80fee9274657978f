"""Promises are codes here: what they say is another room's business, and told by whoever puts the house together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Sentences = Callable[[Any], Mapping[str, Mapping[str, str]]]
_SENTENCES: list[Sentences] = []


def name_promises(answer: Sentences) -> None:
    """For the AppConfig that joins the rooms: code → sentence ({en, zh}) of every promise that a user may see. The last
    answer counts."""
    _SENTENCES[:] = [answer]


def promise_sentences(user: Any) -> Mapping[str, Mapping[str, str]]:
    """Of the promises that the reader may see; empty where nobody has told."""
    return _SENTENCES[0](user) if _SENTENCES else {}
