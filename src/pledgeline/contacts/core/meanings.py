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


class _Words(RootModel[dict[str, dict[str, Text]]]):
    pass


@cache
def contact_columns() -> Mapping[str, Meaning]:
    """Column of `contact` → what it is called and says, in the order of the file."""
    return yamlfile.load(_Columns, _HERE / "schema_meanings.yaml").contact


@cache
def word_lists() -> Mapping[str, Mapping[str, Text]]:
    """List (`outcome`, `kind`, `rule_step` …) → word → its text."""
    return yamlfile.load(_Words, _HERE / "word_meanings.yaml").root


def column_name(column: str, language: str) -> str:
    """The short name of a column of `contact`; the column's own name where it has none (another program's column)."""
    known = contact_columns().get(column)
    return known.name.said(language) if known else column


def word(word_list: str, value: str | None, language: str) -> str:
    """One word of a list as people say it; the word itself where the list does not hold it, nothing for None."""
    if value is None:
        return ""
    known = word_lists()[word_list].get(value)
    return known.said(language) if known else value
