"""What customers of the demo said when asked, and what they complained about: the profiles survey-csv, complaints-csv.

Who waited long is less satisfied and complains more often; one in four answers at all, the unhappy ones a little more
readily. The file lists everybody who was asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pledgeline.web.demo import truth
from pledgeline.web.demo.happened import NEVER, Ints, PoolStory
from pledgeline.web.demo.writers import Line, phone
from pledgeline.web.demo.writers.gbk_csv import clock

SURVEY = (
    "invitation", "service", "channel", "customer", "contact", "asked_at", "answered_at", "satisfaction", "recommend",
    "ease",
)  # fmt: skip
COMPLAINTS = (
    "complaint", "service", "channel", "category", "customer", "contact", "received_at", "acknowledged_at",
    "answered_at", "closed_at", "due_at", "updated_at", "outcome", "cause", "reopened",
)  # fmt: skip
_HOUR, _DAY = 3_600, 86_400
# One contact in fifty is asked; a complaint follows one contact in five hundred, five times as often after a long wait.
_ASKED, _COMPLAINS, _LONG_WAIT_S = 0.02, 0.002, 120
_DUE_S = 10 * _DAY


def survey(pools: Sequence[PoolStory], end_s: int, rng: np.random.Generator) -> list[Line]:
    """One line for each customer who was asked by `end_s`, in order of asking."""
    lines = []
    for pool in pools:
        contacts = pool.contacts
        asked = contacts.released + rng.integers(600, 2 * _HOUR, contacts.n)
        chosen = (contacts.requested != NEVER) & (asked < end_s) & (rng.random(contacts.n) < _ASKED)
        content = _content(pool, rng)
        answers = rng.random(contacts.n) < 0.25 + 0.05 * (content < 0)
        answered = asked + rng.integers(60, _DAY, contacts.n)
        skips = rng.random(contacts.n) < 0.1
        for row in np.flatnonzero(chosen).tolist():
            own = truth.native_id(pool, row)
            said = ("", "", "", "")
            if answers[row] and answered[row] < end_s:
                good = float(content[row])
                points = (_points(3.6 + good, 1, 5), _points(7.3 + 2.4 * good, 0, 10), _points(5.2 + 1.4 * good, 1, 7))
                said = (clock(int(answered[row])), points[0], "" if skips[row] else points[1], points[2])
            fields = (
                f"S-{own}",
                str(contacts.service[row]),
                pool.pool.channel,
                phone(int(contacts.customer[row])),
                own,
            )
            lines.append(Line(int(asked[row]), ",".join((*fields, clock(int(asked[row])), *said)), own))
    return sorted(lines, key=lambda line: (line.at, line.key))


def complaints(pools: Sequence[PoolStory], end_s: int, rng: np.random.Generator) -> list[Line]:
    """One line for each complaint that came in by `end_s`, as it stood then, in order of receipt."""
    lines = []
    for pool in pools:
        contacts, n = pool.contacts, pool.contacts.n
        waited = _waited(pool)
        odds = _COMPLAINS * np.where(waited > _LONG_WAIT_S, 5, 1)
        received = contacts.released + rng.integers(_HOUR, 2 * _DAY, n)
        acknowledged = received + rng.integers(_HOUR // 2, 30 * _HOUR, n)
        closed = received + rng.integers(2 * _DAY, 14 * _DAY, n)
        chosen = (contacts.requested != NEVER) & (received < end_s) & (rng.random(n) < odds)
        upheld, reopened = rng.random(n), rng.random(n) < 0.06
        for row in np.flatnonzero(chosen).tolist():
            own, long_wait = truth.native_id(pool, row), bool(waited[row] > _LONG_WAIT_S)
            done = int(closed[row]) < end_s
            ended = "upheld" if upheld[row] < 0.5 else "partly upheld" if upheld[row] < 0.7 else "not upheld"
            fields = (
                f"K-{own}",
                str(contacts.service[row]),
                pool.pool.channel,
                "waiting" if long_wait else ("fees" if contacts.service[row] == "instalment" else "handling"),
                phone(int(contacts.customer[row])),
                own,
                clock(int(received[row])),
                clock(int(acknowledged[row])) if acknowledged[row] < end_s else "",
                "",
                clock(int(closed[row])) if done else "",
                clock(int(received[row]) + _DUE_S),
                clock(end_s),
                ended if done else "open",
                ("both" if long_wait else "client") if done else "",
                "1" if done and reopened[row] else "0",
            )
            lines.append(Line(int(received[row]), ",".join(fields), own))
    return sorted(lines, key=lambda line: (line.at, line.key))


def _waited(pool: PoolStory) -> Ints:
    """Seconds from the request to the answer, else to the end."""
    contacts = pool.contacts
    ends = np.where(contacts.answered != NEVER, contacts.answered, contacts.released)
    return np.asarray(np.where(contacts.requested != NEVER, ends - contacts.requested, 0), dtype=np.int64)


def _content(pool: PoolStory, rng: np.random.Generator) -> np.ndarray:
    """How content each customer is, about −2 to 1.5: less with every minute of waiting, and much less unanswered."""
    unanswered = pool.contacts.answered == NEVER
    mood = rng.normal(0.5, 0.6, pool.contacts.n) - 0.25 * np.minimum(_waited(pool) / 60, 6) - 0.8 * unanswered
    return np.asarray(mood)


def _points(value: float, lowest: int, highest: int) -> str:
    return str(int(min(max(round(value), lowest), highest)))
