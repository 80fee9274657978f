"""Words for the page of clocks: what each rule asks for, what was measured, and where the own promise is looser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pledgeline.contacts import wording as contact_wording
from pledgeline.experience.core.clocks import Looser, clock
from pledgeline.experience.wording.pages import said
from pledgeline.kernel.verdict import Judgement
from pledgeline.ui import formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from pledgeline.experience.queries import ClockReading

# A rule of law or of a sector asks; only an own promise is promised.
ASKED: Mapping[str, StrPromise] = {
    "kept": gettext_lazy("%(value)s, with %(goal)s asked for (n = %(n)s)."),
    "not_kept": gettext_lazy("%(value)s, although %(goal)s is asked for (n = %(n)s)."),
}


@dataclass(frozen=True)
class ClockRow:
    """One line of the page of clocks. `verdict` None: not judged, and `note` says why."""

    title: str
    clock: str
    source: str
    trap: str
    applies: bool
    own: bool
    goal: str
    value: str
    n: int | None
    """None where nothing measures the rule."""
    by_centre: tuple[tuple[str, str], ...]
    verdict: Judgement | None
    note: str
    basis: str
    promise: str
    """Code of the own promise; empty for a rule of a clock."""


def clock_row(reading: ClockReading, centres: Mapping[str, str]) -> ClockRow:
    from pledgeline.experience import wording

    own = reading.promise
    parts = tuple(
        (centre, wording.measured(figures.get(reading.figure), reading.unit))
        for centre, figures in sorted(reading.by_centre.items())
    )
    note = ""
    if reading.rule is not None and reading.rule.untested is not None:
        note = said(reading.rule.untested)
    elif reading.judgement is not None:
        code = reading.judgement.reason.code
        why = ASKED.get(code) if own is None else None
        note = wording.reason(code, reading.judgement.reason.numbers, why)
        if reading.decided_by is not None and len(parts) > 1:
            note = wording.at_centre(centres.get(reading.decided_by, reading.decided_by), note)
    elif reading.clock is not None:
        note = _("The rule names no share of customers, so its value is shown and not judged.")
    if own is not None:
        goal = wording.goal(own.rule.direction, own.rule.target, reading.unit)
        title, name, source, trap = wording.sentence(own.sentence, get_language() or "en"), _("Own promise"), "", ""
    else:
        assert reading.clock is not None
        assert reading.rule is not None
        share = reading.rule.share
        goal = wording.goal(reading.rule.direction, share, "share") if share is not None else "–"
        title, name = said(reading.rule.title), said(reading.clock.title)
        source, trap = said(reading.clock.source), said(reading.clock.trap)
    params = contact_wording.parameters(reading.params)
    metric = own.rule.metric if own is not None else (reading.rule.metric if reading.rule else "")
    return ClockRow(
        title=title,
        clock=name,
        source=source,
        trap=trap,
        applies=reading.applies,
        own=own is not None,
        goal=goal,
        value=wording.measured(reading.value, reading.unit) if metric else "–",
        n=reading.n if metric else None,
        by_centre=parts,
        verdict=reading.judgement,
        note=note,
        basis=" · ".join(filter(None, (wording.figure_label(metric, reading.figure), params))) if metric else "",
        promise=own.code if own is not None else "",
    )


def looser(found: Looser) -> str:
    """The contradiction in one sentence."""
    numbers = found.numbers
    words = {
        "promise": found.promise,
        "number": found.number,
        "limit": formats.seconds(numbers["limit_s"]),
        "share": formats.share(numbers["share"], 0),
        "clock": said(clock(found.clock).title),
        "clock_limit": formats.seconds(numbers["clock_limit_s"]),
    }
    if numbers["clock_share"] is None:
        return (
            _("Promise “%(promise)s” allows %(limit)s, and %(clock)s, which applies, allows %(clock_limit)s.") % words
        )
    words["clock_share"] = formats.share(numbers["clock_share"], 0)
    return (
        _(
            "Promise “%(promise)s” asks for %(share)s within %(limit)s, and %(clock)s, which applies, for"
            " %(clock_share)s within %(clock_limit)s."
        )
        % words
    )
