"""Fields that several forms of this room have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledgeline.kernel.codes import CODE_PATTERN


def day_field(label: Any, **more: Any) -> forms.DateField:
    # The browser's own date field speaks ISO, whatever the reader's language.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


def text_field(label: Any, *, rows: int = 3, longest: int = 4_000, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=longest, **more)


def code_field(**more: Any) -> forms.RegexField:
    return forms.RegexField(
        f"^{CODE_PATTERN}$",
        label=_("Code"),
        max_length=64,
        help_text=_("Letters, digits, dots, hyphens and underscores; it never changes."),
        **more,
    )


def centre_field(names: Mapping[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Centre"), choices=list(names.items()))
