"""What readers may ask the data pages for. A form offers only what its reader may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pledgeline.contacts import queries, wording
from pledgeline.contacts.core import meanings
from pledgeline.contacts.core.rule import RuleStep
from pledgeline.contacts.core.vocabulary import Channel, Outcome
from pledgeline.contacts.queries import registers, uploading
from pledgeline.contacts.queries.contact_list import LIMIT_S, Wanted
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.organisation import wording as organisation_wording
from pledgeline.ui.pickers import PickingForm

_DAY = forms.DateInput(attrs={"type": "date"})


def _language() -> str:
    return get_language() or "en"


def named(codes: Any, names: dict[str, str]) -> list[tuple[str, str]]:
    """Choices of codes, each with its name where it has one, in the order of what is shown."""
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda choice: choice[1])


class UploadForm(PickingForm):
    centre = forms.ChoiceField(label=_("Centre"), help_text=_("Whose contacts the file holds."))
    profile = forms.ChoiceField(label=_("Profile"), help_text=_("How the file is to be read."))
    file = forms.FileField(label=_("Delivered file"))

    def __init__(self, *args: Any, user: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        centres = organisation.centre_names(user)
        choices = {
            "centre": named(centres, centres),
            "profile": [(name, _profile(name)) for name in uploading.profile_names(user)],
        }
        for field, offered in choices.items():
            self.fields[field].choices = offered if len(offered) == 1 else [("", "–"), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.too_large:
            self.errors.pop("file", None)
            too_large = Problem("upload.too_large", limit_mib=settings.PLEDGELINE_MAX_UPLOAD_BYTES // 1024**2)
            self.add_error("file", wording.sentence(too_large))
        elif cleaned.get("profile") and cleaned.get("centre"):
            try:
                uploading.profile_file(cleaned["profile"], cleaned["centre"])
            except Problem:
                self.add_error("profile", _("This centre has not delivered with this profile before."))
        return cleaned


def _profile(name: str) -> str:
    title = registers.profile_title(name)
    return f"{title.said(_language())} — {name}" if title else name


class ReceiptFilterForm(forms.Form):
    """A filter that is not understood does not filter."""

    centre = forms.ChoiceField(label=_("Centre"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centres = named(registers.receipt_centres(user), organisation.centre_names(user))
        self.fields["centre"].choices = [("", _("All")), *centres]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("All")), *wording.RECEIPT_STATES.items()]  # type: ignore[attr-defined]
        if len(centres) < 2:
            del self.fields["centre"]

    def wanted(self) -> dict[str, str]:
        return self.cleaned_data if self.is_valid() else {}


class _OneOf(forms.Select):
    """A list to choose one from, for a field that keeps several."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [value for value in data.getlist(name) if value]


class _OneText(forms.TextInput):
    """One typed value, for a field that keeps several: the queues of 20 million contacts are not listed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [value for value in data.getlist(name) if value]

    def format_value(self, value: Any) -> str:
        return value[0] if value else ""


class ContactFilterForm(forms.Form):
    """Filters of the contact list. The address may give a filter more than once, as links from figures do."""

    centre = forms.MultipleChoiceField(label=_("Centre"), required=False)
    service = forms.MultipleChoiceField(label=_("Service"), required=False)
    channel = forms.MultipleChoiceField(label=_("Channel"), required=False)
    queue = forms.MultipleChoiceField(label=_("Queue"), required=False)
    hour = forms.MultipleChoiceField(label=_("Hour"), required=False)
    weekday = forms.MultipleChoiceField(label=_("Weekday"), required=False)
    rule_step = forms.MultipleChoiceField(label=_("Decided as"), required=False)
    outcome = forms.MultipleChoiceField(label=_("Outcome"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False)
    day = forms.DateField(required=False, widget=forms.HiddenInput)
    week = forms.DateField(required=False, widget=forms.HiddenInput)
    month = forms.DateField(required=False, widget=forms.HiddenInput)
    snapshot = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    limit_s = forms.FloatField(min_value=1, max_value=86_400, required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, user: Any) -> None:
        super().__init__(data)
        # `from` is a word of Python, so these two are not declared above.
        days = {
            "from": forms.DateField(label=pgettext_lazy("first day", "From"), required=False, widget=_DAY),
            "to": forms.DateField(label=pgettext_lazy("last day", "To"), required=False, widget=_DAY),
        }
        self.fields = {**{name: self.fields[name] for name in ("centre", "service", "channel")}, **days, **self.fields}
        self.given = {name: [value for value in data.getlist(name) if value] for name in data}
        for name, choices in self._offered(user).items():
            self._offer(name, choices)
        self.fields["order"].choices = [  # type: ignore[attr-defined]
            ("", _("earliest first")),
            ("newest", _("newest first")),
            ("wait", _("longest wait first")),
        ]
        for name in ("day", "week", "month", "snapshot", "limit_s"):
            if not self.given.get(name):
                del self.fields[name]

    def _offered(self, user: Any) -> dict[str, list[tuple[str, Any]]]:
        language = _language()
        feeds = list(queries.sources(centres=organisation.visible_centres(user)))
        names = organisation.centre_names(user)
        centres = {source.centre for source in feeds} | set(names)
        services = {service for source in feeds for service in source.services_seen}
        return {
            "centre": named(centres, names),
            "service": named(services, organisation.service_names(user)),
            "channel": [(channel.value, organisation_wording.channel(channel)) for channel in Channel],
            "queue": [],
            "hour": [(str(hour), f"{hour:02d}:00–{hour + 1:02d}:00") for hour in range(24)],
            "weekday": [(str(number), name) for number, name in enumerate(organisation_wording.WEEKDAYS)],
            "rule_step": [(step.value, meanings.word("rule_step", step, language)) for step in RuleStep],
            "outcome": [(outcome.value, meanings.word("outcome", outcome, language)) for outcome in Outcome],
        }

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """One value is chosen from a list; several that came with the address stay chosen together.

        A queue or service that nobody delivered yet is no mistake: there simply is no contact. What an address names
        is therefore offered too.
        """
        field = self.fields[name]
        given = self.given.get(name, [])
        if name in ("queue", "service"):
            known = {value for value, _label in choices}
            choices = [*choices, *((value, value) for value in given if value not in known)]
        if len(given) > 1:
            field.widget = forms.SelectMultiple(attrs={"size": min(4, len(given) + 1)})
        elif name == "queue":
            field.widget = _OneText()
        else:
            field.widget = _OneOf()
            choices = [("", _("All")), *choices]
        field.choices = choices  # type: ignore[attr-defined]

    def foreign_centre(self, user: Any) -> bool:
        """Whether it names a centre that the reader may not know of."""
        seen = organisation.visible_centres(user)
        return seen is not None and not set(self.given.get("centre", [])) <= seen

    def wanted(self) -> Wanted | None:
        """None where a filter is not understood; the form then says which."""
        if not self.is_valid():
            return None
        chosen = self.cleaned_data
        where = {
            name: tuple(chosen[name])
            for name in ("centre", "service", "channel", "queue", "hour", "weekday")
            if chosen[name]
        }
        where |= {name: (chosen[name].isoformat(),) for name in ("day", "week", "month") if chosen.get(name)}
        try:
            period = Period.from_days(chosen["from"], chosen["to"])
        except Problem:
            self.add_error("to", _("The last day lies before the first."))
            return None
        return Wanted(
            where=where,
            period=period,
            rule_steps=tuple(chosen["rule_step"]),
            outcomes=tuple(chosen["outcome"]),
            limit_s=chosen.get("limit_s") or LIMIT_S,
            snapshot=chosen.get("snapshot") or None,
            order=chosen["order"] or "time",
        )
