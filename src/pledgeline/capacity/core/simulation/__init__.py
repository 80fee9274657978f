"""Simulation of days with every rule a centre has: what a plan gives, and what another plan would give instead.

scenario = Scenario(30, (calls, chats), (Centre("north", (Team("phone", agents, (Skill("calls"),)),)),))
plan = simulate(scenario, replications=400, seed=7)
plan.kept(contact_class="calls", interval=3)      # Estimate(value, low, high)
simulate(other, replications=400, seed=7).against(plan)  # paired difference: both met the same customers
record(scenario, replication=12, seed=7)          # one of these days, contact by contact
"""

from pledgeline.capacity.core.simulation.block import WAIT_EDGES_S
from pledgeline.capacity.core.simulation.contact_class import Callback, ContactClass, Redial
from pledgeline.capacity.core.simulation.distributions import (
    Distribution,
    Exponential,
    Fixed,
    LogNormal,
    Observed,
)
from pledgeline.capacity.core.simulation.given import Given
from pledgeline.capacity.core.simulation.outcome import COUNT_NAMES, SHARED, Difference, Estimate, Outcome
from pledgeline.capacity.core.simulation.records import Attempts, Record, Stints
from pledgeline.capacity.core.simulation.run import is_compiled, record, simulate, warm_up
from pledgeline.capacity.core.simulation.scenario import Break, Centre, Scenario, Skill, Team

__all__ = [
    "COUNT_NAMES",
    "SHARED",
    "WAIT_EDGES_S",
    "Attempts",
    "Break",
    "Callback",
    "Centre",
    "ContactClass",
    "Difference",
    "Distribution",
    "Estimate",
    "Exponential",
    "Fixed",
    "Given",
    "LogNormal",
    "Observed",
    "Outcome",
    "Record",
    "Redial",
    "Scenario",
    "Skill",
    "Stints",
    "Team",
    "is_compiled",
    "record",
    "simulate",
    "warm_up",
]
