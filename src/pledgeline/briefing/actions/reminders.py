"""Reminding the centres whose people have not acknowledged in time. The same reminder goes out once a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from pledgeline.briefing import queries
from pledgeline.briefing.actions import _checks, told
from pledgeline.briefing.models import BriefingVersion, Reminder

# From the day before the last day on: earlier it would be noise.
DAYS_BEFORE = 1


@transaction.atomic
def remind(*, by: Any, at: datetime | None = None, days_before: int = DAYS_BEFORE) -> list[Reminder]:
    """One reminder for each centre with people outstanding on a version whose last day is near or past.

    Returns those sent now; on the same day the same call sends nothing more. Versions that hold no longer are left.
    """
    moment = _checks.moment(at)
    day: date = _checks.local_day(moment)
    due = BriefingVersion.objects.published().filter(acknowledge_by__lte=day + timedelta(days=days_before))
    holding = [
        one
        for one in due.select_related("briefing").order_by("pk")
        if one.effective_to is None or one.effective_to > day
    ]
    sent_today = set(Reminder.objects.filter(day=day).values_list("version", "centre"))
    made = []
    for version_pk, shares in queries.acknowledged_shares(holding, day=day).items():
        version = next(one for one in holding if one.pk == version_pk)
        for centre, share in sorted(shares.items()):
            if not share.missing or (version_pk, centre) in sent_today:
                continue
            made.append(Reminder.objects.create(version=version, centre=centre, day=day, outstanding=share.missing))
            told.reminded(version, centre, share, moment)
    if made:
        sent = [f"{one.version}/{one.centre}" for one in made]
        _checks.record("briefing.reminded", "reminder", day.isoformat(), by, {"sent": sent})
    return made
