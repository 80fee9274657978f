"""The health of each relation in both directions, every term opening to what it rests on."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pledgeline.experience.core.contract import Side
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import evidence
from pledgeline.partnership.core.health import Health, Term
from pledgeline.partnership.evidence.health import HEALTH_DAYS, CentreHealth
from pledgeline.partnership.views.frame import page
from pledgeline.partnership.views.people_frame import today
from pledgeline.partnership.wording import people as words
from pledgeline.ui.figures import Figure

# Terms that have a page of the same name.
_OWN = ("escalations", "reviews")


@require_safe
@permission_required("partnership.see_contract", raise_exception=True)
def health(request: HttpRequest) -> HttpResponse:
    names = organisation.centre_names(request.user)
    found = evidence.healths(day=today(), centres=sorted(names))
    rows = [
        {
            "centre": one.centre,
            "name": names[one.centre],
            "directions": [_direction(one, each, names[one.centre]) for each in (one.client, one.at_centre)],
        }
        for one in found
    ]
    return page(request, "health", {"rows": rows, "days": HEALTH_DAYS}, here="health")


def _direction(of: CentreHealth, found: Health, name: str) -> dict[str, Any]:
    titles = {
        Side.CLIENT: _("What the client does for %(centre)s"),
        Side.CENTRE: _("What %(centre)s does for the client"),
    }
    title = titles[found.side] % {"centre": name}
    headings = {Side.CLIENT: _("The client for the centre"), Side.CENTRE: _("The centre for the client")}
    known = sum(one.weight.weight for one in found.terms if one.value is not None)
    figure = Figure(title, found.value, lower=found.lower, upper=found.upper)
    return {
        "title": title,
        "heading": headings[found.side],
        "figure": figure,
        "shown": found.weight_shown,
        "weakest": _weakest(found),
        "terms": [_term(of, found.side, one, known) for one in found.terms],
    }


def _weakest(found: Health) -> dict[str, Any] | None:
    """The term that costs most; None where nothing is known or nothing is lost."""
    lost = [(one.weight.weight * (1 - one.value), one) for one in found.terms if one.value is not None]
    cost, term = max(lost, key=lambda pair: pair[0], default=(0.0, None))
    return {"title": words.TERMS[term.weight.term], "value": term.value} if term is not None and cost > 0 else None


def _term(of: CentreHealth, side: Side, one: Term, known: float) -> dict[str, Any]:
    weight = one.weight.weight
    return {
        "title": words.TERMS[one.weight.term],
        "reason": words.said(one.weight.reason),
        "value": one.value,
        "n": one.n,
        "weight": f"{weight:g}",
        "adds": weight * one.value / known if one.value is not None else None,
        "url": _basis(of, side, one.weight.term),
    }


def _basis(of: CentreHealth, side: Side, term: str) -> str:
    """The page that shows the records a term was counted from."""
    at = reverse("partnership:mirror_of", args=[of.centre])
    facts = of.basis.get((side, term), ())
    if term == "pulse":
        return reverse("partnership:pulse_round", args=[facts[-1].key]) if facts else reverse("partnership:pulses")
    places = {"duties": at, "ratings": f"{at}#ratings", "ideas": reverse("partnership:ideas")}
    for name, view in (("actions", "improvements"), ("effects", "improvements"), *((one, one) for one in _OWN)):
        places[name] = reverse(f"partnership:{view}")
    return places.get(term, "")
