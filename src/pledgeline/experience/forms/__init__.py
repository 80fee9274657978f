"""What a reader chooses on a promise's page. A GET form: an address with these words shows the same again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from pledgeline.experience import wording
from pledgeline.experience.core.promise import Promise
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.ui.pickers import PickingForm


class LensForm(forms.Form):
    """Fields `from`, `to`, `centre`, `service`: the words of the command line. Choices are what the reader may see."""

    def __init__(
        self, *args: Any, centres: Mapping[str, str], services: Mapping[str, str], shown: Period | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # `from` is no name a class could give its attribute.
        self.fields["from"] = self._day(pgettext("first day", "From"), shown.start if shown else None)
        self.fields["to"] = self._day(pgettext("last day", "To"), shown.last if shown else None)
        if len(centres) > 1:
            self.fields["centre"] = self._code(_("Centre"), _("All centres"), centres)
        if len(services) > 1:
            self.fields["service"] = self._code(_("Service"), _("All services"), services)
        self.fields["step"] = forms.ChoiceField(
            choices=[("week", ""), ("day", "")], required=False, widget=forms.HiddenInput
        )

    def _day(self, label: str, initial: Any) -> forms.DateField:
        # The browser's own date field speaks ISO, whatever the reader's language.
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=False, initial=initial, widget=widget, input_formats=["%Y-%m-%d"])

    def _code(self, label: str, everything: str, names: Mapping[str, str]) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, required=False, choices=[("", everything), *names.items()])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        try:
            Period.from_days(found.get("from"), found.get("to"))
        except Problem:
            self.add_error("to", _("The last day lies before the first. Exchange the two."))
        return found

    def period(self) -> Period:
        return Period.from_days(self.cleaned_data.get("from"), self.cleaned_data.get("to"))

    def code(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")


class ServiceForm(PickingForm):
    """Of which service a page is to speak, where they are too many for tabs. A GET form."""

    def __init__(self, *args: Any, services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = forms.ChoiceField(label=_("Service"), choices=list(services.items()))


class BeginForm(PickingForm):
    """The next version of a service's definition."""

    def __init__(self, *args: Any, services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = forms.ChoiceField(label=_("Service"), choices=list(services.items()))
        self.fields["aim_en"] = _aim(_("What the customer should come away with, in English"))
        self.fields["aim_zh"] = _aim(_("What the customer should come away with, in Chinese"))


class DefinitionForm(PickingForm):
    """A draft: its aim, and the promise versions it holds."""

    def __init__(self, *args: Any, promises: Sequence[Promise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.fields["aim_en"] = _aim(_("What the customer should come away with, in English"))
        self.fields["aim_zh"] = _aim(_("What the customer should come away with, in Chinese"))
        self.fields["promises"] = forms.MultipleChoiceField(
            label=_("Promises"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            choices=[(f"{one.code}:{one.number}", wording.promise_choice(one, language)) for one in promises],
        )

    def said(self) -> dict[str, Any]:
        chosen = [one.rsplit(":", 1) for one in self.cleaned_data["promises"]]
        aims = {name: self.cleaned_data[name] for name in ("aim_en", "aim_zh")}
        return {**aims, "promises": [(code, int(number)) for code, number in chosen]}


class ApproveForm(forms.Form):
    """The day from which on it rules, and the digest of what stood on the page."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["effective_from"] = forms.DateField(
            label=_("In force from"), widget=widget, input_formats=["%Y-%m-%d"]
        )


def _aim(label: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000)
