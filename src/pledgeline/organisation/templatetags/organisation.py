"""This room's words for templates: `{% load organisation %}{{ centre.kind|centre_kind }}`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pledgeline.organisation import wording

register = template.Library()

register.filter("role_name", wording.role)
register.filter("centre_kind", wording.centre_kind)
register.filter("channel_name", wording.channel)
register.filter("weekdays", wording.weekdays)
register.filter("openings", wording.openings)
register.filter("action_name", wording.action)
register.filter("room_name", wording.room)
register.filter("dispatch_error", wording.dispatch_error)
register.filter("chain_break", wording.chain_break)
register.filter("words", wording.in_language)
register.filter("in_unit", wording.in_unit)


@register.filter
def weekday_name(weekday: int) -> str:
    return str(wording.WEEKDAYS[weekday])


@register.simple_tag
def whole_names(names: Sequence[str]) -> SafeString:
    """Names with their commas; a line breaks between two of them, within one only where it is longer than the line."""
    comma = _(", ")
    mark = comma.rstrip()
    whole = [format_html('<span class="whole">{}{}</span>', name, mark) for name in names[:-1]]
    whole += [format_html('<span class="whole">{}</span>', name) for name in names[-1:]]
    return mark_safe(comma[len(mark) :].join(whole))  # noqa: S308 (what `format_html` made, and white space)


@register.filter
def as_json(details: Mapping[str, Any]) -> str:
    """What an audit entry holds, as it was recorded; nothing for an empty one."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True) if details else ""
