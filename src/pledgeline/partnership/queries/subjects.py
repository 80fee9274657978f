"""What a remark may hang on: of each kind, whose it is and where it is read.

A room above adds its own kind with `also`: its records are not known here, and need not be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core.remark import Subject
from pledgeline.partnership.models import Escalation, Improvement, Review, Statement, StatementLine, Terms
from pledgeline.partnership.queries.statements import page_of_line


@dataclass(frozen=True)
class Found:
    """The centre it belongs to, and the page it is read on."""

    centre: str
    path: str


Finder = Callable[[str, Any], Found | None]
_FINDERS: dict[str, Finder] = {}


def also(kind: str, find: Finder) -> None:
    """Makes `kind` something that remarks may hang on. `find(key, user)` gives None for what the user may not see."""
    _FINDERS[kind] = find


def subject(kind: str, key: str, *, user: Any) -> Found:
    """Raises Problem `remark.unknown` for what is not there, or not for this user."""
    find = _FINDERS.get(kind)
    found = find(key, user) if find is not None and len(key) <= 160 else None
    if found is None:
        raise Problem("remark.unknown", kind=kind[:32])
    return found


def _seen(model: Any, user: Any, **wanted: Any) -> Any:
    rows = model.objects.all() if user is None else model.objects.visible_to(user)
    return rows.filter(**wanted).first()


def _terms(key: str, user: Any) -> Found | None:
    one = _seen(Terms, user, code=key)
    return Found(one.centre, reverse("partnership:terms", args=[key])) if one is not None else None


def _statement(key: str, user: Any) -> Found | None:
    one = _seen(Statement, user, code=key)
    return Found(one.centre, reverse("partnership:statement", args=[key])) if one is not None else None


def _line(key: str, user: Any) -> Found | None:
    """`<statement>:<rule>`"""
    code, _, rule = key.rpartition(":")
    found = _statement(code, user)
    if found is None or not StatementLine.objects.filter(statement__code=code, rule=rule).exists():
        return None
    number = page_of_line(code, rule)
    return Found(found.centre, f"{found.path}{f'?lines={number}' if number > 1 else ''}#line-{rule}")


def _review(key: str, user: Any) -> Found | None:
    """`<series>:<number>`"""
    code, _, number = key.rpartition(":")
    if not (number.isascii() and number.isdecimal()) or len(number) > 9:
        return None
    one = _seen(Review, user, series__code=code, number=int(number))
    return Found(one.centre, reverse("partnership:review", args=[code, int(number)])) if one is not None else None


def _improvement(key: str, user: Any) -> Found | None:
    one = _seen(Improvement, user, code=key)
    return Found(one.centre, reverse("partnership:improvement", args=[key])) if one is not None else None


def _escalation(key: str, user: Any) -> Found | None:
    if not (key.isascii() and key.isdecimal()) or len(key) > 9:
        return None
    one = _seen(Escalation, user, number=int(key))
    return Found(one.centre, reverse("partnership:escalation", args=[int(key)])) if one is not None else None


also(Subject.TERMS, _terms)
also(Subject.STATEMENT, _statement)
also(Subject.LINE, _line)
also(Subject.REVIEW, _review)
also(Subject.IMPROVEMENT, _improvement)
also(Subject.ESCALATION, _escalation)
