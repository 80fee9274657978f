"""What may stand in the room's addresses: everything that is agreed and open with each of the two centres."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from tests.partnerships import everything
from tests.web.partnership import people_examples

Examples = dict[str, Mapping[str, Mapping[str, Any]]]
CENTRES = {"A": "north", "B": "south"}


def examples() -> Examples:
    from django.contrib.auth import get_user_model

    from pledgeline.partnership.models import Escalation, Remark

    people = SimpleNamespace(**{one.username: one for one in get_user_model().objects.all()})
    for centre in CENTRES.values():
        everything(people, centre=centre)
    raised = dict(Escalation.objects.values_list("centre", "number"))
    said = dict(Remark.objects.values_list("centre", "number"))
    return {
        **people_examples.examples(),
        **_audits(),
        **_terms(),
        **_statements(),
        **_reviews(),
        **_of("actions/<str:code>/", ("", "done/", "check/"), {"code": "{}-hours"}),
        **_numbered("escalations/<int:number>/", ("", "answer/", "up/", "close/"), raised),
        "partnership/remarks/<str:kind>/<str:key>/": {
            **{label: {"kind": "action", "key": f"{centre}-hours"} for label, centre in CENTRES.items()},
            "unknown": {"kind": "action", "key": "nowhere-hours"},
        },
        "partnership/attachments/<int:number>/<int:place>/": {
            **{label: {"number": said[centre], "place": 1} for label, centre in CENTRES.items()},
            "unknown": {"number": 999_999, "place": 1},
        },
    }


def _of(at: str, ends: tuple[str, ...], parts: Mapping[str, str], **more: Any) -> Examples:
    """`parts` with the centre's code in them, for both centres and for one that is not there."""
    places = {**CENTRES, "unknown": "nowhere"}
    of = {label: {**{name: text.format(c) for name, text in parts.items()}, **more} for label, c in places.items()}
    return {f"partnership/{at}{end}": of for end in ends}


def _numbered(at: str, ends: tuple[str, ...], numbers: Mapping[str, int]) -> Examples:
    of = {label: {"number": numbers[centre]} for label, centre in CENTRES.items()}
    return {f"partnership/{at}{end}": {**of, "unknown": {"number": 999_999}} for end in ends}


def _audits() -> Examples:
    at, named = "audits/<str:code>/", {"code": "{}-audit"}
    gaps = _of(f"{at}gaps/<int:number>/", ("plan/", "close/"), named, number=1)
    return {**_of(at, ("", "gaps/"), named), **gaps}


def _terms() -> Examples:
    at = "terms/<str:code>/"
    named = {"code": "{}-2026"}
    return {
        **_of(at, ("", "edit/", "windows/"), named),
        **_of(f"{at}windows/<int:number>/", ("withdraw/",), named, number=1),
        **_of(f"{at}<int:version>/", ("", "offer/", "withdraw/", "sign/"), named, version=1),
    }


def _statements() -> Examples:
    at = "statements/<str:code>/"
    named = {"code": "{}-2026-2026-01-1"}
    return {
        **_of(at, ("", "show/", "agree/", "freeze/"), named),
        **_of(f"{at}lines/<str:rule>/", ("object/", "answer/"), named, rule="wait"),
    }


def _reviews() -> Examples:
    at = "reviews/<str:code>/"
    named = {"code": "{}-monthly"}
    return {**_of(at, ("", "prepare/"), named), **_of(f"{at}<int:number>/", ("",), named, number=1)}


def many(n: int) -> None:
    """Everything that is agreed and open with the north centre, and what hangs on one of each."""
    from tests.web.partnership import growing

    growing.contracts(n)
    growing.meetings(n)
    growing.people(n)
