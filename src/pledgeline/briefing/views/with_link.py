"""The page that a link opens, for somebody without an account. Reading it changes nothing; its button does, once."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pledgeline.briefing import queries, wording
from pledgeline.briefing.actions import links
from pledgeline.briefing.views.one_briefing import answers_of
from pledgeline.kernel.problem import Problem

GONE = 410


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    found = queries.opened(links.hashed(token))
    if found is None:
        raise Http404
    context = {"found": found, "problem": "", "done": False}
    status = 200
    try:
        if request.method == "POST":
            asked = found.version.questions
            answers = answers_of(request, len(asked)) if asked else None
            links.use(token=token, answers=answers, at=timezone.now())
            context["done"] = True
        else:
            _refuse_dead(found)
    except Problem as problem:
        context["problem"] = wording.sentence(problem)
        status = 422 if problem.code == "check.answers_missing" else GONE
        context["dead"] = status == GONE
    return render(request, "briefing/link.html", context, status=status)


def _refuse_dead(found: queries.Opened) -> None:
    links.refuse_dead(found, timezone.now())
    if found.superseded:
        raise Problem(
            "briefing.superseded",
            briefing=found.version.code,
            number=found.version.number,
            newest=found.newest,
        )
