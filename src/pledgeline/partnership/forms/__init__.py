"""What people fill in on the pages about contract, statements, reviews, actions, escalations and comments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.kernel.channels import Channel
from pledgeline.organisation import wording as organisation
from pledgeline.partnership import wording as words
from pledgeline.partnership.core import notation
from pledgeline.partnership.core.remark import LARGEST_BYTES, MOST_FILES, TYPES
from pledgeline.partnership.core.rhythm import months_later
from pledgeline.partnership.core.terms import Agreed
from pledgeline.partnership.forms.fields import centre_field, code_field, day_field, text_field
from pledgeline.partnership.wording import contract as wording
from pledgeline.ui import formats
from pledgeline.ui.pickers import PickingForm


class TermsForm(PickingForm):
    """A version of contract terms; the three lists are lines of text (see `core.notation`)."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)

    def __init__(
        self, *args: Any, centres: Mapping[str, str], services: Mapping[str, str], new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if new:
            self.fields = {"code": code_field(), "centre": centre_field(centres), **self.fields}
        self.fields["effective_from"] = day_field(_("In force from"), help_text=_("The first of a month."))
        self.fields["services"] = self._many(_("Services"), services, required=True)
        channels = {one.value: organisation.channel(one.value) for one in Channel}
        self.fields["channels"] = self._many(_("Channels"), channels, required=False)
        self.fields["hours"] = forms.ChoiceField(label=_("The centre serves"), choices=list(wording.HOURS.items()))
        self.fields["currency"] = forms.RegexField(
            "^[A-Z]{3}$", label=_("Currency"), initial="CNY", help_text=_("Three letters, such as CNY.")
        )
        self.fields["bonus_cap"] = self._amount(_("At most as bonus in a month"))
        self.fields["malus_cap"] = self._amount(_("At most as malus in a month"))
        self.fields["objection_days"] = self._days(_("Days to object to a statement"), 10)
        self.fields["answer_days"] = self._days(_("Days to answer an objection"), 5)
        self.fields["exclusions"] = self._lines(
            _("Exclusions"), _("code | days before | English | Chinese — one a line; −3 means: until 3 days after.")
        )
        self.fields["rules"] = self._lines(
            _("Bonus and malus"),
            _(
                "code | metric contract | version | figure | share: amount, share: amount | below the lowest |"
                " exclusions — one a line. For example: wait | human-60 | 1 | lower | 0.60: 0, 0.75: 15000 | -15000 |"
                " outage"
            ),
        )
        self.fields["volumes"] = self._lines(
            _("Volumes"), _("service | channel | contacts a month | tolerance (0.1 for 10 %) — one a line.")
        )

    def _many(self, label: Any, names: Mapping[str, str], *, required: bool) -> forms.MultipleChoiceField:
        return forms.MultipleChoiceField(
            label=label, choices=list(names.items()), required=required, widget=forms.CheckboxSelectMultiple
        )

    def _amount(self, label: Any) -> forms.DecimalField:
        return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2)

    def _days(self, label: Any, usual: int) -> forms.IntegerField:
        return forms.IntegerField(label=label, min_value=1, max_value=60, initial=usual)

    def _lines(self, label: Any, help_text: Any) -> forms.CharField:
        return text_field(label, rows=4, longest=20_000, required=False, help_text=help_text)

    def agreed(self) -> dict[str, Any]:
        """As `core.terms.Agreed` reads it; raises Problem `terms.line_*` with field and line."""
        given = self.cleaned_data
        plain = ("services", "channels", "hours", "currency", "bonus_cap", "malus_cap", "objection_days", "answer_days")
        return {
            "title": {"en": given["title_en"], "zh": given["title_zh"]},
            **{name: given[name] for name in plain},
            "exclusions": notation.read_exclusions(given["exclusions"]),
            "rules": notation.read_rules(given["rules"]),
            "volumes": notation.read_volumes(given["volumes"]),
        }


def terms_initial(agreed: Agreed, effective_from: date) -> dict[str, Any]:
    """A version as the form shows it."""
    plain = ("services", "channels", "hours", "currency", "bonus_cap", "malus_cap", "objection_days", "answer_days")
    return {
        "title_en": agreed.title.en,
        "title_zh": agreed.title.zh,
        "effective_from": effective_from,
        **{name: getattr(agreed, name) for name in plain},
        "exclusions": notation.exclusion_lines(agreed.exclusions),
        "rules": notation.rule_lines(agreed.rules),
        "volumes": notation.volume_lines(agreed.volumes),
    }


class WindowForm(PickingForm):
    """Hours of some days that an exclusion takes out."""

    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"))
    from_hour = forms.IntegerField(label=_("From hour"), min_value=0, max_value=23, initial=0)
    to_hour = forms.IntegerField(label=_("To hour"), min_value=1, max_value=24, initial=24)
    reason_en = text_field(_("Reason in English"), rows=2)
    reason_zh = text_field(_("Reason in Chinese"), rows=2)

    def __init__(self, *args: Any, agreed: Agreed, services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.code, words.said(one.title.model_dump())) for one in agreed.exclusions]
        self.fields = {
            "exclusion": forms.ChoiceField(label=_("Exclusion of the terms"), choices=offered),
            **self.fields,
        }
        named = [(code, services.get(code, code)) for code in agreed.services]
        self.fields["services"] = forms.MultipleChoiceField(
            label=_("Only these services"), choices=named, required=False, widget=forms.CheckboxSelectMultiple
        )


class MakeForm(PickingForm):
    """Whose month is to be stated; a final one is restated with a reason."""

    why_en = text_field(
        _("Why it is restated, in English"),
        rows=2,
        required=False,
        help_text=_("Needed only where the month has a final statement already."),
    )
    why_zh = text_field(_("Why it is restated, in Chinese"), rows=2, required=False)

    def __init__(self, *args: Any, terms: Mapping[str, str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        month = today.replace(day=1)
        months = [months_later(month, -n) for n in range(1, 25)]
        self.fields = {
            "terms": forms.ChoiceField(label=_("Terms"), choices=list(terms.items())),
            "month": forms.ChoiceField(
                label=pgettext_lazy("of a statement", "Month"),
                choices=[(one.isoformat(), formats.month(one)) for one in months],
            ),
            **self.fields,
        }

    def month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])


class SeriesForm(PickingForm):
    """A review series: with whom, how often, about what."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)
    every_months = forms.IntegerField(label=_("Every how many months"), min_value=1, max_value=12, initial=1)
    first_due = day_field(_("First review due on"))
    agenda = text_field(_("Agenda"), rows=5, help_text=_("English | Chinese — one point a line."))

    def __init__(self, *args: Any, centres: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"code": code_field(), "centre": centre_field(centres), **self.fields}


class PrepareForm(forms.Form):
    first_day = day_field(_("Figures from"))
    last_day = day_field(_("Figures to"))


class HoldForm(forms.Form):
    held_on = day_field(_("Held on"))
    attended = text_field(_("Who took part"), rows=2, longest=2_000, required=False)
    minutes_en = text_field(_("Minutes in English"), rows=6, longest=20_000)
    minutes_zh = text_field(_("Minutes in Chinese"), rows=6, longest=20_000)
    decisions = text_field(
        _("Decisions"),
        rows=4,
        longest=20_000,
        required=False,
        help_text=_("English | Chinese | client or centre — one a line: who carries it."),
    )


class ActionForm(PickingForm):
    """An action on either side; with a promise its effect can be shown by the same metric version."""

    side = forms.ChoiceField(label=_("Side that has to act"), choices=list(wording.SIDES.items()))
    owner = forms.CharField(label=_("Who answers for it"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)
    cause_en = text_field(_("Cause in English"))
    cause_zh = text_field(_("Cause in Chinese"))
    due = day_field(_("Due on"))

    def __init__(self, *args: Any, centres: Mapping[str, str], promises: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"code": code_field(), "centre": centre_field(centres), **self.fields}
        self.fields["promise"] = forms.ChoiceField(
            label=_("Promise it is to move"),
            required=False,
            choices=[("", _("none: its effect will stay not demonstrated")), *promises.items()],
        )
        self.fields["target"] = forms.DecimalField(
            label=_("Share to reach, in percent"),
            min_value=0,
            max_value=100,
            decimal_places=2,
            required=False,
            help_text=_("Empty: the target of the promise."),
        )
        for name, label in (
            ("before_first", _("Days before: from")),
            ("before_last", _("Days before: to")),
            ("after_first", _("Days that decide: from")),
            ("after_last", _("Days that decide: to")),
        ):
            self.fields[name] = day_field(label, required=False)

    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        plain = ("code", "centre", "side", "owner", "title_en", "title_zh", "cause_en", "cause_zh", "due", "promise")

        def days(name: str) -> tuple[date, date] | None:
            first, last = given.get(f"{name}_first"), given.get(f"{name}_last")
            return (first, last) if first and last else None

        target = given.get("target")
        return {
            **{name: given[name] for name in plain},
            "target": float(target) / 100 if target is not None else None,
            "before": days("before"),
            "after": days("after"),
        }


class EscalationForm(PickingForm):
    title = forms.CharField(label=_("What it is about"), max_length=200)
    text = text_field(_("What happened, and what you ask for"))

    def __init__(self, *args: Any, centres: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"centre": centre_field(centres), **self.fields}


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(forms.FileField):
    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        many = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(_Files, self).clean(one, initial) for one in many]


class RemarkForm(forms.Form):
    """A comment in either language, with files."""

    text_en = text_field(_("Comment in English"), rows=2, required=False)
    text_zh = text_field(_("Comment in Chinese"), rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = {"most": MOST_FILES, "mib": LARGEST_BYTES // 1024**2, "known": str(_(", ")).join(TYPES)}
        help_text = str(_("Up to %(most)s, %(mib)s MiB each: %(known)s.")) % numbers
        # A form has an attribute of this name already: the field cannot be declared on the class.
        self.fields["files"] = _Files(label=_("Files"), required=False, allow_empty_file=True, help_text=help_text)
