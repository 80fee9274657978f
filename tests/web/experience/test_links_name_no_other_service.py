"""A figure's link to its contacts names no service that its reader does not know of."""

from __future__ import annotations

from typing import cast

import pytest

from pledgeline.experience.core.promise import Promise
from pledgeline.experience.queries import Lens
from pledgeline.experience.views import spoken
from pledgeline.kernel.interval import Period


@pytest.mark.parametrize(
    ("asked", "linked"),
    [(("card", "loss"), ("card",)), (("card",), ("card",)), ((), ())],
    ids=["one not served here", "all known", "every service"],
)
def test_a_link_names_only_services_that_the_reader_knows_of(asked: tuple[str, ...], linked: tuple[str, ...]) -> None:
    through = Lens(cast(Promise, None), Period(), {"centre": ("west",), "service": asked}, "share", "s-1")
    seen = spoken.as_seen(through, {"card", "instalment"})
    assert seen.where == {"centre": ("west",), "service": linked}
    assert spoken.is_linkable(through, seen)


def test_where_the_reader_knows_of_none_there_is_no_link() -> None:
    through = Lens(cast(Promise, None), Period(), {"service": ("loss",)}, "share", "s-1")
    assert not spoken.is_linkable(through, spoken.as_seen(through, {"card"}))
