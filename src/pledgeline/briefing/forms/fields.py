"""Fields that several forms of this room share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledgeline.briefing import wording
from pledgeline.ui.pickers import PickingForm


def day_field(label: Any, **more: Any) -> forms.DateField:
    # The browser's own date field speaks ISO, whatever the reader's language.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


class PromiseCodes(PickingForm):
    """Promises by code: ticked where somebody can name them, typed where not."""

    def add_promises(self, sentences: Mapping[str, Mapping[str, str]], chosen: Iterable[str]) -> None:
        label = _("Promises it speaks of")
        if not sentences:
            self.fields["promises"] = forms.CharField(
                label=label, required=False, help_text=_("Codes, separated by blanks.")
            )
            self.initial["promises"] = " ".join(chosen)
            return
        names = {code: code for code in chosen} | {code: wording.said(words) for code, words in sentences.items()}
        self.fields["promises"] = forms.MultipleChoiceField(
            label=label, choices=list(names.items()), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.initial["promises"] = list(chosen)

    def promise_codes(self) -> tuple[str, ...]:
        given = self.cleaned_data["promises"]
        return tuple(given.split() if isinstance(given, str) else given)
