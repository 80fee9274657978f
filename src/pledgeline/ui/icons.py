"""Icons drawn for this product on a 20 × 20 grid, stroked in the colour of the text beside them."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_PATHS = {
    "met": '<circle cx="10" cy="10" r="8"/><path d="m6.4 10.3 2.5 2.5 4.7-5.4"/>',
    "not_met": '<circle cx="10" cy="10" r="8"/><path d="m7.2 7.2 5.6 5.6m0-5.6-5.6 5.6"/>',
    "not_demonstrated": '<path d="M10 2.2 18.2 17H1.8L10 2.2Z" stroke-linejoin="round"/>'
    '<path d="M10 7.7v4.1m0 2.4v.1"/>',
    "improvement_opportunity": '<circle cx="10" cy="10" r="8"/><path d="M10 14V6.4M6.7 9.4 10 6.1l3.3 3.3"/>',
    "not_applicable": '<circle cx="10" cy="10" r="8"/><path d="M6.5 10h7"/>',
    "info": '<circle cx="10" cy="10" r="8"/><path d="M10 9.2v4.7M10 6.2v.1"/>',
    "success": '<circle cx="10" cy="10" r="8"/><path d="m6.4 10.3 2.5 2.5 4.7-5.4"/>',
    "warning": '<path d="M10 2.2 18.2 17H1.8L10 2.2Z" stroke-linejoin="round"/><path d="M10 7.7v4.1m0 2.4v.1"/>',
    "error": '<circle cx="10" cy="10" r="8"/><path d="m7.2 7.2 5.6 5.6m0-5.6-5.6 5.6"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "person": '<circle cx="10" cy="6.8" r="3.5"/><path d="M3.2 17.4a6.9 6.9 0 0 1 13.6 0"/>',
    "bell": '<path d="M4.5 14.5V9a5.5 5.5 0 0 1 11 0v5.5M3 14.5h14M8.2 17.2a1.9 1.9 0 0 0 3.6 0"/>',
    "language": '<path d="M2.5 4.8h9M7 2.8v2M4 4.8c.8 3 2.7 5.2 5.6 6.7M10 4.8c-.8 3.2-3 5.7-6.6 7.2"/>'
    '<path d="m9.6 17.4 3.8-8.6 3.8 8.6m-6.3-2.7h5"/>',
    "auto": '<circle cx="10" cy="10" r="7.5"/><path d="M10 2.5v15a7.5 7.5 0 0 0 0-15Z" fill="currentColor"/>',
    "light": '<circle cx="10" cy="10" r="3.6"/><path d="M10 1.6v2.2m0 12.4v2.2M1.6 10h2.2m12.4 0h2.2M4 4l1.6 1.6'
    'm8.8 8.8L16 16M4 16l1.6-1.6m8.8-8.8L16 4"/>',
    "dark": '<path d="M16.9 12.2A7.3 7.3 0 0 1 7.8 3.1a7.3 7.3 0 1 0 9.1 9.1Z" stroke-linejoin="round"/>',
    "upload": '<path d="M10 13V3.4M6.2 7 10 3.2 13.8 7'
    'M3 12.8v2.4A1.8 1.8 0 0 0 4.8 17h10.4a1.8 1.8 0 0 0 1.8-1.8v-2.4"/>',
    "nothing": '<rect x="3" y="4" width="14" height="12" rx="2"/><path d="M3 8h14M7.5 12h5"/>',
    "next": '<path d="m7.5 4.5 5.5 5.5-5.5 5.5"/>',
    "previous": '<path d="M12.5 4.5 7 10l5.5 5.5"/>',
}


def icon(name: str, css: str = "") -> SafeString:
    """The icon as inline SVG, hidden from assistive technology: the word beside it speaks. KeyError if unknown."""
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.7" stroke-linecap="round" aria-hidden="true" focusable="false">{}</svg>',
        f"icon {css}".strip(),
        mark_safe(_PATHS[name]),  # noqa: S308 (constants of this file)
    )
