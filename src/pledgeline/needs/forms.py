"""What a person fills in about an expectation; the actions decide whether it can stand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledgeline.needs import wording
from pledgeline.needs.core.expectation import SourceKind, Strength


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SourceForm(forms.Form):
    """A source, with the day of the evidence itself."""

    kind = forms.ChoiceField(label=_("Kind of source"), choices=list(wording.SOURCES.items()))
    dated = forms.DateField(label=_("Day of the evidence"), widget=_day(), input_formats=["%Y-%m-%d"])
    n = forms.IntegerField(label=_("Number of cases"), min_value=1, required=False)
    strength = forms.ChoiceField(
        label=_("Strength of evidence"), choices=list(wording.STRENGTHS.items()), initial="fair"
    )
    reference = forms.CharField(label=_("Where it can be found"), max_length=500)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "kind": SourceKind(data["kind"]), "strength": Strength(data["strength"])}


class RefusalForm(forms.Form):
    because_en = forms.CharField(label=_("We will not meet this because (English)"), max_length=2000)
    because_zh = forms.CharField(label=_("We will not meet this because (Chinese)"), max_length=2000)
