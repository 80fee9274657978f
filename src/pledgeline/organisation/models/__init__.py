from pledgeline.organisation.models.audit import AppendOnly, AuditEntry, AuditHead
from pledgeline.organisation.models.calendars import Opening, OpeningCalendar, SpecialDay, SpecialOpening
from pledgeline.organisation.models.notifications import Dispatch, Notification, NotificationPreference, WebhookEndpoint
from pledgeline.organisation.models.parameters import ParameterSetting
from pledgeline.organisation.models.people import User
from pledgeline.organisation.models.places import Centre, Engagement, EngagementChannel, Service

__all__ = [
    "AppendOnly",
    "AuditEntry",
    "AuditHead",
    "Centre",
    "Dispatch",
    "Engagement",
    "EngagementChannel",
    "Notification",
    "NotificationPreference",
    "Opening",
    "OpeningCalendar",
    "ParameterSetting",
    "Service",
    "SpecialDay",
    "SpecialOpening",
    "User",
    "WebhookEndpoint",
]
