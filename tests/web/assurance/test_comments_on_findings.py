"""Both sides may comment on a finding about one centre; the other centre does not learn of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from pledgeline.assurance.models import Finding
from pledgeline.partnership.models import Remark
from tests.assessing import GOOD
from tests.partnerships import manager_of

pytestmark = pytest.mark.django_db


def test_a_finding_is_commented_by_the_client_and_its_own_centre_only(
    as_: Any, cast: Any, promised: Any, assess: Any
) -> None:
    code = assess(GOOD).code
    numbers = dict(Finding.objects.filter(result__requirement="5.4.wait").values_list("centre", "number"))
    key = f"{code}:5.4.wait:{numbers['north']}"
    page = reverse("partnership:remarks", args=["finding", key])
    assert (
        page in as_("bob").get(reverse("assurance:finding", args=[code, "5.4.wait", numbers["north"]])).content.decode()
    )
    assert as_("bob").post(page, {"text_en": "The feed was late"}).status_code == 302
    assert "The feed was late" in as_("alice").get(page).content.decode()
    object.__setattr__(cast, "cora", manager_of("south", cast))
    assert as_("cora").get(page).status_code == 404
    assert as_("cora").post(page, {"text_en": "x"}).status_code == 404
    for unknown in (f"{code}:5.4.wait:999", f"{code}:none:1", "nothing", f"{code}:5.4.wait:x"):
        assert as_("alice").get(reverse("partnership:remarks", args=["finding", unknown])).status_code == 404
    assert Remark.objects.get().centre == "north"
