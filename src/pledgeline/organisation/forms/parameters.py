"""The organisation's own numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.organisation.core.parameters import Parameter


class NumberForm(forms.Form):
    """One of the organisation's own numbers. A share is typed as a percentage, as people say it."""

    value = forms.FloatField()
    valid_from = forms.DateField(
        label=_("From this day on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    reason = forms.CharField(label=pgettext_lazy("number", "Why"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, parameter: Parameter, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        labels = {
            "share": _("Value in percent"),
            "days": _("Value in days"),
            "hours": _("Value in hours"),
            "count": _("Value"),
        }
        self.fields["value"].label = labels[parameter.unit]
        self.fields["value"].widget.attrs["step"] = "any"
        self.fields["valid_from"].initial = today
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()

    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        # Six decimals of a percentage: 95.1 must not become 0.9509999999999998.
        value = round(given["value"] / 100, 8) if self.parameter.unit == "share" else given["value"]
        return {**given, "value": value}
