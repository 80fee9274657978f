"""Writing and publishing briefings. What was published is never edited: what people were told stays readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pledgeline.briefing.actions import _checks, told
from pledgeline.briefing.core.briefing import Duty, Kind, State
from pledgeline.briefing.core.understanding import QUESTIONS
from pledgeline.briefing.models import Briefing, BriefingVersion
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem

WORDS = ("title_en", "title_zh", "body_en", "body_zh")
LISTS = ("promises", "centres", "services", "channels", "languages", "duties")
FEWEST_CHOICES = 2
LONGEST_TITLE = 200
LONGEST_BODY = 20_000


@dataclass(frozen=True)
class Wording:
    """Everything a version says. An empty audience list means all; `effective_to` is the first day without it."""

    title_en: str
    title_zh: str
    body_en: str
    body_zh: str
    effective_from: date
    acknowledge_by: date
    effective_to: date | None = None
    promises: Sequence[str] = ()
    centres: Sequence[str] = ()
    services: Sequence[str] = ()
    channels: Sequence[str] = ()
    languages: Sequence[str] = ()
    duties: Sequence[str] = ()
    questions: Sequence[Mapping[str, Any]] = ()

    def columns(self) -> dict[str, Any]:
        """The same as columns of BriefingVersion; raises Problem naming the field that cannot stand."""
        for name in WORDS:
            text = getattr(self, name)
            if not text.strip():
                raise Problem("briefing.words_missing", field=name)
            longest = LONGEST_TITLE if name.startswith("title") else LONGEST_BODY
            if len(text) > longest:
                raise Problem("briefing.words_too_long", field=name, longest=longest)
        if self.effective_to is not None and self.effective_to <= self.effective_from:
            raise Problem("briefing.period_empty", field="effective_to")
        return {
            **{name: getattr(self, name).strip() for name in WORDS},
            **{name: getattr(self, name) for name in ("effective_from", "effective_to", "acknowledge_by")},
            "promises": sorted({checked_code(code, field="promises") for code in self.promises}),
            "centres": _checks.known("centre", self.centres, field="centres"),
            "services": _checks.known("service", self.services, field="services"),
            "channels": _checks.words(Channel, self.channels, "channels"),
            "languages": sorted({checked_code(code, field="languages") for code in self.languages}),
            "duties": _checks.words(Duty, self.duties, "duties"),
            "questions": _questions(self.questions),
        }


def _questions(questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Three questions or none: each in both languages, with choices in both, of which one is right."""
    if len(questions) not in (0, QUESTIONS):
        raise Problem("briefing.questions_three", field="questions", n=len(questions))
    kept = []
    for number, one in enumerate(questions, start=1):
        choices = [{"en": choice["en"].strip(), "zh": choice["zh"].strip()} for choice in one["choices"]]
        said = [one["en"].strip(), one["zh"].strip(), *(words for choice in choices for words in choice.values())]
        if not all(said) or len(choices) < FEWEST_CHOICES or one["right"] not in range(len(choices)):
            raise Problem("briefing.question_incomplete", field="questions", number=number)
        kept.append({"en": said[0], "zh": said[1], "choices": choices, "right": one["right"]})
    return kept


@transaction.atomic
def register(*, code: str, kind: str, wording: Wording, by: Any, at: datetime | None = None) -> BriefingVersion:
    """A new briefing with its first version, a draft. Raises Problem `briefing.code_taken` or one of the wording's."""
    checked_code(code, field="code")
    kind = _checks.words(Kind, [kind], "kind")[0]
    columns = wording.columns()
    moment = _checks.moment(at)
    found, new = Briefing.objects.get_or_create(code=code, defaults={"kind": kind, "created_at": moment})
    if not new:
        raise Problem("briefing.code_taken", field="code", briefing=code)
    version = _write(found, 1, columns, by, moment)
    _record("briefing.registered", version, by, {"kind": kind, **columns})
    return version


@transaction.atomic
def revise(*, code: str, by: Any, at: datetime | None = None, **changes: Any) -> BriefingVersion:
    """The next version, a draft: the latest one with `changes` (fields of Wording).

    Raises Problem `briefing.draft_exists` where a draft waits already: edit or publish that one.
    """
    found = _checks.briefing(code)
    latest = found.versions.order_by("-number")[0]
    if latest.state == State.DRAFT:
        raise Problem("briefing.draft_exists", briefing=code, number=latest.number)
    columns = replace(wording_of(latest), **changes).columns()
    version = _write(found, latest.number + 1, columns, by, _checks.moment(at))
    _record("briefing.revised", version, by, columns)
    return version


@transaction.atomic
def edit(*, code: str, number: int, by: Any, **changes: Any) -> BriefingVersion:
    """A draft with `changes`. Raises Problem `briefing.version_is_fixed` for any version that was published."""
    version = _checks.version(_checks.briefing(code), number)
    if version.state != State.DRAFT:
        raise Problem("briefing.version_is_fixed", briefing=code, number=number)
    columns = replace(wording_of(version), **changes).columns()
    for name, value in columns.items():
        setattr(version, name, value)
    version.save()
    _record("briefing.edited", version, by, columns)
    return version


@transaction.atomic
def publish(*, code: str, number: int, by: Any, at: datetime | None = None) -> BriefingVersion:
    """Tells the centres; the version told before is superseded, and takes no acknowledgement any more.

    Raises Problem `briefing.not_a_draft` (someone was quicker) or `briefing.deadline_past`.
    """
    found = _checks.briefing(code)
    version = _checks.version(found, number)
    moment = _checks.moment(at)
    if version.state != State.DRAFT:
        raise Problem("briefing.not_a_draft", briefing=code, number=number)
    if version.acknowledge_by < _checks.local_day(moment):
        raise Problem("briefing.deadline_past", field="acknowledge_by", day=version.acknowledge_by.isoformat())
    for earlier in found.versions.filter(state=State.PUBLISHED):
        earlier.state = State.SUPERSEDED
        earlier.save()
    version.state, version.published_at, version.published_by = State.PUBLISHED, moment, by
    version.save()
    told.published(version)
    _record("briefing.published", version, by, {"at": moment.isoformat()})
    return version


def wording_of(version: BriefingVersion) -> Wording:
    names = (*WORDS, *LISTS, "effective_from", "effective_to", "acknowledge_by", "questions")
    return Wording(**{name: getattr(version, name) for name in names})


def _write(found: Briefing, number: int, columns: Mapping[str, Any], by: Any, at: datetime) -> BriefingVersion:
    return BriefingVersion.objects.create(briefing=found, number=number, created_by=by, created_at=at, **columns)


def _record(action: str, version: BriefingVersion, by: Any, data: Mapping[str, Any]) -> None:
    spoken = {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()}
    _checks.record(action, "briefing", version.briefing.code, by, {"number": version.number, **spoken})
