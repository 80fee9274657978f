"""What the demo bank found out about its customers' needs: sources of different age, one honest refusal, a conflict
that is settled and one that is not, and an expectation still being written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth import get_user_model
from django.db import transaction

from pledgeline.needs import queries
from pledgeline.needs.actions import conflicts, drafts, expectations, segments
from pledgeline.needs.core.expectation import Importance, SegmentKind, SourceKind, Strength

# 10:00 in Shanghai.
MORNING = time(2, tzinfo=UTC)
REGISTERED_AGO, REFUSED_AGO, DRAFTED_AGO, REVIEW_AHEAD = 200, 45, 3, 150


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
    _rest(found, owner, today)


def _rest(found: Mapping[str, Any], owner: Any, today: date) -> None:
    decider = get_user_model().objects.get(username="zhou.heng")
    for one in found["ruled_out"]:
        because = {f"because_{language}": one["because"][language] for language in ("en", "zh")}
        since = _at(today - timedelta(days=REGISTERED_AGO))
        segments.rule_out(kind=SegmentKind(one["kind"]), **because, by=owner, at=since)
    for one in found["conflicts"]:
        what = {f"what_{language}": one["what"][language] for language in ("en", "zh")}
        noted = _at(today - timedelta(days=one["ago"]))
        made = conflicts.mark(first=one["first"], second=one["second"], **what, by=owner, at=noted)
        if "how" in one:
            decided = today - timedelta(days=one["decided_ago"])
            conflicts.decide(
                number=made.number,
                how_en=one["how"]["en"],
                how_zh=one["how"]["zh"],
                prefers=one["prefers"],
                until=decided + timedelta(days=one["holds_days"]),
                by=decider,
                at=_at(decided),
            )
    for one in found["drafts"]:
        texts = {
            f"{name}_{language}": one[name][language] for name in ("need", "adequate") for language in ("en", "zh")
        }
        said = {"segment": one["segment"], "importance": Importance(one["importance"]), "owner": "林悦", **texts}
        at = _at(today - timedelta(days=DRAFTED_AGO))
        drafts.begin(code=one["code"], service=one["service"], by=owner, at=at, **said)


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
