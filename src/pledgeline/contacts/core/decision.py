"""How the 1-minute rule came to its step for one contact, told in the order in which the metric tries the steps.

The metric decides; this says why, for one contact at a time. A test holds both to the same step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pledgeline.contacts.core.rule import NEVER_ASKED, RuleStep
from pledgeline.contacts.core.vocabulary import CallbackOffer, Kind


@dataclass(frozen=True)
class Waited:
    """What the rule looks at. Waits are seconds since the request for a human, None where unknown.

    `wait_offer_s` is the offer's own time, `wait_offered_by_s` the latest moment it can have been made; `slack_s` is
    how far a coarse source's times may be off, 0 for whole seconds and finer.
    """

    kind: str
    deferred: bool
    excluded: str | None
    requested: bool
    outcome: str
    callback_offer: str
    wait_answer_s: float | None
    wait_offer_s: float | None
    wait_offered_by_s: float | None
    wait_end_s: float | None
    slack_s: float = 0.0


@dataclass(frozen=True)
class Trial:
    """One question that was put: `held` says whether it was so; `code` and `numbers` what is to be told about it."""

    step: RuleStep
    held: bool
    code: str
    numbers: dict[str, Any] = field(default_factory=dict)


def trials(waited: Waited, limit_s: float) -> tuple[Trial, ...]:
    """The questions in order, up to and with the one that decided; its step is the contact's step."""
    found = []
    for trial in _asked(waited, limit_s):
        found.append(trial)
        if trial.held:
            break
    return tuple(found)


def _asked(waited: Waited, limit_s: float) -> Iterator[Trial]:
    by, past = limit_s - waited.slack_s, limit_s + waited.slack_s
    limit = {"limit_s": limit_s, "slack_s": waited.slack_s}
    outside = _outside(waited)
    yield Trial(RuleStep.NOT_APPLICABLE, outside is not None, outside or "applies")
    yield _in_time(RuleStep.MET_BY_ANSWER, "answer", waited.wait_answer_s, (by, past), limit)
    yield _in_time(RuleStep.MET_BY_OFFER, "offer", waited.wait_offered_by_s, (by, past), limit)
    yield _in_time(RuleStep.LEFT_BEFORE_LIMIT, "end", waited.wait_end_s, (by, past), limit)
    late_offer = waited.wait_offer_s is not None and waited.wait_offer_s > past
    known = waited.callback_offer == CallbackOffer.NOT_OFFERED or late_offer
    waiting = waited.wait_end_s is not None and waited.wait_end_s > past
    if waiting and known:
        numbers = limit | {"wait_s": waited.wait_offer_s if late_offer else waited.wait_end_s}
        yield Trial(RuleStep.NOT_MET, True, "late_offer" if late_offer else "no_offer", numbers)
        return
    if waited.wait_end_s is None:
        why = "no_end"
    elif not waiting:
        why = "too_coarse"
    else:
        why = "offer_unknown"
    yield Trial(RuleStep.NOT_VERIFIABLE, True, why, limit | {"wait_s": waited.wait_end_s})


def _outside(waited: Waited) -> str | None:
    """Why the rule does not speak of this contact; None where it does."""
    if waited.kind != Kind.INBOUND:
        return "not_inbound"
    if waited.deferred:
        return "deferred"
    if waited.excluded is not None:
        return "excluded"
    if waited.outcome in NEVER_ASKED:
        return "never_asked"
    return None if waited.requested else "no_request"


def _in_time(
    step: RuleStep, what: str, wait_s: float | None, edges_s: tuple[float, float], limit: dict[str, Any]
) -> Trial:
    """Surely in time up to the first edge, surely late beyond the second; a coarse source leaves room between them."""
    by_s, past_s = edges_s
    if wait_s is None:
        return Trial(step, False, f"{what}_none", limit)
    how = "in_time" if wait_s <= by_s else "late" if wait_s > past_s else "unsure"
    return Trial(step, how == "in_time", f"{what}_{how}", limit | {"wait_s": wait_s})
