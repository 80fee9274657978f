"""What people fill in on this room's pages."""

from pledgeline.organisation.forms.notifications import PreferenceForm, WebhookForm
from pledgeline.organisation.forms.parameters import NumberForm
from pledgeline.organisation.forms.people import AuditFilterForm, InviteForm
from pledgeline.organisation.forms.places import CalendarForm, CentreForm, EndForm, EngageForm, ServiceForm

__all__ = [
    "AuditFilterForm",
    "CalendarForm",
    "CentreForm",
    "EndForm",
    "EngageForm",
    "InviteForm",
    "NumberForm",
    "PreferenceForm",
    "ServiceForm",
    "WebhookForm",
]
