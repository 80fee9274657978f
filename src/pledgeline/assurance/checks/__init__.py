"""Checks: requirement → facts → findings. One module a room; a catalogue row names its check by `check:`.

A check decides nothing on its own authority: criteria and parameters come from the catalogue, facts from the rooms.
"""

from __future__ import annotations

from collections.abc import Mapping

from pledgeline.assurance.checks import (
    briefing,
    capacity,
    contacts,
    experience,
    needs,
    organisation,
    partnership,
    records,
)
from pledgeline.assurance.checks.given import Check, Given
from pledgeline.assurance.core.finding import Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.kernel.problem import Problem

CHECKS: Mapping[str, Check] = {
    "promises_kept": experience.promises_kept,
    "experience_defined": experience.experience_defined,
    "customers_thought_of": needs.customers_thought_of,
    "needs_known": needs.needs_known,
    "needs_detail": needs.needs_detail,
    "wait_within_limit": contacts.wait_within_limit,
    "told_in_time": briefing.told_in_time,
    "commanded": briefing.commanded,
    "scope_covered": organisation.scope_covered,
    "part1_standing": partnership.part1_standing,
    "relationship": partnership.relationship,
    "resourced": capacity.resourced,
    "record_missing": records.record_missing,
    "text_not_held": records.text_not_held,
    "aim": records.aim,
}


def check(requirement: Requirement, given: Given) -> Outcome:
    """The outcome of one requirement; raises Problem `catalogue.check_unknown` where its check does not exist."""
    if requirement.check not in CHECKS:
        raise Problem("catalogue.check_unknown", requirement=requirement.id, check=requirement.check)
    return CHECKS[requirement.check](requirement, given)
