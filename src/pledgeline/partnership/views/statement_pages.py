"""Statements of a month: the list, one statement with its lines, and the steps that each side may take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.experience import queries as experience
from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries, wording
from pledgeline.partnership.actions import objections
from pledgeline.partnership.actions import statements as actions
from pledgeline.partnership.core import statement as core
from pledgeline.partnership.core.remark import Subject
from pledgeline.partnership.core.statement import Step
from pledgeline.partnership.forms import MakeForm
from pledgeline.partnership.views.frame import done, page, refused, today
from pledgeline.ui import formats
from pledgeline.ui.figures import Link, Stat
from pledgeline.ui.requests import page_number

_sees = permission_required("partnership.see_contract", raise_exception=True)
_manages = permission_required("partnership.manage", raise_exception=True)
_for_centre = permission_required("partnership.work_for_centre", raise_exception=True)


@require_safe
@_sees
def statements(request: HttpRequest) -> HttpResponse:
    found, rows = queries.statement_list(request.user, number=page_number(request))
    return page(request, "statements", {"page": found, "rows": rows}, here="statements")


@require_http_methods(["GET", "HEAD", "POST"])
@_manages
def statement_make(request: HttpRequest) -> HttpResponse:
    names = organisation.centre_names(request.user)
    signed = {
        code: f"{wording.said(title)} · {names.get(centre, centre)}"
        for code, (centre, title) in queries.signed_terms(request.user).items()
    }
    form = MakeForm(request.POST or None, terms=signed, today=today())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.make(
                terms=given["terms"],
                month=form.month(),
                why_en=given["why_en"],
                why_zh=given["why_zh"],
                by=request.user,
            )
        except Problem as problem:
            refused(form, problem)
        else:
            return redirect("partnership:statement", made.code)
    return page(
        request,
        "statement_make",
        {"form": form},
        here="statements",
        called=_("Make a statement"),
        status=422 if form.errors else 200,
    )


@require_safe
@_sees
def statement(request: HttpRequest, code: str) -> HttpResponse:
    user: Any = request.user
    try:
        one = queries.statement(code, user=user, number=page_number(request, "lines"))
    except Problem as unknown:
        raise Http404 from unknown
    row, side = one.row, experience.side_of(user)
    hindered = core.objecting_hindrance(row.step, today=today(), until=row.objections_until)
    may_object = side is Side.CENTRE and hindered is None and not row.agreed
    keys = [f"{code}:{line.rule}" for line in one.lines]
    context = {
        "one": one,
        "row": row,
        "sums": _sums(one),
        "contracts": {
            f"{of[0]}:{of[1]}": wording.said(signed.title.model_dump())
            for of, signed in experience.contract_terms(
                [(line.contract, line.contract_number) for line in one.lines], user=user
            ).items()
        },
        "lines": [(line, _contacts_url(one, line), f"{code}:{line.rule}") for line in one.lines],
        "counts": queries.remark_counts(Subject.LINE, keys, user=user),
        "may_object": may_object,
        "may_agree": may_object and row.open_objections == 0,
        "may_manage": side is Side.CLIENT,
        "may_freeze": side is Side.CLIENT and row.step is Step.SHOWN,
        "zero_days_left": row.objections_until is not None and today() > row.objections_until,
        "remark_kind": Subject.STATEMENT.value,
        "remarks": queries.remarks(Subject.STATEMENT, code, user=user, number=page_number(request, "comments")),
        "crumbs": [Link(_("Statements"), reverse("partnership:statements")), Link(formats.month(row.month))],
    }
    return page(request, "statement", context, here="statements")


def _sums(one: queries.StatementPage) -> list[Stat]:
    from pledgeline.partnership.wording.contract import amount, who_pays

    currency = one.row.currency
    return [
        Stat(_("Raw, before exclusions"), amount(one.raw, currency), _("for comparison only")),
        Stat(_("Adjusted"), amount(one.uncapped, currency), _("declared windows left out")),
        Stat(
            pgettext("money", "Due"),
            amount(one.row.due, currency),
            who_pays(one.row.due)
            + _("within %(malus)s and %(bonus)s")
            % {"malus": amount(-one.malus_cap, currency), "bonus": amount(one.bonus_cap, currency)},
        ),
    ]


def _contacts_url(one: queries.StatementPage, line: queries.LineRow) -> str:
    """The contacts behind a line, on the snapshot that it was counted on."""
    words: list[tuple[str, str]] = [("centre", one.row.centre)]
    words += [("service", code) for code in line.services] + [("channel", code) for code in line.channels]
    assert one.period.end is not None
    words += [("from", str(one.period.start)), ("to", str(one.period.end - timedelta(days=1)))]
    words += [("snapshot", one.snapshot)]
    if "limit_s" in line.params:
        words.append(("limit_s", str(line.params["limit_s"])))
    return f"{reverse('contacts:contacts')}?{urlencode(words)}"


@require_POST
@_manages
def statement_show(request: HttpRequest, code: str) -> HttpResponse:
    said = _("The centre sees it now and may object.")
    return _step(request, code, said, lambda: actions.show(code=code, by=request.user))


@require_POST
@_manages
def statement_freeze(request: HttpRequest, code: str) -> HttpResponse:
    said = _("Final. It is never changed any more.")
    return _step(request, code, said, lambda: actions.freeze(code=code, by=request.user))


@require_POST
@_for_centre
def statement_agree(request: HttpRequest, code: str) -> HttpResponse:
    return _step(request, code, _("Agreed under your name."), lambda: actions.agree(code=code, by=request.user))


@require_POST
@_for_centre
def statement_object(request: HttpRequest, code: str, rule: str) -> HttpResponse:
    text = request.POST.get("text", "")
    said = _("Your objection is with the client.")
    return _step(request, code, said, lambda: objections.raise_one(code=code, rule=rule, text=text, by=request.user))


@require_POST
@_manages
def statement_answer(request: HttpRequest, code: str, rule: str) -> HttpResponse:
    outcome, text = request.POST.get("outcome", ""), request.POST.get("text", "")
    return _step(
        request,
        code,
        _("Answered. The centre is told."),
        lambda: objections.answer(code=code, rule=rule, outcome=outcome, text=text, by=request.user),
    )


def _step(request: HttpRequest, code: str, said: str, call: Any) -> HttpResponse:
    return done(request, call, said, "partnership:statement", code)
