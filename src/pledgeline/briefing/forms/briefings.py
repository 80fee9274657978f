"""Briefings: finding them, writing them, answering what is asked about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.briefing import wording
from pledgeline.briefing.actions.briefings import Wording
from pledgeline.briefing.core.understanding import QUESTIONS
from pledgeline.briefing.forms.fields import PromiseCodes, day_field
from pledgeline.kernel.channels import Channel
from pledgeline.organisation import wording as organisation


class FilterForm(forms.Form):
    """The list of briefings: a GET form, so that an address shows the same again."""

    text = forms.CharField(label=pgettext_lazy("search", "Search"), required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("briefing", "Kind"), required=False)
    when = forms.ChoiceField(label=pgettext_lazy("briefing", "Which"), required=False)

    def __init__(self, *args: Any, drafts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = pgettext_lazy("briefings", "All")
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label, required=False, choices=[("", every), *wording.KINDS.items()]
        )
        which = [
            ("", every),
            ("now", _("In effect")),
            ("coming", _("Coming")),
            ("past", pgettext_lazy("briefings", "Past")),
        ]
        if drafts:
            which.append(("draft", pgettext_lazy("briefings", "Drafts")))
        self.fields["when"] = forms.ChoiceField(label=self.fields["when"].label, required=False, choices=which)


class BriefingForm(PromiseCodes):
    """A version of a briefing: words in both languages, audience, days and the three questions."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)
    body_en = forms.CharField(label=_("Text in English"), widget=forms.Textarea(attrs={"rows": 6}))
    body_zh = forms.CharField(label=_("Text in Chinese"), widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(
        self,
        *args: Any,
        centres: Mapping[str, str],
        services: Mapping[str, str],
        sentences: Mapping[str, Mapping[str, str]],
        new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if new:
            first = {
                "code": forms.CharField(label=_("Code"), max_length=64),
                "kind": forms.ChoiceField(label=pgettext_lazy("briefing", "Kind"), choices=list(wording.KINDS.items())),
            }
            self.fields = {**first, **self.fields}
        self.fields["effective_from"] = day_field(_("Takes effect on"))
        self.fields["last_day"] = day_field(_("Last day in effect"), required=False)
        self.fields["acknowledge_by"] = day_field(_("Last day to acknowledge"))
        self.add_promises(sentences, self.initial.get("promises", ()))
        spoken = [(one.value, organisation.channel(one.value)) for one in Channel]
        languages = [("zh", _("Chinese")), ("en", _("English"))]
        for name, label, choices in (
            ("centres", _("Centres"), list(centres.items())),
            ("services", _("Services"), list(services.items())),
            ("channels", _("Channels"), spoken),
            ("languages", _("Languages"), languages),
            ("duties", pgettext_lazy("roster", "Duties"), list(wording.DUTIES.items())),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        for number in range(1, QUESTIONS + 1):
            self._add_question(number)

    def _add_question(self, number: int) -> None:
        for language, label in (("en", _("Question %(n)s in English")), ("zh", _("Question %(n)s in Chinese"))):
            self.fields[f"q{number}_{language}"] = forms.CharField(label=label % {"n": number}, required=False)
        for language, label in (
            ("en", _("Question %(n)s: choices in English")),
            ("zh", _("Question %(n)s: choices in Chinese")),
        ):
            self.fields[f"q{number}_choices_{language}"] = forms.CharField(
                label=label % {"n": number}, required=False, help_text=_("One per line, the right one first."),
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    def wanted(self) -> dict[str, Any]:
        """The fields of `Wording` that the form filled in."""
        given = self.cleaned_data
        last = given.get("last_day")
        return {
            **{name: given[name] for name in ("title_en", "title_zh", "body_en", "body_zh")},
            **{name: tuple(given[name]) for name in ("centres", "services", "channels", "languages", "duties")},
            "effective_from": given["effective_from"],
            "effective_to": last + timedelta(days=1) if last else None,
            "acknowledge_by": given["acknowledge_by"],
            "promises": self.promise_codes(),
            "questions": self._questions(),
        }

    def _questions(self) -> list[dict[str, Any]]:
        found = []
        for number in range(1, QUESTIONS + 1):
            given = {name: self.cleaned_data[f"q{number}_{name}"] for name in ("en", "zh", "choices_en", "choices_zh")}
            if not any(given.values()):
                continue
            pairs = zip(given["choices_en"].splitlines(), given["choices_zh"].splitlines(), strict=False)
            choices = [{"en": en, "zh": zh} for en, zh in pairs]
            # The right one is written first and kept elsewhere, so that its place tells nothing.
            right = number % len(choices) if choices else 0
            if choices:
                choices.insert(right, choices.pop(0))
            found.append({"en": given["en"], "zh": given["zh"], "choices": choices, "right": right})
        return found


def initial_of(wanted: Wording) -> dict[str, Any]:
    """A version's words as the form shows them."""
    last = wanted.effective_to - timedelta(days=1) if wanted.effective_to else None
    names = ("title_en", "title_zh", "body_en", "body_zh", "effective_from", "acknowledge_by")
    lists = ("centres", "services", "channels", "languages", "duties")
    found: dict[str, Any] = {name: getattr(wanted, name) for name in (*names, *lists)}
    found |= {"last_day": last, "promises": list(wanted.promises)}
    for number, one in enumerate(wanted.questions, start=1):
        choices = list(one["choices"])
        choices.insert(0, choices.pop(one["right"]))
        found |= {f"q{number}_{language}": one[language] for language in ("en", "zh")}
        found |= {
            f"q{number}_choices_{language}": "\n".join(choice[language] for choice in choices)
            for language in ("en", "zh")
        }
    return found


class AnswerForm(forms.Form):
    """The client's answer to a question."""

    outcome = forms.ChoiceField(label=_("What becomes of it"), choices=list(wording.WAYS.items()))
    question_en = forms.CharField(label=_("The question in your words, in English"), required=False)
    question_zh = forms.CharField(label=_("The question in your words, in Chinese"), required=False)
    answer_en = forms.CharField(label=_("Answer in English"), widget=forms.Textarea(attrs={"rows": 3}))
    answer_zh = forms.CharField(label=_("Answer in Chinese"), widget=forms.Textarea(attrs={"rows": 3}))
