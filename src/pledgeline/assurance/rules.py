"""Permissions of this room by name: `user.has_perm("assurance.run_assessment")`."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation.core.roles import Role
from pledgeline.organisation.queries import role_of, visible_centres

# The auditor re-runs; executives and administrators read.
RUNNERS = frozenset({Role.OWNER, Role.MANAGER, Role.AUDITOR})


@rules.predicate
def runs_assessments(user: Any) -> bool:
    return role_of(user) in RUNNERS


@rules.predicate
def exports_assessments(user: Any) -> bool:
    """Files speak of every centre: the client's people only."""
    return visible_centres(user) is None


rules.add_perm("assurance.run_assessment", runs_assessments)
rules.add_perm("assurance.export_assessment", exports_assessments)
