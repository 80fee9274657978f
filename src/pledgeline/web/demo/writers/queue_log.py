"""The in-house centre's Asterisk `queue_log`: one line an event, epoch seconds, fields between bars.

What such a log cannot hold is not in it: calls given up in the IVR, and the IVR itself except that a channel's id
begins with the second it was made. Its dialplan writes a line of its own, CALLBACKOFFER, when the prompt starts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pledgeline.web.demo.draws import UNANSWERED_RING_S
from pledgeline.web.demo.happened import NEVER, CallbackMade, PoolStory
from pledgeline.web.demo.told import AUTO_PAUSE_S
from pledgeline.web.demo.writers import LINES_CALLED, Line, phone
from pledgeline.web.demo.writers.names import agent_name

QUEUES = {"card": "card-voice", "loss": "loss-voice", "instalment": "inst-voice"}
OVERFLOW = "overflow-voice"
TEST = "test-voice"
CALLBACKS = "callback-voice"
OFFER_PROMPT = "callback-offer"
ACCEPT_KEY = "1"


def native_id(arrived_s: int, row: int) -> str:
    """A channel's unique id: the second it was made and a counter. The counter starts anew with the log."""
    return f"{arrived_s}.{row + 1}"


def lines(story: PoolStory) -> list[Line]:
    """Every line of the whole period, in the order in which the server would have written them."""
    contacts = story.contacts
    columns = zip(
        contacts.service.tolist(),
        contacts.customer.tolist(),
        contacts.arrived.tolist(),
        contacts.requested.tolist(),
        contacts.offered.tolist(),
        contacts.rang.tolist(),
        contacts.rang_in_vain.tolist(),
        contacts.in_vain_agent.tolist(),
        contacts.answered.tolist(),
        contacts.released.tolist(),
        contacts.agent.tolist(),
        contacts.overflowed.tolist(),
        contacts.transferred.tolist(),
        contacts.agent_ended.tolist(),
        contacts.outcome.tolist(),
        _positions(contacts.requested, _left_queue(story)).tolist(),
        strict=True,
    )
    start = min(int(contacts.arrived[0]), *(shift.joined for shift in story.shifts))
    out = [Line(int(start), f"{int(start)}|NONE|NONE|NONE|QUEUESTART|")]
    for row, (
        service, customer, arrived, requested, offered, rang, in_vain, in_vain_agent,
        answered, released, agent, overflowed, transferred, agent_ended, outcome, position,
    ) in enumerate(columns):  # fmt: skip
        if requested == NEVER:
            continue
        call = native_id(arrived, row)
        queue, entered, who = QUEUES[service], requested, "NONE" if agent < 0 else agent_name(agent)

        def say(at: int, agent: str, event: str, *params: object, call: str = call) -> None:
            text = "|".join([str(at), call, queue, agent, event, *map(str, params)])  # noqa: B023
            out.append(Line(at, text, call))

        say(requested, "NONE", "DID", LINES_CALLED[service])
        say(requested, "NONE", "ENTERQUEUE", "", phone(customer), position)
        if in_vain != NEVER:
            tried = agent_name(in_vain_agent)
            end = in_vain + UNANSWERED_RING_S
            say(end, tried, "RINGNOANSWER", UNANSWERED_RING_S * 1_000)
            out.append(Line(end, f"{end}|NONE|{queue}|{tried}|PAUSE|Auto-Pause"))
            back = end + AUTO_PAUSE_S
            out.append(Line(back, f"{back}|NONE|{queue}|{tried}|UNPAUSE|Auto-Unpause"))
        if offered != NEVER:
            say(offered, "NONE", "CALLBACKOFFER", OFFER_PROMPT)
        if overflowed != NEVER:
            say(overflowed, "NONE", "EXITWITHTIMEOUT", 1, position, overflowed - entered)
            queue, entered = OVERFLOW, overflowed
            say(overflowed, "NONE", "ENTERQUEUE", "", phone(customer), 1)
        if outcome == "answered":
            hold, talk = answered - entered, released - answered
            say(answered, who, "CONNECT", hold, f"{rang}.{900_000 + row}", answered - rang)
            if transferred:
                say(released, who, "BLINDTRANSFER", "8001", "internal", hold, talk, position)
            else:
                say(released, who, "COMPLETEAGENT" if agent_ended else "COMPLETECALLER", hold, talk, position)
        elif outcome == "callback_accepted":
            say(released, "NONE", "EXITWITHKEY", ACCEPT_KEY, 1, position, released - entered)
        elif outcome == "failed_technical":
            say(released, who, "SYSCOMPAT")
        elif outcome == "abandoned_ring":
            say(released, who, "RINGCANCELED", (released - rang) * 1_000)
            # Now and then the log names the agent who was about to answer.
            say(released, who if row % 4 == 0 else "NONE", "ABANDON", 1, position, released - entered)
        else:
            say(released, "NONE", "ABANDON", 1, position, released - entered)
    for attempt in story.callbacks:
        out.extend(_callback(story, attempt))
    for shift in story.shifts:
        who = agent_name(shift.agent)
        for queue in (*QUEUES.values(), OVERFLOW):
            out.append(Line(shift.joined, f"{shift.joined}|MANAGER|{queue}|{who}|ADDMEMBER|"))
            out.append(Line(shift.left, f"{shift.left}|MANAGER|{queue}|{who}|REMOVEMEMBER|"))
    # A stable sort keeps the order of a call's own events within one second.
    return sorted(out, key=lambda line: line.at)


def callback_id(story: PoolStory, attempt: CallbackMade) -> str:
    """The id of the channel on which the customer is called back: the asking call's, marked."""
    return f"{attempt.dialled}.{1_000_000 + attempt.origin}"


def _callback(story: PoolStory, attempt: CallbackMade) -> list[Line]:
    """An attempt to call back, as the dialplan of a virtual queue writes it: in a queue of its own."""
    contacts, who = story.contacts, agent_name(attempt.agent)
    call = callback_id(story, attempt)
    number = phone(int(contacts.customer[attempt.origin]))
    head = f"{call}|{CALLBACKS}"
    line = LINES_CALLED[str(contacts.service[attempt.origin])]
    said = [
        Line(attempt.dialled, f"{attempt.dialled}|{head}|NONE|DID|{line}", call),
        Line(attempt.dialled, f"{attempt.dialled}|{head}|NONE|ENTERQUEUE||{number}|1", call),
    ]
    if attempt.answered is None:
        waited = attempt.released - attempt.dialled
        return [*said, Line(attempt.released, f"{attempt.released}|{head}|NONE|EXITWITHTIMEOUT|1|1|{waited}", call)]
    hold, talk = attempt.answered - attempt.dialled, attempt.released - attempt.answered
    said.append(Line(attempt.answered, f"{attempt.answered}|{head}|{who}|CONNECT|{hold}|{call}9|{hold}", call))
    said.append(Line(attempt.released, f"{attempt.released}|{head}|{who}|COMPLETEAGENT|{hold}|{talk}|1", call))
    return said


def _left_queue(story: PoolStory) -> NDArray[np.int64]:
    contacts = story.contacts
    return np.where(contacts.answered != NEVER, contacts.answered, contacts.released)


def _positions(entered: NDArray[np.int64], left: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place in the queue each contact took: those who entered before and have not left, and itself."""
    queued = entered != NEVER
    order = np.sort(entered[queued])
    gone = np.sort(left[queued])
    ahead = np.searchsorted(order, entered, side="left") - np.searchsorted(gone, entered, side="right")
    return np.maximum(ahead, 0) + 1
