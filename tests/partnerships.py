"""A contract with the centre north that can be settled: a signed metric contract, signed terms, and their makings."""

from __future__ import annotations

from datetime import date
from typing import Any

# Django is imported inside the functions: pytest reads this file before the applications are loaded.

SINCE = date(2026, 1, 1)
AGREED: dict[str, Any] = {
    "title": {"en": "Card service 2026", "zh": "2026 年信用卡服务"},
    "services": ["cards"],
    "hours": "opening",
    "currency": "CNY",
    "bonus_cap": "20000",
    "malus_cap": "20000.00",
    "objection_days": 10,
    "answer_days": 5,
    "volumes": [{"service": "cards", "channel": "voice", "contacts_a_month": 4, "tolerance": 0.5}],
    "exclusions": [
        {"code": "outage", "days_before": -3, "title": {"en": "Outage of the client", "zh": "委托方系统故障"}}
    ],
    "rules": [
        {
            "code": "wait",
            "contract": "north-wait",
            "number": 1,
            "figure": "lower",
            "bands": [{"at_least": "0.4", "amount": "0"}, {"at_least": "0.6", "amount": "12000.10"}],
            "below": "-8000",
            "exclusions": ["outage"],
        }
    ],
}


def metric_contract(cast: Any, *, centre: str = "north", minimum_n: int = 1) -> None:
    """Signed by both sides; a few contacts are enough for it."""
    from pledgeline.experience import queries
    from pledgeline.experience.actions import contracts

    params = {"limit_s": 60.0}
    usual = queries.usual_terms("human_or_callback_within", params, purpose="one-minute")
    # One vector proves as much here as all of them, and is run at the offer and at each signature.
    vectors = [
        queries.usual_vectors("human_or_callback_within", params, at_limit_counts=True)[0].model_dump(mode="json")
    ]
    code = f"{centre}-wait"
    terms = {**usual, "minimum_n": minimum_n}
    contracts.draft(code=code, centre=centre, terms=terms, vectors=vectors, effective_from=SINCE, by=cast.alice)
    contracts.offer(code=code, number=1, by=cast.alice)
    contracts.sign(code=code, number=1, by=cast.mia)
    contracts.sign(code=code, number=1, by=manager_of(centre, cast))


def manager_of(centre: str, cast: Any) -> Any:
    from pledgeline.organisation.actions import people

    if centre == "north":
        return cast.bob
    return people.ensure(username="cora", name="Cora", role="centre_manager", centre=centre, password=None, by=None)


def signed_terms(cast: Any, *, centre: str = "north", agreed: dict[str, Any] | None = None) -> Any:
    """Terms `<centre>-2026`, in force from the first of January 2026."""
    from pledgeline.partnership.actions import terms

    code = f"{centre}-2026"
    said = agreed or {**AGREED, "rules": [{**AGREED["rules"][0], "contract": f"{centre}-wait"}]}
    terms.draft(code=code, centre=centre, agreed=said, effective_from=SINCE, by=cast.mia)
    terms.offer(code=code, number=1, by=cast.mia)
    terms.sign(code=code, number=1, by=cast.alice)
    return terms.sign(code=code, number=1, by=manager_of(centre, cast))
