"""The coverage matrix: expectation × promise × metric × feed, with each gap one step from where it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pledgeline.experience import queries, wording
from pledgeline.experience.queries import CoverageEntry, CoverageLine
from pledgeline.experience.views.frame import page, service_asked, service_choice, service_names
from pledgeline.kernel.verdict import Reason
from pledgeline.ui import formats
from pledgeline.ui.figures import Link, Stat
from pledgeline.ui.requests import page_number

UNCITED_ROWS = 25
MOST_LINES = 12


@dataclass(frozen=True)
class ShownLine:
    """A promise in the matrix with its gap in words, and the way to mend it (None: no gap, or none for this reader)."""

    line: CoverageLine
    metric: str
    gap: str
    fix: Link | None
    missing: tuple[tuple[str, Link], ...]
    """(centre, where a contract is drafted) for each place that has none."""


@dataclass(frozen=True)
class ShownEntry:
    """`lines` are the first MOST_LINES promises that serve the expectation; `more` counts the others."""

    entry: CoverageEntry
    lines: tuple[ShownLine, ...]
    more: int
    drafts: tuple[tuple[str, int], ...]
    gap: str
    fix: Link | None


@require_safe
@permission_required("experience.see_coverage", raise_exception=True)
def coverage(request: HttpRequest, service: str = "") -> HttpResponse:
    """Without a service the first one."""
    user: Any = request.user
    names = service_names(request)
    if service and service not in names:
        raise Http404
    asked = service_asked(request, names)
    if asked:
        return redirect("experience:coverage_of", asked)
    chosen = service or next(iter(names), "")
    today = timezone.localdate()
    context: dict[str, Any] = {"service": chosen, **service_choice(request, names, "experience:coverage_of", chosen)}
    stage = queries.stage(user, today=today)
    found = queries.coverage_matrix(chosen, stage, today=today, number=page_number(request)) if chosen else None
    if found is None:
        return page(request, "coverage", context, here="coverage")
    may_mend = user.has_perm("experience.define")
    unknown = Paginator(found.unknown, UNCITED_ROWS).get_page(page_number(request, "unknown"))
    uncited = Paginator(found.uncited, UNCITED_ROWS).get_page(page_number(request, "uncited"))
    context |= {
        "found": found,
        "page": found.page,
        "entries": [_shown(one, chosen, may_mend) for one in found.page.object_list],
        "uncited_page": uncited,
        "uncited": [_line(one, chosen, may_mend) for one in uncited.object_list],
        "unknown_page": unknown,
        "unknown": [
            (code, cited, reverse("experience:promise_revise", args=[code]) if may_mend else "")
            for code, cited in unknown.object_list
        ],
        "stats": [
            Stat(_("Covered"), formats.count(found.covered), _("of %(n)s expectations") % {"n": found.expected}),
            Stat(_("Gaps"), formats.count(found.open), _("expectations nobody can show to be met")),
            Stat(_("Refused, with a reason"), formats.count(found.refused)),
            Stat(
                _("Not settled with a centre"),
                formats.count(found.unsettled),
                _("promises at centres without a contract"),
            ),
        ],
    }
    return page(request, "coverage", context, here="coverage")


def _shown(entry: CoverageEntry, service: str, may_mend: bool) -> ShownEntry:
    # What is open stands first: a gap must not hide behind promises that are whole.
    ordered = sorted(entry.lines, key=lambda one: one.whole)
    lines = tuple(_line(one, service, may_mend) for one in ordered[:MOST_LINES])
    more, drafts = len(entry.lines) - len(lines), entry.drafts[:MOST_LINES]
    if entry.gap is None or entry.gap.code != "expectation_without_promise":
        return ShownEntry(entry, lines, more, drafts, "", None)
    fix = None
    if may_mend:
        asked = urlencode({"expectation": entry.expectation.code, "service": service})
        fix = Link(_("Draft a promise"), f"{reverse('experience:promise_new')}?{asked}")
    return ShownEntry(entry, lines, more, drafts, _("no promise"), fix)


def _line(line: CoverageLine, service: str, may_mend: bool) -> ShownLine:
    gap = wording.reason(line.gap.code, line.gap.numbers) if line.gap is not None else ""
    missing = tuple(
        (place.centre, _contract(line.promise.code, place.centre))
        for place in line.places
        if place.contract is None and place.begun is None
    )
    return ShownLine(
        line,
        wording.metric_title(line.promise.rule.metric) if line.promise.rule.metric else "",
        gap,
        _fix(line.gap, line.promise.code, service) if may_mend and line.gap is not None else None,
        missing if may_mend and line.promise.rule.metric else (),
    )


def _contract(promise: str, centre: str) -> Link:
    asked = urlencode({"promise": promise, "centre": centre})
    return Link(_("Draft a contract"), f"{reverse('experience:contract_new')}?{asked}")


# Where each gap is mended: the name of a view, and whether it is about the promise or the service.
_MENDED: Mapping[str, tuple[str, str]] = {
    "no_rule": ("experience:promise_revise", "promise"),
    "no_rule_figure": ("experience:promise_revise", "promise"),
    "no_hours": ("experience:promise_revise", "promise"),
    "no_opening_hours": ("organisation:service", "service"),
    "no_channel": ("organisation:service", "service"),
    "no_feed": ("contacts:upload", ""),
}


def _fix(gap: Reason, promise: str, service: str) -> Link:
    view, about = _MENDED[gap.code]
    arguments = {"promise": [promise], "service": [service], "": []}[about]
    titles = {
        "experience:promise_revise": _("Revise the promise"),
        "organisation:service": _("See who serves it, and when"),
        "contacts:upload": _("Deliver contacts"),
    }
    return Link(titles[view], reverse(view, args=arguments))
