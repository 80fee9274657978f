"""`pledgeline plan …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

group = typer.Typer(help="Can the promise be kept, and with how many people?", no_args_is_help=True)


@group.command("forecast")
def plan_forecast(
    service: Annotated[str, typer.Option(help="Code of the service.")],
    channel: Annotated[str, typer.Option(help="For example voice.")] = "voice",
    days: Annotated[int, typer.Option(help="Days ahead.")] = 14,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="SNAPSHOT", help="Ask an older snapshot.")] = None,
    freeze_as: Annotated[str | None, typer.Option("--freeze-as", metavar="CODE", help="Keep it under a code.")] = None,
    a_day: Annotated[
        float | None, typer.Option(help="Contacts expected of an open day, where too few have come to forecast from.")
    ] = None,
) -> None:
    """Contacts by day and hour ahead, with an 80 % interval, as JSON."""
    from pledgeline.web.cli import planning

    planning.forecast(service=service, channel=channel, days=days, as_of=as_of, freeze_as=freeze_as, a_day=a_day)


@group.command("backtest")
def plan_backtest(
    service: Annotated[str, typer.Option(help="Code of the service.")],
    channel: Annotated[str, typer.Option(help="For example voice.")] = "voice",
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="SNAPSHOT", help="Ask an older snapshot.")] = None,
    challenger: Annotated[
        bool, typer.Option("--challenger", help="Also AutoARIMA, where statsforecast is installed; takes minutes.")
    ] = False,
) -> None:
    """What past forecasts would have been worth, beside the seasonal naive, as JSON."""
    from pledgeline.web.cli import planning

    planning.backtest(service=service, channel=channel, as_of=as_of, challenged=challenger)


@group.command("required")
def plan_required(
    forecast: Annotated[str, typer.Argument(help="Code of a frozen forecast.")],
    aht_s: Annotated[float, typer.Option(help="Mean handling time in seconds.")],
    patience_s: Annotated[float, typer.Option(help="Mean patience in seconds.")] = float("inf"),
    share: Annotated[float, typer.Option(help="Share answered within the limit, of all contacts.")] = 0.8,
    limit_s: Annotated[float, typer.Option(help="The limit in seconds.")] = 60.0,
) -> None:
    """Agents and people that a frozen forecast needs, interval by interval, as JSON."""
    from pledgeline.web.cli import planning

    planning.required(forecast=forecast, aht_s=aht_s, patience_s=patience_s, share=share, limit_s=limit_s)


@group.command("gap")
def plan_gap(code: Annotated[str, typer.Argument(help="Code of the plan.")]) -> None:
    """Each stage of a plan against what is required, as JSON."""
    from pledgeline.web.cli import planning

    planning.gap(code)


@group.command("hand-over")
def plan_hand_over(
    code: Annotated[str, typer.Argument(help="Code of the plan.")],
    forecast: Annotated[str, typer.Option(help="Code of a frozen forecast that covers its days.")],
) -> None:
    """Give a centre the forecast its plan rests on."""
    from pledgeline.web.cli import planning

    planning.hand_over(code, forecast=forecast)


@group.command("reckon")
def plan_reckon(
    code: Annotated[str, typer.Argument(help="Code of the plan.")],
    aht_s: Annotated[float, typer.Option(help="Mean handling time in seconds.")],
    patience_s: Annotated[float, typer.Option(help="Mean patience in seconds.")] = float("inf"),
    target: Annotated[str, typer.Option(metavar="READING=SHARE@SECONDS")] = "served_within=0.8@60",
    require: Annotated[bool, typer.Option("--require", help="Write what is required first.")] = False,
    request: Annotated[bool, typer.Option("--request", help="With --require: ask the centre for it as well.")] = False,
) -> None:
    """How likely the committed staff keeps the target on each day, week and month; kept, and printed as JSON."""
    from pledgeline.web.cli import planning

    planning.reckon(code, aht_s=aht_s, patience_s=patience_s, target=target, require=require, request=request)


@group.command("share-out")
def plan_share_out(
    forecast: Annotated[str, typer.Argument(help="Code of a frozen forecast.")],
    centre: Annotated[
        list[str], typer.Option(metavar="CENTRE=COST[:LEAST[:MOST]]", help="Terms, shares 0–1; may repeat.")
    ],
    keep: Annotated[bool, typer.Option("--keep", help="Write it down; plans take their part from it.")] = False,
) -> None:
    """Share a forecast out among centres at the least cost, as JSON."""
    from pledgeline.web.cli import planning

    planning.share_out(forecast, terms=centre, keep=keep)


@group.command("whatif")
def plan_whatif(
    code: Annotated[str, typer.Argument(help="Code of the plan.")],
    day: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Default: the plan's weakest day.")] = None,
    volume: Annotated[float, typer.Option(help="Factor on contacts.")] = 1.0,
    handling: Annotated[float, typer.Option(help="Factor on handling time.")] = 1.0,
    agents: Annotated[int, typer.Option(help="Agents more (or less) in each interval with staff.")] = 0,
    callback_after_s: Annotated[
        float | None, typer.Option(help="Offer a callback after so long; 0: never. Default: as today.")
    ] = None,
    overflow_after_s: Annotated[
        float | None, typer.Option(help="Other centres help with who has waited so long.")
    ] = None,
    campaign_days: Annotated[int, typer.Option(help="Campaigns come so many days later.")] = 0,
) -> None:
    """A day of a plan simulated as planned and as changed, for the same customers, as JSON."""
    from pledgeline.web.cli import planning

    planning.whatif(
        code,
        day=day,
        campaign_days=campaign_days,
        with_others=overflow_after_s is not None,
        volume=volume,
        handling=handling,
        agents=agents,
        callback_after_s=callback_after_s,
        overflow_after_s=overflow_after_s,
    )


@group.command("accuracy")
def plan_accuracy(forecast: Annotated[str, typer.Argument(help="Code of a frozen forecast.")]) -> None:
    """How good a frozen forecast was, level by level, and whose error each day was, as JSON."""
    from pledgeline.web.cli import planning

    planning.accuracy(forecast)


@group.command()
def erlang(
    calls_per_hour: Annotated[float, typer.Option(help="Contacts an hour.")],
    aht_s: Annotated[float, typer.Option(help="Mean handling time in seconds.")],
    patience_s: Annotated[float, typer.Option(help="Mean patience in seconds; without it nobody leaves.")] = float(
        "inf"
    ),
    agents: Annotated[int | None, typer.Option(help="What this many agents give.")] = None,
    target: Annotated[
        str | None, typer.Option(metavar="READING=SHARE@SECONDS", help="How many agents reach it.")
    ] = None,
    limit_s: Annotated[float | None, typer.Option(help="T of the shares; default: the target's, else 60.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the measures as JSON.")] = False,
) -> None:
    """Exact queue formulas: what agents give, or how many a target needs (Erlang-C, with patience Erlang-A)."""
    from pledgeline.web.cli import plan as planning

    planning.erlang(calls_per_hour, aht_s, patience_s, agents, target, limit_s, as_json)


@group.command("simulate")
def plan_simulate(
    file: Annotated[Path, typer.Argument(metavar="SCENARIO", help="A scenario file (YAML).")],
    days: Annotated[int, typer.Option(help="Days to simulate.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed: the same customers.")] = 1,
    threads: Annotated[int | None, typer.Option(help="Default: all processors; the answer is the same.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Simulate days of a scenario: promise kept, waits and occupancy by class, centre and interval."""
    from pledgeline.web.cli import simulating

    simulating.simulate(file, days=days, seed=seed, threads=threads, as_json=as_json)
