"""What the target helper found, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pledgeline.contacts.core.patience import LEAST_HUNG_UP
from pledgeline.kernel.verdict import Verdict
from pledgeline.ui import formats

if TYPE_CHECKING:
    from pledgeline.experience.queries import Patience, Trial


def last_days(days: int) -> str:
    return ngettext("the last %(days)s day", "the last %(days)s days", days) % {"days": days}


def tried(found: Trial, names: Mapping[str, str]) -> str:
    """Which centres would have kept it, in one sentence."""
    from pledgeline.experience import wording

    unit = found.measured.lens.unit
    words = {
        "goal": wording.goal(found.rule.direction, found.rule.target, unit),
        "days": formats.period(found.measured.lens.period),
    }
    judged = [one for one in found.measured.centres if one.n]
    if not judged:
        return _("No contact in scope over %(days)s, so nothing can be tried.") % words
    kept = [one.centre for one in judged if one.judgement.verdict is Verdict.MET]
    words |= {"kept": formats.count(len(kept)), "all": formats.count(len(judged))}
    if len(kept) == len(judged):
        return _("Over %(days)s, every centre would have kept %(goal)s (%(all)s of %(all)s).") % words
    words["others"] = wording.listed(names.get(one.centre, one.centre) for one in judged if one.centre not in kept)
    return (
        _("Over %(days)s, %(kept)s of %(all)s centres would have kept %(goal)s; not kept, or not shown, at %(others)s.")
        % words
    )


def patience(found: Patience, limit_s: float) -> str:
    """What the curve says at the limit."""
    words = {
        "limit": formats.seconds(limit_s),
        "left": formats.count(found.hung_up),
        "n": formats.count(found.n),
        "least": formats.count(LEAST_HUNG_UP),
    }
    if found.curve is None:
        return _("Only %(left)s of %(n)s hung up while waiting: a patience curve is drawn from %(least)s on.") % words
    willing = found.curve.at(limit_s)
    if willing is None:
        return _("Nobody was seen to wait as long as %(limit)s (n = %(n)s).") % words
    words |= {"share": formats.share(willing.share, 1), "range": formats.bounds(willing.low, willing.high, 1)}
    return (
        _(
            "Unanswered, an estimated %(share)s would still be waiting after %(limit)s (95 %% interval %(range)s);"
            " %(left)s of %(n)s hung up."
        )
        % words
    )
