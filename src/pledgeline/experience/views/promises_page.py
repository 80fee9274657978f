"""The list of promises with what each measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pledgeline.contacts import queries as contacts
from pledgeline.experience import queries, wording
from pledgeline.experience.queries import Lens, Measured, PromiseRow
from pledgeline.experience.views.frame import tabs
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Figure


@dataclass(frozen=True)
class ListedPromise:
    """One row: a promise, and either what it measured or why there is nothing to show."""

    row: PromiseRow
    measured: Measured | None
    figure: Figure | None
    reason: str


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    centre_names = organisation.centre_names(user)
    context = {
        "rows": [_listed(row, user, centre_names) for row in queries.promise_list(user)],
        "tabs": tabs("promises"),
        "centre_names": centre_names,
        "service_names": organisation.service_names(user),
        "period": contacts.data_period(centres=organisation.visible_centres(user)),
        "snapshot": contacts.current_snapshot(),
    }
    return render(request, "experience/promises.html", context)


def _listed(row: PromiseRow, user: Any, centre_names: dict[str, str]) -> ListedPromise:
    if row.current.state == "draft":
        return ListedPromise(row, None, None, wording.reason("draft", {}))
    through = queries.lens(row.current, user=user)
    if not isinstance(through, Lens):
        return ListedPromise(row, None, None, wording.reason(through.code, through.numbers))
    measured = queries.measure(through)
    return ListedPromise(
        row, measured, wording.promise_figure(measured), wording.decided_sentence(measured, centre_names)
    )
