"""What may stand in the room's addresses: promises and contracts of each centre, definitions and clocks of services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

Examples = dict[str, Mapping[str, Mapping[str, Any]]]


def examples() -> Examples:
    return {**_promises(), **_definitions(), **_contracts(), **_clocks()}


def _promises() -> Examples:
    from pledgeline.experience.actions import promises

    for label, centres in (("all", ()), ("north", ("north",)), ("south", ("south",))):
        wording = promises.Wording(
            sentence_en="A person within a minute, or a callback.",
            sentence_zh="一分钟内接通人工或提供回呼。",
            metric="human_or_callback_within",
            figure="lower",
            params={"limit_s": 60},
            target=0.8,
            centres=centres,
        )
        promises.ensure(code=f"minute-{label}", wording=wording, effective_from=date(2026, 1, 1), by=None)
    promises.register(code="minute-draft", wording=wording, by=None)
    of = {
        "both": {"code": "minute-all"},
        "A": {"code": "minute-north"},
        "B": {"code": "minute-south"},
        "client": {"code": "minute-draft"},
        "unknown": {"code": "no-such-promise"},
    }
    numbered = {label: {**parts, "version": 1} for label, parts in of.items()}
    at = "promises/<str:code>/"
    return {
        **{f"{at}{verb}": of for verb in ("", "target/", "revise/")},
        **{f"{at}<int:version>/{verb}": numbered for verb in ("edit/", "put-in-force/")},
    }


def _definitions() -> Examples:
    from pledgeline.experience.actions import definitions

    for service in ("cards", "loans"):
        definitions.begin(service=service, aim_en="A person, soon.", aim_zh="尽快接通人工。", by=None)
    of = {"both": {"service": "cards"}, "A": {"service": "loans"}, "unknown": {"service": "no-such-service"}}
    numbered = {label: {**parts, "version": 1} for label, parts in of.items()}
    at = "definitions/<str:service>/"
    verbs = ("", "edit/", "submit/", "send-back/", "approve/", "put-in-force/")
    return {at: of, **{f"{at}<int:version>/{verb}": numbered for verb in verbs}}


def _contracts() -> Examples:
    from pledgeline.experience import queries
    from pledgeline.experience.actions import contracts

    terms = queries.usual_terms("human_or_callback_within", {"limit_s": 60}, purpose="minute-all")
    for centre in ("north", "south"):
        code = f"{centre}-minute"
        contracts.draft(code=code, centre=centre, terms=terms, effective_from=date(2026, 7, 1), by=None)
        contracts.offer(code=code, number=1, by=None)
    of = {"A": {"code": "north-minute"}, "B": {"code": "south-minute"}, "unknown": {"code": "no-such-contract"}}
    numbered = {label: {**parts, "version": 1} for label, parts in of.items()}
    at = "metric-contracts/<str:code>/"
    verbs = ("", "edit/", "offer/", "withdraw/", "sign/")
    return {at: of, f"{at}revise/": of, **{f"{at}<int:version>/{verb}": numbered for verb in verbs}}


def _clocks() -> Examples:
    of = {"both": {"service": "cards"}, "A": {"service": "loans"}, "unknown": {"service": "no-such-service"}}
    return {f"clocks/<str:service>/{verb}": of for verb in ("", "apply/", "lift/")} | {"coverage/<str:service>/": of}


def many(n: int) -> None:
    """Promises to everybody, definitions in work, contracts offered to the north centre, clocks that were lifted."""
    from django.contrib.auth import get_user_model

    from pledgeline.experience.models import AppliedClock, ContractVersion, DefinitionVersion, PromiseVersion
    from tests.web.growth import KEY, histories, more

    promise = PromiseVersion.objects.filter(promise__code="minute-all").latest("number")
    # Half of them serve one expectation, and another that nobody registered.
    cites = {"expectations": ["raise-a-limit", "nowhere-on-record"]}
    more(promise, n // 2, promise=more(promise.promise, n // 2, code="more-{n}"))
    more(promise, n - n // 2, promise=more(promise.promise, n - n // 2, code="more-{n}"), **cites)
    version = DefinitionVersion.objects.get(definition__service="cards", number=1)
    more(version, n, definition=more(version.definition, n, service="more-{n}"))
    contract = ContractVersion.objects.get(contract__code="north-minute", number=1)
    more(contract, n, contract=more(contract.contract, n, code="more-{n}"))
    # And a long history of one of each.
    histories(promise, "promise", n, day=date(2026, 1, 2))
    past = {"state": "superseded", "effective_from": date(2000, 1, 1), "effective_to": date(2000, 1, 2), "number": KEY}
    more(contract, n, **past)
    more(version, n, **past, approved_by=get_user_model().objects.get(username="eve").pk)
    lifted = AppliedClock.objects.exclude(until=None).first() or _lifted()
    more(lifted, n, service="more-{n}")


def _lifted() -> Any:
    from pledgeline.experience.actions import clocks
    from pledgeline.experience.core.clocks import clocks as known

    code = min(code for code, one in known().items() if not one.always)
    clocks.apply(service="cards", clock=code, since=date(2026, 1, 1), by=None)
    return clocks.lift(service="cards", clock=code, until=date(2026, 2, 1), by=None)
