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
    from django.contrib.auth import get_user_model

    from pledgeline.organisation.actions import people

    if centre == "north":
        return cast.bob
    known = get_user_model().objects.filter(username="cora").first()
    # Somebody who has signed in stays signed in.
    return known or people.ensure(
        username="cora", name="Cora", role="centre_manager", centre=centre, password=None, by=None
    )


def signed_terms(cast: Any, *, centre: str = "north", agreed: dict[str, Any] | None = None) -> Any:
    """Terms `<centre>-2026`, in force from the first of January 2026."""
    from pledgeline.partnership.actions import terms

    code = f"{centre}-2026"
    said = agreed or {**AGREED, "rules": [{**AGREED["rules"][0], "contract": f"{centre}-wait"}]}
    terms.draft(code=code, centre=centre, agreed=said, effective_from=SINCE, by=cast.mia)
    terms.offer(code=code, number=1, by=cast.mia)
    terms.sign(code=code, number=1, by=cast.alice)
    return terms.sign(code=code, number=1, by=manager_of(centre, cast))


def audit(cast: Any, *, centre: str = "north") -> None:
    """An audit of the client's own, `<centre>-audit`, with one gap and no plan for it."""
    from pledgeline.partnership.actions import standing
    from pledgeline.partnership.core.standing import Severity

    code = f"{centre}-audit"
    standing.record_audit(code=code, centre=centre, day=SINCE, auditor="Eve", by=cast.mia)
    standing.record_gap(
        audit=code, heading="people", severity=Severity.MAJOR, found="No <b>training</b> hours", by=cast.mia
    )


def everything(cast: Any, *, centre: str = "north") -> None:
    """One of each record with a centre, without contacts: a statement shown, a review prepared, an action, an
    escalation, and a remark with a file. Codes begin with the centre's."""
    from pledgeline.experience.core.contract import Side
    from pledgeline.partnership.actions import escalations, improvements, remarks, reviews

    metric_contract(cast, centre=centre)
    version = signed_terms(cast, centre=centre)
    audit(cast, centre=centre)
    statement(version)
    reviews.begin(
        code=f"{centre}-monthly",
        centre=centre,
        title_en="Monthly review",
        title_zh="月度复盘",
        every_months=1,
        first_due=SINCE,
        agenda=[{"en": "Figures", "zh": "数字"}],
        by=cast.mia,
    )
    reviews.prepare(code=f"{centre}-monthly", first_day=SINCE, last_day=date(2026, 1, 31), by=cast.mia)
    improvements.open_one(
        code=f"{centre}-hours",
        centre=centre,
        side="centre",
        owner="Bob",
        title_en="More people at noon",
        title_zh="午间加人",
        cause_en="Lunch at the same time",
        cause_zh="集中午休",
        due=date(2099, 1, 1),
        by=cast.mia,
    )
    raised = escalations.raise_one(
        centre=centre, title="Late briefing", text="Told on the same day", side=Side.CENTRE, by=None
    )
    remarks.add(
        kind="escalation",
        key=str(raised.number),
        text_en="See the mail",
        files=[remarks.File("mail.txt", b"Dear all")],
        side=Side.CENTRE,
        by=None,
    )


def statement(version: Any, *, shown: bool = True) -> Any:
    """A statement of January 2026 with one line, written as the action would."""
    from datetime import UTC, datetime

    from pledgeline.partnership.models import Statement, StatementLine

    code = f"{version.terms.code}-2026-01-1"
    at = datetime(2026, 2, 3, 2, tzinfo=UTC)
    made = Statement.objects.create(
        code=code, centre=version.terms.centre, terms=version.terms, version=version, month=SINCE, number=1,
        first_day=SINCE, last_day=date(2026, 1, 31), snapshot="s-1", program="0.1.0", currency="CNY",
        uncapped="12000.10", due="12000.10", digest="0" * 64, created_at=at,
        state="shown" if shown else "draft", shown_at=at if shown else None,
        objections_until=date(2099, 12, 31) if shown else None,
    )  # fmt: skip
    StatementLine.objects.create(
        statement=made, place=1, rule="wait", contract=f"{version.terms.centre}-wait", contract_number=1,
        metric="human_or_callback_within", metric_version="1.0", params={"limit_s": 60}, figure="lower",
        services=["cards"], raw_good=70, raw_n=100, adjusted_good=65, adjusted_n=90,
        windows=[{"number": 1, "exclusion": "outage", "good": 5, "n": 10}],
        amount_raw="12000.10", amount_adjusted="12000.10", reason_code="settlement_band",
        reason_numbers={"figure": "0.7222", "n": 90},
    )  # fmt: skip
    return made
