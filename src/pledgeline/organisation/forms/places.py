"""Centres, services, opening hours, and who serves what."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pledgeline.kernel.channels import Channel
from pledgeline.organisation import wording
from pledgeline.organisation.core.calendar import OpeningHours
from pledgeline.organisation.core.notation import (
    WEEKDAY_CODES,
    day_text,
    parse_day,
    parse_special_lines,
    special_lines,
)
from pledgeline.organisation.core.roles import CentreKind
from pledgeline.ui.pickers import PickingForm


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d",)


class _NamedForm(PickingForm):
    """A place has a code that stays, and a name in both languages."""

    code = forms.CharField(
        label=_("Code"), max_length=64, help_text=_("Letters, digits, dots, hyphens and underscores; it never changes.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200)
    zone = forms.CharField(label=_("Time zone"), max_length=64, help_text=_("For example Asia/Shanghai."))

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        """`of` is the code of a place that is there already; of a new one it is empty."""
        super().__init__(*args, **kwargs)
        self.fields["zone"].initial = settings.TIME_ZONE
        if of:
            # A field that is disabled keeps its initial value, whatever is sent.
            self.fields["code"].disabled, self.fields["code"].initial = True, of


class CentreForm(_NamedForm):
    kind = forms.ChoiceField(label=_("Kind"))
    field_order = ("code", "name_en", "name_zh", "kind", "zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, wording.centre_kind(kind)) for kind in CentreKind]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class ServiceForm(_NamedForm):
    calendar = forms.ChoiceField(
        label=_("Opening hours"),
        required=False,
        help_text=_("Without them figures cannot be split by opening hours, and no clock stops at night."),
    )
    field_order = ("code", "name_en", "name_zh", "calendar", "zone")

    def __init__(self, *args: Any, calendars: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not known")), *calendars.items()]
        self.fields["calendar"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        return {**self.cleaned_data, "calendar": self.cleaned_data["calendar"] or None}


class CalendarForm(_NamedForm):
    """A field for each weekday, and one for the days that do not follow the week."""

    special = forms.CharField(
        label=_("Holidays and make-up workdays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "One day to a line: 2026-10-01 closed, 2026-10-10 as fri, or hours of its own: 2026-02-16 09:00-12:00."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, code in enumerate(WEEKDAY_CODES):
            self.fields[code] = forms.CharField(label=wording.WEEKDAYS[day], required=False, max_length=200)
        # Said once, at the day that is filled in first.
        self.fields[WEEKDAY_CODES[0]].help_text = _(
            "Hours such as 09:00-12:00, 13:00-18:00; 00:00-24:00 for the whole day; empty: closed."
        )
        self.order_fields(["code", "name_en", "name_zh", "zone", *WEEKDAY_CODES, "special"])

    @staticmethod
    def said(hours: OpeningHours) -> dict[str, str]:
        """What the fields show of the hours that hold."""
        chinese = (get_language() or "").startswith("zh")
        week = {code: day_text(hours.weekly.get(day, ())) for day, code in enumerate(WEEKDAY_CODES)}
        return {**week, "special": special_lines(hours.special, chinese=chinese)}

    def wanted(self) -> dict[str, Any]:
        """Raises the Problems of `core.notation`, each with its field."""
        given = self.cleaned_data
        return {
            **{part: given[part] for part in ("code", "name_en", "name_zh", "zone")},
            "weekly": {day: parse_day(given[code], field=code) for day, code in enumerate(WEEKDAY_CODES)},
            "special": parse_special_lines(given["special"], field="special"),
        }


class EngageForm(PickingForm):
    """From a day on, a centre serves a service over some channels."""

    centre = forms.ChoiceField(label=_("Centre"))
    service = forms.ChoiceField(label=_("Service"))
    channels = forms.MultipleChoiceField(label=_("Channels"), widget=forms.CheckboxSelectMultiple)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day, included"), required=False, help_text=_("Empty: until it is ended."))

    def __init__(self, *args: Any, centres: dict[str, str], services: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "centre": centres.items(),
            "service": services.items(),
            "channels": [(one.value, wording.channel(one)) for one in Channel],
        }
        for name, choices in offered.items():
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class EndForm(forms.Form):
    last_day = DayField(label=_("Last day, included"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today
