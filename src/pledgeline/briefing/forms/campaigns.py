"""Campaigns: planning, the contacts expected, moving, calling off, letting one start all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledgeline.briefing.actions.campaigns import Plan
from pledgeline.briefing.forms.fields import PromiseCodes, day_field
from pledgeline.organisation import wording as organisation
from pledgeline.ui import formats


class CampaignForm(PromiseCodes):
    """A campaign's plan but for the contacts expected: those have a table of their own."""

    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)

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
            self.fields = {"code": forms.CharField(label=_("Code"), max_length=64), **self.fields}
        self.fields["first_day"] = day_field(_("First day"))
        self.fields["last_day"] = day_field(_("Last day"))
        self.fields["briefing"] = forms.CharField(
            label=_("Briefing that prepares it"),
            required=False,
            max_length=64,
            help_text=_("Its code; the latest ones are offered while you type."),
            widget=forms.TextInput(attrs={"list": "briefing-codes", "autocomplete": "off"}),
        )
        self.add_promises(sentences, self.initial.get("promises", ()))
        for name, label, choices in (("services", _("Services"), services), ("centres", _("Centres"), centres)):
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=list(choices.items()), required=False, widget=forms.CheckboxSelectMultiple
            )

    def wanted(self) -> dict[str, Any]:
        """The fields of `Plan` that the form filled in."""
        given = self.cleaned_data
        names = ("name_en", "name_zh", "first_day", "last_day")
        return {
            **{name: given[name] for name in names},
            **{name: tuple(given[name]) for name in ("services", "centres")},
            "briefing": given["briefing"].strip(),
            "promises": self.promise_codes(),
        }


def initial_of_plan(wanted: Plan) -> dict[str, Any]:
    names = ("name_en", "name_zh", "first_day", "last_day", "promises", "centres", "services", "briefing")
    return {name: getattr(wanted, name) for name in names}


class ExpectedForm(forms.Form):
    """Contacts expected on top, a row a day and a column a channel; an empty cell expects nothing."""

    def __init__(
        self,
        *args: Any,
        days: Sequence[date],
        channels: Sequence[str],
        expected: Mapping[tuple[date, str], int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.days, self.channels = days, channels
        for day in days:
            for channel in channels:
                said = {"day": formats.day(day), "channel": organisation.channel(channel)}
                self.fields[self._name(day, channel)] = forms.IntegerField(
                    label=_("%(day)s, %(channel)s") % said,
                    required=False,
                    min_value=0,
                    initial=expected.get((day, channel)),
                    widget=forms.NumberInput(attrs={"min": 0, "inputmode": "numeric", "size": 6}),
                )

    def _name(self, day: date, channel: str) -> str:
        return f"{day.isoformat()}-{channel}"

    def rows(self) -> list[tuple[date, list[Any]]]:
        return [(day, [self[self._name(day, channel)] for channel in self.channels]) for day in self.days]

    def wanted(self) -> dict[tuple[date, str], int]:
        found = {}
        for day in self.days:
            for channel in self.channels:
                contacts = self.cleaned_data[self._name(day, channel)]
                if contacts is not None:
                    found[day, channel] = contacts
        return found


class MoveForm(forms.Form):
    first_day = day_field(_("New first day"))


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why it is called off"), widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why it may start all the same"), widget=forms.Textarea(attrs={"rows": 3}))
