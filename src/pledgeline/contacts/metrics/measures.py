"""What is measured on one contact: waits in whole microseconds, and the step at which the 1-minute rule decided it.

Pure Ibis, table → table. All arithmetic is on integers (microseconds since 1970): DuckDB subtracts them five to ten
times faster than timestamps, and Spark gives the same ones.
"""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from pledgeline.contacts.core.rule import NEVER_ASKED, STEPS, RuleStep
from pledgeline.contacts.core.vocabulary import CallbackOffer, Kind, OfferBasis, Outcome
from pledgeline.kernel.units import MICROS_PER_SECOND

# Times stated more coarsely than whole seconds cannot decide a rule that speaks of seconds unless they do so clearly.
FINE_ENOUGH_MS = 1_000
_MICROS_PER_MS = 1_000

_INSTANTS = {
    "us_attributed": "attributed_at",
    "us_arrived": "arrived_at",
    "us_ivr_ended": "bot_ivr_ended_at",
    "us_requested": "human_requested_at",
    "us_answered": "answered_at",
    "us_released": "released_at",
    "us_offered": "callback_offered_at",
    "us_accepted": "callback_accepted_at",
}

# The columns that the functions here read, for a metric to name. Ibis names each column of a table at each step of an
# expression, and compiling one over all 60 took as long as counting three million contacts.
APPLICABLE = ("kind", "async", "test_or_excluded", "human_requested_at", "outcome")
ANSWERED = ("answered_at", "outcome")
WAITS = (
    "arrived_precision_ms", "human_requested_at", "answered_at", "released_at", "outcome",
    "callback_offer", "callback_offer_basis", "callback_offered_at", "callback_accepted_at",
)  # fmt: skip


@ibis.udf.scalar.builtin(name="epoch_us", signature=((dt.Timestamp(timezone="UTC"),), dt.int64))
def epoch_us(instant):  # type: ignore[no-untyped-def]
    """Microseconds since 1970-01-01 00:00 UTC; DuckDB has it, the store teaches it to Spark."""


@ibis.udf.scalar.builtin(name="coalesce", signature=((dt.int64,), dt.int64))
def once(number):  # type: ignore[no-untyped-def]
    """`number` itself, worked out once. Ibis writes a column's expression out at each later use, and DuckDB does not
    share work inside CASE, so the rule took 1.5 times as long; a level that holds such a call is left alone."""


def instant_us(instant: ir.TimestampValue) -> ir.IntegerValue:
    """A time in microseconds since 1970, whatever precision the engine gives it."""
    return epoch_us(instant.cast(dt.Timestamp(timezone="UTC")))


def with_instants(contacts: ir.Table) -> ir.Table:
    """The contacts with each of the table's times also as microseconds since 1970 (`us_*`); the other functions here
    need them."""
    held = {micros: instant for micros, instant in _INSTANTS.items() if instant in contacts.columns}
    return contacts.mutate(**{micros: instant_us(contacts[instant]) for micros, instant in held.items()})


def micros(seconds: float) -> int:
    return round(seconds * MICROS_PER_SECOND)


def applicable(contacts: ir.Table) -> ir.BooleanValue:
    """Inbound, real-time, not excluded, and the customer asked for a human: those the wait rules speak of."""
    return (
        (contacts.kind == Kind.INBOUND.value)
        & ~contacts["async"]
        & contacts.test_or_excluded.isnull()
        & contacts.human_requested_at.notnull()
        & contacts.outcome.notin([outcome.value for outcome in NEVER_ASKED])
    )


def answered(contacts: ir.Table) -> ir.BooleanValue:
    """A human was connected, or the source says so without telling when."""
    return contacts.answered_at.notnull() | (contacts.outcome == Outcome.ANSWERED.value)


def abandoned(contacts: ir.Table) -> ir.BooleanValue:
    """Left while waiting or ringing, with no human connected before."""
    left = contacts.outcome.isin([Outcome.ABANDONED_QUEUE.value, Outcome.ABANDONED_RING.value])
    return left & contacts.answered_at.isnull()


def answer_wait_us(contacts: ir.Table) -> ir.IntegerValue:
    """From the request for a human to the first human; null where none was connected."""
    return contacts.us_answered - contacts.us_requested


def slack_us(contacts: ir.Table) -> ir.IntegerValue:
    """How far a wait may be off: 0 for times of a second or finer, else one unit of the source's precision."""
    coarse = contacts.arrived_precision_ms > FINE_ENOUGH_MS
    return coarse.ifelse(contacts.arrived_precision_ms.cast("int64") * _MICROS_PER_MS, 0)


def with_waits(contacts: ir.Table) -> ir.Table:
    """Adds, in microseconds since the request for a human (null where unknown):

    - `wait_answer`  first human;
    - `wait_offer`   callback offer, where its own time is known;
    - `wait_offered_by`  the latest moment an offer can have been made: its time, its acceptance, or, where only the
      fact is known, the end of the wait;
    - `wait_end`     end of the wait: first human, else release, else acceptance of a callback.
    """
    start = contacts.us_requested
    took_callback = contacts.outcome == Outcome.CALLBACK_ACCEPTED.value
    accepted = ibis.coalesce(contacts.us_accepted, took_callback.ifelse(contacts.us_released, ibis.null("int64")))
    end = ibis.coalesce(contacts.us_answered, contacts.us_released, contacts.us_accepted)
    # A time copied from the acceptance says only that the offer came no later.
    copied = contacts.callback_offer_basis == OfferBasis.ACCEPT_ONLY.value
    offered_sometime = contacts.callback_offer == CallbackOffer.OFFERED.value
    by_end = offered_sometime.ifelse(end, ibis.null("int64"))
    return contacts.mutate(
        wait_answer=once(contacts.us_answered - start),
        wait_offer=copied.ifelse(ibis.null("int64"), contacts.us_offered) - start,
        wait_offered_by=once(ibis.least(contacts.us_offered, accepted, by_end) - start),
        wait_end=once(end - start),
    )


def rule_step_number(contacts: ir.Table, limit_s: float) -> ir.IntegerValue:
    """The place in `STEPS` of what the rule decided; needs the columns of `with_waits`.

    A source coarser than a second decides only where its error cannot matter: "by the limit" is then one unit
    earlier, "past the limit" one unit later, and what lies between is not verifiable.
    """
    limit = micros(limit_s)
    slack = slack_us(contacts)
    by, past = limit - slack, limit + slack
    no_offer_in_time = (contacts.callback_offer == CallbackOffer.NOT_OFFERED.value) | (contacts.wait_offer > past)
    return ibis.cases(
        (~applicable(contacts), _number(RuleStep.NOT_APPLICABLE)),
        (contacts.wait_answer <= by, _number(RuleStep.MET_BY_ANSWER)),
        (contacts.wait_offered_by <= by, _number(RuleStep.MET_BY_OFFER)),
        (contacts.wait_end <= by, _number(RuleStep.LEFT_BEFORE_LIMIT)),
        ((contacts.wait_end > past) & no_offer_in_time, _number(RuleStep.NOT_MET)),
        else_=_number(RuleStep.NOT_VERIFIABLE),
    )


def _number(step: RuleStep) -> ir.IntegerScalar:
    return ibis.literal(STEPS.index(step), type="int8")


def deciding_wait_us(contacts: ir.Table) -> ir.IntegerValue:
    """The first that happened of human, offer and departure, since the request; null if none is known."""
    return ibis.least(contacts.wait_answer, contacts.wait_offered_by, contacts.wait_end)


def with_decisions(contacts: ir.Table, limit_s: float) -> ir.Table:
    """To the columns of `with_waits` adds `step` (place in `STEPS`), `deciding` (microseconds) and `near`.

    `near`: times in whole seconds put the deciding wait within a second of the limit, so it could have fallen either
    way.
    """
    decided = contacts.mutate(step=once(rule_step_number(contacts, limit_s)), deciding=once(deciding_wait_us(contacts)))
    off_limit = decided.deciding - micros(limit_s)
    whole_seconds = decided.arrived_precision_ms == FINE_ENOUGH_MS
    close = off_limit.between(-MICROS_PER_SECOND, MICROS_PER_SECOND)
    return decided.mutate(near=(whole_seconds & close).fill_null(False))


def with_rule_step(contacts: ir.Table, limit_s: float) -> ir.Table:
    """Every contact with the step that decided it, for lists people read.

    Adds `rule_step` (a `RuleStep`), `wait_s` (to the first human, else to the end of the wait), `deciding_wait_s` and
    `ivr_s`, in seconds, null where unknown.
    """
    rows = with_decisions(with_waits(with_instants(contacts)), limit_s)
    words = ibis.cases(*((rows.step == number, step.value) for number, step in enumerate(STEPS)))
    shown = rows.mutate(
        rule_step=words,
        wait_s=rows.wait_end / MICROS_PER_SECOND,
        deciding_wait_s=rows.deciding / MICROS_PER_SECOND,
        ivr_s=(rows.us_ivr_ended - rows.us_arrived) / MICROS_PER_SECOND,
    )
    return shown.select(*contacts.columns, "rule_step", "wait_s", "deciding_wait_s", "ivr_s")
