"""What may stand in the assessments' addresses: one assessment of both centres, and a finding about each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def examples() -> dict[str, Mapping[str, Mapping[str, Any]]]:
    from pledgeline.assurance.actions import assessments
    from pledgeline.assurance.models import Finding

    code = assessments.run(by=None).code
    nothing = {"code": "a000009", "requirement": "5.4.wait", "number": 1}
    findings = {
        label: {"code": code, "requirement": found.result.requirement, "number": found.number}
        for label, centre in (("A", "north"), ("B", "south"), ("client", ""))
        if (found := Finding.objects.filter(centre=centre).select_related("result").first()) is not None
    }
    known = {"code": code, "requirement": "5.4.wait"}
    return {
        "assurance/assessments/<str:code>/": {"client": known, "unknown": nothing},
        "assurance/assessments/<str:code>/json/": {"client": known, "unknown": nothing},
        "assurance/assessments/<str:code>/report/": {"client": known, "unknown": nothing},
        "assurance/assessments/<str:code>/<str:requirement>/": {"client": known, "unknown": nothing},
        "assurance/assessments/<str:code>/<str:requirement>/<int:number>/": {**findings, "unknown": nothing},
    }


def many(n: int) -> None:
    """Assessments that found nothing (each would else carry its catalogue with it), and findings of one requirement of
    the assessment that found something."""
    from pledgeline.assurance.models import Assessment, EvidenceItem
    from tests.web.growth import KEY, more

    fact = EvidenceItem.objects.filter(finding__result__requirement="5.4.wait").earliest("pk")
    more(fact, n, finding=more(fact.finding, n, number=KEY))
    more(Assessment.objects.earliest("pk"), n, code="more-{n}", digest="{n}", catalogue_rows=[])
