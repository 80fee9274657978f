"""What may stand in the addresses of the people side: rounds, ideas and the mirror of each of the two centres."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

Examples = dict[str, Mapping[str, Mapping[str, Any]]]
CENTRES = {"A": "north", "B": "south"}


def examples() -> Examples:
    from django.utils import timezone

    from pledgeline.partnership.actions import ideas, pulse

    today = timezone.localdate()
    for centre in CENTRES.values():
        pulse.open_round(
            code=f"pulse-{centre}", centre=centre, opens_on=today, closes_on=today + timedelta(days=9), by=None
        )
    rounds = {label: {"code": f"pulse-{centre}"} for label, centre in CENTRES.items()}
    sent = {
        label: {"number": ideas.send(centre=centre, side="client", text="More light", by=None).number}
        for label, centre in CENTRES.items()
    }
    centres = {label: {"centre": centre} for label, centre in CENTRES.items()} | {"unknown": {"centre": "nowhere"}}
    (answering,) = pulse.issue_links(code="pulse-north", n=1, by=None).tokens
    (writing,) = ideas.issue_links(centre="north", n=1, by=None).tokens
    return {
        "partnership/pulse/of/<str:code>/": {**rounds, "unknown": {"code": "no-such-round"}},
        "partnership/ideas/<int:number>/": {**sent, "unknown": {"number": 999_999}},
        # Open to whoever holds the link: it needs no account, works once and expires.
        "partnership/pulse/answer/<str:token>/": {"A": {"token": answering}, "unknown": {"token": "no-such-token"}},
        "partnership/ideas/by-link/<str:token>/": {"A": {"token": writing}, "unknown": {"token": "no-such-token"}},
        **{
            f"partnership/{at}": centres
            for at in ("mirror/of/<str:centre>/", "mirror/of/<str:centre>/rate/", "ideas/links/<str:centre>/")
        },
    }
