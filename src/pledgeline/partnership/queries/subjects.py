"""What a remark may hang on: of each kind, whose it is and where it is read.

A room above adds its own kind with `also`: its records are not known here, and need not be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.urls import reverse

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core.remark import Subject
from pledgeline.partnership.models import Escalation, Improvement, Review, Statement, StatementLine, Terms, TermsVersion
from pledgeline.partnership.queries.statements import page_of_line


@dataclass(frozen=True)
class Found:
    """The centre it belongs to, the page it is read on, and by what it is called: its title in both languages, a month,
    a number among its like, or the metric of a line."""

    centre: str
    path: str
    title: Mapping[str, str] = field(default_factory=dict)
    month: date | None = None
    number: int | None = None
    metric: str = ""


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


def _of(model: Any, user: Any) -> Any:
    return model.objects.all() if user is None else model.objects.visible_to(user)


def _seen(model: Any, user: Any, **wanted: Any) -> Any:
    return _of(model, user).filter(**wanted).first()


def _titles(one: Any) -> dict[str, str]:
    return {"en": one.title_en, "zh": one.title_zh}


def _terms(key: str, user: Any) -> Found | None:
    one = _seen(Terms, user, code=key)
    if one is None:
        return None
    newest = _of(TermsVersion, user).filter(terms=one).order_by("-number").values_list("agreed__title", flat=True)
    return Found(one.centre, reverse("partnership:terms", args=[key]), newest.first() or {})


def _statement(key: str, user: Any) -> Found | None:
    one = _seen(Statement, user, code=key)
    if one is None:
        return None
    return Found(one.centre, reverse("partnership:statement", args=[key]), month=one.month)


def _line(key: str, user: Any) -> Found | None:
    """`<statement>:<rule>`"""
    code, _, rule = key.rpartition(":")
    found = _statement(code, user)
    if found is None:
        return None
    metric = StatementLine.objects.filter(statement__code=code, rule=rule).values_list("metric", flat=True).first()
    if metric is None:
        return None
    number = page_of_line(code, rule)
    path = f"{found.path}{f'?lines={number}' if number > 1 else ''}#line-{rule}"
    return replace(found, path=path, metric=metric)


def _review(key: str, user: Any) -> Found | None:
    """`<series>:<number>`"""
    code, _, number = key.rpartition(":")
    if not (number.isascii() and number.isdecimal()) or len(number) > 9:
        return None
    one = _of(Review, user).filter(series__code=code, number=int(number)).select_related("series").first()
    if one is None:
        return None
    path = reverse("partnership:review", args=[code, int(number)])
    return Found(one.centre, path, _titles(one.series), number=int(number))


def _improvement(key: str, user: Any) -> Found | None:
    one = _seen(Improvement, user, code=key)
    if one is None:
        return None
    return Found(one.centre, reverse("partnership:improvement", args=[key]), _titles(one))


def _escalation(key: str, user: Any) -> Found | None:
    if not (key.isascii() and key.isdecimal()) or len(key) > 9:
        return None
    one = _seen(Escalation, user, number=int(key))
    if one is None:
        return None
    return Found(one.centre, reverse("partnership:escalation", args=[int(key)]), {"en": one.title, "zh": one.title})


also(Subject.TERMS, _terms)
also(Subject.STATEMENT, _statement)
also(Subject.LINE, _line)
also(Subject.REVIEW, _review)
also(Subject.IMPROVEMENT, _improvement)
also(Subject.ESCALATION, _escalation)
