"""What the pages of the people side share: how a problem is shown, and what does not exist to a reader."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import wording

# To a reader these do not exist, whether they do or not.
UNKNOWN = {"partnership.centre_unknown", "pulse.unknown", "idea.unknown", "link.unknown"}


def today() -> Any:
    return timezone.localdate()


def number_of(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 1


def own_centre(request: HttpRequest, code: str) -> str:
    """`code` where the reader may see that centre; 404 otherwise, as where there is none."""
    if code not in organisation.centre_names(request.user):
        raise Http404
    return code


def tell(request: HttpRequest, problem: Problem) -> None:
    """The problem as a message on the next page; 404 for what does not exist to this reader."""
    if problem.code in UNKNOWN:
        raise Http404 from problem
    messages.error(request, wording.problem(problem))


def refused(form: Any, problem: Problem) -> None:
    """The problem beside the field it speaks of, else above the form; 404 for what does not exist to this reader."""
    if problem.code in UNKNOWN and problem.field not in form.fields:
        raise Http404 from problem
    form.add_error(problem.field if problem.field in form.fields else None, wording.problem(problem))
