"""Words for what is agreed, settled, reviewed and mended with a centre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {}
ACTIONS: dict[str, StrPromise] = {}
REASONS: Mapping[str, StrPromise] = {}
