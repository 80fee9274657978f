"""Reports of an assessment: print-ready HTML in each language, the JSON, and the charts as SVG and PNG.

A report is a file, not a served page: it carries its styles and pictures inside, so that it can be sent and kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from pledgeline.assurance import queries
from pledgeline.assurance.checks.given import Ask
from pledgeline.assurance.core.requirement import Criterion, Edition
from pledgeline.assurance.models import Assessment
from pledgeline.assurance.queries.named import named, with_services
from pledgeline.assurance.reports.charts import Drawn, Names, charts
from pledgeline.contacts import queries as contacts
from pledgeline.organisation import queries as organisation
from pledgeline.ui.charts.palette import NAMES, tokens

LANGUAGES = ("zh-hans", "en")
_STYLE = Path(__file__).parent / "report.css"


def write(
    assessment: Assessment, out_dir: Path, languages: Sequence[str] = LANGUAGES, *, ask: Ask | None = None
) -> list[Path]:
    """Writes `report-zh.html`, `report-en.html`, `assessment.json` and `charts/`; returns the files, in that order.

    Charts are asked of the assessment's own snapshot. The folder is made where it is missing; files of the same name
    are replaced. `assessment.json` has its sentences in the first of `languages`.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    written = []
    pictures: list[Path] = []
    for language in languages:
        with translation.override(language):
            page, names, drawn = _gathered(assessment, ask)
            path = out_dir / f"report-{language[:2]}.html"
            path.write_text(_rendered(assessment, page, names, drawn, language), encoding="utf-8")
            written.append(path)
            pictures += _write_charts(out_dir / "charts", drawn, language[:2])
    path = out_dir / "assessment.json"
    text = json.dumps(queries.assessment_json(assessment, language=languages[0]), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    return [*written, path, *pictures]


def html(assessment: Assessment, *, language: str, ask: Ask | None = None) -> str:
    """The report in one language as one self-contained text."""
    with translation.override(language):
        page, names, drawn = _gathered(assessment, ask)
        return _rendered(assessment, page, names, drawn, language)


def _gathered(assessment: Assessment, ask: Ask | None) -> tuple[queries.AssessmentPage, Names, list[Drawn]]:
    page = queries.whole(assessment)
    names = Names(*organisation.names_for_files())
    return page, names, charts(assessment, page, names, ask or contacts.ask)


def _rendered(
    assessment: Assessment, page: queries.AssessmentPage, names: Names, drawn: list[Drawn], language: str
) -> str:
    context = {
        "page": page,
        "language": language,
        "edition": Edition.model_validate(assessment.catalogue_head),
        "sections": [(row, *_arranged(row, drawn)) for row in page.requirements],
        "centre_names": names.centres,
        "service_names": names.services,
        "names": with_services(named(None, _spoken_of(page)), names.services),
        "style": _style(),
        "zone": settings.TIME_ZONE,
    }
    return render_to_string("assurance/report/report.html", context)


def _spoken_of(page: queries.AssessmentPage) -> Iterator[Mapping[str, Any]]:
    for row in page.requirements:
        yield row.judgement.reason.numbers
        for one in row.findings:
            yield one.subject
            yield one.judgement.reason.numbers


def _arranged(
    row: queries.RequirementRow, drawn: list[Drawn]
) -> tuple[list[Drawn], list[tuple[Criterion, list[tuple[queries.FindingGroup, list[Drawn]]]]]]:
    """The charts of a whole requirement, and its groups of findings by criterion, each with the charts above it."""
    own = [one for one in drawn if one.requirement == row.requirement.id]
    criteria = []
    for criterion in row.requirement.criteria:
        groups = [
            (group, [one for one in own if group.promise and one.group == (group.promise, group.version)])
            for group in row.groups(criterion.id)
        ]
        if groups:
            criteria.append((criterion, groups))
    return [one for one in own if not one.group[0]], criteria


def _write_charts(folder: Path, drawn: list[Drawn], language: str) -> list[Path]:
    written = []
    for one in drawn:
        folder.mkdir(parents=True, exist_ok=True)
        svg, png = folder / f"{one.name}-{language}.svg", folder / f"{one.name}-{language}.png"
        svg.write_text(one.picture.file(), encoding="utf-8")
        png.write_bytes(one.picture.png())
        written += [svg, png]
    return written


@cache
def _style() -> SafeString:
    """The report's style sheet with the product's light colours, and the classes that charts are drawn with."""
    colours = tokens("light")
    root = "".join(f"--{name}:{colour};" for name, colour in colours.items())
    marks = "".join(f".f-{name}{{fill:{colours[name]}}}.s-{name}{{stroke:{colours[name]}}}" for name in NAMES)
    # Safe: our own style sheet and colours, no one else's text.
    return mark_safe(f":root{{{root}}}\n{_STYLE.read_text(encoding='utf-8')}\n{marks}")  # noqa: S308
