"""Wilson's interval and the Kaplan–Meier estimate against published values and slow twins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgeline.contacts.core.estimates import kaplan_meier, kaplan_meier_by_group, staying, wilson
from tests.oracle.contacts import slow_metrics


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        # Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_where_the_score_test_just_accepts(counted: tuple[int, int]) -> None:
    assert list(wilson(*counted)) == pytest.approx(slow_metrics.wilson(*counted), abs=1e-9)


@pytest.mark.parametrize(("k", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_wilson_refuses_what_is_no_share(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="share"):
        wilson(k, n)


def test_kaplan_meier_as_published() -> None:
    """Remission in weeks of 21 patients under 6-mercaptopurine (Freireich et al., Blood 21, 1963): S(23) = 0.448."""
    table = [(6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1), (19, 0, 1)]
    table += [(20, 0, 1), (22, 1, 0), (23, 1, 0)]
    assert 1 - kaplan_meier(21, table) == pytest.approx(0.448, abs=5e-4)


rows = st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=40)


@given(rows, st.integers(0, 10))
def test_kaplan_meier_is_the_slow_twins(times: list[tuple[int, bool]], beyond: int) -> None:
    n = len(times) + beyond
    if n:
        ours = kaplan_meier(n, [(at, int(served), int(not served)) for at, served in times])
        assert ours == pytest.approx(slow_metrics.survival(times, n), abs=1e-12)


@given(st.lists(rows.filter(bool), min_size=1, max_size=5))
def test_groups_do_not_touch_each_other(groups: list[list[tuple[int, bool]]]) -> None:
    flat = [(at, time, served) for at, group in enumerate(groups) for time, served in group]
    ours = kaplan_meier_by_group(
        [len(group) + 1 for group in groups],
        [at for at, _, _ in flat],
        [time for _, time, _ in flat],
        [int(served) for _, _, served in flat],
        [int(not served) for _, _, served in flat],
    )
    assert list(ours) == pytest.approx([slow_metrics.survival(group, len(group) + 1) for group in groups], abs=1e-12)


def test_without_departures_the_estimate_is_the_plain_share() -> None:
    assert kaplan_meier(10, [(5, 3, 0), (9, 1, 0)]) == pytest.approx(0.4)


def test_more_events_than_contacts_are_refused() -> None:
    with pytest.raises(ValueError, match="more events"):
        kaplan_meier(2, [(1, 3, 0)])


REMISSION = [
    *((6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1)),
    *((19, 0, 1), (20, 0, 1), (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1)),
]


@pytest.mark.parametrize(
    ("time", "share", "low", "high"),
    [
        # The same patients: survfit of R's package survival, conf.type = "log-log".
        (6, 0.857, 0.620, 0.952),
        (7, 0.807, 0.563, 0.923),
        (10, 0.753, 0.503, 0.889),
        (13, 0.690, 0.432, 0.849),
        (16, 0.627, 0.368, 0.805),
        (22, 0.538, 0.268, 0.747),
        (23, 0.448, 0.188, 0.680),
    ],
)
def test_the_curve_of_staying_and_its_interval_as_published(time: int, share: float, low: float, high: float) -> None:
    (found,) = [one for one in staying(21, REMISSION) if one.time == time]
    assert [found.share, found.low, found.high] == pytest.approx([share, low, high], abs=6e-4)


@given(rows, st.integers(0, 10))
def test_the_curve_ends_where_the_slow_twins_estimate_is(times: list[tuple[int, bool]], beyond: int) -> None:
    n = len(times) + beyond
    table = [(at, int(left), int(not left)) for at, left in times]
    curve = staying(n, table)
    assert [one.time for one in curve] == sorted({at for at, left in times if left})
    assert all(0 <= one.low <= one.share <= one.high <= 1 for one in curve)
    if curve:
        assert 1 - curve[-1].share == pytest.approx(slow_metrics.survival(times, n), abs=1e-12)


def test_the_curve_refuses_more_departures_than_contacts() -> None:
    with pytest.raises(ValueError, match="more events"):
        staying(2, [(5, 3, 0)])
