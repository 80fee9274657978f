"""What a person writes when a promise is drafted or revised; the actions decide whether it can stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.experience import queries, wording
from pledgeline.experience.actions.promises import Wording
from pledgeline.experience.core.coverage import Expected
from pledgeline.experience.core.promise import Direction, Hours, Promise
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Modality
from pledgeline.organisation import wording as organisation
from pledgeline.ui.pickers import PickingForm
from pledgeline.ui.wording import MODALITIES

PARAM = "param_"
# More boxes than this are a wall; a list of its own height scrolls.
MOST_BOXES = 40
_LISTS = ("services", "centres", "channels", "expectations")


class PromiseForm(PickingForm):
    """One version of a promise. A target is written as people say it: a share in percent, a time in seconds."""

    sentence_en = forms.CharField(
        label=_("Sentence, in English"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    sentence_zh = forms.CharField(
        label=_("Sentence, in Chinese"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        new: bool,
        centres: Mapping[str, str],
        services: Mapping[str, str],
        expectations: Sequence[Expected],
        cited: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if new:
            code = forms.CharField(label=_("Code"), max_length=64, help_text=_("Letters, digits and hyphens."))
            self.fields = {"code": code, **self.fields}
        self.fields["rule"] = forms.ChoiceField(
            label=_("Rule"),
            required=False,
            choices=wording.rule_choices(queries.rule_figures()),
            help_text=_("What is measured. Without a rule the promise cannot be tested."),
        )
        self._add_params()
        self.fields["direction"] = forms.ChoiceField(
            label=_("Direction of the target"),
            choices=[(Direction.AT_LEAST.value, _("at least")), (Direction.AT_MOST.value, _("at most"))],
        )
        self.fields["target"] = forms.DecimalField(
            label=_("Target"),
            min_value=0,
            max_digits=12,
            decimal_places=6,
            help_text=_("In percent for a share (80 is 80 %), in seconds for a time."),
        )
        self.fields["modality"] = forms.ChoiceField(
            label=_("Strength"),
            choices=[(one.value, MODALITIES[one]) for one in (Modality.SHALL, Modality.SHOULD, Modality.MAY)],
        )
        self.fields["hours"] = forms.ChoiceField(
            label=_("Hours"),
            required=False,
            choices=[(one.value, wording.HOURS[one]) for one in Hours] + [("", wording.HOURS[""])],
        )
        channels = [(one.value, organisation.channel(one.value)) for one in Channel]
        for name, label, choices in (
            ("services", _("Services"), list(services.items())),
            ("centres", _("Centres"), list(centres.items())),
            ("channels", _("Channels"), channels),
        ):
            self._choose_many(name, label, choices, pgettext_lazy("scope", "None ticked: all of them."))
        self._choose_many(
            "expectations",
            _("Expectations served"),
            wording.expectation_choices(expectations, cited),
            _("What customers expect and this promise answers."),
        )

    def _add_params(self) -> None:
        """One field for each parameter of any metric; those of other metrics than the chosen one are left alone."""
        for name, metrics in queries.rule_parameters().items():
            self.fields[f"{PARAM}{name}"] = forms.DecimalField(
                label=wording.parameter_of(name, metrics),
                required=False,
                max_digits=10,
                decimal_places=3,
                help_text=wording.parameter_help(metrics),
            )

    def _choose_many(self, name: str, label: Any, choices: list[tuple[str, Any]], help_text: Any) -> None:
        widget = forms.CheckboxSelectMultiple() if len(choices) <= MOST_BOXES else forms.SelectMultiple({"size": 12})
        self.fields[name] = forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=widget, help_text=help_text
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        metric, _sep, figure = str(found.get("rule") or "").partition(":")
        found |= {"metric": metric, "figure": figure, "params": {}}
        if metric:
            given = {
                name: found[f"{PARAM}{name}"]
                for name, metrics in queries.rule_parameters().items()
                if found.get(f"{PARAM}{name}") is not None and metric in metrics
            }
            try:
                found["params"] = queries.read_params(metric, given)
            except Problem as problem:
                self.refuse(problem)
        if queries.unit_of(metric, figure) == "share" and found.get("target") is not None:
            if found["target"] > 100:
                self.add_error("target", _("A share is at most 100 %."))
            else:
                found["target"] = found["target"] / Decimal(100)
        return found

    def refuse(self, problem: Problem) -> None:
        """The problem beside the field it is about, where the form has that field."""
        field = problem.field if problem.field in self.fields else f"{PARAM}{problem.field}"
        self.add_error(field if field in self.fields else None, wording.problem(problem))

    def said(self) -> dict[str, Any]:
        """What was written, as fields of `Wording`."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("sentence_en", "sentence_zh", "metric", "figure", "params")},
            **{name: tuple(given[name]) for name in _LISTS},
            "target": float(given["target"]),
            "direction": Direction(given["direction"]),
            "modality": Modality(given["modality"]),
            "hours": Hours(given["hours"]) if given["hours"] else None,
        }

    def wanted(self) -> Wording:
        return Wording(**self.said())


def initial_of(promise: Promise) -> dict[str, Any]:
    """A version as the form shows it."""
    rule, scope = promise.rule, promise.scope
    target = Decimal(repr(rule.target))
    if queries.unit_of(rule.metric, rule.figure) == "share":
        target *= 100
    return {
        "sentence_en": promise.sentence["en"],
        "sentence_zh": promise.sentence["zh"],
        "rule": f"{rule.metric}:{rule.figure}" if rule.metric else "",
        **{f"{PARAM}{name}": value for name, value in rule.params.items()},
        "direction": rule.direction.value,
        # 8E+1 is no number that a person writes.
        "target": f"{target.normalize():f}",
        "modality": promise.modality.value,
        "hours": promise.hours.value if promise.hours else "",
        "services": scope.services,
        "centres": scope.centres,
        "channels": scope.channels,
        "expectations": promise.expectations,
    }


class EnactForm(forms.Form):
    """The day from which on a draft rules, where no definition of its services is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["effective_from"] = forms.DateField(
            label=_("In force from"), widget=widget, input_formats=["%Y-%m-%d"]
        )
