"""Promises are codes here: what they say is another room's business, and told by whoever puts the house together."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Sentences = Callable[[], Mapping[str, Mapping[str, str]]]
_SENTENCES: list[Sentences] = []


def name_promises(answer: Sentences) -> None:
    """For the AppConfig that joins the rooms: code → sentence ({en, zh}) of every promise. The last answer counts."""
    _SENTENCES[:] = [answer]


def promise_sentences() -> Mapping[str, Mapping[str, str]]:
    """Empty where nobody has told. For the client's own forms: a centre may not see every promise."""
    return _SENTENCES[0]() if _SENTENCES else {}
