"""What the demo bank found out about its customers' needs, with sources of different age and one honest refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth import get_user_model
from django.db import transaction

from pledgeline.needs import queries
from pledgeline.needs.actions import expectations, segments
from pledgeline.needs.core.expectation import Importance, SegmentKind, SourceKind, Strength

# 10:00 in Shanghai.
MORNING = time(2, tzinfo=UTC)
REGISTERED_AGO, REFUSED_AGO, REVIEW_AHEAD = 200, 45, 150


@transaction.atomic
def write(*, today: date) -> None:
    """Nothing where expectations are registered already."""
    if queries.any_registered():
        return
    found = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    owner = get_user_model().objects.get(username="lin.yue")
    since = today - timedelta(days=REGISTERED_AGO)
    for one in found["segments"]:
        kinds = [SegmentKind(kind) for kind in one["kinds"]]
        segments.register(
            code=one["code"], name_en=one["name"]["en"], name_zh=one["name"]["zh"], kinds=kinds, by=owner, at=_at(since)
        )
    for one in found["expectations"]:
        expectations.register(
            code=one["code"],
            service=one["service"],
            wording=_wording(one, today),
            effective_from=since,
            by=owner,
            at=_at(since),
        )
        for source in one["sources"]:
            _source(one["code"], source, owner, today)
        if "refused" in one:
            because = one["refused"]
            at = _at(today - timedelta(days=REFUSED_AGO))
            expectations.refuse(code=one["code"], because_en=because["en"], because_zh=because["zh"], by=owner, at=at)


def _at(day: date) -> datetime:
    return datetime.combine(day, MORNING)


def _wording(one: Mapping[str, Any], today: date) -> expectations.Wording:
    texts = {
        f"{name}_{language}": one[name][language]
        for name in ("need", "adequate", "desired", "moment")
        for language in ("en", "zh")
    }
    return expectations.Wording(
        segment=one["segment"],
        importance=Importance(one["importance"]),
        owner="林悦",
        next_review=today + timedelta(days=REVIEW_AHEAD),
        channels=one["channels"],
        **texts,
    )


def _source(code: str, source: Mapping[str, Any], owner: Any, today: date) -> None:
    dated = today - timedelta(days=source["ago"])
    expectations.add_source(
        code=code,
        kind=SourceKind(source["kind"]),
        dated=dated,
        n=source["n"],
        strength=Strength(source["strength"]),
        reference=source["reference"],
        by=owner,
        at=_at(max(dated, today - timedelta(days=REGISTERED_AGO))),
    )
