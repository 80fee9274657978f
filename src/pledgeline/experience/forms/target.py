"""What a reader tries before a target is promised. A GET form: an address with these words shows the same again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledgeline.experience import wording
from pledgeline.experience.core.target import TRIED_DAYS
from pledgeline.ui import formats


class TryForm(forms.Form):
    """Fields `limit_s`, `target` (percent for a share, seconds for a time) and `days`; `version` stays as it is."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, limits: Sequence[float], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        if limits:
            self.fields["limit_s"] = forms.ChoiceField(
                label=_("Limit"), required=False, choices=[(f"{one:g}", formats.seconds(one)) for one in limits]
            )
        self.fields["target"] = forms.DecimalField(
            label=_("Target, in percent") if unit == "share" else _("Target, in seconds"),
            required=False,
            min_value=0,
            max_value=100 if unit == "share" else None,
            max_digits=9,
            decimal_places=4,
        )
        self.fields["days"] = forms.ChoiceField(
            label=_("Contacts of"), required=False, choices=[(str(one), wording.last_days(one)) for one in TRIED_DAYS]
        )

    def limit_s(self) -> float | None:
        text = self.cleaned_data.get("limit_s")
        return float(text) if text else None

    def wanted(self) -> float | None:
        given = self.cleaned_data.get("target")
        if given is None:
            return None
        return float(given / Decimal(100) if self.unit == "share" else given)

    def days(self, usual: int) -> int:
        return int(self.cleaned_data.get("days") or usual)
