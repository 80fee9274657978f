from __future__ import annotations

import pytest
from django.utils import translation

from pledgeline.contacts import wording
from pledgeline.contacts.wording import rejects


def test_every_reason_for_a_rejected_row_has_a_name_and_a_sentence() -> None:
    assert set(rejects.REJECT_NAMES) == set(rejects.REJECTS)
    assert len({str(name) for name in rejects.REJECT_NAMES.values()}) == len(rejects.REJECT_NAMES)


def test_a_reason_this_program_does_not_know_keeps_its_code() -> None:
    assert rejects.reject_name("row.from_tomorrow") == "row.from_tomorrow"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "9 fields; 19 expected"), ("zh-hans", "有 9 个字段，应有 19 个")]
)
def test_a_row_of_the_wrong_length_is_told_in_the_readers_language(language: str, said: str) -> None:
    with translation.override(language):
        assert rejects.fields_counted("Expected Number of Columns: 19 Found: 9") == said


def test_a_rows_own_content_is_left_as_it_is() -> None:
    assert rejects.fields_counted("转智能外呼") == ""


def test_a_test_contact_is_called_one_and_a_reason_of_the_profile_stays() -> None:
    assert wording.exclusion("test") == "test contact"
    assert wording.exclusion("phantom") == "phantom"
