from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation
from pledgeline.ui.pickers import PickingForm


class RunForm(PickingForm):
    """What to assess; an empty field means "everything there is"."""

    first = forms.DateField(
        label=pgettext_lazy("first day", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=pgettext_lazy("last day", "To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    centres = forms.MultipleChoiceField(label=_("Centres"), required=False, widget=forms.CheckboxSelectMultiple)
    services = forms.MultipleChoiceField(label=_("Services"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centres"].choices = sorted(organisation.centre_names(user).items())  # type: ignore[attr-defined]
        self.fields["services"].choices = sorted(organisation.service_names(user).items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first. Exchange the two."))
        return cleaned

    def period(self) -> Period:
        first: date | None = self.cleaned_data["first"]
        last: date | None = self.cleaned_data["last"]
        return Period.from_days(first, last)
