"""Numbers, durations and times as readers of both languages write them."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from pledgeline.kernel.interval import Period
from pledgeline.ui import formats
from pledgeline.ui.templatetags.ui import sentence_case

ZH, EN = "zh-hans", "en"


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0.4156, "41.56\N{NO-BREAK SPACE}%", "41.56%"),
        (0.0, "0.00\N{NO-BREAK SPACE}%", "0.00%"),
        (1.0, "100.00\N{NO-BREAK SPACE}%", "100.00%"),
        (0.999999, "99.99\N{NO-BREAK SPACE}%", "99.99%"),
        (0.000001, "0.01\N{NO-BREAK SPACE}%", "0.01%"),
        (None, "no data", "无数据"),
        (math.nan, "no data", "无数据"),
    ],
)
def test_a_share_becomes_a_percentage(value: float | None, english: str, chinese: str) -> None:
    with override(EN):
        assert formats.share(value) == english
    with override(ZH):
        assert formats.share(value) == chinese


@given(st.floats(0, 1), st.integers(0, 4))
def test_a_shown_percentage_is_within_one_last_digit_and_never_claims_all_or_none(value: float, decimals: int) -> None:
    shown = float(formats.hundredths(value, decimals))
    assert abs(shown - value * 100) <= 10**-decimals + 1e-9
    assert (shown == 100) == (value == 1)
    assert (shown == 0) == (value == 0)


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "0 s", "0 秒"),
        (4.26, "4.3 s", "4.3 秒"),
        (47, "47 s", "47 秒"),
        (59.6, "1 min", "1 分钟"),
        (60, "1 min", "1 分钟"),
        (98.54, "1 min 39 s", "1 分 39 秒"),
        (3599.7, "1 h", "1 小时"),
        (5400, "1 h 30 min", "1 小时 30 分"),
        (-3, "−3 s", "−3 秒"),
        (None, "no data", "无数据"),
    ],
)
def test_seconds_become_a_duration(value: float | None, english: str, chinese: str) -> None:
    with override(EN):
        assert formats.seconds(value) == english
    with override(ZH):
        assert formats.seconds(value) == chinese


def test_bounds_are_one_range_or_one_share() -> None:
    with override(ZH):
        assert formats.bounds(0.4156, 0.5451) == "41.56–54.51%"
        assert formats.bounds(0.5, 0.500001) == "50.00%"
        assert formats.bounds(None, 0.5) == "无数据"


def test_counts_are_grouped_and_absent_ones_are_not_zero() -> None:
    with override(EN):
        assert formats.count(26759) == "26,759"
        assert formats.count(None) == "no data"
        assert formats.contacts(1) == "1 contact"
        assert formats.contacts(2000) == "2,000 contacts"


def test_days_and_periods_include_their_last_day() -> None:
    august = Period.from_days(date(1999, 8, 1), date(1999, 8, 31))
    with override(EN):
        assert formats.period(august) == "1 Aug 1999 – 31 Aug 1999"
        assert formats.period(Period()) == "all time"
    with override(ZH):
        assert formats.period(august) == "1999年8月1日至1999年8月31日"
        assert formats.period(Period(date(1999, 8, 1))) == "1999年8月1日起"
        assert formats.period(Period.from_days(date(1999, 8, 1), date(1999, 8, 1))) == "1999年8月1日"


def test_an_instant_is_shown_on_the_clock_of_the_zone() -> None:
    when = datetime(2026, 11, 24, 3, 55, 15, tzinfo=UTC)
    assert formats.instant(when, "Asia/Shanghai") == "2026-11-24 11:55:15"


def test_a_moment_is_said_to_the_minute_with_its_day_in_words() -> None:
    when = datetime(2026, 11, 24, 17, 55, 15, tzinfo=UTC)
    with override(EN):
        assert formats.moment(when, "Asia/Shanghai") == "25 Nov 2026 01:55"
        assert formats.moment(None) == "no data"
    with override(ZH):
        assert formats.moment(when, "Asia/Shanghai") == "2026年11月25日 01:55"
    with pytest.raises(ValueError, match="without a zone"):
        formats.moment(when.replace(tzinfo=None))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        formats.instant(datetime(2026, 11, 24), "UTC")  # noqa: DTZ001 (a naive time is the point)


def test_sizes_use_binary_units() -> None:
    assert formats.size(512) == "512\N{NO-BREAK SPACE}B"
    assert formats.size(5 * 1024 * 1024) == "5.0\N{NO-BREAK SPACE}MiB"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", {"day": "8 Nov 2026", "at": "16 Sep 2026 10:00", "n": "16,322", "code": "2026-11", "share": 0.5}),
        (
            "zh-hans",
            {"day": "2026年11月8日", "at": "2026年9月16日 10:00", "n": "16,322", "code": "2026-11", "share": 0.5},
        ),
    ],
)
def test_days_times_and_counts_of_a_sentence_are_in_the_readers_form(language: str, said: dict[str, object]) -> None:
    plain = {"n": 16322, "code": "2026-11", "share": 0.5}
    with override(language):
        for numbers in (
            {"day": "2026-11-08", "at": "2026-09-16T02:00+00:00", **plain},
            {"day": date(2026, 11, 8), "at": datetime(2026, 9, 16, 2, tzinfo=UTC), **plain},
        ):
            assert formats.in_words(numbers) == said
        assert formats.in_words({"yes": True, "no": None, "codes": ["a"]}) == {"yes": True, "no": None, "codes": ["a"]}


@pytest.mark.parametrize(("language", "said"), [("en", "Nov 2026"), ("zh-hans", "2026年11月")])
def test_a_month_is_said_as_people_say_it(language: str, said: str) -> None:
    with override(language):
        assert formats.month(date(2026, 11, 8)) == said


@pytest.mark.parametrize(("language", "said"), [("en", "Sun 1 Aug"), ("zh-hans", "8月1日 周日")])
def test_a_day_of_a_grid_is_said_with_its_weekday_and_without_its_year(language: str, said: str) -> None:
    with override(language):
        assert formats.weekday_and_day(date(1999, 8, 1)) == said


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Recovery Codes", "Recovery codes"),
        ("Two-Factor Authentication", "Two-factor authentication"),
        ("Sign in", "Sign in"),
        ("Scan the QR code with JavaScript", "Scan the QR code with JavaScript"),
        ("恢复码", "恢复码"),
    ],
)
def test_titles_of_allauth_are_written_as_sentences(theirs: str, ours: str) -> None:
    assert sentence_case(theirs) == ours
