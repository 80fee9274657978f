"""What the canonical columns and words are called, in both languages: data beside the code that relies on them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, RootModel

from pledgeline.contacts.core.definition import Text
from pledgeline.kernel import yamlfile

_HERE = Path(__file__).parent


class Meaning(BaseModel):
    """A short name for headings, and one sentence that says what the column holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Text
    meaning: Text


class _Columns(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: dict[str, Meaning]
    # Of the other records only what a contact has not.
    survey_answer: dict[str, Meaning]
    complaint: dict[str, Meaning]


class _Words(RootModel[dict[str, dict[str, Text]]]):
    pass


@cache
def _all() -> _Columns:
    return yamlfile.load(_Columns, _HERE / "schema_meanings.yaml")


def contact_columns() -> Mapping[str, Meaning]:
    """Column of `contact` → what it is called and says, in the order of the file."""
    return _all().contact


@cache
def columns() -> Mapping[str, Meaning]:
    """Column of any record → what it is called and says; a contact's word counts where several have the column."""
    found = _all()
    return {**found.complaint, **found.survey_answer, **found.contact}


@cache
def word_lists() -> Mapping[str, Mapping[str, Text]]:
    """List (`outcome`, `kind`, `rule_step` …) → word → its text."""
    return yamlfile.load(_Words, _HERE / "word_meanings.yaml").root


def column_name(column: str, language: str) -> str:
    """The short name of a record's column; the column's own name where it has none (another program's column)."""
    known = columns().get(column)
    return known.name.said(language) if known else column


def word(word_list: str, value: str | None, language: str) -> str:
    """One word of a list as people say it; the word itself where the list does not hold it, nothing for None."""
    if value is None:
        return ""
    lists = word_lists()
    # A complaint's outcomes are words of their own.
    known = lists[word_list].get(value) or lists.get(f"complaint_{word_list}", {}).get(value)
    return known.said(language) if known else value
