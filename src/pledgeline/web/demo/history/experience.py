"""How the bank defined the experience of its services, settled with its centres how waits are counted, and what is
being worked on today: a stricter target for the chat that waits for the owner, a draft that nobody can test yet, and
the next version of a contract."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.contrib.auth import get_user_model

from pledgeline.experience import queries
from pledgeline.experience.actions import clocks, contracts, definitions, promises
from pledgeline.kernel.interval import Period

ZONE = ZoneInfo("Asia/Shanghai")
RULE, LIMIT = "human_or_callback_within", {"limit_s": 60}


def write(*, today: date) -> None:
    """Nothing where a definition is in force already."""
    if queries.definitions_during(Period(None, today + timedelta(days=1))):
        return
    texts = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    people = {one.username: one for one in get_user_model().objects.all()}
    owner, manager = people["lin.yue"], people["zhou.heng"]
    for service, aim in texts["aims"].items():
        _define(service, aim, today, owner, manager, texts["sent_back"] if service == "card" else None)
    for centre in ("north", "south", "west"):
        _settle(centre, today, owner, manager, people.get("tang.wei") if centre == "west" else None)
    note = f"{texts['clock']['zh']} / {texts['clock']['en']}"
    clocks.apply(
        service="loss", clock="miit-30s", since=today - timedelta(days=60), note=note, by=owner, at=_at(today, 60)
    )
    _in_work(texts, today, manager)


def _in_work(texts: dict[str, Any], today: date, manager: Any) -> None:
    """The manager tried the chat's target on the last weeks, found it too easy, and put a stricter one in review."""
    stricter = promises.revise(code="chat-human-60", target=0.9, by=manager)
    kept = [one for one in queries.promises_to_define("card") if one[0] != "chat-human-60"]
    aim = texts["aims"]["card"]
    definitions.begin(
        service="card",
        aim_en=aim["en"],
        aim_zh=aim["zh"],
        promises=[*kept, ("chat-human-60", stricter.number)],
        by=manager,
        at=_at(today, 4),
    )
    definitions.submit(service="card", number=2, by=manager, at=_at(today, 3))
    wished = texts["wished"]
    words = promises.Wording(
        sentence_en=wished["en"],
        sentence_zh=wished["zh"],
        target=0.95,
        services=("instalment",),
        expectations=("a-plain-bill",),
        hours=None,
    )
    promises.register(code="one-clear-answer", wording=words, by=manager)
    start = today + timedelta(days=36)
    contracts.revise(code="west-human-or-callback-60", effective_from=start, by=manager, at=_at(today, 2))


def _at(today: date, days: int, hour: int = 10) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(hour), ZONE)


def _define(
    service: str, aim: dict[str, str], today: date, owner: Any, manager: Any, sent_back: dict[str, str] | None
) -> None:
    said: dict[str, Any] = {"service": service, "number": 1}
    definitions.begin(service=service, aim_en=aim["en"], aim_zh=aim["zh"], by=manager, at=_at(today, 84))
    definitions.submit(**said, by=manager, at=_at(today, 82))
    if sent_back is not None:
        definitions.send_back(**said, reason=f"{sent_back['zh']} / {sent_back['en']}", by=owner)
        definitions.submit(**said, by=manager, at=_at(today, 80))
    start = today - timedelta(days=75)
    definitions.approve(**said, effective_from=start, by=owner, at=_at(today, 78, 16))
    definitions.put_in_force(**said, by=manager)


def _settle(centre: str, today: date, owner: Any, manager: Any, signer: Any) -> None:
    """West has signed; the others' managers have no account yet, so only the client's signature stands there."""
    code = f"{centre}-human-or-callback-60"
    terms = queries.usual_terms(RULE, LIMIT, purpose="human-or-callback-60")
    start = today - timedelta(days=70)
    contracts.draft(code=code, centre=centre, terms=terms, effective_from=start, by=manager, at=_at(today, 80))
    contracts.offer(code=code, number=1, by=manager, at=_at(today, 77))
    contracts.sign(code=code, number=1, by=owner, at=_at(today, 76))
    if signer is not None:
        contracts.sign(code=code, number=1, by=signer, at=_at(today, 74))
