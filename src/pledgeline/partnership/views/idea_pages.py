"""Ideas and thanks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries, wording
from pledgeline.partnership.actions import _people, recognition
from pledgeline.partnership.actions import ideas as actions
from pledgeline.partnership.core.ideas import REPLY_DAYS
from pledgeline.partnership.forms.people import IdeaAnswerForm, IdeaForm, IdeaLinksForm, ThanksForm
from pledgeline.partnership.views.frame import page
from pledgeline.partnership.views.people_frame import number_of, own_centre, refused, today
from pledgeline.ui.figures import Link

GONE = 410


def _ideas_page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    only_open = request.GET.get("open") == "1"
    found, rows = queries.idea_list(request.user, day=today(), number=number_of(request), only_open=only_open)
    centre = organisation.own_centre(request.user)
    hands_out = request.user.has_perm("partnership.hand_out_links")
    context = {
        "page": found,
        "rows": rows,
        "reply_days": REPLY_DAYS,
        "form": IdeaForm(by_link=False) if request.user.has_perm("partnership.send_idea") else None,
        "links_form": IdeaLinksForm() if hands_out and centre is not None else None,
        "open_only": only_open,
        "own_centre": centre,
        "ways": [
            Link(_("All ideas"), "?", current=not only_open),
            Link(_("Waiting for an answer"), "?open=1", current=only_open),
        ],
    }
    return page(request, "ideas", context | more, here="ideas", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ideas(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _ideas_page(request)
    centre = organisation.own_centre(request.user)
    if not request.user.has_perm("partnership.send_idea") or centre is None:
        raise PermissionDenied
    form = IdeaForm(request.POST, by_link=False)
    if form.is_valid():
        try:
            actions.send(centre=centre, **form.cleaned_data, by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Your idea is on its way; the reply clock runs."))
            return redirect("partnership:ideas")
    return _ideas_page(request, status=422, form=form)


@require_POST
@permission_required("partnership.hand_out_links", raise_exception=True)
def idea_links(request: HttpRequest, centre: str) -> HttpResponse:
    """Fresh links for people without an account, shown once."""
    own_centre(request, centre)
    form = IdeaLinksForm(request.POST)
    issued: Sequence[str] = ()
    if form.is_valid():
        try:
            made = actions.issue_links(centre=centre, n=form.cleaned_data["n"], by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            issued = [request.build_absolute_uri(reverse("partnership:idea_by_link", args=[t])) for t in made.tokens]
            form = IdeaLinksForm()
    return _ideas_page(request, status=200 if issued else 422, links_form=form, issued=issued, own_centre=centre)


@require_http_methods(["GET", "HEAD", "POST"])
def idea(request: HttpRequest, number: int) -> HttpResponse:
    found = queries.idea(number, user=request.user, day=today())
    if found is None:
        raise Http404
    user: Any = request.user
    answers = user.has_perm("partnership.answer_idea", found.idea.side)
    form = IdeaAnswerForm(request.POST or None) if answers and found.idea.answered is None else None
    if request.method == "POST":
        if not answers:
            raise PermissionDenied
        if form is None:
            messages.error(request, wording.problem(Problem("idea.answered", number=number)))
            return redirect("partnership:idea", number)
        if form.is_valid():
            try:
                actions.answer(number=number, by=request.user, **form.cleaned_data)
            except Problem as problem:
                refused(form, problem)
            else:
                messages.success(request, _("Answered."))
                return redirect("partnership:idea", number)
    crumbs = [Link(_("Ideas"), reverse("partnership:ideas")), Link(f"{_('Idea')} {number}")]
    context = {"found": found, "form": form, "crumbs": crumbs}
    return page(request, "idea", context, here="ideas", status=422 if form is not None and form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def idea_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A place to write one idea; afterwards the same link shows what became of it."""
    found = queries.opened_idea(_people.hashed(token), day=today())
    if found is None:
        raise Http404
    form = IdeaForm(request.POST or None, by_link=True)
    context: dict[str, Any] = {"found": found, "form": form, "problem": "", "done": False}
    status = 200
    if request.method == "POST" and (found.row is not None or form.is_valid()):
        try:
            actions.send_by_link(token=token, **(form.cleaned_data if form.is_valid() else {"side": "", "text": ""}))
        except Problem as problem:
            context["problem"], status = wording.problem(problem), 422 if problem.field else GONE
        else:
            context["done"] = True
            context["found"] = queries.opened_idea(_people.hashed(token), day=today())
    elif request.method == "POST":
        status = 422
    elif found.row is None and found.expires_on < today():
        context["problem"] = wording.problem(Problem("idea_link.expired", day=found.expires_on.isoformat()))
        status = GONE
    context["dead"] = status == GONE and found.row is None
    return render(request, "partnership/idea_by_link.html", context, status=status)


def _thanks_form(request: HttpRequest, data: Any = None) -> ThanksForm | None:
    if not request.user.has_perm("partnership.thank"):
        return None
    own = organisation.own_centre(request.user)
    return ThanksForm(data, centres=organisation.centre_names(request.user) if own is None else None)


@require_safe
def recognitions(request: HttpRequest) -> HttpResponse:
    return _thanks_page(request, _thanks_form(request))


def _thanks_page(request: HttpRequest, form: ThanksForm | None, *, status: int = 200) -> HttpResponse:
    found, rows = queries.recognition_list(request.user, number=number_of(request))
    return page(request, "thanks", {"page": found, "rows": rows, "form": form}, here="recognitions", status=status)


@require_POST
@permission_required("partnership.thank", raise_exception=True)
def thank(request: HttpRequest) -> HttpResponse:
    form = _thanks_form(request, request.POST)
    own = organisation.own_centre(request.user)
    if form is not None and form.is_valid():
        given = {"centre": own, "side": Side.CENTRE} if own is not None else {"side": Side.CLIENT}
        try:
            recognition.thank(**(given | form.cleaned_data), by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Thank you for saying so."))
            return redirect("partnership:recognitions")
    return _thanks_page(request, form, status=422)
