"""Questions to the client, with their clocks."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.briefing import queries, wording
from pledgeline.briefing.actions import questions as actions
from pledgeline.briefing.forms import AnswerForm
from pledgeline.briefing.views.frame import number_of, page, tell
from pledgeline.kernel.problem import Problem
from pledgeline.ui.figures import Link


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    only_open = request.GET.get("open") == "1"
    found, rows = queries.question_list(
        request.user, now=timezone.now(), number=number_of(request), only_open=only_open
    )
    ways = [
        Link(_("All questions"), "?", current=not only_open),
        Link(_("Waiting for an answer"), "?open=1", current=only_open),
    ]
    return page(
        request, "questions", {"page": found, "rows": rows, "ways": ways, "open_only": only_open}, here="questions"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, number: int) -> HttpResponse:
    found = queries.question(number, user=request.user, now=timezone.now())
    if found is None:
        raise Http404
    answers = request.user.has_perm("briefing.answer")
    form = AnswerForm(request.POST or None) if answers and found.answered_at is None else None
    if request.method == "POST":
        if not answers:
            raise PermissionDenied
        if form is None:
            tell(request, Problem("question.answered", number=number))
            return redirect("briefing:question", number)
        if form.is_valid():
            try:
                actions.answer(number=number, by=request.user, **form.cleaned_data)
            except Problem as problem:
                form.add_error(problem.field if problem.field in form.fields else None, wording.sentence(problem))
            else:
                messages.success(request, _("Answered."))
                return redirect("briefing:question", number)
    crumbs = [Link(_("Questions"), reverse("briefing:questions")), Link(Truncator(found.text).chars(60))]
    context = {"found": found, "form": form, "crumbs": crumbs}
    return page(request, "question", context, here="questions", status=422 if form and form.errors else 200)
