"""The mirror scorecard: how the client did its part, for all centres and for one, and how the centres rate it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import evidence, queries
from pledgeline.partnership.actions import mirror as actions
from pledgeline.partnership.core.measure import Case
from pledgeline.partnership.core.mirror import RATED, Item, Rating, Scorecard, pooled, satisfaction
from pledgeline.partnership.core.quarter import Quarter
from pledgeline.partnership.forms.people import RatingForm
from pledgeline.partnership.views.frame import page
from pledgeline.partnership.views.people_frame import own_centre, refused, today
from pledgeline.partnership.wording import people as words
from pledgeline.ui import formats
from pledgeline.ui.figures import Figure, Link

# Where a case was recorded: a page of another room, by name.
_RECORDS = {
    Item.CAMPAIGN_NOTICE: "briefing:campaign",
    Item.CHANGE_NOTICE: "experience:promise",
    Item.REPLY: "briefing:question",
}
EARLIER = 7


def quarter_of(request: HttpRequest) -> Quarter:
    """The quarter asked for, else the one of today; 404 for what is none, or has not begun."""
    current = Quarter.of(today())
    text = request.GET.get("quarter", "")
    if not text:
        return current
    try:
        wanted = Quarter.read(text)
    except Problem as malformed:
        raise Http404 from malformed
    if wanted > current:
        raise Http404
    return wanted


def _ways(chosen: Quarter) -> list[Link]:
    """This quarter and those before it, the newest first."""
    found = [Quarter.of(today())]
    while len(found) <= EARLIER:
        found.append(found[-1].before)
    if chosen not in found:
        found.append(chosen)
    return [Link(words.quarter(one), f"?quarter={one}", current=one == chosen) for one in found]


@require_safe
def mirror(request: HttpRequest) -> HttpResponse:
    quarter, names = quarter_of(request), organisation.centre_names(request.user)
    cards = evidence.scorecards(quarter.period, day=today(), centres=sorted(names))
    ratings = queries.ratings([quarter], user=request.user)
    whole = organisation.visible_centres(request.user) is None
    context = {
        "quarter": quarter,
        "ways": _ways(quarter),
        "items": [(item, words.ITEMS[item]) for item in Item],
        "rows": [_row(card, names, ratings.get(card.centre, ())) for card in cards.values()],
        "figures": _figures(pooled(list(cards.values()), next(iter(cards.values())).limits)) if whole and cards else [],
    }
    return page(request, "mirror", context, here="mirror")


def _row(card: Scorecard, names: Mapping[str, str], ratings: Sequence[Rating]) -> dict[str, Any]:
    scores = [one.score for one in ratings]
    return {
        "centre": card.centre,
        "name": names[card.centre],
        "cells": [(words.ITEMS[item], card.items[item], card.judged(item)) for item in Item],
        "mean": f"{sum(scores) / len(scores):.1f}" if scores else None,
        "scores": len(scores),
    }


def _figures(card: Scorecard, *, basis: bool = False) -> list[Figure]:
    return [
        Figure(
            str(words.ITEMS[item]),
            card.items[item].share,
            target=card.limits.target_share,
            n=card.items[item].n,
            note=words.limit(item, card.limits.days(item)),
            basis_url=f"#{item}" if basis else "",
            decimals=0,
        )
        for item in Item
    ]


@require_safe
def mirror_of(request: HttpRequest, centre: str) -> HttpResponse:
    own_centre(request, centre)
    return _centre_page(request, centre)


def _may_rate(request: HttpRequest, centre: str) -> bool:
    return request.user.has_perm("partnership.rate_client") and organisation.own_centre(request.user) == centre


def _centre_page(
    request: HttpRequest, centre: str, *, form: RatingForm | None = None, status: int = 200
) -> HttpResponse:
    quarter, day = quarter_of(request), today()
    name = organisation.centre_names(request.user)[centre]
    found = evidence.mirror(quarter.period, day=day, centres=[centre])
    card = found[0][0] if found else None
    given = queries.ratings([quarter], user=request.user, centres=[centre]).get(centre, [])
    rated = {one.item for one in given}
    rates = _may_rate(request, centre) and quarter.may_be_rated_on(day) and len(rated) < len(RATED)
    shown = {"quarter": quarter, "ways": _ways(quarter), "centre": centre, "name": name}
    context = {
        **shown,
        "figures": _figures(card, basis=True) if card is not None else [],
        "items": _items(card) if card is not None else [],
        "ratings": [(words.ITEMS[one.item], one) for one in given],
        "satisfaction": satisfaction([one.score for one in given]),
        "form": (form or RatingForm(rated=rated)) if rates else None,
        "crumbs": [Link(_("Mirror"), reverse("partnership:mirror")), Link(name)],
    }
    return page(request, "mirror_of", context, here="mirror", status=status)


# So many cases of an item stand on the page.
MOST_CASES = 50


def _items(card: Scorecard) -> list[dict[str, Any]]:
    """Each item with its verdict and its cases, the missed ones first."""
    return [
        {
            "code": item.value,
            "title": words.ITEMS[item],
            "limit": words.limit(item, card.limits.days(item)),
            "judgement": card.judged(item),
            "all": len(card.items[item].cases),
            "cases": [
                (one, _link(item, one), _measured(item, one))
                for one in sorted(card.items[item].cases, key=lambda one: (one.good, one.day, one.key))[:MOST_CASES]
            ],
        }
        for item in Item
    ]


def _link(item: Item, case: Case) -> str:
    if item is Item.DEFINITION_NOTICE:
        service, _sign, number = case.key.rpartition("-")
        return reverse("experience:definition_version", args=[service, number])
    return reverse(_RECORDS[item], args=[case.key]) if item in _RECORDS else ""


def _measured(item: Item, case: Case) -> str:
    if case.value is None:
        return _("never")
    if item is Item.REPLY:
        return _("%(n)s opening hours") % {"n": f"{case.value:.1f}"}
    if case.value < 0:
        return _("%(n)s days after") % {"n": formats.count(-int(case.value))}
    return _("%(n)s days ahead") % {"n": formats.count(int(case.value))}


@require_POST
@permission_required("partnership.rate_client", raise_exception=True)
def rate(request: HttpRequest, centre: str) -> HttpResponse:
    own_centre(request, centre)
    quarter = quarter_of(request)
    form = RatingForm(request.POST, rated=queries.rated_items(centre, quarter))
    if form.is_valid():
        try:
            actions.rate(centre=centre, quarter=quarter, scores=form.scores(), by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Rated. The client is told."))
            return redirect(f"{reverse('partnership:mirror_of', args=[centre])}?quarter={quarter}")
    return _centre_page(request, centre, form=form, status=422)
