"""Where each centre stands against Part 1, and on which records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.queries import parameters
from pledgeline.partnership.core import standing as core
from pledgeline.partnership.models import Audit, Certificate, Gap


@dataclass
class Held:
    """The records of one centre."""

    certificates: list[core.Certificate] = field(default_factory=list)
    audits: list[core.Audit] = field(default_factory=list)
    gaps: list[core.Gap] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.certificates) + len(self.audits) + len(self.gaps)


@dataclass(frozen=True)
class StandingRow:
    centre: str
    services: tuple[str, ...]
    judgement: Judgement
    held: Held


def any_recorded() -> bool:
    """Whether anything at all is recorded about Part 1, of whichever centre."""
    return Certificate.objects.exists() or Audit.objects.exists()


def held(*, user: Any = None) -> Mapping[str, Held]:
    """The records by centre: those the user may see, or without one all (for evidence, never for a page)."""
    found: dict[str, Held] = defaultdict(Held)
    for one in _seen(Certificate, user):
        found[one.centre].certificates.append(
            core.Certificate(one.number, one.body, tuple(one.services), one.valid_from, one.valid_to)
        )
    for audit in _seen(Audit, user):
        found[audit.centre].audits.append(core.Audit(audit.code, audit.day))
    for gap in _seen(Gap, user).select_related("audit"):
        found[gap.centre].gaps.append(core.Gap(core.Severity(gap.severity), gap.audit.day, gap.due, gap.closed))
    return found


def _seen(model: Any, user: Any) -> Any:
    return model.objects.all() if user is None else model.objects.visible_to(user)


def standings(user: Any, *, day: date) -> list[StandingRow]:
    """One row for each centre that the user may see and that serves something on `day`.

    How long an audit of one's own counts is the organisation's own number.
    """
    names = organisation.centre_names(user)
    services: dict[str, set[str]] = defaultdict(set)
    for one in organisation.engagements(during=Period.from_days(day, day)):
        if one.centre in names:
            services[one.centre].add(one.service)
    records = held(user=user)
    audit_days = int(parameters.value("partnership.audit_days", day=day))
    rows = []
    for centre in sorted(services):
        mine = records.get(centre, Held())
        judgement = core.standing(
            day,
            services=services[centre],
            certificates=mine.certificates,
            audits=mine.audits,
            gaps=mine.gaps,
            audit_days=audit_days,
        )
        rows.append(StandingRow(centre, tuple(sorted(services[centre])), judgement, mine))
    return rows
