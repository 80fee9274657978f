"""What is settled in a metric contract: the terms one by one, and the examples that prove them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pledgeline.experience import wording
from pledgeline.experience.core import vector_lines
from pledgeline.experience.core.contract import TREATMENTS, Contract
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.vectors import Vector
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import wording as organisation
from pledgeline.ui.pickers import PickingForm

LANGUAGES = (("en", _("in English")), ("zh", _("in Chinese")))
# Field of Terms → its choices; the words are those of the page.
WORDS: Mapping[str, Sequence[str]] = {
    "unit": ("contact", "leg", "customer", "case"),
    "comparison": ("at_most", "below"),
    "calendar": ("clock", "opening"),
    "aggregation": ("pooled", "mean"),
    "grade": ("event", "interval", "total"),
    "data_owner": ("client", "centre"),
    "exclusions_decided_by": ("client", "centre", "both"),
}
TEXTS = ("title", "population", "start_event", "stop_event", "attribution", "empty", "rounding", "data_source")
# Heading, fields, and whether the section is folded: what is usually agreed stands in it and is rarely changed. Both
# languages of a text come first in each, so that they stand side by side.
_SECTIONS = (
    (_("What is counted"), ("title", "population", "unit", "purpose", "param", "services", "channels"), False),
    (_("When it rules"), ("effective_from",), False),
    (_("When the clock runs"), ("start_event", "stop_event", "comparison", "calendar", "redial_window_s"), True),
    (_("How figures are made"), ("attribution", "empty", "rounding", "aggregation", "minimum_n"), True),
    (_("Whose data"), ("data_source", "exclusions", "grade", "data_owner", "exclusions_decided_by"), True),
    (_("How contacts are treated"), ("treatment",), True),
)


@dataclass(frozen=True)
class Section:
    """Fields that belong together. `summary` says of a folded one what is in it and what is set."""

    heading: Any
    fields: tuple[forms.BoundField, ...]
    folded: bool
    summary: str

    @property
    def is_open(self) -> bool:
        return any(field.errors for field in self.fields)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"])


class NewContractForm(PickingForm):
    """A draft begins with what the metric's definition says and what is usually agreed."""

    code = forms.CharField(label=_("Code"), max_length=64, help_text=_("Letters, digits and hyphens."))

    def __init__(self, *args: Any, centres: Mapping[str, str], promises: Sequence[Promise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"] = forms.ChoiceField(label=_("Centre"), choices=list(centres.items()))
        self.fields["promise"] = forms.ChoiceField(
            label=_("Proves the promise"),
            choices=wording.promise_choices(promises),
            help_text=_("Metric and parameters are taken from it."),
        )
        self.fields["effective_from"] = _day(_("In force from"))

    def refuse(self, problem: Problem) -> None:
        self.add_error(problem.field if problem.field in self.fields else None, wording.problem(problem))


class ReviseContractForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"] = _day(_("In force from"))


class TermsForm(PickingForm):
    """Every field of `core.contract.Terms` but the metric itself: another metric is another contract."""

    def __init__(
        self, *args: Any, params: Sequence[str], promises: Mapping[str, str], services: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.params = tuple(params)
        labels = wording.term_labels()
        for name in (*TEXTS, "exclusions"):
            self._both(name, labels[name])
        for name, words in WORDS.items():
            self.fields[name] = forms.ChoiceField(
                label=labels[name], choices=[(word, wording.WORDS[word]) for word in words]
            )
        self.fields["purpose"] = forms.ChoiceField(label=labels["purpose"], choices=list(promises.items()))
        for name in params:
            self.fields[f"param_{name}"] = forms.DecimalField(
                label=wording.parameter_label(name), max_digits=10, decimal_places=3
            )
        for name, choices in (
            ("services", list(services.items())),
            ("channels", [(one.value, organisation.channel(one.value)) for one in Channel]),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=labels[name], choices=choices, required=False, widget=forms.CheckboxSelectMultiple,
                help_text=_("None ticked: all of them."),
            )  # fmt: skip
        self.fields["redial_window_s"] = forms.IntegerField(
            label=labels["redial_window_s"],
            required=False,
            min_value=1,
            max_value=86_400,
            help_text=_("In seconds. Empty: every contact counts."),
        )
        self.fields["minimum_n"] = forms.IntegerField(label=labels["minimum_n"], min_value=1, max_value=1_000_000)
        for name, label in wording.TREATMENTS.items():
            self._both(f"treatment_{name}", label)
        self.fields["effective_from"] = _day(_("In force from"))

    def _both(self, name: str, label: Any) -> None:
        for language, which in LANGUAGES:
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=_("%(label)s, %(language)s") % {"label": label, "language": which},
                max_length=2_000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def sections(self) -> Iterator[Section]:
        for heading, names, folded in _SECTIONS:
            shown = tuple(self[field] for name in names for field in self.fields if self._belongs(field, name))
            yield Section(heading, shown, folded, self._summary(names) if folded else "")

    def _summary(self, names: Sequence[str]) -> str:
        """`Comparison: at most; Start of the clock, end of the clock`: choices and numbers with what is set."""
        labels = wording.term_labels()
        texts = [str(one) for one in wording.TREATMENTS.values()] if names == ("treatment",) else []
        texts += [labels[name] for name in names if f"{name}_en" in self.fields]
        chosen = [
            _("%(label)s: %(value)s") % {"label": labels[name], "value": self._chosen(name)}
            for name in names
            if name in self.fields
        ]
        return wording.listed([*chosen, *texts])

    def _chosen(self, name: str) -> str:
        value = self[name].value()
        if value in (None, ""):
            return "–"
        return str(wording.WORDS.get(value, value)) if name in WORDS else str(value)

    @staticmethod
    def _belongs(field: str, name: str) -> bool:
        if name in ("param", "treatment"):
            return field.startswith(f"{name}_")
        return field in (name, f"{name}_en", f"{name}_zh")

    def terms(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """`before` (terms as JSON) with what was written in its place."""
        given = self.cleaned_data

        def both(name: str) -> dict[str, str]:
            return {language: given[f"{name}_{language}"] for language, _which in LANGUAGES}

        return {
            **before,
            **{name: both(name) for name in (*TEXTS, "exclusions")},
            **{name: given[name] for name in (*WORDS, "purpose", "services", "channels", "minimum_n")},
            "params": {name: float(given[f"param_{name}"]) for name in self.params},
            "redial_window_s": given["redial_window_s"],
            "treatments": {name: both(f"treatment_{name}") for name in TREATMENTS},
        }

    def refuse(self, problem: Problem) -> None:
        """`terms.rounding.zh` belongs beside the field of that name; a parameter beside its own."""
        place = (problem.field or "").removeprefix("terms.").replace("treatments.", "treatment_").replace(".", "_")
        fields = (place, f"param_{place}")
        field = next((one for one in fields if one in self.fields), None)
        self.add_error(field, wording.problem(problem))


def initial_of(contract: Contract) -> dict[str, Any]:
    """A version's terms as the form shows them."""
    said = contract.terms.model_dump(mode="json")

    def both(name: str, text: Mapping[str, str]) -> dict[str, str]:
        return {f"{name}_{language}": text[language] for language, _which in LANGUAGES}

    found: dict[str, Any] = {name: said[name] for name in (*WORDS, "purpose", "services", "channels", "minimum_n")}
    for name in (*TEXTS, "exclusions"):
        found |= both(name, said[name])
    for name in TREATMENTS:
        found |= both(f"treatment_{name}", said["treatments"][name])
    found |= {f"param_{name}": f"{value:g}" for name, value in said["params"].items()}
    return found | {"redial_window_s": said["redial_window_s"], "effective_from": contract.effective_from}


class VectorForm(forms.Form):
    """One example: contacts a line each, and the figures that must be found in them. Left empty, it is dropped."""

    code = forms.CharField(label=_("Code"), required=False, max_length=64)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)
    title_zh = forms.CharField(label=_("Title in Chinese"), required=False, max_length=200)
    params = forms.CharField(
        label=_("Parameters"), required=False, help_text=_("limit_s=60; empty: those of the contract.")
    )
    contacts = forms.CharField(
        label=_("Contacts, one a line"),
        required=False,
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("answered_s=95 offered_s=50 – seconds after the request for a person. Also left_s, accepted_s."),
    )
    expect = forms.CharField(
        label=_("Figures to be found, one a line"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("n = 14, lower = 6/14, decided = none"),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        readers = (
            ("params", vector_lines.read_params_line),
            ("contacts", vector_lines.read_contacts),
            ("expect", vector_lines.read_expect),
        )
        for name, read in readers:
            try:
                found[name] = read(found.get(name) or "")
            except Problem as problem:
                self.add_error(name, wording.problem(problem))
        return found

    @property
    def name(self) -> str:
        """Code and title as they stand; empty for one that is still to be written."""
        title = "title_zh" if (get_language() or "en").startswith("zh") else "title_en"
        return " · ".join(str(said) for said in (self["code"].value(), self[title].value()) if said)

    def vector(self) -> dict[str, Any] | None:
        """None where nothing is written."""
        given = self.cleaned_data
        if not any(given.get(name) for name in ("code", "title_en", "title_zh", "contacts", "expect")):
            return None
        return {
            "code": given["code"],
            "title": {"en": given["title_en"], "zh": given["title_zh"]},
            "params": given["params"],
            "contacts": given["contacts"],
            "expect": given["expect"],
        }


VectorFormSet: Any = forms.formset_factory(VectorForm, extra=1, max_num=40, validate_max=True)


def initial_vectors(vectors: Sequence[Vector]) -> list[dict[str, str]]:
    return [
        {
            "code": one.code,
            "title_en": one.title.en,
            "title_zh": one.title.zh,
            "params": vector_lines.param_line(one.params),
            "contacts": "\n".join(vector_lines.contact_line(contact) for contact in one.contacts),
            "expect": vector_lines.expect_lines(one.expect),
        }
        for one in vectors
    ]
