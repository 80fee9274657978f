"""What changed from one set of promises to the next: which came, which went, and in which fields one changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pledgeline.experience.core.promise import Promise

# In the order in which a reader takes a promise in. Each value is plain: a text, a number or a tuple of codes.
FIELDS = (
    "sentence_en",
    "sentence_zh",
    "metric",
    "figure",
    "params",
    "direction",
    "target",
    "modality",
    "hours",
    "services",
    "centres",
    "channels",
    "expectations",
)


@dataclass(frozen=True)
class Change:
    """One field of one promise, before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Changed:
    """A promise in both sets that says something else now; `before` and `after` hold both versions whole."""

    before: Promise
    after: Promise
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Difference:
    """All promises of two sets, each in exactly one list, by code."""

    came: tuple[Promise, ...]
    went: tuple[Promise, ...]
    changed: tuple[Changed, ...]
    same: tuple[Promise, ...]

    @property
    def nothing(self) -> bool:
        return not (self.came or self.went or self.changed)


def said(promise: Promise) -> Mapping[str, Any]:
    """What a promise says, field by field; the days of its life and its number are not among them."""
    rule, scope = promise.rule, promise.scope
    return {
        "sentence_en": promise.sentence["en"],
        "sentence_zh": promise.sentence["zh"],
        "metric": rule.metric,
        "figure": rule.figure,
        "params": tuple(f"{name} = {value}" for name, value in sorted(rule.params.items())),
        "direction": rule.direction.value,
        "target": rule.target,
        "modality": promise.modality.value,
        "hours": promise.hours.value if promise.hours else "",
        "services": scope.services,
        "centres": scope.centres,
        "channels": scope.channels,
        "expectations": promise.expectations,
    }


def changes(before: Promise, after: Promise) -> tuple[Change, ...]:
    """The fields in which two versions differ, in the order of `FIELDS`."""
    old, new = said(before), said(after)
    return tuple(Change(name, old[name], new[name]) for name in FIELDS if old[name] != new[name])


def difference(before: Iterable[Promise], after: Iterable[Promise]) -> Difference:
    """`before` may be empty: then everything came."""
    old = {one.code: one for one in before}
    new = {one.code: one for one in after}
    both = [(old[code], new[code], changes(old[code], new[code])) for code in sorted(old.keys() & new.keys())]
    return Difference(
        came=tuple(new[code] for code in sorted(new.keys() - old.keys())),
        went=tuple(old[code] for code in sorted(old.keys() - new.keys())),
        changed=tuple(Changed(one, other, found) for one, other, found in both if found),
        same=tuple(other for _one, other, found in both if not found),
    )
