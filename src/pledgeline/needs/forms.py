"""What a person fills in about customers and what they expect; the actions decide whether it can stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledgeline.kernel.channels import Channel
from pledgeline.needs import wording
from pledgeline.needs.core.expectation import Importance, SegmentKind, SourceKind, Strength
from pledgeline.organisation import wording as organisation
from pledgeline.ui.pickers import PickingForm


def _day(label: Any, **more: Any) -> forms.DateField:
    # The browser's own date field speaks ISO, whatever the reader's language.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 2}), max_length=2_000, **more)


class SourceForm(forms.Form):
    """A source, with the day of the evidence itself."""

    kind = forms.ChoiceField(label=_("Kind of source"), choices=list(wording.SOURCES.items()))
    dated = _day(_("Day of the evidence"))
    n = forms.IntegerField(label=_("Number of cases"), min_value=1, required=False)
    strength = forms.ChoiceField(
        label=_("Strength of evidence"), choices=list(wording.STRENGTHS.items()), initial="fair"
    )
    reference = forms.CharField(label=_("Where it can be found"), max_length=500)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "kind": SourceKind(data["kind"]), "strength": Strength(data["strength"])}


class RefusalForm(forms.Form):
    because_en = _text(_("We will not meet this because (English)"))
    because_zh = _text(_("We will not meet this because (Chinese)"))


class DraftForm(PickingForm):
    """An expectation as far as it is written: only code and service are asked for before it is put in force."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    need_en = _text(_("What they need, in English"), required=False)
    need_zh = _text(_("What they need, in Chinese"), required=False)
    adequate_en = _text(_("Adequate level, in English"), required=False)
    adequate_zh = _text(_("Adequate level, in Chinese"), required=False)
    desired_en = _text(_("Desired level, in English"), required=False)
    desired_zh = _text(_("Desired level, in Chinese"), required=False)
    moment_en = forms.CharField(label=_("Moment of need, in English"), max_length=200, required=False)
    moment_zh = forms.CharField(label=_("Moment of need, in Chinese"), max_length=200, required=False)
    importance = forms.ChoiceField(
        label=_("Importance"), choices=list(wording.IMPORTANCES.items()), initial=Importance.WANTED.value
    )
    owner = forms.CharField(label=_("Owner"), max_length=200, required=False)
    effective_from = _day(_("In force from"), required=False)
    next_review = _day(_("Next review"), required=False)

    def __init__(
        self, *args: Any, segments: Mapping[str, str], services: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        """`services` where the expectation is new: then its code and service are asked for, too."""
        super().__init__(*args, **kwargs)
        first: dict[str, forms.Field] = {}
        if services is not None:
            first["code"] = forms.CharField(
                label=_("Code"), max_length=64, help_text=_("Letters, digits, dots and hyphens; it stays for good.")
            )
            first["service"] = forms.ChoiceField(label=_("Service"), choices=list(services.items()))
        first["segment"] = forms.ChoiceField(label=_("Segment"), choices=[("", "–"), *segments.items()], required=False)
        self.fields = {**first, **self.fields}
        self.fields["channels"] = forms.MultipleChoiceField(
            label=_("Channels"),
            choices=[(one.value, organisation.channel(one.value)) for one in Channel],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None ticked means all."),
        )

    def said(self) -> dict[str, Any]:
        """The fields of a draft, without what names it."""
        names = {"code", "service", "seen"}
        return {name: value for name, value in self.cleaned_data.items() if name not in names}


class SegmentForm(forms.Form):
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of customer"), choices=list(wording.SEGMENTS.items()), widget=forms.CheckboxSelectMultiple
    )

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "kinds": [SegmentKind(one) for one in self.cleaned_data["kinds"]]}


class NewSegmentForm(SegmentForm):
    code = forms.CharField(
        label=_("Code"), max_length=64, help_text=_("Letters, digits, dots and hyphens; it stays for good.")
    )
    field_order = ["code"]


class KindForm(forms.Form):
    """Why there are no customers of a kind."""

    because_en = _text(_("There are none because (English)"))
    because_zh = _text(_("There are none because (Chinese)"))


class ConflictForm(PickingForm):
    """Two expectations that cannot both be met."""

    def __init__(self, *args: Any, expectations: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *expectations.items()]
        self.fields["first"] = forms.ChoiceField(label=_("Expectation"), choices=choices)
        self.fields["second"] = forms.ChoiceField(label=_("Stands against"), choices=choices)
        self.fields["what_en"] = _text(_("What stands against what, in English"))
        self.fields["what_zh"] = _text(_("What stands against what, in Chinese"))


class ConflictDecisionForm(forms.Form):
    """How a conflict is settled, and until when."""

    def __init__(self, *args: Any, sides: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how_en"] = _text(_("How it is settled, in English"))
        self.fields["how_zh"] = _text(_("How it is settled, in Chinese"))
        self.fields["prefers"] = forms.ChoiceField(
            label=_("Comes first"), choices=[("", _("Both give way")), *sides.items()], required=False
        )
        self.fields["until"] = _day(_("Holds until, this day included"))


class AcceptSignalForm(PickingForm):
    """Of which expectation the signal becomes a source."""

    def __init__(self, *args: Any, expectations: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expectation"] = forms.ChoiceField(
            label=_("Source of the expectation"), choices=[("", "–"), *expectations.items()]
        )
        self.fields["strength"] = forms.ChoiceField(
            label=_("Strength of evidence"), choices=list(wording.STRENGTHS.items()), initial=Strength.FAIR.value
        )


class DismissSignalForm(forms.Form):
    because_en = _text(_("It says nothing of a need because (English)"))
    because_zh = _text(_("It says nothing of a need because (Chinese)"))
