"""Rules on what runs: contacts where somebody is engaged, and a forecast before the month begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pledgeline.assurance.core.xray.facts import Contradiction, Facts, Fix, Theme


def contacts_and_engagements(facts: Facts) -> Iterator[Contradiction]:
    """Contacts of a service at a centre that nobody engaged for it, and an engagement from which nothing arrives.

    An engagement that began or ended within the days observed may rightly be silent.
    """
    if facts.observed is None:
        for one in facts.running():
            subject = {"centre": one.centre, "service": one.service}
            yield Contradiction("nothing_ever_arrived", Theme.DATA, subject, {}, Fix("contacts:sources"))
        return
    days = {
        "first": facts.observed.start.isoformat() if facts.observed.start else "",
        "last": facts.observed.last.isoformat() if facts.observed.last else "",
    }
    engaged = {(one.centre, one.service) for one in facts.engagements if one.period.overlaps(facts.observed)}
    for (centre, service), n in sorted(facts.contacts.items()):
        if n and (centre, service) not in engaged:
            subject = {"centre": centre, "service": service}
            fix = Fix("register", ("engagements",))
            yield Contradiction("contacts_without_engagement", Theme.DATA, subject, {"n": n, **days}, fix)
    for one in facts.running():
        if one.period.covers(facts.observed) and not facts.contacts.get((one.centre, one.service)):
            subject = {"centre": one.centre, "service": one.service}
            yield Contradiction("engagement_without_contacts", Theme.DATA, subject, days, Fix("contacts:sources"))


def forecast_missing(facts: Facts) -> Iterator[Contradiction]:
    """The month ahead is as near as the centre needs it to staff, and no forecast for it was handed over."""
    first = next_month(facts.today)
    days = (first - facts.today).days
    if days > facts.limits.forecast_lead_days:
        return
    handed = {(one.centre, one.service) for one in facts.plans if one.handed_over}
    for one in facts.running(first):
        if (one.centre, one.service) not in handed:
            yield Contradiction(
                "forecast_missing",
                Theme.CAPACITY,
                {"centre": one.centre, "service": one.service},
                {"day": first.isoformat(), "days": days, "limit": facts.limits.forecast_lead_days},
                Fix("capacity:plans"),
            )


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
