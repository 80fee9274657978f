"""What the navigation shows to whom. It only shows; each page refuses for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext, pgettext_lazy

from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Entry:
    """`permission` empty: everyone who has signed in, with what that reader may see there. `also` are the beginnings
    of addresses that belong to it besides its own."""

    title: StrPromise
    view: str
    permission: str = ""
    also: tuple[str, ...] = ()


# In the order of the duties: what was promised, was it kept, from which contacts, by whom.
ENTRIES = (
    Entry(pgettext_lazy("navigation", "Home"), "home"),
    # What a team lead comes for, one tap from every page.
    Entry(pgettext_lazy("navigation", "Tomorrow’s changes"), "briefing:due", permission="briefing.acknowledge"),
    Entry(pgettext_lazy("navigation", "Expectations"), "needs:expectations"),
    Entry(
        pgettext_lazy("navigation", "Promises"),
        "experience:promises",
        also=(
            "/definitions/",
            "/coverage/",
            "/metric-contracts/",
            "/clocks/",
            "/new-promise/",
            "/new-metric-contract/",
        ),
    ),
    Entry(pgettext_lazy("navigation", "Briefings"), "briefing:briefings"),
    Entry(pgettext_lazy("navigation", "Capacity"), "capacity:plans"),
    Entry(pgettext_lazy("navigation", "Partnership"), "partnership:standings"),
    Entry(pgettext_lazy("navigation", "Requirements"), "assurance:requirements"),
    Entry(pgettext_lazy("navigation", "Data"), "contacts:sources"),
    Entry(
        pgettext_lazy("navigation", "Centres"),
        "organisation:centres",
        also=(
            "/organisation/new-centre/",
            "/organisation/engage/",
            "/organisation/engagements/",
            "/organisation/parameters/",
        ),
    ),
    Entry(
        pgettext_lazy("navigation", "Services"),
        "organisation:services",
        also=("/organisation/new-service/", "/organisation/calendars/", "/organisation/new-calendar/"),
    ),
    Entry(pgettext_lazy("navigation", "Registers"), "registers"),
    Entry(pgettext_lazy("navigation", "People"), "organisation:people", permission="organisation.manage_people"),
    Entry(pgettext_lazy("navigation", "Audit trail"), "organisation:audit", permission="organisation.read_audit_trail"),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """`navigation` and `inbox` for the frame of every page; nothing before a sign-in."""
    user: Any = getattr(request, "user", None)
    if organisation.role_of(user) is None:
        return {}
    shown = [
        (entry, reverse(entry.view)) for entry in ENTRIES if not entry.permission or user.has_perm(entry.permission)
    ]
    begins = {start: url for entry, url in shown for start in (url, *entry.also)}
    here = begins.get(_here(request.path, list(begins)), "")
    return {
        "navigation": [Link(str(entry.title), url, current=url == here) for entry, url in shown],
        "inbox": _inbox(request, user),
    }


def _inbox(request: HttpRequest, user: Any) -> Link:
    """The count comes with the person, so the frame costs no query."""
    url = reverse("organisation:notifications")
    title = ngettext("%(count)s unread notification", "%(count)s unread notifications", user.unread)
    return Link(title % {"count": user.unread}, url, current=request.path == url, count=user.unread)


def _here(path: str, urls: list[str]) -> str:
    """The entry that the page belongs to: the longest address that its own begins with; home is only itself."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")
