"""From delivered contacts to signals: what grows, who comes back, who does not wait, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.needs.actions import signals
from pledgeline.needs.core.expectation import Strength
from pledgeline.needs.models import Signal, Source
from pledgeline.needs.queries import promised
from pledgeline.needs.queries import signals as queries
from pledgeline.organisation.models import AuditEntry
from tests.deliveries import write
from tests.needs_recorded import register

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 5)  # a Monday
BEFORE, AFTER = 8, 16  # contacts about cards a day, in the first four weeks and in the second


def line(native: str, phone: str, service: str, day: date, number: int, wait_s: int, *, answered: bool) -> str:
    asked = datetime.combine(day, time(9)) + timedelta(minutes=20 * number)
    ends = asked + timedelta(seconds=wait_s)
    said = f"{asked:%Y-%m-%d %H:%M:%S},{asked:%Y-%m-%d %H:%M:%S},{asked:%Y-%m-%d %H:%M:%S}"
    end = f"{ends:%Y-%m-%d %H:%M:%S},{ends + timedelta(minutes=2):%Y-%m-%d %H:%M:%S},正常接听"
    left = f",{ends:%Y-%m-%d %H:%M:%S},排队放弃"
    return f"{native},语音,{service},q1,{phone},{said},{end if answered else left},,,,,,,"


def eight_weeks() -> list[str]:
    """Cards double after four weeks; every customer of a Monday or a Wednesday comes back a day later; of each four
    callers one hangs up after 30 s. Loans stay as they are, and nobody comes back or leaves."""
    rows = []
    for number in range(56):
        day = FIRST + timedelta(days=number)
        for place in range(BEFORE if number < 28 else AFTER):
            first = day - timedelta(days=1) if day.weekday() in (1, 3) else day
            customer = f"1390{first:%m%d}{place:03d}"
            stays = place % 4 > 0
            rows.append(line(f"c{number}-{place}", customer, "cards", day, place, 90 if stays else 30, answered=stays))
        rows += [
            line(f"l{number}-{place}", f"138{number:04d}{place:02d}", "loans", day, place, 10, answered=True)
            for place in range(3)
        ]
    return rows


@pytest.fixture
def contacts(cast: Any, lake: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from pledgeline.contacts.actions import deliveries

    deliveries.ingest(path=write(tmp_path / "calls.csv", eight_weeks()), profile="csv-cn", centre="north")
    minute = promised.PromisedWait("one-minute", 60.0, {"en": "A minute.", "zh": "一分钟。"}, ("cards",), ())
    monkeypatch.setattr(promised, "_tellers", [lambda day: [minute]])


def test_signals_are_found_once_decided_and_not_raised_again_for_the_same_days(contacts: Any, cast: Any) -> None:
    looked = signals.look(by=cast.alice)
    assert looked.period == Period(date(2026, 2, 2), date(2026, 3, 2))
    found = {(one.kind, one.service, one.channel): one for one in Signal.objects.all()}
    assert set(found) == {
        ("service_grows", "cards", ""),
        ("impatient", "cards", "voice"),
        ("abandoned", "cards", "voice"),
        ("repeated", "cards", ""),
    }
    grown = found["service_grows", "cards", ""]
    assert (grown.value, grown.figures["before"], grown.figures["after"]) == (2.0, 28 * BEFORE, 28 * AFTER)
    # One in four hangs up at 30 s, and nobody who waits longer does: a quarter does not bear a minute.
    assert found["impatient", "cards", "voice"].value == pytest.approx(0.25)
    assert found["impatient", "cards", "voice"].figures["promise"] == "one-minute"
    assert found["abandoned", "cards", "voice"].value == pytest.approx(0.25)
    # Two days of each of the first three weeks are followed by their next; the last week is too recent to tell.
    assert (found["repeated", "cards", ""].n, found["repeated", "cards", ""].figures["repeated"]) == (336, 96)
    assert AuditEntry.objects.filter(action="signals.looked_for").count() == 1

    again = signals.look(by=None)
    assert (again.new, again.renewed) == ((), ())
    register("be-patient", "cards", sourced=False)
    signals.accept(number=grown.number, expectation="be-patient", strength=Strength.FAIR, by=cast.alice)
    source = Source.objects.get()
    assert (source.kind, source.dated, source.n) == ("behaviour", date(2026, 3, 1), 28 * AFTER)
    signals.dismiss(number=found["repeated", "cards", ""].number, because_en="x", because_zh="x", by=cast.mia)
    later = signals.look(by=None)
    assert (later.new, later.decided_before) == ((), 2)
    assert len(queries.waiting_signals()) == 2


def test_other_days_bring_a_waiting_signal_up_to_date(contacts: Any, cast: Any) -> None:
    signals.look(by=None)
    looked = signals.look(period=Period(date(2026, 2, 9), date(2026, 3, 2)), by=None)
    assert (looked.new, len(looked.renewed)) == ((), 4)
    assert {one.first_day for one in Signal.objects.all()} == {date(2026, 2, 9)}


def test_what_is_decided_is_fixed_and_needs_a_person(contacts: Any, cast: Any) -> None:
    from django.db import IntegrityError, transaction

    signals.look(by=None)
    one = Signal.objects.order_by("number")[0]
    with pytest.raises(Problem, match="person_missing"):
        signals.dismiss(number=one.number, because_en="x", because_zh="x", by=None)
    signals.dismiss(number=one.number, because_en="x", because_zh="x", by=cast.alice)
    with pytest.raises(Problem, match=r"signal\.decided"):
        signals.dismiss(number=one.number, because_en="y", because_zh="y", by=cast.mia)
    for change in (lambda: Signal.objects.filter(pk=one.pk).update(n=1), lambda: Signal.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_page_draws_patience_with_the_promised_wait_and_links_each_signal(contacts: Any, as_: Callable) -> None:
    alice = as_("alice")
    assert alice.post("/needs/signals/look/").status_code == 302
    page = alice.get("/needs/signals/").content.decode()
    assert "promised: 1 min" in page
    assert "<svg" in page
    assert page.count("/needs/signals/") > 4
    assert "75.0" in page
    for one in Signal.objects.all():
        assert alice.get(f"/needs/signals/{one.number}/").status_code == 200
    assert "承诺：1" in alice.get("/needs/signals/", headers={"accept-language": "zh-hans"}).content.decode()


@pytest.mark.parametrize(("days", "code"), [(10, "growth.not_whole_weeks"), (7, "growth.not_whole_weeks")])
def test_days_that_cannot_be_compared_are_refused(contacts: Any, days: int, code: str) -> None:
    with pytest.raises(Problem) as problem:
        signals.look(period=Period(date(2026, 2, 2), date(2026, 2, 2) + timedelta(days=days)), by=None)
    assert problem.value.code == code
    assert not Signal.objects.exists()
