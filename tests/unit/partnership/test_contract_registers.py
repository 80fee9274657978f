"""Terms, reviews and actions leave and come back: no change without a difference, all or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry
from pledgeline.partnership.actions.registers import import_rows
from pledgeline.partnership.models import Improvement, Review, ReviewSeries, TermsVersion
from pledgeline.partnership.queries import contract_registers as queries
from pledgeline.ui import sheets
from pledgeline.ui.sheets import Imported
from tests.partnerships import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(cast: Any, settings: Any, tmp_path: Any) -> None:
    settings.PLEDGELINE_HOME = tmp_path
    everything(cast)


def read(name: str, rows: list[dict[str, Any]], form: str = "xlsx") -> list[sheets.Row]:
    register = queries.REGISTERS[name]
    data = sheets.as_xlsx(register, rows) if form == "xlsx" else sheets.as_json(register, rows).encode()
    return sheets.read(register, data, file=f"{name}.{form}")


def test_what_was_exported_comes_back_and_changes_nothing(cast: Any, north: None) -> None:
    before = AuditEntry.objects.count()
    for name in queries.REGISTERS:
        rows = queries.export_rows(name)
        assert rows, name
        for form in ("xlsx", "json"):
            assert import_rows(name=name, rows=read(name, rows, form), by=cast.mia) == Imported(unchanged=len(rows)), (
                name
            )
    assert AuditEntry.objects.count() == before


def test_a_new_version_a_new_series_and_a_new_action_are_taken_in(cast: Any, north: None) -> None:
    terms = queries.export_rows("terms")
    terms.append(terms[0] | {"number": 2, "effective_from": date(2027, 1, 1), "malus_cap": "1.05"})
    assert import_rows(name="terms", rows=read("terms", terms), by=cast.mia) == Imported(created=1, unchanged=1)
    assert TermsVersion.objects.get(number=2).agreed["malus_cap"] == "1.05"
    series = queries.export_rows("review_series")
    series[0] |= {"agenda": "Figures | 数字\nActions | 措施"}
    series.append(series[0] | {"code": "south-yearly", "centre": "south", "every_months": 12})
    assert import_rows(name="review_series", rows=read("review_series", series), by=None) == Imported(1, 1, 0)
    assert len(ReviewSeries.objects.get(code="north-monthly").agenda) == 2
    actions = queries.export_rows("actions")
    today = Improvement.objects.get().opened_on
    actions[0] |= {"done_on": today, "done_note": "Two more people"}
    actions.append(actions[0] | {"code": "south-hours", "centre": "south", "done_on": None, "done_note": None})
    assert import_rows(name="actions", rows=read("actions", actions), by=None) == Imported(1, 1, 0)
    assert Improvement.objects.get(code="north-hours").state == "done"


def test_minutes_may_be_written_elsewhere_and_a_review_may_not(cast: Any, north: None) -> None:
    rows = queries.export_rows("reviews")
    held = timezone.localdate(Review.objects.get().prepared_at)
    minutes = {"held_on": held, "minutes_en": "Well", "minutes_zh": "好", "decisions": "More people | 加人 | centre"}
    rows[0] |= minutes
    assert import_rows(name="reviews", rows=read("reviews", rows), by=cast.mia) == Imported(updated=1)
    assert queries.export_rows("reviews")[0]["decisions"] == "More people | 加人 | centre"
    rows.append(rows[0] | {"number": 2})
    with pytest.raises(Problem) as refused:
        import_rows(name="reviews", rows=read("reviews", rows), by=cast.mia)
    assert (refused.value.code, refused.value.line) == ("review.unknown", 3)


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("terms", {"malus_cap": "1"}, "terms.version_is_fixed"),
        ("terms", {"number": 3, "effective_from": date(2027, 1, 1)}, "terms.number"),
        ("terms", {"code": "new", "number": 1, "rules": "wait | x"}, "terms.line_parts"),
        ("review_series", {"every_months": 2}, "partnership.record_is_fixed"),
        ("reviews", {"due": date(2030, 1, 1)}, "partnership.record_is_fixed"),
        ("actions", {"due": date(2030, 1, 1)}, "partnership.record_is_fixed"),
        ("actions", {"code": "new", "side": "both"}, "action.side"),
    ],
)
def test_what_is_fixed_stays_and_a_bad_row_says_its_line(
    cast: Any, north: None, name: str, change: dict[str, Any], code: str
) -> None:
    rows = queries.export_rows(name)
    before = queries.export_rows(name)
    rows.append(rows[0] | change)
    with pytest.raises(Problem) as refused:
        import_rows(name=name, rows=read(name, rows), by=None)
    assert (refused.value.code, queries.export_rows(name)) == (code, before)
