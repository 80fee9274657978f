"""What people write on the pages of this room."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.capacity import wording
from pledgeline.capacity.actions.allocations import Terms
from pledgeline.capacity.actions.outlooks import Asked
from pledgeline.capacity.core.erlang import Reading, Target
from pledgeline.capacity.core.stages import MOST_AGENTS
from pledgeline.capacity.core.whatif import Change
from pledgeline.capacity.models import INTERVALS
from pledgeline.capacity.queries.forecasting import MOST_DAYS, Covering
from pledgeline.kernel.channels import Channel
from pledgeline.organisation import wording as organisation
from pledgeline.ui.pickers import PickingForm

MOST_SECONDS = 86_400
CODE_HINT = _("Letters, digits, dots, hyphens and underscores; it never changes.")


def _day(label: Any, **more: Any) -> forms.DateField:
    # The browser's own date field speaks ISO, whatever the reader's language.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


def _percent(label: Any, **more: Any) -> forms.FloatField:
    """Shares are typed as percentages, and only here."""
    return forms.FloatField(label=label, min_value=0, max_value=100, **more)


def _channels() -> list[tuple[str, str]]:
    return [(one.value, organisation.channel(one.value)) for one in Channel]


class PlanForm(PickingForm):
    """A new plan."""

    code = forms.CharField(label=_("Code"), max_length=64, help_text=CODE_HINT)

    def __init__(self, *args: Any, centres: Mapping[str, str], services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"] = forms.ChoiceField(label=_("Centre"), choices=list(centres.items()))
        self.fields["service"] = forms.ChoiceField(label=_("Service"), choices=list(services.items()))
        self.fields["channel"] = forms.ChoiceField(label=_("Channel"), choices=_channels())
        self.fields["first_day"] = _day(_("First day"))
        self.fields["last_day"] = _day(_("Last day"))
        self.fields["interval_min"] = forms.TypedChoiceField(
            label=_("Minutes of an interval"),
            choices=[(one, str(one)) for one in INTERVALS],
            coerce=int,
            initial=60,
        )
        self.fields["locks_on"] = _day(
            _("Locked from"), help_text=_("From this day on what was agreed stays as it is.")
        )


class HandOverForm(PickingForm):
    def __init__(self, *args: Any, forecasts: Sequence[Covering], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forecast"] = forms.ChoiceField(
            label=_("Forecast"), choices=[(one.code, wording.covering(one)) for one in forecasts]
        )


class AskedForm(forms.Form):
    """With what a plan is worked out."""

    aht_s = forms.FloatField(label=_("Handling time, seconds"), min_value=1, max_value=MOST_SECONDS)
    patience_s = forms.FloatField(
        label=_("Mean patience, seconds"),
        min_value=1,
        required=False,
        help_text=_("Empty: nobody is taken to leave, which asks for more people."),
    )
    reading = forms.ChoiceField(label=_("What the target counts"), choices=list(wording.READINGS.items()))
    share = _percent(_("Target share, %"), initial=80)
    limit_s = forms.FloatField(label=_("Limit, seconds"), min_value=0, max_value=MOST_SECONDS, initial=60)
    callback_after_s = forms.FloatField(
        label=_("Callback offered after, seconds"),
        min_value=0,
        max_value=MOST_SECONDS,
        required=False,
        help_text=_("Only where an offer counts; empty: at the limit."),
    )

    def asked(self) -> Asked:
        given = self.cleaned_data
        patience = given["patience_s"] if given["patience_s"] is not None else math.inf
        target = Target(Reading(given["reading"]), given["share"] / 100, given["limit_s"])
        return Asked(target, given["aht_s"], patience, given["callback_after_s"])


class CommitForm(forms.Form):
    """Agents for each interval of one day, named by when it starts."""

    def __init__(self, *args: Any, starts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, start in enumerate(starts):
            self.fields[f"a{place}"] = forms.FloatField(
                label=start,
                min_value=0,
                max_value=MOST_AGENTS,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )

    def agents(self) -> list[float]:
        return [float(self.cleaned_data[f"a{place}"]) for place in range(len(self.fields))]


class SheetForm(forms.Form):
    file = forms.FileField(label=_("The filled-in workbook (XLSX or JSON)"))


class ForecastForm(PickingForm):
    code = forms.CharField(label=_("Code"), max_length=64, help_text=CODE_HINT)

    def __init__(self, *args: Any, services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = forms.ChoiceField(label=_("Service"), choices=list(services.items()))
        self.fields["channel"] = forms.ChoiceField(label=_("Channel"), choices=_channels())
        self.fields["first_day"] = _day(
            _("First day"), required=False, help_text=_("Empty: the day after the last contacts.")
        )
        self.fields["days"] = forms.IntegerField(
            label=pgettext_lazy("number", "Days"), min_value=1, max_value=MOST_DAYS, initial=28
        )
        self.fields["a_day"] = forms.FloatField(
            label=_("Contacts you expect of an open day"),
            min_value=0,
            required=False,
            help_text=_("Used only where fewer than two weeks of contacts have come; the interval is wide then."),
        )


class TermsForm(forms.Form):
    """For each centre that serves a forecast's days: cost of a contact, floor and ceiling of its share."""

    def __init__(self, *args: Any, centres: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centres = dict(centres)
        for code in centres:
            self.fields[f"cost_{code}"] = forms.FloatField(label=_("Cost of a contact"), min_value=0, initial=1)
            self.fields[f"least_{code}"] = _percent(_("At least, %"), initial=0)
            self.fields[f"most_{code}"] = _percent(_("At most, %"), initial=100)

    def rows(self) -> Iterable[tuple[str, list[forms.BoundField]]]:
        for code, name in self.centres.items():
            yield name, [self[f"{what}_{code}"] for what in ("cost", "least", "most")]

    def terms(self) -> dict[str, Terms]:
        given = self.cleaned_data
        return {
            code: Terms(given[f"cost_{code}"], given[f"least_{code}"] / 100, given[f"most_{code}"] / 100)
            for code in self.centres
        }


class ResourceForm(PickingForm):
    """A new line of a checklist."""

    code = forms.CharField(label=_("Code"), max_length=64, help_text=CODE_HINT)

    def __init__(self, *args: Any, centres: Mapping[str, str], services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"] = forms.ChoiceField(label=_("Centre"), choices=list(centres.items()))
        self.fields["service"] = forms.ChoiceField(label=_("Service"), choices=list(services.items()))
        self.fields["area"] = forms.ChoiceField(
            label=pgettext_lazy("resource", "Area"), choices=list(wording.AREAS.items())
        )
        self.fields["title_en"] = forms.CharField(label=_("Title in English"), max_length=200)
        self.fields["title_zh"] = forms.CharField(label=_("Title in Chinese"), max_length=200)
        self.fields["side"] = forms.ChoiceField(label=_("Who sees to it"), choices=list(wording.SIDES.items()))
        self.fields["due_on"] = _day(pgettext_lazy("resource", "Due"))


class InPlaceForm(forms.Form):
    """Since when an item is in place, and what shows it."""

    evidence = forms.CharField(label=_("What shows it"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = _day(_("In place since"))
        self.fields["expires_on"] = _day(_("Holds until"), required=False, help_text=_("Empty: it does not expire."))


class WhatIfForm(forms.Form):
    """What is otherwise on a day: a GET form, so that an address shows the same again."""

    volume = forms.FloatField(label=_("Contacts, %"), min_value=5, max_value=500, initial=100)
    handling = forms.FloatField(label=_("Handling time, %"), min_value=5, max_value=500, initial=100)
    agents = forms.IntegerField(label=_("Agents more or less"), min_value=-500, max_value=500, initial=0)
    callback_after_s = forms.FloatField(
        label=_("Callback offered after, seconds"),
        min_value=0,
        max_value=3600,
        required=False,
        help_text=_("Empty: as today; 0: never."),
    )

    def __init__(
        self, *args: Any, days: Sequence[tuple[str, str]], campaigns: bool, others: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"day": forms.ChoiceField(label=_("Day"), choices=list(days)), **self.fields}
        if others:
            self.fields["overflow"] = forms.BooleanField(label=_("Other centres help after 30 s"), required=False)
        if campaigns:
            self.fields["campaign_days"] = forms.IntegerField(
                label=_("Campaign moved later, days"), min_value=-28, max_value=28, required=False
            )

    def tell_today(self, callback_s: float | None) -> None:
        """What an empty field stands for, in the field itself."""
        today = _("today: never") if callback_s is None else _("today: %(n)s") % {"n": f"{callback_s:g}"}
        self.fields["callback_after_s"].widget.attrs["placeholder"] = today

    def change(self, overflow_after_s: float) -> Change:
        given = self.cleaned_data
        return Change(
            given["volume"] / 100,
            given["handling"] / 100,
            given["agents"],
            given["callback_after_s"],
            overflow_after_s=overflow_after_s if given.get("overflow") else None,
        )


class LearnForm(forms.Form):
    """Which contacts to learn from: a GET form, so that an address shows the same again."""

    def __init__(self, *args: Any, services: Mapping[str, str], centres: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = forms.ChoiceField(label=_("Service"), choices=list(services.items()))
        self.fields["channel"] = forms.ChoiceField(label=_("Channel"), choices=_channels())
        self.fields["centre"] = forms.ChoiceField(
            label=_("Centre"), required=False, choices=[("", _("All centres")), *centres.items()]
        )
