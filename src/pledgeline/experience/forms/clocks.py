"""Which clock applies to a service, from when on, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledgeline.experience import wording
from pledgeline.experience.core.clocks import Clock


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"])


class ApplyForm(forms.Form):
    def __init__(self, *args: Any, clocks: Sequence[Clock], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clock"] = forms.ChoiceField(label=_("Clock"), choices=wording.clock_choices(clocks))
        self.fields["since"] = _day(_("Applies from"))
        self.fields["note"] = forms.CharField(
            label=_("Why it applies"),
            required=False,
            max_length=2_000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Who confirmed it with the legal text, and where that is written."),
        )


class LiftForm(forms.Form):
    """Several stand on one page, so the page gives the field its label and id."""

    clock = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"] = _day(_("No longer applies from"))
