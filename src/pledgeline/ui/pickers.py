"""Choices that grow with records: a form offers fifty of them, what is chosen already, and a search for the rest.

Nothing of it needs a script. The search field and its button belong to the form itself, so what was typed elsewhere
comes back with the page; pressing the button neither validates nor saves. Enter presses the first button of a form
wherever the reader stands, so an unseen one comes first: it searches if the text of a search has changed, else saves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest

# More are a wall of boxes, or a list that nobody scrolls through.
MOST_CHOICES = 50
FIND = "find"
# What the unseen first button says, and where the text stands that a search last had.
ENTERED = "?"
SUFFIX, BEFORE = f"-{FIND}", f"-{FIND}-before"
REFUSED = 422


@dataclass(frozen=True)
class Finder:
    """What stands above a field whose choices were narrowed; `n` of the `total` choices answer to `text`.

    `shown` of them are offered, besides those that are chosen. `asked` is whether the reader searched in this field
    just now.
    """

    name: str
    text: str
    n: int
    shown: int
    total: int
    asked: bool


class PickingForm(forms.Form):
    """A form whose lists are narrowed to MOST_CHOICES. Every choice stays valid, also one that is not offered."""

    @property
    def is_searching(self) -> bool:
        """Whether a search was asked for, and nothing is to be saved."""
        return self.is_bound and bool(searched(self.data))

    def is_valid(self) -> bool:
        return not self.is_searching and super().is_valid()

    def full_clean(self) -> None:
        if not self.is_searching:
            super().full_clean()
            return
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}

    def __getitem__(self, name: str) -> forms.BoundField:
        bound: Any = super().__getitem__(name)
        if not hasattr(bound, "finder"):
            bound.finder = self._narrowed(bound)
        return bound

    def _narrowed(self, bound: Any) -> Finder | None:
        choices = getattr(bound.field, "choices", None)
        if choices is None or len(choices := list(choices)) <= MOST_CHOICES:
            return None
        name = f"{bound.html_name}{SUFFIX}"
        text = str(self.data.get(name, "")).strip() if self.is_bound else ""
        # The widget's list is narrowed; the field keeps all of them, and answers with them.
        offered, n = narrowed(choices, _values(bound), text)
        bound.field.widget.choices = offered
        total = sum(1 for value, _label in choices if value)
        asked = self.is_bound and searched(self.data) == bound.html_name
        return Finder(name, text, n, min(n, MOST_CHOICES), total, asked)


def searched(data: Mapping[str, Any]) -> str:
    """The name of the field whose choices are searched in; empty where what was sent is to be saved."""
    pressed = str(data.get(FIND, ""))
    if pressed != ENTERED:
        return pressed
    befores = [name for name in data if name.endswith(BEFORE)]
    return next((n.removesuffix(BEFORE) for n in befores if data[n] != data.get(n.removesuffix(BEFORE) + SUFFIX)), "")


def narrowed(
    choices: Sequence[tuple[Any, Any]], chosen: frozenset[str], text: str
) -> tuple[list[tuple[Any, Any]], int]:
    """What is offered: the empty choice, what is chosen, then the first that hold every word of `text`; and how many
    of all choices hold them."""
    words = text.casefold().split()

    def found(value: Any, label: Any) -> bool:
        said = f"{value} {label}".casefold()
        return all(word in said for word in words)

    answering = [(value, label) for value, label in choices if value and (not words or found(value, label))]
    kept = [(value, label) for value, label in choices if not value or str(value) in chosen]
    more = [one for one in answering[: MOST_CHOICES + len(chosen)] if str(one[0]) not in chosen]
    return [*kept, *more[:MOST_CHOICES]], len(answering)


def _values(bound: Any) -> frozenset[str]:
    value = bound.value()
    given = value if isinstance(value, (list, tuple, set)) else [value]
    return frozenset(str(one) for one in given if one not in (None, ""))


def status_of(request: HttpRequest, status: int) -> int:
    """The status of a page with a form: a search refuses nothing, though it saves nothing either."""
    return 200 if status == REFUSED and searched(request.POST) else status
