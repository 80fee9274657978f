"""Codes into sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

from pledgeline.capacity.core.resources import Area, Side, Standing
from pledgeline.capacity.core.stages import Stage

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {
    "forecast.code_taken": gettext_lazy("There already is a forecast “%(forecast)s”. Choose another code."),
    "forecast.count_negative": gettext_lazy("A count of contacts is negative or no number. Correct the counts."),
    "forecast.days_not_ascending": gettext_lazy("The days are not in order, or one comes twice. Sort them."),
    "forecast.is_frozen": gettext_lazy("Forecast “%(forecast)s” is frozen. Make a new one."),
    "forecast.not_enough_data": gettext_lazy(
        "Not enough data: %(days)s days with contacts, and a forecast needs %(least)s. Enter the expected contacts."
    ),
    "forecast.nothing_to_compare": gettext_lazy("No contact came in the days to compare with."),
    "forecast.shape": gettext_lazy("%(days)s days and %(rows)s rows of counts do not belong together."),
    "forecast.unfit": gettext_lazy(
        "Forecast “%(forecast)s” is of another service or channel, or does not cover the days of plan “%(plan)s”."
    ),
    "forecast.unknown": gettext_lazy("There is no forecast “%(forecast)s”. Check the spelling."),
    "patience.count_negative": gettext_lazy("A count of waits is negative. Correct the counts."),
    "patience.not_enough_data": gettext_lazy(
        "Not enough data: %(hung_up)s customers hung up, and a patience curve needs %(least)s."
    ),
    "patience.shape": gettext_lazy("Waits and counts do not belong together."),
    "patience.waits_not_ascending": gettext_lazy("The waits are negative or not in order. Sort them."),
    "plan.agents_out_of_range": gettext_lazy(
        "%(value)s agents on %(day)s, interval %(interval)s, cannot be. Correct the number."
    ),
    "plan.aht_impossible": gettext_lazy("A handling time of %(value)s seconds cannot be."),
    "plan.aht_too_long": gettext_lazy("A handling time of %(value)s seconds is above two hours. Check the unit."),
    "plan.aht_unlikely": gettext_lazy(
        "A handling time of %(value)s seconds is unlikely. If minutes were meant, give %(as_minutes)s seconds."
    ),
    "plan.cell_empty": gettext_lazy("The cell is empty. Fill it in; where nobody is there, write 0."),
    "plan.code_taken": gettext_lazy("There already is a plan “%(plan)s”. Choose another code."),
    "plan.day_closed": gettext_lazy("Service “%(service)s” is closed on %(day)s: staff cannot be planned for it."),
    "plan.day_is_fixed": gettext_lazy("What plan “%(plan)s” said of %(day)s is kept. Write a new figure instead."),
    "plan.day_outside": gettext_lazy("%(day)s is no day of plan “%(plan)s”."),
    "plan.interval_missing": gettext_lazy("On %(day)s interval %(interval)s is missing. Fill in every interval."),
    "plan.interval_twice": gettext_lazy("Interval %(interval)s comes twice on this day. Remove one."),
    "plan.interval_unfit": gettext_lazy("Intervals of %(value)s minutes do not divide an hour."),
    "plan.intervals_count": gettext_lazy(
        "%(day)s has %(expected)s intervals and %(found)s are given (on a clock-change day there are more or fewer)."
    ),
    "plan.intervals_differ": gettext_lazy(
        "%(required)s intervals are required and %(committed)s committed: they cannot be compared."
    ),
    "plan.locked": gettext_lazy("Plan “%(plan)s” was locked on %(locks_on)s: what was agreed stays."),
    "plan.not_engaged": gettext_lazy(
        "Centre “%(centre)s” is not engaged for “%(service)s” %(channel)s on all of these days."
    ),
    "plan.other_plan": gettext_lazy("This line belongs to plan “%(found)s”, not to “%(plan)s”."),
    "plan.period_empty": gettext_lazy("Plan “%(plan)s” would end before it begins."),
    "plan.shrinkage_out_of_range": gettext_lazy("%(value)s is no share of paid time. Give a share from 0 to below 1."),
    "plan.reading_without_share": gettext_lazy("The reading “%(reading)s” has no exact share here."),
    "plan.target_beyond_reach": gettext_lazy("No number of agents reaches a share of %(share)s. Lower the target."),
    "plan.unknown": gettext_lazy("There is no plan “%(plan)s”. Check the spelling."),
    "resource.code_taken": gettext_lazy("There already is an item “%(resource)s”. Choose another code."),
    "resource.evidence_missing": gettext_lazy("Say what shows that “%(resource)s” is in place."),
    "resource.expires_before_start": gettext_lazy("“%(resource)s” would expire before it is in place."),
    "resource.title_missing": gettext_lazy("An item has a title in both languages; one is empty."),
    "resource.unknown": gettext_lazy("There is no item “%(resource)s”. Check the spelling."),
    "simulation.agents": gettext_lazy("A number of agents is negative, no whole number or above 50,000. Correct it."),
    "simulation.arrivals": gettext_lazy("The arrivals are negative or no numbers. Correct them."),
    "simulation.blocks": gettext_lazy(
        "Blocks of handling begin with the day, in order, each at the beginning of an interval. Correct their times."
    ),
    "simulation.callback_never_offered": gettext_lazy(
        "When is the callback offered? Give after_s, expected_wait_s or both."
    ),
    "simulation.centre_unknown": gettext_lazy("The scenario has no centre “%(value)s”. Check the spelling."),
    "simulation.class_unknown": gettext_lazy("The scenario has no class “%(value)s”. Check the spelling."),
    "simulation.deferred_waits": gettext_lazy(
        "Deferred contacts lose no patience and are offered no callback. Remove one or the other."
    ),
    "simulation.intervals_differ": gettext_lazy(
        "%(found)s values are given, and the day has %(expected)s intervals. Give one value an interval."
    ),
    "simulation.no_skill": gettext_lazy("This team can do nothing. Give it a skill."),
    "simulation.nobody_can": gettext_lazy(
        "Contacts “%(value)s” arrive here and no team can serve them. Give one the skill."
    ),
    "simulation.not_an_edge": gettext_lazy(
        "Waits are not counted at %(value)s seconds. Choose one of the edges given."
    ),
    "simulation.not_negative": gettext_lazy("%(value)s is negative or no number. Correct it."),
    "simulation.not_paired": gettext_lazy(
        "Only simulations with the same seed and number of days meet the same customers. Repeat one of them."
    ),
    "simulation.not_positive": gettext_lazy("%(value)s is not above zero. Correct it."),
    "simulation.observed": gettext_lazy("The durations observed are missing, negative or no numbers. Correct them."),
    "simulation.out_of_range": gettext_lazy("%(value)s is not between %(least)s and %(most)s. Correct it."),
    "simulation.replications": gettext_lazy("%(value)s days cannot be simulated. Ask for 1 to %(most)s."),
    "simulation.share": gettext_lazy("%(value)s is no share. Give a number from 0 to 1."),
    "simulation.shares_of_one": gettext_lazy("The shares of the centres do not add up to 1. Correct them."),
    "simulation.team_unknown": gettext_lazy("The scenario has no team “%(value)s”. Check the spelling."),
    "simulation.time_unfit": gettext_lazy("%(value)s lies outside the day, or no interval begins there. Correct it."),
    "simulation.too_large": gettext_lazy(
        "This would take %(megabytes)s MB of memory. Simulate fewer days, or fewer classes, centres or intervals."
    ),
    "simulation.twice": gettext_lazy("“%(value)s” comes twice. Give each its own code."),
    "simulation.units": gettext_lazy(
        "How many contacts one agent handles at once does not fit together in this team. Choose 1, 2 and 4, say."
    ),
}

ACTIONS: dict[str, StrPromise] = {
    "forecast.frozen": gettext_lazy("Forecast frozen"),
    "plan.opened": gettext_lazy("Plan opened"),
    "plan.forecast_handed_over": gettext_lazy("Forecast handed over"),
    "plan.required": gettext_lazy("Required staff written"),
    "plan.requested": gettext_lazy("Staff requested"),
    "plan.committed": gettext_lazy("Staff committed"),
    "plan.scheduled": gettext_lazy("Staff scheduled"),
    "plan.delivered": gettext_lazy("Staff delivered"),
    "resource.required": gettext_lazy("Resource required"),
    "resource.put_in_place": gettext_lazy("Resource put in place"),
}

STAGES: Mapping[str, StrPromise] = {
    Stage.REQUIRED: pgettext_lazy("stage", "Required"),
    Stage.REQUESTED: pgettext_lazy("stage", "Requested"),
    Stage.COMMITTED: pgettext_lazy("stage", "Committed"),
    Stage.SCHEDULED: pgettext_lazy("stage", "Scheduled"),
    Stage.DELIVERED: pgettext_lazy("stage", "Delivered"),
}

AREAS: Mapping[str, StrPromise] = {
    Area.COMPETENCES: pgettext_lazy("resource", "Competences and languages"),
    Area.SYSTEMS: pgettext_lazy("resource", "Systems and access"),
    Area.KNOWLEDGE: pgettext_lazy("resource", "Knowledge"),
    Area.AUTHORITY: pgettext_lazy("resource", "Authority limits"),
    Area.TRAINING: pgettext_lazy("resource", "Training hours"),
    Area.ACCESSIBILITY: pgettext_lazy("resource", "Accessibility"),
    Area.CONTINUITY: pgettext_lazy("resource", "Continuity"),
}

SIDES: Mapping[str, StrPromise] = {
    Side.CLIENT: pgettext_lazy("side", "Client"),
    Side.CENTRE: pgettext_lazy("side", "Centre"),
}

STANDINGS: Mapping[str, StrPromise] = {
    Standing.IN_PLACE: pgettext_lazy("standing", "In place"),
    Standing.DUE_LATER: pgettext_lazy("standing", "Due later"),
    Standing.OVERDUE: pgettext_lazy("standing", "Overdue"),
    Standing.EXPIRED: pgettext_lazy("standing", "Expired"),
}
