"""The charts of a report: drawn from the assessment's own figures, and from the same snapshot asked by time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from pledgeline.assurance import wording
from pledgeline.assurance.checks.contacts import METRIC
from pledgeline.assurance.checks.given import Ask
from pledgeline.assurance.models import Assessment
from pledgeline.assurance.queries import AssessmentPage, FindingRow, RequirementRow
from pledgeline.contacts.core.question import Question
from pledgeline.kernel.verdict import Verdict
from pledgeline.ui import formats
from pledgeline.ui.charts import CentreRow, HeatCell, Picture, TrendPoint, centre_comparison, heat_map, trend

# Up to this many days a trend has a point a day, beyond it a point a week: more dots than that are a smear on A4.
DAYS_BY_DAY = 45
MOST_HEAT_MAPS = 3
# As many bars as fit on a page; of thousands no chart is drawn at all.
MOST_BARS = 40
PRINT_WIDTH = 640


@dataclass(frozen=True)
class Drawn:
    """`name` is the file's stem; `caption` says what the reader should look at."""

    requirement: str
    name: str
    caption: str
    picture: Picture
    group: tuple[str, str] = ("", "")
    """Promise and version whose findings it stands above; empty for a chart of the whole requirement."""


@dataclass(frozen=True)
class Names:
    centres: Mapping[str, str]
    services: Mapping[str, str]


def charts(assessment: Assessment, page: AssessmentPage, names: Names, ask: Ask) -> list[Drawn]:
    """Every chart the assessment has data for, in the active language."""
    drawn = []
    for row in page.requirements:
        if row.requirement.check == "wait_within_limit" and row.figures.get("n"):
            drawn += _wait(assessment, row, names, ask)
        if row.requirement.check == "promises_kept":
            drawn += _promises(row, names)
    return drawn


def _wait(assessment: Assessment, row: RequirementRow, names: Names, ask: Ask) -> list[Drawn]:
    identity = row.requirement.id
    target = assessment.parameters[f"{identity}.target_share"]
    limit_s = assessment.parameters[f"{identity}.limit_s"]
    shown = _weakest(row.findings)
    rows = [_bar(one, names.centres.get(one.subject["centre"], one.subject["centre"])) for one in shown]
    caption = _("Share served by a person, or offered a callback, within %(limit)s, by centre") % {
        "limit": formats.seconds(limit_s)
    }
    caption = _of_all(caption, len(shown), len(row.findings))
    drawn = [
        Drawn(
            identity, "wait-centres", caption, centre_comparison(rows, title=caption, target=target, width=PRINT_WIDTH)
        )
    ]

    def put(by: tuple[str, ...], centre: str = "") -> list[Mapping[str, Any]]:
        limits = {"centre": tuple(assessment.centres), "service": tuple(assessment.services)}
        if centre:
            limits["centre"] = (centre,)
        where = {name: codes for name, codes in limits.items() if codes}
        question = Question(METRIC, by, assessment.period, where, {"limit_s": limit_s})
        return list(ask(question, snapshot=assessment.snapshot).groups)

    drawn.append(_course(assessment, identity, put, target))
    for one in _worth_a_map(row.findings):
        centre = one.subject["centre"]
        caption = _("%(centre)s: when the minute holds, by hour and weekday") % {
            "centre": names.centres.get(centre, centre)
        }
        cells = [
            HeatCell(group["by"]["weekday"] + 1, group["by"]["hour"], group["lower"], group["n"])
            for group in put(("weekday", "hour"), centre)
        ]
        picture = heat_map(cells, title=caption, target=target, width=PRINT_WIDTH)
        drawn.append(Drawn(identity, f"wait-hours-{centre}", caption, picture))
    return drawn


def _course(assessment: Assessment, identity: str, put: Any, target: float) -> Drawn:
    start, end = assessment.period_start, assessment.period_end
    by_day = start is not None and end is not None and (end - start).days <= DAYS_BY_DAY
    points = []
    for group in put(("day",) if by_day else ("week",)):
        day = date.fromisoformat(str(group["by"]["day" if by_day else "week"]))
        label = f"{day:%m-%d}"
        points.append(TrendPoint(label, group["lower"], group["lower"], group["upper"], group["n"]))
    caption = (
        _("All centres, day by day: lower bound, and how far the facts leave it open")
        if by_day
        else _("All centres, week by week (from its Monday): lower bound, and how far the facts leave it open")
    )
    return Drawn(identity, "wait-trend", caption, trend(points, title=caption, target=target, width=PRINT_WIDTH))


def _worth_a_map(findings: tuple[FindingRow, ...]) -> list[FindingRow]:
    """The centres that do not keep the minute, weakest first."""
    missed = [
        one
        for one in findings
        if one.judgement.verdict not in (Verdict.MET, Verdict.NOT_APPLICABLE) and one.figures.get("n")
    ]
    return sorted(missed, key=lambda one: (one.figures["lower"], one.subject["centre"]))[:MOST_HEAT_MAPS]


def _promises(row: RequirementRow, names: Names) -> list[Drawn]:
    """One comparison a promise: its figure at every centre and service, against the promise."""
    drawn = []
    for group in row.groups(row.requirement.criteria[0].id):
        having = [one for one in group.findings if _has_share(one)]
        if not having or group.sentence is None:
            continue
        shown = _weakest(having)
        target = shown[0].judgement.reason.numbers["target"]
        sentence = wording.text_of(group.sentence)
        bars = [_bar(one, _two_lines(one, names)) for one in shown]
        picture = centre_comparison(bars, title=sentence, target=target, width=PRINT_WIDTH)
        stem = f"promise-{group.promise}-v{group.version}"
        caption = _of_all("", len(shown), len(having))
        drawn.append(Drawn(row.requirement.id, stem, caption, picture, (group.promise, group.version)))
    return drawn


def _weakest(findings: Sequence[FindingRow]) -> list[FindingRow]:
    """The MOST_BARS weakest, in the order in which they were found."""
    if len(findings) <= MOST_BARS:
        return list(findings)
    ordered = sorted(findings, key=lambda one: (one.figures.get("lower") is None, one.figures.get("lower") or 0.0))
    kept = {one.number for one in ordered[:MOST_BARS]}
    return [one for one in findings if one.number in kept]


def _of_all(caption: str, shown: int, there: int) -> str:
    """Says so where not all of them are drawn."""
    if shown == there:
        return caption
    words = _("the weakest %(n)s of %(all)s") % {"n": formats.count(shown), "all": formats.count(there)}
    return f"{caption} – {words}" if caption else words


def _two_lines(one: FindingRow, names: Names) -> str:
    centre, service = one.subject["centre"], one.subject["service"]
    return f"{names.centres.get(centre, centre)}\n{names.services.get(service, service)}"


def _has_share(one: FindingRow) -> bool:
    numbers = one.judgement.reason.numbers
    return bool(
        one.figures.get("n") and numbers.get("unit") == "share" and one.figures.get(numbers["figure"]) is not None
    )


def _bar(one: FindingRow, name: str) -> CentreRow:
    figures, numbers = one.figures, one.judgement.reason.numbers
    interval = figures.get("ci95")
    value = figures.get(str(numbers.get("figure", "lower")))
    return CentreRow(
        name=name,
        lower=figures.get("lower", value),
        upper=figures.get("upper", value),
        n=figures.get("n") or 0,
        interval=(interval[0], interval[1]) if interval and interval[0] is not None else None,
    )
