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
    """Expectations of a service that both centres serve."""
    from pledgeline.needs.models import Expectation, ExpectationVersion
    from tests.web.who_may_ask_what import copies

    original = ExpectationVersion.objects.get(expectation__code="block-a-card")
    of = copies(original.expectation, n, code=lambda number: f"more-{number}")
    Expectation.objects.bulk_create(of, batch_size=1_000)
    ExpectationVersion.objects.bulk_create(copies(original, n, expectation=lambda number: of[number]), batch_size=1_000)
