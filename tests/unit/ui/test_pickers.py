"""A list that grows with records offers fifty of them and a search; what is chosen is never lost, and stays valid."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from pledgeline.ui.pickers import MOST_CHOICES, PickingForm, narrowed, searched

MANY = [(f"code-{n}", f"Name {n}") for n in range(10_000)]


class OneForm(PickingForm):
    title = forms.CharField()
    one = forms.ChoiceField(label="One of them", choices=[("", "–"), *MANY])


class SeveralForm(PickingForm):
    several = forms.MultipleChoiceField(choices=MANY, required=False, widget=forms.CheckboxSelectMultiple)


def sent(text: str) -> QueryDict:
    return QueryDict(text)


def offered(form: forms.Form) -> list[str]:
    return re.findall(r'value="(code-\d+)"', str(form))


def test_few_choices_are_all_there_and_nothing_is_searched() -> None:
    class FewForm(PickingForm):
        one = forms.ChoiceField(choices=MANY[:MOST_CHOICES])

    form = FewForm()
    assert len(offered(form)) == MOST_CHOICES
    assert "-find" not in str(form)


def test_of_ten_thousand_fifty_are_offered_and_the_rest_is_a_search_away() -> None:
    with override("en"):
        said = str(OneForm())
    assert len(re.findall('value="code-', said)) == MOST_CHOICES
    assert "50 of 10,000 are offered" in said
    assert 'name="one-find"' in said
    assert 'name="find" value="one" formnovalidate' in said


@pytest.mark.parametrize("value", ["code-7", "code-9999"])
def test_what_is_chosen_is_offered_wherever_it_stands_in_the_list(value: str) -> None:
    assert value in offered(OneForm(initial={"one": value}))
    form = OneForm(sent(f"title=x&one={value}"))
    assert form.is_valid()
    assert form.cleaned_data["one"] == value


def test_a_choice_that_does_not_exist_is_refused() -> None:
    assert "one" in OneForm(sent("title=x&one=code-10000")).errors


def test_a_search_finds_by_name_and_code_keeps_what_was_typed_and_saves_nothing() -> None:
    form = OneForm(sent("title=Half+written&one=code-3&one-find=NAME+77&find=one"))
    assert not form.is_valid()
    assert form.errors == {}
    found = offered(form)
    assert found[0] == "code-3"
    assert found[1:4] == ["code-77", "code-177", "code-277"]
    said = str(form)
    assert 'value="Half written"' in said
    assert 'value="NAME 77"' in said
    assert "autofocus" in said


def test_whoever_chose_among_what_was_found_may_save_with_the_search_still_written() -> None:
    form = OneForm(sent("title=x&one=code-277&one-find=77"))
    assert form.is_valid()


def test_several_that_are_ticked_stay_ticked_while_others_are_searched() -> None:
    form = SeveralForm(sent("several=code-1&several=code-9000&several-find=nothing+like+it&find=several"))
    assert offered(form) == ["code-1", "code-9000"]
    with override("en"):
        assert "Nothing found" in str(form)
    assert str(form).count("checked") == 2


@pytest.mark.parametrize(
    ("text", "first", "n"),
    [("", "code-0", 10_000), ("code-12", "code-12", 111), ("name 99 9", "code-99", 280), ("zebra", None, 0)],
)
def test_every_word_must_be_there(text: str, first: str | None, n: int) -> None:
    shown, found = narrowed(MANY, frozenset(), text)
    assert found == sum(all(word in f"{code} {name}".casefold() for word in text.split()) for code, name in MANY)
    assert (shown[0][0] if shown else None) == first
    assert found == n


def test_a_search_field_is_labelled_and_says_what_was_found(settings: Any) -> None:
    with override("zh-hans"):
        said = str(OneForm(sent("one-find=9999&find=one")))
    assert 'for="id_one_find"' in said
    assert 'role="status"' in said
    assert "找到 1 项" in said


@pytest.mark.parametrize(
    ("sent_with_enter", "searches"),
    [
        ("title=x&one=code-3&one-find=&one-find-before=", ""),
        ("title=x&one=code-3&one-find=77&one-find-before=77", ""),
        ("title=x&one=code-3&one-find=77&one-find-before=", "one"),
        ("one-find=7&one-find-before=7&two-find=8&two-find-before=", "two"),
        ("one-find=&one-find-before=77", "one"),
    ],
)
def test_enter_searches_where_the_text_of_a_search_has_changed_and_else_saves(
    sent_with_enter: str, searches: str
) -> None:
    data = sent(f"{sent_with_enter}&find=%3F")
    assert searched(data) == searches
    assert OneForm(data).is_searching == bool(searches)


def test_the_button_that_enter_presses_comes_before_every_other_and_is_neither_seen_nor_reached_by_tab() -> None:
    said = str(OneForm())
    first = re.search(r"<button[^>]*>", said)
    assert first is not None
    for part in ('value="?"', 'tabindex="-1"', 'aria-hidden="true"', 'class="visually-hidden"'):
        assert part in first[0]
