"""The people: sheets that come back, and shifts taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledgeline.briefing.forms.fields import day_field
from pledgeline.organisation import wording as organisation
from pledgeline.ui.pickers import PickingForm


class SheetForm(forms.Form):
    file = forms.FileField(label=_("A filled-in sheet (XLSX or JSON)"))


class CoverForm(PickingForm):
    """Somebody of a roster serves another service for some days."""

    person = forms.ChoiceField(label=_("Who takes the shift over"))
    service = forms.ChoiceField(label=_("Service taken over"))
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked means all of them."),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        services: Mapping[str, str],
        channels: Sequence[str],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"] = day_field(_("First day"), initial=today)
        self.fields["last_day"] = day_field(_("Last day"), initial=today)
        offered = {
            "person": [(code, f"{name} ({code})") for code, name in people],
            "service": list(services.items()),
            "channels": [(code, organisation.channel(code)) for code in channels],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
