"""The demo organisation's records: calendars, services, centres, engagements, people, promises. Safe to repeat."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pledgeline.experience import queries as promises_known
from pledgeline.experience.actions import promises
from pledgeline.experience.core.promise import Direction
from pledgeline.kernel.verdict import Modality
from pledgeline.organisation.actions import calendars, centres, engagements, people, services
from pledgeline.web.demo.story import Organisation, Person, PromiseText, organisation

# The figure of each metric that a promise of the demo is judged on.
_JUDGED = {
    "human_or_callback_within": "lower",
    "service_level": "service_level",
    "abandonment_rate": "abandonment_rate",
}


@dataclass(frozen=True)
class SignIn:
    username: str
    password: str
    role: str
    name: str
    centre: str | None


@transaction.atomic
def register() -> list[SignIn]:
    """Everything the demo organisation consists of, and the sign-ins of its people (one password, made per home)."""
    known = organisation()
    _places(known)
    for promise in known.promises:
        _promise(promise)
    password = _password(settings.KEYS / "demo-password")
    return [_person(person, password) for person in known.people]


def _places(known: Organisation) -> None:
    for calendar in known.calendars:
        hours = calendar.hours()
        calendars.define(
            code=calendar.code,
            name_en=calendar.name.en,
            name_zh=calendar.name.zh,
            zone=hours.zone,
            weekly=hours.weekly,
            special=hours.special,
            by=None,
        )
    for service in known.services:
        services.ensure(
            code=service.code,
            name_en=service.name.en,
            name_zh=service.name.zh,
            zone=service.zone,
            calendar=service.calendar,
            by=None,
        )
    for centre in known.centres:
        centres.ensure(
            code=centre.code,
            name_en=centre.name.en,
            name_zh=centre.name.zh,
            kind=centre.kind,
            zone=centre.zone,
            by=None,
        )
    for one in known.engagements:
        engagements.ensure(
            centre=one.centre,
            service=one.service,
            channels=one.channels,
            first_day=one.valid_from,
            last_day=one.valid_to,
            by=None,
        )


def _promise(text: PromiseText) -> None:
    if promises_known.known(text.code):
        return
    wording = promises.Wording(
        sentence_en=text.sentence.en,
        sentence_zh=text.sentence.zh,
        target=text.target,
        metric=text.metric,
        figure=_JUDGED[text.metric],
        params=dict(text.params),
        direction=Direction(text.direction),
        modality=Modality(text.modality),
        services=text.services,
        channels=text.channels,
        expectations=text.expectations,
    )
    version = promises.register(code=text.code, wording=wording, by=None)
    promises.make_effective(code=text.code, number=version.number, effective_from=text.valid_from, by=None)


def _person(person: Person, password: str) -> SignIn:
    name = person.name.zh if person.language == "zh-hans" else person.name.en
    people.ensure(
        username=person.username,
        name=name,
        role=person.role,
        centre=person.centre,
        language=person.language,
        password=password,
        by=None,
    )
    return SignIn(person.username, password, person.role, name, person.centre)


def _password(path: Path) -> str:
    """One password for the demo's people: random, so that a demo left running on a network is no open door."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12), "ascii")
    return path.read_text("ascii")
