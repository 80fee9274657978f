"""How somebody hears what they are told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pledgeline.kernel import clock
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import wording
from pledgeline.organisation.core.dispatch import Mail
from pledgeline.organisation.queries.notifications import preference_of


class PreferenceForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    mail = forms.ChoiceField(label=_("E-mail"))
    digest_at = forms.TimeField(
        label=_("Daily mail at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="08:00"
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("No mail leaves in quiet hours; what came meanwhile leaves in one mail when they end."),
    )
    zone = forms.CharField(label=_("Time zone"), max_length=64, help_text=_("For example Asia/Shanghai."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mail"].choices = [(one.value, wording.mail(one)) for one in Mail]  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        try:
            clock.zone(self.cleaned_data["zone"])
        except Problem:
            raise forms.ValidationError(_("There is no such time zone. Use a name such as Asia/Shanghai.")) from None
        return str(self.cleaned_data["zone"])

    @classmethod
    def of(cls, user: Any) -> PreferenceForm:
        """As the person chose, or as it is without a choice."""
        known = preference_of(user)
        quiet_from, quiet_until = known.quiet or (None, None)
        return cls(
            initial={
                "email": user.email,
                "mail": known.mail.value,
                "digest_at": known.digest_at,
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
                "zone": known.zone,
            }
        )


class WebhookForm(forms.Form):
    url = forms.CharField(label=_("Address"), max_length=500, help_text=_("HTTPS, on the open internet."))
