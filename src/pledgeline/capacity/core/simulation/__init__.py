"""Simulation of days with every rule a centre has: what a plan gives, and what another plan would give instead.

scenario = Scenario(30, (calls, chats), (Centre("north", (Team("phone", agents, (Skill("calls"),)),)),))
plan = simulate(scenario, replications=400, seed=7)
plan.kept(contact_class="calls", interval=3)      # Estimate(value, low, high)
simulate(other, replications=400, seed=7).against(plan)  # paired difference: both met the same customers
"""

from pledgeline.capacity.core.simulation.block import WAIT_EDGES_S
from pledgeline.capacity.core.simulation.distributions import (
    Distribution,
    Exponential,
    Fixed,
    LogNormal,
    Observed,
)
from pledgeline.capacity.core.simulation.outcome import COUNT_NAMES, SHARED, Difference, Estimate, Outcome
from pledgeline.capacity.core.simulation.run import simulate, warm_up
from pledgeline.capacity.core.simulation.scenario import (
    Break,
    Callback,
    Centre,
    ContactClass,
    Redial,
    Scenario,
    Skill,
    Team,
)

__all__ = [
    "COUNT_NAMES",
    "SHARED",
    "WAIT_EDGES_S",
    "Break",
    "Callback",
    "Centre",
    "ContactClass",
    "Difference",
    "Distribution",
    "Estimate",
    "Exponential",
    "Fixed",
    "LogNormal",
    "Observed",
    "Outcome",
    "Redial",
    "Scenario",
    "Skill",
    "Team",
    "simulate",
    "warm_up",
]
