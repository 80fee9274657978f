"""Hand-written DuckDB SQL for the numbers of each metric by centre and day: what a careful analyst would run."""

from __future__ import annotations

# The made lake's services lie in one zone without clock changes; an analyst adds the eight hours and is done.
DAY = "((epoch_us(attributed_at) // 1000000 + 28800) // 86400)"
RULE = """
    kind = 'inbound' AND NOT async AND test_or_excluded IS NULL AND human_requested_at IS NOT NULL
    AND outcome NOT IN ('bot_contained', 'abandoned_ivr', 'blocked_full', 'blocked_closed', 'blocked_no_agents')
"""
WAIT = "(epoch_us(answered_at) - epoch_us(human_requested_at))"
LEFT = "(epoch_us(released_at) - epoch_us(human_requested_at))"
OFFER = "(epoch_us(callback_offered_at) - epoch_us(human_requested_at))"

HUMAN_OR_CALLBACK = f"""
    WITH timed AS (
        SELECT centre_id, {DAY} AS day, {WAIT} AS wait, {LEFT} AS gone, {OFFER} AS offer, callback_offer,
            epoch_us(human_requested_at) - epoch_us(arrived_at) AS ivr, {RULE} AS applicable
        FROM contact WHERE is_current
    ), stepped AS (
        SELECT *, CASE WHEN NOT applicable THEN 'na' WHEN wait <= 60000000 THEN 'answer'
            WHEN offer <= 60000000 THEN 'offer' WHEN gone <= 60000000 AND wait IS NULL THEN 'left'
            WHEN callback_offer = 'unknown' THEN 'unverifiable' ELSE 'not_met' END AS step,
            least(coalesce(wait, 9e15), coalesce(offer, 9e15)) AS served
        FROM timed
    ), curve AS (
        SELECT centre_id, day, least(served, coalesce(gone, 9e15), 60000001) AS time, count(*) AS n,
            count(*) FILTER (step IN ('answer', 'offer')) AS served
        FROM stepped WHERE applicable GROUP BY ALL
    ), at_risk AS (
        SELECT *, sum(n) OVER (PARTITION BY centre_id, day ORDER BY time DESC) AS at_risk FROM curve
    ), km AS (
        SELECT centre_id, day, 1 - product(1 - served / at_risk) AS km FROM at_risk GROUP BY ALL
    )
    SELECT centre_id, day, count(*) FILTER (applicable) AS n, count(*) FILTER (step = 'answer') AS met_by_answer,
        count(*) FILTER (step = 'offer') AS met_by_offer, count(*) FILTER (step = 'not_met') AS not_met,
        count(*) FILTER (step = 'left') AS left_before, count(*) FILTER (step = 'unverifiable') AS not_verifiable,
        count(*) FILTER (NOT applicable) AS not_applicable, any_value(km.km) AS km,
        avg(ivr) FILTER (applicable) / 1e6 AS ivr_s,
        count(*) FILTER (applicable AND abs(least(served, coalesce(gone, 9e15)) - 60000000) <= 1000000) AS within_1s
    FROM stepped LEFT JOIN km USING (centre_id, day) GROUP BY ALL
"""

SERVICE_LEVEL = f"""
    SELECT centre_id, {DAY} AS day, count(*) AS n, count(*) FILTER ({WAIT} <= 20000000) AS within,
        count(answered_at) AS answered, count(*) FILTER (outcome IN ('abandoned_queue', 'abandoned_ring')) AS abandoned
    FROM contact WHERE is_current AND {RULE} GROUP BY ALL
"""

ABANDONMENT = f"""
    SELECT centre_id, {DAY} AS day, count(*) AS n,
        count(*) FILTER (outcome IN ('abandoned_queue', 'abandoned_ring')) AS abandoned,
        count(*) FILTER (outcome IN ('abandoned_queue', 'abandoned_ring') AND {LEFT} <= 5000000) AS short,
        count(*) FILTER (answered_at IS NOT NULL) AS answered
    FROM contact WHERE is_current AND {RULE} GROUP BY ALL
"""

SPEED = f"""
    SELECT centre_id, {DAY} AS day, count(*) AS n, avg({WAIT}) / 1e6 AS mean,
        quantile_cont({WAIT} / 1e6, [0.5, 0.9, 0.95]) AS quantiles
    FROM contact WHERE is_current AND {RULE} AND answered_at IS NOT NULL GROUP BY ALL
"""

HANDLE = f"""
    SELECT centre_id, {DAY} AS day, count(*) AS n, sum(talk_s) AS talk, count(talk_s) AS talks, sum(hold_s) AS hold,
        count(hold_s) AS holds, sum(acw_s) AS acw, count(acw_s) AS acws
    FROM contact WHERE is_current AND {RULE} AND answered_at IS NOT NULL GROUP BY ALL
"""

OFFERED = f"""
    SELECT centre_id, {DAY} AS day, outcome, kind, test_or_excluded IS NOT NULL AS excluded, count(*) AS n
    FROM contact WHERE is_current GROUP BY ALL
"""

REFERENCE = {
    "human_or_callback_within": HUMAN_OR_CALLBACK,
    "service_level": SERVICE_LEVEL,
    "abandonment_rate": ABANDONMENT,
    "speed_of_answer": SPEED,
    "handle_time": HANDLE,
    "contacts_offered": OFFERED,
}
