"""Findings as something that both sides may comment on: `partnership` keeps the remarks and knows no finding."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from pledgeline.assurance.models import Finding
from pledgeline.partnership.queries.subjects import Found

KIND = "finding"


def key_of(assessment: str, requirement: str, number: int) -> str:
    return f"{assessment}:{requirement}:{number}"


def finding_subject(key: str, user: Any) -> Found | None:
    """A finding about one centre that `user` may see (without a user: any); None for one that speaks of no centre."""
    code, _, rest = key.partition(":")
    requirement, _, number = rest.rpartition(":")
    if not (number.isascii() and number.isdecimal()) or len(number) > 9:
        return None
    found = Finding.objects.all() if user is None else Finding.objects.visible_to(user)
    one = found.filter(result__assessment__code=code, result__requirement=requirement, number=int(number)).first()
    if one is None or not one.centre:
        return None
    path = reverse("assurance:finding", args=[code, requirement, int(number)])
    title = {"en": f"requirement {requirement}, no. {int(number)}", "zh": f"要求 {requirement}，第 {int(number)} 项"}
    return Found(one.centre, path, title)
