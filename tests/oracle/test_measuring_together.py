"""Many promises are measured as one by one: what asks the same is asked once, and says the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pledgeline.experience import queries
from pledgeline.experience.core.promise import State
from tests.deliveries import NORTH, SOUTH
from tests.web.growth import more

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 1)


@pytest.fixture
def promised(cast: Any, deliver: Any) -> None:
    from pledgeline.experience.actions import promises
    from pledgeline.experience.models import PromiseVersion

    deliver("north", NORTH)
    deliver("south", SOUTH)
    wording = promises.Wording(
        sentence_en="A person within a minute.",
        sentence_zh="一分钟内接通。",
        metric="human_or_callback_within",
        figure="lower",
        params={"limit_s": 60},
        target=0.8,
    )
    others = {
        "minute": wording,
        "half": replace(wording, params={"limit_s": 30}),
        "easy": replace(wording, target=0.1),
        "north": replace(wording, centres=("north",)),
        "level": replace(wording, metric="service_level", figure="service_level", params={"target_s": 20}),
    }
    for code, said in others.items():
        promises.ensure(code=code, wording=said, effective_from=date(2026, 1, 1), by=None)
    promises.register(code="draft", wording=wording, by=None)
    original = PromiseVersion.objects.get(promise__code="minute")
    more(original, 40, promise=more(original.promise, 40, code="more-{n}"))


def test_each_has_the_answer_it_would_have_alone(promised: None, cast: Any) -> None:
    for user in (cast.alice, cast.bob, cast.carol):
        stage = queries.stage(user, today=TODAY)
        shown = [row.current for row in queries.promise_list(user)]
        together = queries.measured_together(shown, user=user, stage=stage)
        alone = [
            queries.measure(through, stage)
            for one in shown
            if one.state is not State.DRAFT
            and isinstance(through := queries.lens(one, user=user, stage=stage), queries.Lens)
        ]
        assert together == alone
        assert len(together) > 40
        assert [one.lens.promise.code for one in together] == [one.lens.promise.code for one in alone]


def test_the_contacts_are_asked_once_for_all_that_ask_the_same(
    promised: None, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pledgeline.experience.queries import together

    asked: list[str] = []

    def counted(through: Any, stage: Any) -> Any:
        asked.append(through.promise.code)
        return queries.measure(through, stage)

    monkeypatch.setattr(together, "measure", counted)
    stage = queries.stage(cast.alice, today=TODAY)
    shown = [row.current for row in queries.promise_list(cast.alice)]
    assert len(queries.measured_together(shown, user=cast.alice, stage=stage)) == 45
    assert len(asked) == 5
