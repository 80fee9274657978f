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
