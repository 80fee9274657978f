"""Who may do what: every action of every room, with the roles whose people may do it. Read it as you would a law.

Pages refuse earlier and more kindly; this holds for whatever calls an action, and `organisation.actions.audit` asks it
for each. The system itself (a command, the worker, the demo) acts as nobody and is not asked. Which centre a centre's
people act for is asked there too. An action that is missing here is nobody's; a test names it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pledgeline.organisation.core.roles import Role

OWNER, MANAGER, AUDITOR, EXECUTIVE, ADMIN = Role.OWNER, Role.MANAGER, Role.AUDITOR, Role.EXECUTIVE, Role.ADMIN
CENTRE_MANAGER, TEAM_LEAD = Role.CENTRE_MANAGER, Role.TEAM_LEAD

EVERYONE = frozenset(Role)
# Whoever answers for a service, and whoever answers for the centres.
CLIENT = frozenset({OWNER, MANAGER})
CENTRE = frozenset({CENTRE_MANAGER, TEAM_LEAD})
KEEPERS = CLIENT | {ADMIN}
BOTH_SIDES = CLIENT | {CENTRE_MANAGER}


def _each(roles: frozenset[Role], *actions: str) -> dict[str, frozenset[Role]]:
    return dict.fromkeys(actions, roles)


DUTIES: Mapping[str, frozenset[Role]] = {
    # organisation
    **_each(KEEPERS, "centre.registered", "centre.changed", "service.registered", "service.changed"),
    **_each(KEEPERS, "engagement.begun", "engagement.changed", "engagement.ended"),
    **_each(KEEPERS, "calendar.defined", "calendar.changed", "register.imported"),
    **_each(frozenset({OWNER, ADMIN}), "number.set"),
    **_each(frozenset({ADMIN}), "person.invited", "person.changed", "person.role_changed", "person.link_issued"),
    **_each(frozenset({ADMIN}), "person.deactivated", "person.reactivated"),
    **_each(EVERYONE, "person.language_chosen", "person.password_chosen", "person.signed_in", "person.signed_out"),
    **_each(EVERYONE, "person.sign_in_failed", "person.second_step_added", "person.second_step_removed"),
    **_each(EVERYONE, "person.second_step_failed", "notification.preferences_chosen", "notification.given_up"),
    **_each(EVERYONE, "webhook.registered", "webhook.removed"),
    # contacts: the worker takes in what a person handed in
    **_each(frozenset({ADMIN, MANAGER, CENTRE_MANAGER}), "upload.received", "upload.accepted", "upload.discarded"),
    **_each(frozenset({ADMIN, MANAGER, CENTRE_MANAGER}), "upload.failed", "receipt.closed", "receipt.refused"),
    **_each(frozenset({ADMIN, MANAGER, CENTRE_MANAGER}), "receipt.abandoned"),
    # needs
    **_each(CLIENT, "segment.registered", "expectation.registered", "expectation.revised", "expectation.refused"),
    **_each(CLIENT, "source.added", "segment.changed", "conflict.marked", "conflict.decided", "kind.ruled_out"),
    **_each(CLIENT, "draft.begun", "draft.changed", "draft.discarded"),
    **_each(CLIENT, "signals.looked_for", "signal.accepted", "signal.dismissed"),
    # experience: a second person of the client approves, the centre signs for itself
    **_each(CLIENT, "promise.registered", "promise.edited", "promise.revised", "promise.put_in_force", "promise.ended"),
    **_each(CLIENT, "definition.begun", "definition.edited", "definition.submitted", "definition.put_in_force"),
    **_each(CLIENT | {EXECUTIVE}, "definition.approved", "definition.sent_back"),
    **_each(CLIENT, "contract.drafted", "contract.edited", "contract.revised", "contract.offered"),
    **_each(CLIENT, "contract.withdrawn", "clock.applied", "clock.lifted"),
    **_each(CLIENT | {CENTRE_MANAGER}, "contract.signed", "contract.bound"),
    # briefing
    **_each(CLIENT, "briefing.registered", "briefing.edited", "briefing.revised", "briefing.published"),
    **_each(CLIENT, "briefing.reminded", "question.answered"),
    **_each(CLIENT, "campaign.planned", "campaign.changed", "campaign.cancelled", "campaign.overridden"),
    **_each(CENTRE, "briefing.acknowledged", "briefing.links_issued", "question.asked"),
    **_each(CLIENT | CENTRE, "briefing.checked", "briefing.sample_drawn"),
    **_each(CENTRE | {MANAGER, ADMIN}, "roster.written", "roster.cover_written", "roster.cover_withdrawn"),
    # Whoever holds a link acts without an account.
    **_each(frozenset(), "briefing.link_used"),
    # capacity: the client asks, the centre answers, and the client's manager may write down what was said
    **_each(CLIENT, "forecast.frozen", "plan.opened", "plan.required", "plan.requested", "plan.forecast_handed_over"),
    **_each(CLIENT, "plan.reckoned", "forecast.shared_out"),
    **_each(frozenset({MANAGER, CENTRE_MANAGER}), "plan.committed", "plan.scheduled", "plan.delivered"),
    **_each(CLIENT | {CENTRE_MANAGER}, "resource.required", "resource.put_in_place"),
    # partnership
    **_each(CLIENT, "certificate.recorded", "audit.recorded", "gap.recorded", "gap.planned", "gap.closed"),
    # partnership, what is agreed: the client says it, the centre's manager signs, answers and objects
    **_each(CLIENT, "terms.drafted", "terms.edited", "terms.revised", "terms.offered", "terms.withdrawn"),
    **_each(BOTH_SIDES, "terms.signed", "terms.bound"),
    **_each(CLIENT, "window.declared", "window.withdrawn"),
    **_each(CLIENT, "statement.made", "statement.shown", "statement.answered", "statement.frozen"),
    **_each(BOTH_SIDES, "statement.agreed", "statement.objected"),
    # partnership, what is done together
    **_each(BOTH_SIDES, "review.begun", "review.agenda_set", "review.prepared", "review.held", "review.ended"),
    **_each(BOTH_SIDES, "action.opened", "action.done", "action.checked"),
    **_each(BOTH_SIDES, "escalation.raised", "escalation.answered", "escalation.closed"),
    **_each(EVERYONE - {EXECUTIVE, ADMIN}, "remark.added"),
    # partnership, the people at work
    **_each(CLIENT, "pulse.opened"),
    **_each(BOTH_SIDES, "pulse.links_issued", "idea.links_issued", "idea.answered"),
    **_each(CENTRE, "idea.sent"),
    **_each(CLIENT | CENTRE, "recognition.given"),
    **_each(frozenset({CENTRE_MANAGER}), "client.rated"),
    # assurance: the auditor runs again what the client ran
    **_each(CLIENT | {AUDITOR}, "assessment.run", "assessment.confirmed"),
    # web: which register is whose is said in web/registers.py
    **_each(KEEPERS | CENTRE, "register.handed_in", "register.accepted", "register.discarded"),
}
