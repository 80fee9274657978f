"""The list of contacts behind a figure, and one contact."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pledgeline.contacts import wording
from pledgeline.contacts.core import meanings
from pledgeline.contacts.forms import ContactFilterForm
from pledgeline.contacts.queries.contact_list import LIMIT_S, ContactList, contact_list
from pledgeline.contacts.queries.contact_page import contact_page
from pledgeline.contacts.views.frame import page
from pledgeline.kernel.problem import Problem
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    form = ContactFilterForm(request.GET, user=request.user)
    if form.foreign_centre(request.user):
        raise Http404
    wanted = form.wanted()
    context: dict[str, Any] = {"form": form, "limit_s": LIMIT_S}
    if wanted is not None:
        context["limit_s"] = wanted.limit_s
        try:
            found = contact_list(request.user, wanted, number=page_number(request))
        except Problem as problem:
            if problem.code == "snapshot.unknown":
                raise Http404 from problem
            context["problem"] = wording.sentence(problem)
        else:
            chosen = wanted.rule_steps[0] if len(wanted.rule_steps) == 1 else ""
            tabs = _step_tabs(request, found, chosen, none=not wanted.rule_steps)
            context |= {"found": found, "steps": tabs, "query": _kept(request)}
    return page(request, "contacts", context, here="contacts")


def _step_tabs(request: HttpRequest, found: ContactList, chosen: str, *, none: bool) -> list[Link]:
    """One tab for each step that holds a contact, with how many."""

    def address(step: str) -> str:
        query = request.GET.copy()
        for name in ("page", "rule_step"):
            query.pop(name, None)
        if step:
            query["rule_step"] = step
        return f"{request.path}?{query.urlencode()}" if query else request.path

    language = get_language() or "en"
    return [
        Link(_("All"), address(""), current=none, count=found.total),
        *(
            Link(meanings.word("rule_step", step, language), address(step), current=step == chosen, count=n)
            for step, n in found.steps.items()
            if n or step == chosen
        ),
    ]


def _kept(request: HttpRequest) -> str:
    """What a contact's own page must know of the list: which snapshot and which limit."""
    kept = QueryDict(mutable=True)
    for name in ("snapshot", "limit_s"):
        if request.GET.get(name):
            kept[name] = request.GET[name]
    return f"?{kept.urlencode()}" if kept else ""


@require_safe
def contact(request: HttpRequest, key: str) -> HttpResponse:
    try:
        limit_s = float(request.GET.get("limit_s") or LIMIT_S)
    except ValueError as wrong:
        raise Http404 from wrong
    if not 1 <= limit_s <= 86_400:
        raise Http404
    try:
        found = contact_page(request.user, key, snapshot=request.GET.get("snapshot") or None, limit_s=limit_s)
    except Problem as problem:
        raise Http404 from problem
    if found is None:
        raise Http404
    crumbs = [Link(_("Contacts"), reverse("contacts:contacts")), Link(found.contact["native_id"])]
    return page(request, "contact", {"one": found, "crumbs": crumbs}, here="contacts")
