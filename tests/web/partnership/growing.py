"""Thousands of whatever the pages of this room list, all of the north centre."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.web.growth import KEY, histories, more

DAY = date(2026, 1, 1)
OF_NORTH: dict[str, Any] = {"centre": "north"}


def contracts(n: int) -> None:
    """Terms, their versions and windows; statements with objections; certificates, audits and their gaps; and a long
    history of one of each."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from pledgeline.partnership.models import (
        Certificate,
        ExclusionWindow,
        Gap,
        Objection,
        StatementLine,
        Terms,
        TermsSignature,
    )

    now = timezone.now()
    noted = OF_NORTH | {"created_at": now}
    terms = Terms.objects.get(code="north-2026")
    version = terms.versions.latest("number")
    signature = TermsSignature.objects.filter(version__terms=terms).earliest("pk")
    line = StatementLine.objects.filter(statement__terms=terms).earliest("pk")
    if not ExclusionWindow.objects.exists():
        ExclusionWindow.objects.create(
            terms=terms, number=1, exclusion="outage", first_day=DAY, last_day=DAY,
            reason_en="Outage", reason_zh="系统故障", **noted,
        )  # fmt: skip
        alice = get_user_model().objects.get(username="alice")
        Objection.objects.create(line=line, text="Counted twice", raised_at=now, raised_by=alice, answer_due=DAY)
        Certificate.objects.create(number="1", body="Body", valid_from=DAY, valid_to=date(2099, 1, 1), **noted)
    every = more(terms, n, code="more-{n}")
    versions = more(version, n, terms=every)
    more(signature, n, version=versions)
    more(ExclusionWindow.objects.earliest("pk"), n, terms=every)
    statements = more(line.statement, n, code="more-{n}", terms=every, version=versions)
    lines = more(line, n, statement=statements)
    more(Objection.objects.earliest("pk"), n, line=lines)
    more(Certificate.objects.earliest("pk"), n, number="{n}")
    gap = Gap.objects.filter(centre="north").earliest("pk")
    more(gap, n, audit=more(gap.audit, n, code="more-{n}"))
    histories(version, "terms", n, day=date(2026, 1, 2))
    more(ExclusionWindow.objects.earliest("pk"), n, number=KEY)
    more(line.statement, n, code="again-{n}", number=KEY, state="withdrawn")
    more(Objection.objects.earliest("pk"), n, line=more(line, n, rule="more-{n}"))
    more(gap, n, number=KEY)


def meetings(n: int) -> None:
    """Review series that ended, with a review; actions and looks at their effect; escalations; remarks with files; and
    a long history of one of each."""
    from django.utils import timezone

    from pledgeline.partnership.models import (
        Attachment,
        EffectCheck,
        EscalationStep,
        Improvement,
        Review,
    )

    now = timezone.now()
    action = Improvement.objects.get(code="north-hours")
    if not EffectCheck.objects.exists():
        EffectCheck.objects.create(
            improvement=action, number=1, metric_version="1.0", snapshot="s-1", good=1, n=2, effect="not_demonstrated",
            reason_code="effect_within_chance", checked_at=now,
        )  # fmt: skip
    review = Review.objects.filter(series__code="north-monthly").earliest("pk")
    more(review, n, series=more(review.series, n, code="more-{n}", ended_on=DAY))
    check = EffectCheck.objects.earliest("pk")
    more(check, n, improvement=more(action, n, code="more-{n}"))
    step = EscalationStep.objects.filter(escalation__centre="north").earliest("pk")
    more(step, n, escalation=more(step.escalation, n, number=KEY))
    attachment = Attachment.objects.filter(remark__centre="north").earliest("pk")
    more(attachment, n, remark=more(attachment.remark, n, number=KEY, subject_key="{n}"))
    more(attachment, n, remark=more(attachment.remark, n, number=KEY))
    more(review, n, number=KEY, held_on=DAY, minuted_at=now, minutes_en="Minutes", minutes_zh="纪要")
    more(check, n, number=KEY)


def people(n: int) -> None:
    """Rounds and what was answered in them, ideas with their links, thanks, and what the centre says of the client."""
    from django.utils import timezone

    from pledgeline.partnership.core.mirror import RATED
    from pledgeline.partnership.models import (
        Idea,
        IdeaLink,
        MirrorRating,
        PulseLink,
        PulseRound,
        PulseTally,
        Recognition,
    )

    noted = OF_NORTH | {"created_at": timezone.now(), "day": DAY}
    if not MirrorRating.objects.exists():
        MirrorRating.objects.create(quarter="2025-Q4", item=min(RATED), score=5, **noted)
        Recognition.objects.create(number=1, side="client", thanked="Night shift", text="Well done", **noted)
    round_ = PulseRound.objects.get(code="pulse-north")
    rounds = more(round_, n, code="more-{n}")
    link = PulseLink.objects.filter(round=round_).earliest("pk")
    more(link, n, round=rounds, token_hash="{n}")
    more(link, n, team="t{n}", token_hash="{n}")
    tally = PulseTally.objects.filter(round=round_).earliest("pk")
    more(tally, n, round=rounds)
    idea = Idea.objects.filter(centre="north").earliest("pk")
    ideas = more(idea, n, number=KEY)
    more(IdeaLink.objects.filter(centre="north").earliest("pk"), n, idea=ideas, token_hash="{n}")
    more(Recognition.objects.earliest("pk"), n, number=KEY)
