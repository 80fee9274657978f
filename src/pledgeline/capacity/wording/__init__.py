"""Codes into sentences, in the reader's language."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from pledgeline.capacity.core.accuracy import Cause, Level, Staffing
from pledgeline.capacity.core.erlang import Reading
from pledgeline.capacity.core.outlook import Span
from pledgeline.capacity.core.resources import Area, Side, Standing
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.wording.problems import PROBLEMS
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import wording as organisation
from pledgeline.ui import formats
from pledgeline.ui.wording import PROBLEMS as SHEETS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ACTIONS: dict[str, StrPromise] = {
    "forecast.frozen": gettext_lazy("Forecast frozen"),
    "forecast.shared_out": gettext_lazy("Forecast shared out among centres"),
    "plan.reckoned": gettext_lazy("Chance of keeping the promise reckoned"),
    "plan.opened": gettext_lazy("Plan opened"),
    "plan.forecast_handed_over": pgettext_lazy("audit trail", "Forecast handed over"),
    "plan.required": gettext_lazy("Required staff written"),
    "plan.requested": gettext_lazy("Staff requested"),
    "plan.committed": gettext_lazy("Staff committed"),
    "plan.scheduled": gettext_lazy("Staff scheduled"),
    "plan.delivered": gettext_lazy("Staff delivered"),
    "resource.required": gettext_lazy("Resource required"),
    "resource.put_in_place": gettext_lazy("Resource put in place"),
}

STAGES: Mapping[str, StrPromise] = {
    Stage.REQUIRED: pgettext_lazy("stage", "Required"),
    Stage.REQUESTED: pgettext_lazy("stage", "Requested"),
    Stage.COMMITTED: pgettext_lazy("stage", "Committed"),
    Stage.SCHEDULED: pgettext_lazy("stage", "Scheduled"),
    Stage.DELIVERED: pgettext_lazy("stage", "Delivered"),
}

AREAS: Mapping[str, StrPromise] = {
    Area.COMPETENCES: pgettext_lazy("resource", "Competences and languages"),
    Area.SYSTEMS: pgettext_lazy("resource", "Systems and access"),
    Area.KNOWLEDGE: pgettext_lazy("resource", "Knowledge"),
    Area.AUTHORITY: pgettext_lazy("resource", "Authority limits"),
    Area.TRAINING: pgettext_lazy("resource", "Training hours"),
    Area.ACCESSIBILITY: pgettext_lazy("resource", "Accessibility"),
    Area.CONTINUITY: pgettext_lazy("resource", "Continuity"),
}

SIDES: Mapping[str, StrPromise] = {
    Side.CLIENT: pgettext_lazy("side", "Client"),
    Side.CENTRE: pgettext_lazy("side", "Centre"),
}

STANDINGS: Mapping[str, StrPromise] = {
    Standing.IN_PLACE: pgettext_lazy("standing", "In place"),
    Standing.DUE_LATER: pgettext_lazy("standing", "Due later"),
    Standing.OVERDUE: pgettext_lazy("standing", "Overdue"),
    Standing.EXPIRED: pgettext_lazy("standing", "Expired"),
}

READINGS: Mapping[str, StrPromise] = {
    Reading.SERVED_WITHIN: gettext_lazy("answered within the limit, of all contacts"),
    Reading.HUMAN_OR_CALLBACK_WITHIN: gettext_lazy("answered, or offered a callback, within the limit"),
    Reading.OFFERED_WITHIN: gettext_lazy("would have been answered within the limit, had nobody left"),
    Reading.WAITED_WITHIN: gettext_lazy("waited no longer than the limit, whatever came of it"),
}

METHODS: Mapping[str, StrPromise] = {
    "formula": gettext_lazy("exact formulas, interval by interval"),
    "simulation": gettext_lazy("days simulated"),
    "profile": gettext_lazy("level and daily profile of past contacts"),
    "prior": gettext_lazy("what was expected of an open day"),
}

SPANS: Mapping[str, StrPromise] = {
    Span.DAY: pgettext_lazy("stretch", "Day"),
    Span.WEEK: pgettext_lazy("stretch", "Week"),
    Span.MONTH: pgettext_lazy("stretch", "Month"),
}

LEVELS: Mapping[str, StrPromise] = {
    Level.INTERVAL: pgettext_lazy("level", "Interval"),
    Level.DAY: pgettext_lazy("level", "Day"),
    Level.WEEK: pgettext_lazy("level", "Week"),
    Level.WHOLE: pgettext_lazy("level", "All days together"),
}

CAUSES: Mapping[str, StrPromise] = {
    Cause.WITHIN: pgettext_lazy("whose error", "nobody"),
    Cause.CAMPAIGN: pgettext_lazy("whose error", "the campaign’s notice"),
    Cause.FORECAST: pgettext_lazy("whose error", "the forecast"),
}

STAFFING: Mapping[str, StrPromise] = {
    Staffing.ENOUGH: gettext_lazy("enough were there"),
    Staffing.AGREED_SHORT: gettext_lazy("fewer were agreed than required"),
    Staffing.BROUGHT_SHORT: gettext_lazy("the centre brought fewer than it agreed"),
    Staffing.UNKNOWN: gettext_lazy("what was delivered has not been told"),
}


def said(words: Mapping[str, str]) -> str:
    """Words kept as {en, zh}, in the reader's language."""
    return words["zh"] if (get_language() or "en").startswith("zh") else words["en"]


def sentence(problem: Problem) -> str:
    """The problem as one sentence with its place before it: file, row and column of a workbook."""
    words = PROBLEMS.get(problem.code) or SHEETS.get(problem.code)
    text = str(words) % problem.params if words is not None else problem.code
    place = [problem.file] if problem.file else []
    if problem.line:
        place.append(_("row %(n)s") % {"n": problem.line})
        if problem.field:
            place.append(_("column %(name)s") % {"name": problem.field})
    return _("%(place)s: %(text)s") % {"place": ", ".join(place), "text": text} if place else text


def days_committed(n: int) -> str:
    if not n:
        return _("The workbook says what was committed already.")
    return ngettext("%(n)s day committed.", "%(n)s days committed.", n) % {"n": n}


def silent_campaign(name: str) -> str:
    return _(
        "Campaign “%(campaign)s” falls into these days and tells no contacts: it adds nothing to the forecast."
    ) % {"campaign": name}


def listed(words: Iterable[str]) -> str:
    return _(", ").join(words)


def campaign_name(code: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """In the reader's language; the code where nobody knows it any more."""
    return said(names[code]) if code in names else code


def days(row: Any) -> Period:
    """The days of a plan or a forecast, as a period."""
    return Period.from_days(row.first_day, row.last_day)


def basis(kept: Mapping[str, Any]) -> list[tuple[str, str]]:
    """With what an outlook was reckoned."""
    patience, offer = kept.get("patience_s"), kept.get("callback_after_s")
    return [
        (_("Forecast"), str(kept["forecast"])),
        (_("Part of all contacts"), formats.share(kept["part"], 1)),
        (_("What the target counts"), str(READINGS.get(kept["reading"], kept["reading"]))),
        (_("Target"), f"{formats.share(kept['share'], 0)}, {formats.seconds(kept['limit_s'])}"),
        (_("Handling time"), formats.seconds(kept["aht_s"])),
        (_("Mean patience"), formats.seconds(patience) if patience is not None else _("nobody leaves")),
        *([(_("Callback offered after"), formats.seconds(offer))] if offer is not None else []),
        (_("Method"), method(kept["method"])),
    ]


def method(code: str) -> str:
    """ "formula/1" → "exact formulas, interval by interval (version 1)": of a plan's outlook or of a forecast."""
    name, _slash, version = code.partition("/")
    return _("%(method)s (version %(n)s)") % {"method": METHODS.get(name, name), "n": version or "1"}


def named(service: str, channel: str) -> str:
    """What a plan or a forecast is called: the service and the channel."""
    return f"{service} · {organisation.channel(channel)}"


def covering(one: Any) -> str:
    """A forecast as it is chosen from a list."""
    days = formats.period(Period.from_days(one.first_day, one.last_day))
    made = _("made %(day)s") % {"day": formats.day(one.made_at.date())}
    return f"{days} · {made} · {one.code}"


def asked_again(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What an outlook was reckoned with, as its form shows it; nothing where there is none."""
    if not kept:
        return {}
    patience = kept["patience_s"]
    return {
        "aht_s": _typed(kept["aht_s"]),
        "patience_s": None if patience is None or math.isinf(patience) else _typed(patience),
        "reading": kept["reading"],
        "share": _typed(round(kept["share"] * 100, 4)),
        "limit_s": _typed(kept["limit_s"]),
        "callback_after_s": _typed(kept.get("callback_after_s")),
    }


def terms_again(kept: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The terms of an allocation as its form shows them."""
    found: dict[str, float] = {}
    for centre, terms in kept.items():
        found |= {
            f"cost_{centre}": terms["cost"],
            f"least_{centre}": _typed(round(terms["least"] * 100, 4)),
            f"most_{centre}": _typed(round(terms["most"] * 100, 4)),
        }
    return found


def _typed(value: float | None) -> Any:
    """A number as one types it into a field: whole ones without decimals."""
    return int(value) if value is not None and float(value).is_integer() else value


def campaign_rows(kept: Sequence[Mapping[str, Any]], names: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """What had been told of campaigns when a forecast was made."""
    return [
        {
            "code": one["code"],
            "name": campaign_name(one["code"], names),
            "period": Period.from_days(date.fromisoformat(one["days"][0]), date.fromisoformat(one["days"][-1])),
            "expected": sum(one["expected"].values()),
        }
        for one in kept
    ]


def points(value: float) -> str:
    """A difference of two shares in percentage points, with its sign."""
    if math.isnan(value):
        return formats.share(None)
    sign = "−" if value < 0 else "+"
    return _("%(n)s points") % {"n": f"{sign}{abs(value) * 100:.1f}"}


def points_between(low: float, high: float) -> str:
    """The ends of an interval of a difference, as far as they read differently."""
    if math.isnan(low) or math.isnan(high):
        return formats.share(None)
    decimals = 1 if f"{low * 100:.1f}" != f"{high * 100:.1f}" else 2
    ends = [f"{'−' if one < 0 else '+'}{abs(one) * 100:.{decimals}f}" for one in (low, high)]
    return _("95 %% interval %(low)s to %(high)s points") % {"low": ends[0], "high": ends[1]}


def what_if_rows(old: Mapping[str, float], new: Mapping[str, float]) -> list[tuple[str, str, str]]:
    """(name, as planned, changed) of what a simulated day came to."""

    def shown(value: float, write: Any) -> str:
        return str(write(None if math.isnan(value) else value))

    def one_decimal(value: float | None) -> str:
        return formats.share(value, 1)

    rows: list[tuple[str, str, Any]] = [
        ("contacts", _("Contacts a day"), formats.count),
        ("kept", _("Share kept"), one_decimal),
        ("offered", _("Offered a callback"), one_decimal),
        ("abandoned", _("Hung up"), one_decimal),
        ("mean_wait_s", _("Mean wait of those answered"), formats.seconds),
        ("occupancy", _("Agents busy"), one_decimal),
    ]
    return [(name, shown(old[key], write), shown(new[key], write)) for key, name, write in rows]


def taught(known: Any, prior: Sequence[str]) -> list[tuple[str, str]]:
    """Where handling times and patience of a what-if are from."""
    unknown = _("no contact teaches it yet: a prior is taken")
    if known is None:
        return [(_("Handling time"), unknown), (_("Patience"), unknown)]
    curve = _("measured (Kaplan–Meier)") if known.patience is not None else _("exponential, with the measured mean")
    offer = formats.seconds(known.callback_after_s) if known.callback_after_s is not None else _("not as a rule")
    return [
        (_("Snapshot"), known.snapshot),
        (_("Contacts handled"), f"{formats.count(known.n)}, {formats.period(known.period)}"),
        (
            _("Handling time"),
            _("measured, by blocks of three hours; mean %(s)s") % {"s": formats.seconds(known.mean_s)},
        ),
        (_("Patience"), unknown if "patience" in prior else curve),
        (_("Callback offered after"), offer),
    ]
