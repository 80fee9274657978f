"""Service level, abandonment, speed of answer, handle time, contacts offered: logs small enough to check by hand."""

import pytest

from tests.contact_table import FOURTEEN, ask, ask_one, contact


def percent(share: float | None) -> float:
    assert share is not None
    return round(100 * share, 1)


def test_service_level_is_strict_and_shows_the_other_basis_beside_it() -> None:
    """Answered within 60 s: 12, 45, 60. All 14 asked; 6 were answered and 4 gave up."""
    figures = ask_one("service_level", FOURTEEN, target_s=60)
    assert (figures["n"], figures["answered"], figures["abandoned"]) == (14, 6, 4)
    assert percent(figures["service_level"]) == 21.4
    assert percent(figures["service_level_answered_abandoned"]) == 30.0


def test_a_quick_hang_up_never_raises_the_service_level() -> None:
    served = [contact(answered=10), contact(answered=100)]
    assert ask_one("service_level", served)["service_level"] == 0.5
    assert ask_one("service_level", [*served, contact(left=1)])["service_level"] == pytest.approx(1 / 3)


def test_answered_at_a_moment_too_coarse_to_compare_is_said_and_not_counted_as_in_time() -> None:
    rows = [contact(answered=0, arrived_precision_ms=60_000), contact(answered=None, left=9, outcome="answered")]
    figures = ask_one("service_level", rows)
    assert (figures["answered_within"], figures["answered"], figures["not_verifiable"]) == (0, 2, 2)


def test_abandonment_raw_without_short_ones_and_on_the_narrower_basis() -> None:
    """Gave up at 4 (short), 30, 70 and 150 s, of 14."""
    figures = ask_one("abandonment_rate", FOURTEEN)
    assert (figures["abandoned"], figures["short_abandoned"]) == (4, 1)
    assert percent(figures["abandonment_rate"]) == 28.6
    assert percent(figures["abandonment_rate_without_short"]) == 23.1
    assert percent(figures["abandonment_rate_answered_abandoned"]) == 40.0


def test_where_everybody_gave_up_at_once_nothing_is_left_to_divide_by() -> None:
    figures = ask_one("abandonment_rate", [contact(left=2), contact(left=5)])
    assert (figures["abandonment_rate"], figures["abandonment_rate_without_short"]) == (1.0, None)


def test_speed_of_answer_speaks_of_those_who_were_answered() -> None:
    """0, 10, … 100 s: the median is 50, nine in ten are served by 90, the 95th percentile lies halfway to 100."""
    rows = [contact(answered=10 * number) for number in range(11)] + [contact(left=5)]
    assert ask_one("speed_of_answer", rows) == {
        "n": 11,
        "mean_s": 50.0,
        "median_s": 50.0,
        "p90_s": 90.0,
        "p95_s": 95.0,
    }


def test_nobody_answered_is_no_data_and_not_nought_seconds() -> None:
    (group,) = ask("speed_of_answer", [contact(left=50)], by=("centre",))
    assert group == {"by": {"centre": "north"}, "n": 0, "mean_s": None, "median_s": None, "p90_s": None, "p95_s": None}


@pytest.mark.parametrize(
    ("feed", "rows", "components", "mean_s", "count"),
    [
        (
            "all three parts",
            [{"talk_s": 100.0, "hold_s": 20.0, "acw_s": 30.0}, {"talk_s": 50.0, "hold_s": 0.0, "acw_s": 10.0}],
            "talk+hold+acw",
            105.0,
            2,
        ),
        (
            "one contact without after-contact work",
            [{"talk_s": 100.0, "hold_s": 20.0, "acw_s": 30.0}, {"talk_s": 50.0, "hold_s": 0.0}],
            "talk+hold",
            85.0,
            2,
        ),
        (
            "hold is inside talk",
            [{"talk_s": 100.0, "talk_includes_hold": True, "acw_s": 20.0}],
            "talk+hold+acw",
            120.0,
            1,
        ),
        ("hold unknown", [{"talk_s": 100.0, "acw_s": 20.0}], "talk", 100.0, 1),
        ("a talk time is missing", [{"talk_s": 90.0, "hold_s": 10.0}, {}], "talk+hold", 100.0, 1),
        ("nothing known", [{}], None, None, 0),
    ],
)
def test_handle_time_is_named_after_the_parts_it_has(
    feed: str, rows: list[dict[str, object]], components: str | None, mean_s: float | None, count: int
) -> None:
    figures = ask_one("handle_time", [contact(answered=5, **values) for values in rows])
    assert figures["n"] == len(rows)
    assert (figures["components"], figures["handle_s_mean"], figures["handle_n"]) == (components, mean_s, count)


def test_contacts_offered_puts_every_contact_in_one_place() -> None:
    apart = [
        contact(answered=5, kind="callback"),
        contact(answered=5, kind="outbound"),
        contact(answered=5, kind="survey"),
        contact(answered=5, test_or_excluded="probe"),
        contact(left=1, outcome="blocked_closed"),
        contact(left=1, outcome="abandoned_ivr"),
        contact(left=1, outcome="failed_technical"),
        contact(),
    ]
    figures = ask_one("contacts_offered", [*FOURTEEN, *apart])
    assert {name: value for name, value in figures.items() if value} == {
        "n": 18,
        "answered": 6,
        "abandoned_queue": 4,
        "callback_accepted": 2,
        "flow_out": 2,
        "blocked": 1,
        "abandoned_ivr": 1,
        "other_end": 1,
        "open": 1,
        "callbacks": 1,
        "outbound": 1,
        "other_kinds": 1,
        "excluded": 1,
        "total": 22,
    }


@pytest.mark.parametrize("metric", ["service_level", "abandonment_rate", "handle_time", "contacts_offered"])
def test_an_empty_period_is_no_data(metric: str) -> None:
    figures = ask_one(metric, [])
    assert figures.pop("n") == 0
    assert set(figures.values()) == {None}
