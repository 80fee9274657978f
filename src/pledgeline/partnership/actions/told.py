"""What the people of both sides are told of in their notifications. Called inside the action that it is about."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pledgeline.contacts.core.definition import Text
from pledgeline.experience.core.contract import Side
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.actions import notifications
from pledgeline.organisation.core.roles import Role
from pledgeline.organisation.queries.notifications import people_in
from pledgeline.partnership import wording
from pledgeline.partnership.models import (
    Escalation,
    EscalationStep,
    ExclusionWindow,
    Improvement,
    Objection,
    Remark,
    Review,
    Statement,
    TermsVersion,
)
from pledgeline.partnership.wording import contract
from pledgeline.ui import formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CLIENT = (Role.OWNER, Role.MANAGER)


def terms_offered(version: TermsVersion) -> None:
    _tell(
        _centre(version.terms.centre),
        "terms.offered",
        _("“%(terms)s”, version %(number)s, waits for your signature"),
        _("It is to rule from %(day)s on."),
        reverse("partnership:terms_version", args=[version.terms.code, version.number]),
        ("terms", version.terms.code),
        at=version.offered_at,
        terms=version.agreed["title"],
        number=version.number,
        day=version.effective_from.isoformat(),
    )


def window_declared(window: ExclusionWindow, terms: Text) -> None:
    _tell(
        _centre(window.centre),
        "window.declared",
        _("Hours are left out of the adjusted figures of “%(terms)s”"),
        _("%(first)s to %(last)s: %(reason)s"),
        reverse("partnership:terms", args=[window.terms.code]),
        ("terms", window.terms.code),
        at=window.created_at,
        terms={"en": terms.en, "zh": terms.zh},
        first=window.first_day.isoformat(),
        last=window.last_day.isoformat(),
        reason={"en": window.reason_en[:200], "zh": window.reason_zh[:200]},
    )


def shown(statement: Statement) -> None:
    assert statement.objections_until is not None
    _of_statement(
        statement,
        _centre(statement.centre),
        "statement.shown",
        statement.shown_at,
        _("Statement %(month)s, %(centre)s, is before you"),
        _("Object to single lines until %(until)s, or agree."),
        until=statement.objections_until.isoformat(),
    )


def objected(objection: Objection) -> None:
    _of_statement(
        objection.line.statement,
        _client(),
        "statement.objected",
        objection.raised_at,
        _("Statement %(month)s, %(centre)s: objection to “%(rule)s”"),
        _("Answer by %(due)s: %(text)s"),
        rule=_line(objection),
        due=objection.answer_due.isoformat(),
        text=objection.text[:200],
    )


def answered(objection: Objection) -> None:
    _of_statement(
        objection.line.statement,
        _centre(objection.line.statement.centre),
        "statement.answered",
        objection.answered_at,
        _("Statement %(month)s, %(centre)s: your objection to “%(rule)s” is answered"),
        _("%(answer)s"),
        rule=_line(objection),
        answer=objection.answer[:200],
    )


def frozen(statement: Statement) -> None:
    _of_statement(
        statement,
        _centre(statement.centre),
        "statement.frozen",
        statement.frozen_at,
        _("Statement %(month)s, %(centre)s, is final"),
        _("%(owed)s"),
        owed=partial(contract.owed, statement.due, statement.currency),
    )


def prepared(review: Review) -> None:
    _tell(
        _centre(review.centre),
        "review.prepared",
        _("The pre-read of review %(number)s of “%(title)s” is ready"),
        _("The review is due on %(due)s."),
        reverse("partnership:review", args=[review.series.code, review.number]),
        ("review", f"{review.series.code}:{review.number}"),
        at=review.created_at,
        number=review.number,
        title={"en": review.series.title_en, "zh": review.series.title_zh},
        due=review.due.isoformat(),
    )


def opened(action: Improvement, by: Any) -> None:
    """The side that has to act is told; who opened it knows."""
    _tell(
        _side(Side(action.side), action.centre, but=by),
        "action.opened",
        _("Action for your side: %(title)s"),
        _("%(owner)s answers for it; due on %(due)s."),
        reverse("partnership:improvement", args=[action.code]),
        ("action", action.code),
        at=action.created_at,
        title={"en": action.title_en, "zh": action.title_zh},
        owner=action.owner,
        due=action.due.isoformat(),
    )


def escalated(escalation: Escalation, step: EscalationStep) -> None:
    _of_escalation(
        escalation,
        _other(Side(escalation.side), escalation.centre),
        "escalation.raised",
        step.raised_at,
        _("Escalation %(number)s, level %(level)s: %(title)s"),
        _("Answer by %(due)s: %(text)s"),
        level=step.level,
        due=step.due_at,
        text=step.text[:200],
    )


def escalation_answered(escalation: Escalation, step: EscalationStep) -> None:
    _of_escalation(
        escalation,
        _side(Side(escalation.side), escalation.centre),
        "escalation.answered",
        step.answered_at,
        _("Escalation %(number)s is answered: %(title)s"),
        _("%(text)s"),
        text=step.answer[:200],
    )


def remarked(remark: Remark) -> None:
    _tell(
        _other(Side(remark.side), remark.centre),
        "remark.added",
        _("Comment by %(name)s"),
        _("%(text)s"),
        reverse("partnership:remarks", args=[remark.subject_kind, remark.subject_key]),
        ("remark", str(remark.number)),
        at=remark.created_at,
        name=remark.name or "–",
        text={
            "en": (remark.text_en or remark.text_zh)[:200],
            "zh": (remark.text_zh or remark.text_en)[:200],
        },
    )


def _of_statement(
    statement: Statement,
    to: Any,
    kind: str,
    at: datetime | None,
    heading: StrPromise,
    body: StrPromise,
    **words: Any,
) -> None:
    path = reverse("partnership:statement", args=[statement.code])
    words["month"] = partial(formats.month, statement.month)
    words["centre"] = organisation.centre_in_both(statement.centre)
    _tell(to, kind, heading, body, path, ("statement", statement.code), at=at, **words)


def _line(objection: Objection) -> Any:
    return partial(contract.rule_called, objection.line.metric, objection.line.params)


def _of_escalation(
    escalation: Escalation,
    to: Any,
    kind: str,
    at: datetime | None,
    heading: StrPromise,
    body: StrPromise,
    **words: Any,
) -> None:
    path = reverse("partnership:escalation", args=[escalation.number])
    subject = ("escalation", str(escalation.number))
    _tell(to, kind, heading, body, path, subject, at=at, number=escalation.number, title=escalation.title, **words)


def _client() -> Any:
    return people_in(CLIENT)


def _centre(code: str) -> Any:
    return people_in((Role.CENTRE_MANAGER,), centres=[code])


def _side(side: Side, centre: str, *, but: Any = None) -> Any:
    people = _client() if side is Side.CLIENT else _centre(centre)
    return people if but is None else people.exclude(pk=but.pk)


def _other(side: Side, centre: str) -> Any:
    return _side(Side.CENTRE if side is Side.CLIENT else Side.CLIENT, centre)


def _tell(
    to: Any,
    kind: str,
    heading: StrPromise,
    body: StrPromise,
    path: str,
    subject: tuple[str, str],
    *,
    at: datetime | None,
    **words: Any,
) -> None:
    notifications.notify(
        to=list(to),
        kind=kind,
        title=wording.in_both(heading, **words),
        body=wording.in_both(body, **words),
        path=path,
        subject=subject,
        at=at,
    )
