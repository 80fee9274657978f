"""What contacts teach about load, as Ibis from table to table: what comes out is counts, or columns of numbers.

A contact counts for staffing from the moment its customer asked for a person; who stayed in the menu or with the bot
needs nobody. Deferred contacts (mail, tickets) ask by arriving.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from pledgeline.contacts.core.question import Question, Zones
from pledgeline.contacts.core.rule import NEVER_ASKED
from pledgeline.contacts.core.vocabulary import CallbackOffer, Kind, Outcome
from pledgeline.contacts.metrics import grouping, measures
from pledgeline.kernel.interval import Period
from pledgeline.kernel.units import MICROS_PER_SECOND, SECONDS_PER_MINUTE

# A contact handled for longer was most likely never closed; a real bank's records hold one of ten hours.
LONGEST_HANDLING_S = 4 * 3600
# Who has waited so long is still there when a callback is offered, wherever one is.
STANDING_S = 90
_MINUTE_US = SECONDS_PER_MINUTE * MICROS_PER_SECOND
QUANTILES = {"q10": 0.10, "q25": 0.25, "q50": 0.50, "q75": 0.75, "q90": 0.90}


def asking(
    contacts: ir.Table, zones: Zones, *, where: Mapping[str, tuple[str, ...]], period: Period | None = None
) -> ir.Table:
    """The contacts that need a person, with `by_day` (local), `us_of_day` and the waits of `measures.with_waits`."""
    question = Question("contacts_offered", ("day",), period or Period(), where)
    rows = grouping.kept(measures.with_instants(grouping.within(contacts, question)), question, zones)
    asked = rows["async"] | rows.human_requested_at.notnull()
    return measures.with_waits(
        rows.filter(
            rows.kind == Kind.INBOUND.value,
            rows.test_or_excluded.isnull(),
            asked,
            rows.outcome.notin([outcome.value for outcome in NEVER_ASKED]),
        )
    )


# Columns of `asking` that the functions below read.
ASKED = (
    *("centre_id", "agent_first", "by_day", "us_of_day", "async", "outcome", "callback_offer", "answered_at"),
    *("us_requested", "us_answered", "us_released", "acw_end_at", "acw_s", "wait_answer", "wait_offer", "wait_end"),
)


def arrivals(rows: ir.Table, interval_min: int) -> ir.Table:
    """Contacts by local day and interval of the day: `by_day`, `place`, `n`."""
    placed = rows.mutate(place=rows.us_of_day // (interval_min * _MINUTE_US))
    return placed.group_by(["by_day", "place"]).aggregate(n=placed.count())


def handled(rows: ir.Table) -> ir.Table:
    """Answered contacts with `us_done` (end of the work on them) and `handle_s`."""
    closed = measures.epoch_us(rows.acw_end_at.cast(dt.Timestamp(timezone="UTC")))
    worked = (rows.acw_s.fill_null(0.0) * MICROS_PER_SECOND).floor().cast("int64")
    done = ibis.coalesce(closed, rows.us_released + worked)
    found = rows.mutate(us_done=done, handle_s=(done - rows.us_answered) / MICROS_PER_SECOND)
    return found.filter(found.us_answered.notnull(), found.handle_s > 0, found.handle_s <= LONGEST_HANDLING_S)


def handling(rows: ir.Table) -> ir.Table:
    """Handling time by hour of the day: `hour`, `n`, `mean_s` and the quantiles of `QUANTILES`."""
    work = handled(rows)
    work = work.mutate(hour=work.us_of_day // (60 * _MINUTE_US))
    quantiles = {name: work.handle_s.quantile(share) for name, share in QUANTILES.items()}
    return work.group_by("hour").aggregate(n=work.count(), mean_s=work.handle_s.mean(), **quantiles)


def handling_quantiles(rows: ir.Table, points: int) -> ir.Table:
    """`points` evenly spread quantiles of handling time by block of hours: `block` (hour // 3), `n`, `values`."""
    work = handled(rows)
    work = work.mutate(block=work.us_of_day // (180 * _MINUTE_US))
    shares = [(place + 0.5) / points for place in range(points)]
    return work.group_by("block").aggregate(n=work.count(), values=work.handle_s.quantile(shares))


def waits(rows: ir.Table) -> ir.Table:
    """Waits of real-time contacts by whole second: `second`, `hung_up`, `answered`.

    Who was answered, took a callback or was moved on tells only that the patience was longer.
    """
    live = rows.filter(~rows["async"], rows.wait_end.notnull(), rows.wait_end >= 0)
    left = measures.abandoned(live)
    second = live.mutate(second=live.wait_end // MICROS_PER_SECOND, left=left)
    return (
        second.group_by("second").aggregate(hung_up=second.left.sum(), answered=(~second.left).sum()).order_by("second")
    )


def offers(rows: ir.Table) -> ir.Table:
    """One row: `n` real-time contacts that waited for more than `STANDING_S`, how many of them were `offered` a
    callback, how many of those `accepted`, and the median wait at the offer, `after_s`, where its time is known."""
    live = rows.filter(~rows["async"], rows.wait_end > STANDING_S * MICROS_PER_SECOND)
    offered = (live.callback_offer == CallbackOffer.OFFERED.value).fill_null(False)
    accepted = (live.outcome == Outcome.CALLBACK_ACCEPTED.value).fill_null(False)
    return live.aggregate(
        n=live.count(),
        offered=offered.sum(),
        accepted=(offered & accepted).sum(),
        after_s=(live.wait_offer / MICROS_PER_SECOND).median(),
    )


def kept_by_hour(rows: ir.Table, limit_s: float) -> ir.Table:
    """Real-time contacts by local day and hour: `n`, `kept` (answered within the limit), `handle_s` (their mean)."""
    live = rows.filter(~rows["async"])
    live = live.mutate(
        hour=live.us_of_day // (60 * _MINUTE_US),
        kept=(live.wait_answer <= measures.micros(limit_s)).fill_null(False),
    )
    return live.group_by(["by_day", "hour"]).aggregate(n=live.count(), kept=live.kept.sum())


def work_of_agents(rows: ir.Table) -> ir.Table:
    """One row a handled contact: `agent` (with its centre), `start_s`, `end_s` since 1970."""
    work = handled(rows)
    work = work.filter(work.agent_first.notnull())
    return work.select(
        agent=work.centre_id + "/" + work.agent_first,
        start_s=work.us_answered / MICROS_PER_SECOND,
        end_s=work.us_done / MICROS_PER_SECOND,
    )


def time_in_queue(rows: ir.Table) -> ir.Table:
    """One row a real-time contact: `start_s` (asked for a person) and `end_s` of its wait."""
    live = rows.filter(~rows["async"], rows.wait_end.notnull())
    return live.select(
        start_s=live.us_requested / MICROS_PER_SECOND,
        end_s=(live.us_requested + live.wait_end) / MICROS_PER_SECOND,
    )


SIGN_ON, SIGN_OFF = ("ADDMEMBER", "AGENTLOGIN", "AGENTCALLBACKLOGIN"), ("REMOVEMEMBER", "AGENTLOGOFF")
PAUSE, RESUME = ("PAUSE", "PAUSEALL"), ("UNPAUSE", "UNPAUSEALL")


def agent_log(events: ir.Table, centres: tuple[str, ...]) -> ir.Table:
    """Sign-ons, sign-offs and pauses of the centres' agents: `agent`, `at_s`, `step` (+1, −1, 0), `pause` (so too)."""
    own = events.filter(
        events.centre_id.isin(list(centres)),
        events.agent_id.notnull(),
        events.event.isin([*SIGN_ON, *SIGN_OFF, *PAUSE, *RESUME]),
    )
    at = measures.epoch_us(own.at.cast(dt.Timestamp(timezone="UTC"))) / MICROS_PER_SECOND

    def sign(up: tuple[str, ...], down: tuple[str, ...]) -> ir.IntegerValue:
        return own.event.isin(list(up)).cast("int8") - own.event.isin(list(down)).cast("int8")

    found = own.select(
        agent=own.centre_id + "/" + own.agent_id,
        at_s=at,
        step=sign(SIGN_ON, SIGN_OFF),
        pause=sign(PAUSE, RESUME),
        line=own.source_line,
    )
    return found.order_by(["agent", "at_s", "line"])
