"""What the worker does again and again: each round does its work once, and a fault stops none of them."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import time_machine

from pledgeline.briefing.models import Draw, Reminder
from pledgeline.web.cli import house
from tests.briefings import NOW, TODAY, publish


@pytest.mark.django_db
def test_the_rounds_remind_and_draw_and_the_next_ones_add_nothing(told: Any, cast: Any) -> None:
    publish("in-effect", effective_from=TODAY, acknowledge_by=TODAY)
    found = []
    with time_machine.travel(NOW, tick=False):
        for _again in range(2):
            for name, (step, every_s) in house.rounds().items():
                assert every_s > 0
                house.go_round(name, step)
            found.append((Reminder.objects.count(), Draw.objects.count()))
    assert found == [(2, 2), (2, 2)]


@pytest.mark.django_db
def test_a_fault_is_logged_with_its_round_and_goes_no_further(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> None:
        raise RuntimeError("no mail server")

    with caplog.at_level(logging.ERROR, "pledgeline.worker"):
        house.go_round("notifications", fails)
    assert "the round of notifications failed" in caplog.text
    assert "no mail server" in caplog.text
