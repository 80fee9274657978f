"""The two sides of the relation."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    CLIENT = "client"
    CENTRE = "centre"
