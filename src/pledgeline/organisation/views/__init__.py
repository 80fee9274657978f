"""Pages of the organisation: a view reads the request, asks one query or action, and renders."""

from pledgeline.organisation.views.notification_pages import (
    change_preferences,
    notifications,
    open_notification,
    preferences,
    read_all,
    register_webhook,
    remove_webhook,
)
from pledgeline.organisation.views.parameter_pages import parameter, parameters
from pledgeline.organisation.views.register_pages import (
    audit,
    centre,
    centres,
    change_person,
    invite,
    no_password_by_mail,
    people,
    service,
    services,
    set_language,
)

__all__ = [
    "audit",
    "centre",
    "centres",
    "change_person",
    "change_preferences",
    "invite",
    "no_password_by_mail",
    "notifications",
    "open_notification",
    "parameter",
    "parameters",
    "people",
    "preferences",
    "read_all",
    "register_webhook",
    "remove_webhook",
    "service",
    "services",
    "set_language",
]
