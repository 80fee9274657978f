"""The ways a customer can take. An engagement names those a centre serves, a contact the one that was taken."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The way the customer took. Deferred ones (`contact.async`) do not hold the line."""

    VOICE = "voice"
    VIDEO = "video"
    CHAT = "chat"
    MESSAGING = "messaging"
    SMS = "sms"
    EMAIL = "email"
    TICKET = "ticket"
    SOCIAL = "social"
    APP = "app"
    TASK = "task"
    OTHER = "other"
