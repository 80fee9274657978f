from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.kernel import clock
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries, wording
from pledgeline.organisation.core.dispatch import Mail
from pledgeline.organisation.core.parameters import Parameter
from pledgeline.organisation.core.roles import Role
from pledgeline.organisation.queries.notifications import preference_of
from pledgeline.ui.pickers import PickingForm


class InviteForm(PickingForm):
    username = forms.CharField(label=_("User name"), max_length=150, help_text=_("Typed at every sign-in."))
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"))
    centre = forms.ChoiceField(label=_("Centre"), required=False, help_text=_("For a centre's people only."))
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "role": [(role.value, wording.role(role)) for role in Role],
            "centre": [("", _("None (client)")), *queries.centre_names(user).items()],
            "language": [("", _("As the browser asks")), *settings.LANGUAGES],
        }
        for field, offered in choices.items():
            self.fields[field].choices = offered  # type: ignore[attr-defined]


class AuditFilterForm(forms.Form):
    """A filter that is not understood does not filter."""

    actor = forms.CharField(label=_("Person"), max_length=150, required=False)
    room = forms.ChoiceField(label=_("Part of the program"), required=False)
    object_key = forms.CharField(label=_("Object"), max_length=200, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [(code, wording.room(code)) for code in queries.audit_rooms(user)]
        self.fields["room"].choices = [("", _("All")), *rooms]  # type: ignore[attr-defined]

    def wanted(self) -> queries.AuditFilter:
        return queries.AuditFilter(**self.cleaned_data) if self.is_valid() else queries.AuditFilter()


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


class NumberForm(forms.Form):
    """One of the organisation's own numbers. A share is typed as a percentage, as people say it."""

    value = forms.FloatField()
    valid_from = forms.DateField(
        label=_("From this day on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    reason = forms.CharField(label=pgettext_lazy("number", "Why"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, parameter: Parameter, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        labels = {
            "share": _("Value in percent"),
            "days": _("Value in days"),
            "hours": _("Value in hours"),
            "count": _("Value"),
        }
        self.fields["value"].label = labels[parameter.unit]
        self.fields["value"].widget.attrs["step"] = "any"
        self.fields["valid_from"].initial = today
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()

    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        # Six decimals of a percentage: 95.1 must not become 0.9509999999999998.
        value = round(given["value"] / 100, 8) if self.parameter.unit == "share" else given["value"]
        return {**given, "value": value}
