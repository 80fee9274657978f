"""The health of each relation in both directions, every term with the fact it rests on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation
from pledgeline.partnership.core.health import Health, Weight, health, usual_weights
from pledgeline.partnership.core.mirror import Limits
from pledgeline.partnership.evidence import voice
from pledgeline.partnership.evidence.mirror import scorecards
from pledgeline.partnership.evidence.tended import Tended, tended

# A year: every quarter once, so that no season stands for the whole.
HEALTH_DAYS = 365

Terms = dict[str, tuple[float | None, int]]


@dataclass(frozen=True)
class CentreHealth:
    """Both directions of one relation, and (side, term) → the facts a term was computed from."""

    centre: str
    client: Health
    at_centre: Health
    basis: Mapping[tuple[Side, str], tuple[Fact, ...]]


def healths(
    *,
    day: date,
    centres: Collection[str] | None = None,
    limits: Limits | None = None,
    weights: Sequence[Weight] | None = None,
    days: int = HEALTH_DAYS,
) -> list[CentreHealth]:
    """One for each centre engaged in the `days` up to `day`, by code. The number of queries is the same for any."""
    period = Period.from_days(day - timedelta(days=days - 1), day)
    engaged = {one.centre for one in organisation.engagements(during=period)}
    wanted = sorted(engaged if centres is None else engaged & set(centres))
    cards = scorecards(period, day=day, centres=wanted, limits=limits)
    ideas = voice.idea_replies(period, day=day, centres=wanted)
    kept = tended(period, day=day, centres=wanted)
    ratings = voice.rated(period, centres=wanted, day=day)
    pulses = [one for one in voice.pulses(day=day, centres=wanted) if one.values["age_days"] <= days and one.n]
    given = weights if weights is not None else usual_weights()
    found = []
    for centre in wanted:
        terms: dict[Side, Terms] = {Side.CLIENT: {}, Side.CENTRE: {}}
        basis: dict[tuple[Side, str], tuple[Fact, ...]] = {}
        duties = cards[centre].whole
        terms[Side.CLIENT]["duties"] = (duties.share, duties.n)
        terms[Side.CLIENT]["ratings"] = (ratings[centre].values["satisfaction"], ratings[centre].n)
        basis[Side.CLIENT, "ratings"] = (ratings[centre],)
        said = [one for one in pulses if one.values["centre"] == centre][-1:]
        for one in said:
            terms[Side.CLIENT]["pulse"] = (one.values["favourable"], one.n)
            basis[Side.CLIENT, "pulse"] = (one,)
        for side in Side:
            replies = ideas[centre, side]
            terms[side]["ideas"] = (replies.values["share"], replies.n)
            basis[side, "ideas"] = (replies,)
            terms[side] |= _kept(kept[centre], side)
            basis |= {(side, name): facts for name, facts in kept[centre].facts.items()}
        directions = {side: health(side, terms[side], given) for side in Side}
        found.append(CentreHealth(centre, directions[Side.CLIENT], directions[Side.CENTRE], basis))
    return found


def _kept(kept: Tended, side: Side) -> Terms:
    measures = {
        "reviews": kept.reviews,
        "actions": kept.actions[side],
        "effects": kept.effects[side],
        "escalations": kept.escalations[side],
    }
    return {name: (one.share, one.n) for name, one in measures.items()}
