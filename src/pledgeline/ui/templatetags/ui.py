"""Components and formats for templates: `{% load ui %}`. The gallery shows each one in its states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

import pledgeline
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement, Modality, Verdict
from pledgeline.ui import formats, icons, wording
from pledgeline.ui.charts import Drawings, Picture, bounds_track
from pledgeline.ui.figures import Figure, Link, Stat

register = template.Library()
THEMES = ("light", "dark")


# --- formats ----------------------------------------------------------------------------------------------------


@register.filter
def sentence_case(words: str) -> str:
    """A title or button of allauth as our own read: "Recovery Codes" → "Recovery codes". Only the plain capital of a
    later word goes: "QR", "JavaScript" and what stands in Chinese stay."""
    return re.sub(r"(?<=[a-z][ -])[A-Z](?=[a-z]+\b)", lambda found: found.group().lower(), words)


@register.filter
def share(value: float | None, decimals: int = 2) -> str:
    return formats.share(value, decimals)


@register.filter
def seconds(value: float | None) -> str:
    return formats.seconds(value)


@register.filter
def count(value: float | None) -> str:
    return formats.count(value)


@register.filter
def size(value: int | None) -> str:
    return formats.size(value)


@register.filter
def day(value: date | None) -> str:
    """In Chinese, which breaks a line between any two signs, an element that keeps the day on one line."""
    return _whole(formats.day(value)) if _breaks_anywhere() else formats.day(value)


@register.filter
def day_text(value: date | None) -> str:
    """The same without an element, for attributes."""
    return formats.day(value)


@register.filter
def month(value: date | None) -> str:
    return _whole(formats.month(value)) if _breaks_anywhere() else formats.month(value)


@register.filter
def period(value: Period) -> str:
    """Each of its days on one line, as `day` keeps them."""
    if not _breaks_anywhere():
        return formats.period(value)
    # The words around the days are ours, and the days are numbers: nothing in it is to be escaped.
    return mark_safe(formats.period(value, _whole))  # noqa: S308


@register.filter
def to_day(first: date | None, last: date | None) -> str:
    """`{{ row.first_day|to_day:row.last_day }}`: both days included, as `period` says them."""
    return period(Period.from_days(first, last))


def _breaks_anywhere() -> bool:
    return (get_language() or "").startswith("zh")


def _whole(said: str) -> SafeString:
    return format_html('<span class="whole">{}</span>', said)


@register.filter
def bounds(value: Any, decimals: int = 2) -> str:
    """Of a pair, or of anything with `lower` and `upper`."""
    lower, upper = value if isinstance(value, (tuple, list)) else (value.lower, value.upper)
    return formats.bounds(lower, upper, decimals)


@register.filter
def instant(value: datetime | None, zone_name: str = "UTC") -> SafeString | str:
    """`{{ when|instant:"Asia/Shanghai" }}` → a <time> element that also carries the exact UTC time."""
    if value is None:
        return formats.instant(None)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.instant(value, zone_name))


@register.filter
def instant_text(value: datetime | None, zone_name: str = "UTC") -> str:
    """The same without an element, for attributes and plain text."""
    return formats.instant(value, zone_name)


@register.filter
def moment(value: datetime | None, zone_name: str = "UTC") -> SafeString | str:
    """`{{ when|moment:zone }}` → a <time> element with the day in words and the minute."""
    if value is None:
        return formats.moment(None)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.moment(value, zone_name))


@register.filter
def measure(value: float | None, unit: str) -> str:
    """A value in the unit its figure names: share, seconds, points or count."""
    said = {"share": formats.share, "seconds": formats.seconds, "points": formats.points, "count": formats.count}
    return said[unit](value)


@register.filter
def target(value: float, unit: str) -> str:
    """As `measure`; a target of whole percents without decimals, as sentences write it."""
    return formats.share(value, 0) if unit == "share" and round(value, 2) == value else measure(value, unit)


@register.filter
def verdict_word(value: Verdict | str) -> str:
    return str(wording.VERDICTS[Verdict(value)])


@register.filter
def modality_word(value: Modality | str) -> str:
    return str(wording.MODALITIES[Modality(value)])


# --- small pieces -----------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    return icons.icon(name, css)


@register.simple_tag
def version() -> str:
    return pledgeline.__version__


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The reader's chosen theme from the cookie, or nothing: then the system decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("pledgeline_theme", "") if request else ""
    return chosen if chosen in THEMES else ""


@register.inclusion_tag("ui/components/verdict.html")
def verdict(value: Judgement | Verdict | str, large: bool = False) -> dict[str, Any]:
    """Colour, icon and word of a verdict; takes a Judgement, a Verdict or its code."""
    code = value.verdict if isinstance(value, Judgement) else Verdict(value)
    return {"code": code.value, "word": wording.VERDICTS[code], "large": large}


@register.inclusion_tag("ui/components/figure.html")
def figure(value: Figure) -> dict[str, Any]:
    return {"figure": value, "track": figure_track(value)}


@register.filter("track")
def figure_track(value: Figure) -> SafeString | str:
    """The bounds of a share drawn against its target; nothing where the figure has none."""
    if value.unit != "share" or not value.has_bounds:
        return ""
    assert value.lower is not None
    assert value.upper is not None
    return bounds_track(value.lower, value.upper, target=value.target, interval=value.interval).page


@register.inclusion_tag("ui/components/stats.html")
def stats(rows: Iterable[Stat]) -> dict[str, Any]:
    return {"rows": rows}


@register.inclusion_tag("ui/components/chart.html")
def chart(drawn: Drawings | Picture, caption: str = "", table_url: str = "") -> dict[str, Any]:
    """A chart with caption, legend and a link to the same figures as a table; CSS shows the drawing that fits."""
    drawings = [drawn] if isinstance(drawn, Picture) else [drawn.wide, drawn.middle, drawn.narrow]
    sizes = [""] if isinstance(drawn, Picture) else ["wide", "middle", "narrow"]
    pictures = [(size, one) for size, one in zip(sizes, drawings, strict=True) if one is not None]
    return {"pictures": pictures, "legend": pictures[0][1].legend, "caption": caption, "table_url": table_url}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("ui/components/facts.html")
def facts(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A definition list of (term, description)."""
    return {"pairs": pairs}


@register.inclusion_tag("ui/components/progress.html")
def progress(label: str, value: float | None = None, maximum: float = 1, note: str = "") -> dict[str, Any]:
    """How far a piece of work has come; without `value` it is under way and nobody knows how far."""
    return {"label": label, "value": value, "maximum": maximum, "note": note}


# --- ways through the pages -------------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(links: Sequence[Link]) -> dict[str, Any]:
    return {"links": links}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(links: Sequence[Link], label: str) -> dict[str, Any]:
    return {"links": links, "label": label}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Links to the pages around this one; every other part of the address is kept."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?{parameter}={number}"
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "entries": [(n, address(n) if isinstance(n, int) else "") for n in numbers],
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


# --- forms ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/filters.html", takes_context=True)
def filters(context: template.Context, form: Any, target: str = "") -> dict[str, Any]:
    """A GET form; with `target` (an element id) htmx swaps only that element and keeps the address true."""
    request = context.get("request")
    return {"form": form, "target": target, "path": request.path if request else ""}


@register.inclusion_tag("ui/components/upload.html")
def upload(field: BoundField, hint: str = "") -> dict[str, Any]:
    return {"field": field, "hint": hint}


# --- pieces that hold others --------------------------------------------------------------------------------------


@register.simple_block_tag
def callout(content: str, title: str = "", kind: str = "info") -> str:
    """`kind`: info, success, warning or error."""
    return render_to_string("ui/components/callout.html", {"content": content, "title": title, "kind": kind})


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    cards: bool = False,
    dense: bool = False,
    hide_caption: bool = False,
    figures: bool = False,
) -> str:
    """Frames the rows between the tags. With `cards`, rows become cards on a phone: give each td a `data-label`. With
    `figures` they become small grids of figures, for tables of many narrow columns."""
    return render_to_string(
        "ui/components/table.html",
        {
            "content": content,
            "caption": caption,
            "cards": cards,
            "dense": dense,
            "hide_caption": hide_caption,
            "figures": figures,
        },
    )
