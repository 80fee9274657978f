"""The list of promises with what each measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pledgeline.experience import queries, wording
from pledgeline.experience.queries import Lens, Measured, PromiseRow, Stage
from pledgeline.experience.views.frame import centre_names, page
from pledgeline.kernel.verdict import Reason
from pledgeline.ui.figures import Figure
from pledgeline.ui.requests import page_number


@dataclass(frozen=True)
class ListedPromise:
    """One row: a promise, and either what it measured or why there is nothing to show. `untestable` says why it could
    not be tested at all; empty where it can."""

    row: PromiseRow
    measured: Measured | None
    figure: Figure | None
    reason: str
    untestable: str


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    stage = queries.stage(user, today=timezone.localdate())
    names = centre_names(request)
    shown = queries.promise_page(user, number=page_number(request))
    rows = queries.promise_list(user, shown)
    hindered = queries.hindrances([row.current for row in rows], stage.means)
    context = {
        "page": shown,
        "rows": [_listed(row, user, stage, hindered[row.code], names) for row in rows],
        "period": stage.delivered,
        "snapshot": stage.snapshot,
        "centre_names": names,
    }
    return page(request, "promises", context, here="promises")


def _listed(
    row: PromiseRow, user: Any, stage: Stage, hindered: tuple[Reason, ...], names: dict[str, str]
) -> ListedPromise:
    why = wording.reason(hindered[0].code, hindered[0].numbers) if hindered else ""
    if row.current.state == "draft":
        return ListedPromise(row, None, None, wording.reason("draft", {}), why)
    through = queries.lens(row.current, user=user, stage=stage)
    if not isinstance(through, Lens):
        said = wording.reason(through.code, through.numbers)
        return ListedPromise(row, None, None, "" if said == why else said, why)
    measured = queries.measure(through, stage)
    return ListedPromise(
        row, measured, wording.promise_figure(measured), wording.decided_sentence(measured, names), why
    )
