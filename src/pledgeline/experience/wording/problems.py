"""What is wrong and what to do about it; and what the audit trail calls this room's actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {
    "clock.applies_already": gettext_lazy("Clock “%(clock)s” applies to “%(service)s” already."),
    "clock.not_applied": gettext_lazy("Clock “%(clock)s” does not apply to “%(service)s”, so it cannot be lifted."),
    "clock.period_empty": gettext_lazy("Clock “%(clock)s” would end before it begins. Choose a later day."),
    "clock.service_unknown": gettext_lazy("There is no service “%(service)s”. Check the spelling."),
    "clock.unknown": gettext_lazy("There is no clock “%(clock)s”. Known are: %(known)s."),
    "contract.already_signed": gettext_lazy("%(by)s has signed for your side already (%(at)s)."),
    "contract.centre_unknown": gettext_lazy("There is no centre “%(centre)s”. Check the spelling."),
    "contract.changed_meanwhile": gettext_lazy(
        "Version %(number)s is no longer what you read. Read it again, then sign."
    ),
    "contract.code_taken": gettext_lazy("There already is a metric contract “%(contract)s”. Choose another code."),
    "contract.may_not_sign": gettext_lazy(
        "Your role does not sign here: for the client a service owner or vendor manager signs, for the centre its"
        " manager."
    ),
    "contract.no_vector": gettext_lazy(
        "No test vector of contract “%(contract)s” runs with its own parameters. Add one, with its expected figures."
    ),
    "contract.not_offered": gettext_lazy("Version %(number)s of contract “%(contract)s” is not open for signing."),
    "contract.periods_overlap": gettext_lazy(
        "Version %(number)s of contract “%(contract)s” begins on %(day)s or later. Withdraw this one and"
        " choose a later day."
    ),
    "contract.reason_missing": gettext_lazy("Say why it is withdrawn: the other side will ask."),
    "contract.terms_invalid": gettext_lazy("This part of the contract cannot stand: %(detail)s"),
    "contract.under_way": gettext_lazy(
        "Version %(number)s of contract “%(contract)s” is drafted or offered already. Finish or withdraw that"
        " one first."
    ),
    "contract.unknown": gettext_lazy("There is no metric contract “%(contract)s”. Check the spelling."),
    "contract.vectors_fail": gettext_lazy(
        "Contract “%(contract)s” does not hold: the metric finds other figures than expected in %(vectors)s. "
        "Correct the terms or the vectors."
    ),
    "contract.version_is_fixed": gettext_lazy(
        "Version %(number)s of contract “%(contract)s” has been offered or signed and cannot be edited. Withdraw the "
        "offer, or revise the contract."
    ),
    "contract.version_unknown": gettext_lazy("Contract “%(contract)s” has no version %(number)s."),
    "definition.aim_missing": gettext_lazy("A definition says its aim in both languages; this one is empty."),
    "definition.already_approved": gettext_lazy(
        "%(by)s has approved version %(number)s already (%(at)s). Your approval was not needed and was not recorded."
    ),
    "definition.backdated": gettext_lazy("An approval does not reach back to %(day)s. Choose today or a later day."),
    "definition.changed_meanwhile": gettext_lazy(
        "Version %(number)s has changed since it was put before you. Read it again, then decide."
    ),
    "definition.empty": gettext_lazy("Version %(number)s holds no promise yet. Choose at least one."),
    "definition.in_work": gettext_lazy(
        "Version %(number)s of the definition of “%(service)s” is still being worked on. Finish that one first."
    ),
    "definition.needs_a_person": gettext_lazy("This step is taken by a person, under that person’s name."),
    "definition.not_a_draft": gettext_lazy(
        "Version %(number)s is no draft and cannot be edited. Begin a new version of the definition of “%(service)s”."
    ),
    "definition.not_approved": gettext_lazy("Version %(number)s has not been approved, or is in force already."),
    "definition.not_in_review": gettext_lazy("Version %(number)s is not in review."),
    "definition.own_approval": gettext_lazy(
        "Who drafted or submitted version %(number)s cannot approve it. Ask another person who may approve."
    ),
    "definition.periods_overlap": gettext_lazy(
        "Version %(number)s of the definition of “%(service)s” begins on that day or later. Choose a later day."
    ),
    "definition.promise_gone": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is no longer in force. Begin a new version of the definition."
    ),
    "definition.promise_of_other_service": gettext_lazy(
        "Promise “%(promise)s” does not speak of service “%(service)s”. Leave it out, or widen its scope."
    ),
    "definition.promise_twice": gettext_lazy("Promise “%(promise)s” is chosen in two versions. Choose one of them."),
    "definition.reason_missing": gettext_lazy("Say why it goes back, so that the draft can be mended."),
    "definition.service_unknown": gettext_lazy("There is no service “%(service)s”. Check the spelling."),
    "definition.unknown": gettext_lazy("There is no experience definition of “%(service)s”. Check the spelling."),
    "definition.version_is_fixed": gettext_lazy(
        "Version %(number)s of the definition of “%(service)s” is approved and cannot be edited. Begin a new version."
    ),
    "definition.version_unknown": gettext_lazy("The definition of “%(service)s” has no version %(number)s."),
    "promise.changed_meanwhile": gettext_lazy(
        "Somebody has changed version %(number)s of promise “%(promise)s” while you wrote. Open it again, so that"
        " nothing of theirs is lost."
    ),
    "promise.code_taken": gettext_lazy("There already is a promise “%(promise)s”. Revise it, or choose another code."),
    "promise.differs": gettext_lazy(
        "Promise “%(promise)s” exists and its version %(number)s says something else. Revise it instead."
    ),
    "promise.draft_exists": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is still a draft. Edit it or put it in force first."
    ),
    "promise.modality_unfit": gettext_lazy("“%(value)s” is nothing one can promise. Choose shall, should or may."),
    "promise.needs_definition": gettext_lazy(
        "Service “%(service)s” has an experience definition: promise “%(promise)s” comes into force with its next"
        " version, approved by a second person."
    ),
    "promise.not_a_draft": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is or was in force already. Revise the promise for a new version."
    ),
    "promise.not_in_force": gettext_lazy("Promise “%(promise)s” is not in force on that day."),
    "promise.period_empty": gettext_lazy("Promise “%(promise)s” would end before it begins. Choose a later last day."),
    "promise.periods_overlap": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is in force from %(start)s. Choose a later first day."
    ),
    "promise.sentence_missing": gettext_lazy("A promise is said in both languages; this one is empty."),
    "promise.target_out_of_range": gettext_lazy("%(value)s cannot be a target. Give a share from 0 to 1, or seconds."),
    "promise.under_review": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is part of version %(version)s of the definition of “%(service)s”,"
        " which is in review or approved. Send that back first."
    ),
    "promise.unknown": gettext_lazy("There is no promise “%(promise)s”. Check the spelling."),
    "promise.version_is_fixed": gettext_lazy(
        "Version %(number)s of promise “%(promise)s” is or was in force and cannot be edited. Revise the promise."
    ),
    "promise.version_unknown": gettext_lazy("Promise “%(promise)s” has no version %(number)s."),
    "register.by_hand": gettext_lazy(
        "“%(value)s” was not done by the person it names: approvals, signatures and decisions are given on the page."
        " Leave the cell as it was exported, or empty."
    ),
    "register.number_not_next": gettext_lazy("Version %(value)s is not the next one: that is %(next)s."),
    "register.promise_unnamed": gettext_lazy("“%(value)s” names no version of a promise. Write code:number."),
    "register.word_unknown": gettext_lazy("“%(value)s” is not known here. Choose one of: %(known)s."),
    "vector.contact_unreadable": gettext_lazy(
        "Line %(at)s: “%(text)s” is no fact about a contact. Write name=value, such as answered_s=95."
    ),
    "vector.figure_unreadable": gettext_lazy(
        "Line %(at)s: “%(text)s” is no figure. Write name = value, such as lower = 6/14; each name once."
    ),
    "vector.params_unreadable": gettext_lazy("“%(text)s” is no parameter. Write name=value, such as limit_s=60."),
}

ACTIONS: dict[str, StrPromise] = {
    "promise.registered": gettext_lazy("Promise registered"),
    "promise.revised": gettext_lazy("Promise revised"),
    "promise.edited": gettext_lazy("Draft of a promise edited"),
    "promise.put_in_force": gettext_lazy("Promise put in force"),
    "promise.ended": gettext_lazy("Promise ended"),
    "clock.applied": gettext_lazy("Clock applied to a service"),
    "clock.lifted": gettext_lazy("Clock lifted from a service"),
    "contract.drafted": gettext_lazy("Metric contract drafted"),
    "contract.revised": gettext_lazy("Metric contract revised"),
    "contract.edited": gettext_lazy("Draft of a metric contract edited"),
    "contract.offered": gettext_lazy("Metric contract offered for signing"),
    "contract.withdrawn": gettext_lazy("Metric contract withdrawn"),
    "contract.signed": gettext_lazy("Metric contract signed by one side"),
    "contract.bound": gettext_lazy("Metric contract signed by both sides"),
    "definition.begun": gettext_lazy("Version of an experience definition begun"),
    "definition.edited": gettext_lazy("Draft of an experience definition edited"),
    "definition.submitted": gettext_lazy("Experience definition put in review"),
    "definition.sent_back": gettext_lazy("Experience definition sent back"),
    "definition.approved": gettext_lazy("Experience definition approved"),
    "definition.put_in_force": gettext_lazy("Experience definition put in force"),
}
