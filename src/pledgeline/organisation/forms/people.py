"""Inviting people, and looking through what they did."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.organisation import queries, wording
from pledgeline.organisation.core.roles import Role
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
