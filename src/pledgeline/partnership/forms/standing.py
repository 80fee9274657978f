"""What people fill in about Part 1: certificates, audits of their own, the gaps found and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.partnership.core import outline
from pledgeline.partnership.core.standing import Severity
from pledgeline.partnership.forms.fields import centre_field, code_field, day_field, text_field
from pledgeline.partnership.wording import SEVERITIES, said
from pledgeline.ui.pickers import PickingForm


class CertificateForm(PickingForm):
    """A certificate against Part 1, as the body that gave it wrote it."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=64)
    body = forms.CharField(label=_("Certified by"), max_length=200)
    valid_from = day_field(_("Valid from"))
    valid_to = day_field(_("Valid to, this day included"))

    def __init__(self, *args: Any, centres: Mapping[str, str], services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"centre": centre_field(centres), **self.fields}
        self.fields["services"] = forms.MultipleChoiceField(
            label=_("Only these services"),
            choices=list(services.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None ticked: the certificate covers the whole centre."),
        )


class AuditForm(PickingForm):
    """An audit of one's own against Part 1."""

    code = code_field()
    day = day_field(_("Day of the audit"))
    auditor = forms.CharField(label=_("Who audited"), max_length=200)

    def __init__(self, *args: Any, centres: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"centre": centre_field(centres), **self.fields}


class GapForm(forms.Form):
    """What the audit found missing, under a heading of the outline."""

    heading = forms.ChoiceField(label=_("Heading of Part 1"))
    severity = forms.ChoiceField(label=_("Severity"), choices=[(one.value, SEVERITIES[one]) for one in Severity])
    found = text_field(pgettext_lazy("gap", "What was found"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heading = self.fields["heading"]
        assert isinstance(heading, forms.ChoiceField)
        heading.choices = [(code, said(words)) for code, words in outline.headings().items()]


class GapPlanForm(forms.Form):
    plan = text_field(_("Who does what"), rows=2)
    due = day_field(_("Until when"))


class GapClosedForm(forms.Form):
    closed = day_field(_("Closed on"))
