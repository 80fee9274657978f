"""What the codes in findings and contradictions are called: a reader knows a promise by its sentence.

A finding keeps codes, so that it reads the same after a name was corrected; names are looked up where it is shown,
one query for each kind of record that occurs, and only of what the reader may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pledgeline.briefing import queries as briefing
from pledgeline.experience import queries as experience
from pledgeline.needs import queries as needs
from pledgeline.partnership import queries as partnership

# Kind → code → what the record is called, in both languages.
Names = Mapping[str, Mapping[str, Mapping[str, str]]]

_ASKED = {
    "promise": experience.sentences_of,
    "expectation": needs.needs_of,
    "segment": needs.segment_names_of,
    "briefing": briefing.titles_of,
    "campaign": briefing.campaign_names_of,
    "action": partnership.action_titles_of,
}
# Where numbers list several codes of a kind.
LISTS = {"missing": "promise", "expectations": "expectation"}


def named(user: Any, parts: Iterable[Mapping[str, Any]]) -> Names:
    """Kind → code → words, for every code in `parts` (subjects and numbers of reasons); `user` None sees all."""
    wanted: dict[str, set[str]] = {}
    for kind, code in (one for part in parts for one in _codes(part)):
        wanted.setdefault(kind, set()).add(code)
    return {kind: _ASKED[kind](codes, user=user) for kind, codes in wanted.items()}


def with_services(names: Names, service_names: Mapping[str, str]) -> Names:
    """`names` with the services as this reader knows them, in the language in which they were asked for."""
    return {**names, "service": {code: {"en": name, "zh": name} for code, name in service_names.items()}}


def _codes(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in part.items():
        if name in _ASKED and isinstance(value, str) and value:
            yield name, value
        elif name in LISTS and isinstance(value, list | tuple):
            yield from ((LISTS[name], code) for code in value)
        elif name == "first" and "overdue" in part:
            yield "action", value
