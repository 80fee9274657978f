"""What may stand in this room's addresses: expectations of a service that both centres serve and of one that A serves
alone, conflicts, drafts, segments and a signal, which is the client's only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.needs_recorded import AT, register, segment, waiting_signal

Examples = dict[str, Mapping[str, Mapping[str, Any]]]


def examples() -> Examples:
    register("block-a-card", "cards")
    register("raise-a-limit", "cards")
    register("settle-a-loan", "loans", segment=segment("borrowers"))
    register("early-payoff", "loans", segment="borrowers")
    codes = {"both": "block-a-card", "A": "settle-a-loan", "unknown": "no-such-expectation"}
    by_code = {label: {"code": code} for label, code in codes.items()}
    found: Examples = {f"needs/<str:code>/{place}": by_code for place in ("", "sources/", "refusals/", "revise/")}
    found |= {
        "needs/drafts/<str:code>/": {"client": {"code": _draft()}, "unknown": {"code": "no-such-draft"}},
        "needs/segments/<str:code>/": {
            label: {"code": code} for label, code in (("both", "holders"), ("A", "borrowers"), ("unknown", "nobody"))
        },
        "needs/kinds/<str:kind>/": {"client": {"kind": "sponsor"}, "unknown": {"kind": "alien"}},
        "needs/conflicts/<int:number>/": {
            "both": {"number": _conflict("block-a-card", "raise-a-limit")},
            "A": {"number": _conflict("settle-a-loan", "early-payoff")},
            "unknown": {"number": 404},
        },
        "needs/signals/<int:number>/": {"client": {"number": waiting_signal().number}, "unknown": {"number": 404}},
    }
    return found


def _draft() -> str:
    from pledgeline.needs.actions import drafts

    return drafts.begin(code="a-thought", service="cards", by=None, next_review=date(2030, 1, 1)).code


def _conflict(first: str, second: str) -> int:
    from pledgeline.needs.actions import conflicts

    words = {"what_en": "Speed against care.", "what_zh": "快与稳相互矛盾。"}
    return conflicts.mark(first=first, second=second, **words, by=None, at=AT).number


def many(n: int) -> None:
    """Expectations of a service that both centres serve, what is noted of each, and the history of one of them."""
    from pledgeline.needs.models import (
        Conflict,
        ConflictDecision,
        ExpectationDraft,
        ExpectationVersion,
        KindRuledOut,
        Refusal,
        Segment,
        Signal,
        Source,
    )
    from tests.web.growth import KEY, histories, more

    _firsts()
    original = ExpectationVersion.objects.filter(expectation__code="block-a-card").latest("number")
    expectations = more(original.expectation, n, code="more-{n}")
    more(original, n, expectation=expectations)
    for record in (Source, Refusal):
        noted = record.objects.filter(expectation=original.expectation).earliest("pk")
        more(noted, n, expectation=expectations)
    more(ExpectationDraft.objects.earliest("pk"), n, code="more-{n}")
    decision = ConflictDecision.objects.earliest("pk")
    more(decision, n, conflict=more(Conflict.objects.get(number=1), n, number=KEY, first=expectations))
    more(Signal.objects.earliest("pk"), n, number=KEY, reason="more-{n}")
    more(Segment.objects.get(code="holders"), n, code="more-{n}")
    more(KindRuledOut.objects.earliest("pk"), n)
    # One expectation that was worded, sourced, refused and stood against others again and again.
    histories(original, "expectation", n, day=date(2026, 2, 1))
    for record in (Source, Refusal):
        more(record.objects.filter(expectation=original.expectation).earliest("pk"), n)
    more(Conflict.objects.get(number=1), n, number=KEY, second=expectations)
    more(decision, n)


def _firsts() -> None:
    """One of each kind of record that the examples do without."""
    from django.contrib.auth import get_user_model

    from pledgeline.needs.actions import conflicts, expectations
    from pledgeline.needs.models import KindRuledOut, Refusal

    if Refusal.objects.exists():
        return
    alice = get_user_model().objects.get(username="alice")
    why = {"because_en": "Nobody pays for others.", "because_zh": "没有代付的人。"}
    conflicts.decide(
        number=1, how_en="Speed first.", how_zh="先求快。", prefers=None, until=date(2030, 1, 1), by=alice, at=AT
    )
    expectations.refuse(code="block-a-card", **why, by=alice, at=AT)
    KindRuledOut.objects.create(kind="sponsor", **why, decided_by=alice, decided_at=AT)
