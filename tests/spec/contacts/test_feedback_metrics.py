"""What counts in satisfaction, recommendation, effort and complaint clocks, by examples worked out by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.contact_table import ASKED, ask_one

SILENT: dict[str, Any] = {"state": "no_answer", "points": None}


def csat(*points: float, **more: Any) -> list[dict[str, Any]]:
    return [{"points": float(one), **more} for one in points]


def nps(*points: float) -> list[dict[str, Any]]:
    return [{"question": "nps", "scale_min": 0, "scale_max": 10, "points": float(one)} for one in points]


def test_four_and_five_of_five_are_satisfied_and_silence_leaves_bounds() -> None:
    figures = ask_one("csat", [*csat(5, 4, 3, 1), *[SILENT] * 6])
    assert (figures["n"], figures["csat"]) == (4, 0.5)
    assert (figures["asked"], figures["response_rate"]) == (10, 0.4)
    assert (figures["lower"], figures["upper"]) == (0.2, 0.8)


def test_a_feed_that_lists_no_silence_knows_no_response_rate() -> None:
    figures = ask_one("csat", csat(5, 4, silence_is_listed=False))
    assert (figures["n"], figures["csat"]) == (2, 1.0)
    assert [figures[name] for name in ("asked", "response_rate", "lower", "upper")] == [None] * 4


def test_a_skipped_question_is_no_unhappy_answer() -> None:
    figures = ask_one("nps", [*nps(10, 9, 8, 6), {"question": "nps", "state": "skipped", "points": None}])
    # Two promoters, one passive, one detractor.
    assert (figures["n"], figures["nps"], figures["skipped"]) == (4, 0.25, 1)


@pytest.mark.parametrize(("points", "share"), [(9, 1), (8, 0), (7, 0), (6, -1), (0, -1)])
def test_who_promotes_and_who_detracts(points: int, share: int) -> None:
    assert ask_one("nps", nps(points))["nps"] == share


def test_effort_is_a_mean_of_seven_points_easy_high() -> None:
    rows = [{"question": "ces", "scale_min": 1, "scale_max": 7, "points": float(one)} for one in (7, 6, 5, 2)]
    figures = ask_one("ces", rows)
    assert (figures["ces"], figures["easy"]) == (5.0, 0.5)


@pytest.mark.parametrize("metric", ["csat", "nps", "ces", "complaint_clock"])
def test_nothing_is_no_data_and_never_a_share(metric: str) -> None:
    figures = ask_one(metric, [])
    assert figures.pop("n") == 0
    assert set(figures.values()) == {None}


DAY = timedelta(days=1)


def complaint(**changes: Any) -> dict[str, Any]:
    return {"received_at": ASKED, "source_updated_at": ASKED, **changes}


def test_the_limit_itself_is_in_time_and_an_open_one_is_late_only_after_it() -> None:
    rows = [
        complaint(closed_at=ASKED + 10 * DAY, outcome="upheld"),
        complaint(closed_at=ASKED + 10 * DAY + timedelta(seconds=1), outcome="upheld"),
        complaint(source_updated_at=ASKED + 20 * DAY),
        # Came in when the others were already old: it can still be closed in time.
        complaint(received_at=ASKED + 15 * DAY),
        complaint(outcome="withdrawn"),
    ]
    figures = ask_one("complaint_clock", rows)
    assert (figures["n"], figures["closed"], figures["late"], figures["not_decided"]) == (4, 2, 2, 1)
    assert (figures["lower"], figures["upper"]) == (0.25, 0.5)


def test_a_feed_without_acknowledgements_says_nothing_of_them() -> None:
    closed = complaint(closed_at=ASKED + DAY, outcome="upheld")
    assert ask_one("complaint_clock", [closed])["acknowledged_in_time"] is None
    told = complaint(acknowledged_at=ASKED + DAY, closed_at=ASKED + DAY, outcome="upheld")
    assert ask_one("complaint_clock", [closed, told])["acknowledged_in_time"] == 0.5


def test_only_complaints_with_a_deadline_of_their_own_are_held_to_it() -> None:
    rows = [
        complaint(closed_at=ASKED + 3 * DAY, due_at=ASKED + 2 * DAY, outcome="upheld"),
        complaint(closed_at=ASKED + 2 * DAY, due_at=ASKED + 2 * DAY, outcome="upheld"),
        complaint(closed_at=ASKED + 9 * DAY, outcome="upheld"),
    ]
    assert ask_one("complaint_clock", rows)["by_own_deadline"] == 0.5
