"""Whether every kind of customer has been thought of: a segment covers it, or it is ruled out with a reason.

The kinds are those of the definition (clause 3.1). Silence about a kind proves nothing either way.
"""

from __future__ import annotations

from datetime import date, timedelta

from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.needs.core.expectation import SegmentKind


def judge_kind(
    kind: SegmentKind, *, segments: int, ruled_out_on: date | None, day: date, oldest_days: int
) -> Judgement:
    """`segments` counts those recorded for the kind by `day`; `ruled_out_on` is the newest such decision by then.

    A segment says more than a ruling-out: where both are there, the segment counts.
    """
    numbers = {"kind": kind.value, "segments": segments, "oldest_days": oldest_days}
    if segments:
        return Judgement(Verdict.MET, Reason("kind_covered", numbers))
    if ruled_out_on is None:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("kind_not_thought_of", numbers))
    numbers |= {"ruled_out_on": ruled_out_on.isoformat()}
    if ruled_out_on < day - timedelta(days=oldest_days):
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("kind_ruled_out_long_ago", numbers))
    return Judgement(Verdict.MET, Reason("kind_ruled_out", numbers))
