"""Reads: every promise in force measured at once, for pages that look at all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pledgeline.experience.core.promise import Promise, State
from pledgeline.experience.queries.measured import Lens, Measured, lens, measure
from pledgeline.experience.queries.testing import Stage
from pledgeline.kernel.verdict import Reason


def measured_together(promises: Iterable[Promise], *, user: Any, stage: Stage) -> list[Measured]:
    """Each promise in force that `user` may see something of, in the order given; drafts are left out.

    Thousands of promises are a few dozen questions: those that ask for the same figure of the same contacts against
    the same target have the same answer, which is found once.
    """
    known: dict[tuple[Any, ...], Measured | Reason] = {}
    found = []
    for one in promises:
        if one.state is State.DRAFT:
            continue
        asks = _asks(one)
        if asks not in known:
            through = lens(one, user=user, stage=stage)
            known[asks] = measure(through, stage) if isinstance(through, Lens) else through
        answer = known[asks]
        if isinstance(answer, Measured):
            found.append(replace(answer, lens=replace(answer.lens, promise=one)))
    return found


def _asks(one: Promise) -> tuple[Any, ...]:
    """All of a promise that its figures and verdict follow from."""
    rule = one.rule
    params = json.dumps(rule.params, sort_keys=True)
    return rule.metric, rule.figure, rule.direction, rule.target, params, one.modality, one.scope, one.period
