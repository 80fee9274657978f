"""Permissions by name, for views and templates: `user.has_perm("organisation.manage_people")`.

The predicates ask `core/roles.py`; what is not named here is refused.
"""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation import queries
from pledgeline.organisation.core import roles


@rules.predicate
def works_for_client(user: Any) -> bool:
    return roles.works_for_client(queries.role_of(user))


@rules.predicate
def manages_people(user: Any) -> bool:
    return queries.may_manage_people(user)


@rules.predicate
def reads_audit_trail(user: Any) -> bool:
    return queries.may_read_audit_trail(user)


@rules.predicate
def sees_centre(user: Any, centre_code: str | None) -> bool:
    if centre_code is None:
        return False
    seen = queries.visible_centres(user)
    return seen is None or centre_code in seen


@rules.predicate
def keeps_places(user: Any) -> bool:
    return roles.may_keep_places(queries.role_of(user))


@rules.predicate
def sets_numbers(user: Any) -> bool:
    return roles.may_set_numbers(queries.role_of(user))


rules.add_perm("organisation.manage_people", manages_people)
rules.add_perm("organisation.keep_places", keeps_places)
rules.add_perm("organisation.set_numbers", sets_numbers)
rules.add_perm("organisation.read_numbers", works_for_client)
rules.add_perm("organisation.read_audit_trail", reads_audit_trail)
# The object is a centre's code, not its record: other rooms know no more than the code.
rules.add_perm("organisation.view_centre", sees_centre)
rules.add_perm("organisation.see_all_centres", works_for_client)
