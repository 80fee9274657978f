"""Each thing that can be wrong, as a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROBLEMS: dict[str, StrPromise] = {
    "allocation.centre_twice": gettext_lazy("Centre “%(centre)s” is named twice. Name each once."),
    "allocation.centre_unknown": gettext_lazy(
        "Centre “%(centre)s” does not serve “%(service)s” on these days. Leave it out, or record its engagement."
    ),
    "allocation.cost": gettext_lazy("A contact at “%(centre)s” cannot cost %(value)s. Give a number, 0 or more."),
    "allocation.hours_forbid": gettext_lazy(
        "Hours and skills leave room for a share of %(share).2f only (%(centre)s). Lower the floor, raise the ceiling"
        " of a centre that is open, or let another one help."
    ),
    "allocation.least_too_high": gettext_lazy(
        "The floors add up to %(share).2f of all contacts, and there is only 1. Lower them."
    ),
    "allocation.most_too_low": gettext_lazy(
        "The ceilings add up to %(share).2f of all contacts: some would be nobody’s. Raise them."
    ),
    "allocation.no_taker": gettext_lazy("No centre serves these contacts. Record an engagement first."),
    "allocation.share_range": gettext_lazy(
        "Floor and ceiling of “%(centre)s” are no shares, or the floor lies above the ceiling."
    ),
    "challenger.not_installed": gettext_lazy(
        "There is no challenger: “%(package)s” is not installed. Install it with pip, or leave --challenger out."
    ),
    "forecast.code_taken": gettext_lazy("There already is a forecast “%(forecast)s”. Choose another code."),
    "forecast.count_negative": gettext_lazy("A count of contacts is negative or no number. Correct the counts."),
    "forecast.days_not_ascending": gettext_lazy("The days are not in order, or one comes twice. Sort them."),
    "forecast.expected_day": gettext_lazy("%(value)s contacts a day cannot be. Correct the number."),
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
    "plan.cell_missing": gettext_lazy("The cell is empty, and a line needs it. Fill it in."),
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
    "plan.intervals_unfit": gettext_lazy(
        "%(found)s intervals a day cannot be brought onto %(expected)s. Choose lengths of which one divides the other."
    ),
    "plan.is_kept": gettext_lazy("“%(what)s” is kept as it was written. Write a new one."),
    "plan.no_forecast": gettext_lazy("Plan “%(plan)s” has no forecast yet. Hand one over first."),
    "plan.not_shared_out": gettext_lazy(
        "Several centres serve these days, and forecast “%(forecast)s” has not been shared out among them."
        " Do that first."
    ),
    "plan.nothing_stated": gettext_lazy("Nothing is committed in plan “%(plan)s” yet, so there is nothing to reckon."),
    "plan.not_engaged": gettext_lazy(
        "Centre “%(centre)s” is not engaged for “%(service)s” %(channel)s on all of these days."
    ),
    "plan.other_plan": gettext_lazy("This line belongs to plan “%(found)s”, not to “%(plan)s”."),
    "plan.period_empty": gettext_lazy("Plan “%(plan)s” would end before it begins."),
    "plan.shrinkage_out_of_range": gettext_lazy("%(value)s is no share of paid time. Give a share from 0 to below 1."),
    "plan.reading_not_staffed": gettext_lazy(
        "An offer to everyone who waits would keep this target with nobody at all. Work the staff out for contacts"
        " answered; the offers count when the plan is reckoned."
    ),
    "plan.reading_without_share": gettext_lazy("The reading “%(reading)s” has no exact share here."),
    "plan.target_beyond_reach": gettext_lazy("No number of agents reaches a share of %(share)s. Lower the target."),
    "plan.unknown": gettext_lazy("There is no plan “%(plan)s”. Check the spelling."),
    "resource.code_taken": gettext_lazy("There already is an item “%(resource)s”. Choose another code."),
    "resource.evidence_missing": gettext_lazy("Say what shows that “%(resource)s” is in place."),
    "resource.expires_before_start": gettext_lazy("“%(resource)s” would expire before it is in place."),
    "resource.title_missing": gettext_lazy("An item has a title in both languages; one is empty."),
    "resource.word_unknown": gettext_lazy("“%(value)s” is not known here. Choose one of: %(known)s."),
    "whatif.factor": gettext_lazy("A factor of %(value)s cannot be. Give one from 0.05 to 20."),
    "whatif.nothing_stated": gettext_lazy("Nobody is committed or required on %(day)s, so there is no day to change."),
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
    "simulation.given_differ": gettext_lazy(
        "The arrivals are not those of the contacts given. Count them by interval from the contacts."
    ),
    "simulation.given_lengths": gettext_lazy(
        "%(found)s values are given where there must be %(expected)s. Give one for each contact, or for each attempt."
    ),
    "simulation.given_no_callback": gettext_lazy(
        "Contacts are given what they do about a callback, and their class offers none. Give the class a rule."
    ),
    "simulation.given_outside": gettext_lazy(
        "The greeting of a contact ends after the day. Give only contacts whose greeting ends before."
    ),
    "simulation.given_unfit": gettext_lazy(
        "A value is negative, no number, or a centre that has no queue for these contacts. Correct it."
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
