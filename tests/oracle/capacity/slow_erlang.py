"""The queue formulas a second and a third time, slow and with 50 digits.

`by_states` adds up the birth–death chain, the residual queue of a newcomer following from the Beta law; `by_integral`
takes Zeltyn & Mandelbaum's integrals through the incomplete gamma function. They share nothing but the rates.
"""

from __future__ import annotations

from typing import Any

import mpmath as mp

DIGITS = 50
NAMES = (
    "p_wait", "p_served_le_T", "p_wait_le_T", "p_offered_le_T", "p_abandon", "mean_wait_all_s", "mean_wait_served_s",
    "occupancy", "lq",
)  # fmt: skip


def free(load: Any, agents: int) -> Any:
    """Weights of the states with a free agent, in units of state n-1."""
    total = term = mp.mpf(1)
    for j in range(1, agents):
        term *= (agents - j) / load
        total += term
        if term < total * mp.mpf(10) ** -(DIGITS + 5) and agents - j < load:
            break
    return total


def by_integral(calls: str, aht: str, patience: str, agents: int, limit: str) -> dict[str, Any]:
    """J(t) = ∫ from t of exp(λ(1-e^(-θs))/θ - nμs) ds as a lower incomplete gamma function of e^(-θt)."""
    with mp.workdps(DIGITS + 20):
        lam, mu, theta, t = mp.mpf(calls) / 3600, 1 / mp.mpf(aht), 1 / mp.mpf(patience), mp.mpf(limit)
        eta, c, idle = lam / theta, agents * mu / theta, free(lam / mu, agents)

        def tail(at: Any, power: Any) -> Any:
            x = mp.exp(-theta * at)
            if power + c < 1e9 and eta < 1e9:
                return mp.exp(eta) * eta ** -(c + power) * mp.gammainc(c + power, 0, eta * x) / theta
            raise ValueError("outside what this route is made for")

        whole, later = tail(0, 0), tail(t, 0)
        stays, stays_later = tail(0, 1), tail(t, 1)
        total = idle + lam * whole
        served = (idle + lam * stays) / total
        abandoned = lam * (whole - stays) / total
        longer = lam * later / total
        # ∫ s e^(-θs) e^g ds, by a derivative in the exponent.
        moment = -mp.diff(lambda p: tail(0, p), 1, h=mp.mpf(10) ** -25) / theta
        return dict(
            zip(
                NAMES,
                (
                    lam * whole / total, (idle + lam * (stays - stays_later)) / total,
                    1 - mp.exp(-theta * t) * longer, 1 - longer, abandoned, abandoned / theta,
                    lam * moment / (idle + lam * stays), lam * served / (agents * mu), lam * abandoned / theta,
                ),
                strict=True,
            )
        )  # fmt: skip


def by_states(calls: str, aht: str, patience: str, agents: int, limit: str) -> dict[str, Any]:
    """State n+k holds k in queue; a newcomer who never left would wait for k+1 departures.

    Those fall at nμ + jθ, j = 0 … k, so exp(-θV) is Beta(nμ/θ, k+1), and P(V ≤ T) its upper tail.
    """
    with mp.workdps(DIGITS + 20):
        lam, mu, theta, t = mp.mpf(calls) / 3600, 1 / mp.mpf(aht), 1 / mp.mpf(patience), mp.mpf(limit)
        c, x = agents * mu / theta, mp.exp(-theta * t)
        idle = free(lam / mu, agents)
        weight = lam / (agents * mu)
        total, queue, within, served_within, served, length = idle, mp.mpf(0), idle, idle, idle, mp.mpf(0)
        # P(Beta(c, k+1) ≤ x) = x^c Σ_{i ≤ k} (c)_i (1-x)^i / i!, and the same with c+1 for those who stay.
        term = mp.mpf(1)
        below = x**c
        more_term = mp.mpf(1)
        more_below = x ** (c + 1)
        shorter_sum = harmonic = mp.mpf(0)
        k = 0
        while True:
            stays = c / (c + k + 1)
            queue += weight
            total += weight
            length += k * weight
            within += weight * (1 - below)
            served_within += weight * stays * (1 - more_below)
            served += weight * stays
            # E[V e^(-θV)] for a Beta: stays/θ · (ψ(c+k+2) - ψ(c+1))
            harmonic += 1 / (c + 1 + k)
            shorter_sum += weight * stays * harmonic / theta
            if weight * k * k < mp.mpf(10) ** -(DIGITS + 8) * length and lam < agents * mu + k * theta:
                break
            k += 1
            weight *= lam / (agents * mu + k * theta)
            term *= (c + k - 1) * (1 - x) / k
            below += x**c * term
            more_term *= (c + k) * (1 - x) / k
            more_below += x ** (c + 1) * more_term
        longer = 1 - within / total
        return dict(
            zip(
                NAMES,
                (
                    queue / total, served_within / total, 1 - x * longer, within / total, theta * length / total / lam,
                    length / total / lam, shorter_sum / served, lam * served / total / (agents * mu), length / total,
                ),
                strict=True,
            )
        )  # fmt: skip
