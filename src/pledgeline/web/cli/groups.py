"""Commands that come in groups: `plan …`, `briefing …`, `campaign …`, `needs …`, `notifications …`, `statement …`,
`register …`.

As in `app`, a body is one call: what is imported here is paid by every `--help`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

plan = typer.Typer(help="Can the promise be kept, and with how many people?", no_args_is_help=True)
briefing = typer.Typer(help="What centres must know, and whether they do.", no_args_is_help=True)
campaign = typer.Typer(help="Campaigns and their gates.", no_args_is_help=True)
needs = typer.Typer(help="What customers need, as their contacts tell.", no_args_is_help=True)
notifications = typer.Typer(help="What people are told.", no_args_is_help=True)
statement = typer.Typer(help="What a month came to by the signed rules.", no_args_is_help=True)
register = typer.Typer(help="Lists that travel as a workbook or JSON.", no_args_is_help=True)

GROUPS = {
    "plan": plan,
    "briefing": briefing,
    "campaign": campaign,
    "needs": needs,
    "notifications": notifications,
    "statement": statement,
    "register": register,
}


@briefing.command("status")
def briefing_status(format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table") -> None:
    """Say how many have acknowledged each briefing in effect or to come; exit 1 where somebody is overdue."""
    from pledgeline.web.cli import briefings

    briefings.status(format_=format_)


@briefing.command("remind")
def briefing_remind() -> None:
    """Remind the centres whose people have not acknowledged; safe to repeat on the same day."""
    from pledgeline.web.cli import briefings

    briefings.remind()


@campaign.command("gate")
def campaign_gate(
    code: Annotated[str, typer.Argument(help="The campaign.")],
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Say whether a campaign may start, and why not; exit 1 when it is not ready."""
    from pledgeline.web.cli import briefings

    briefings.gate(code, format_=format_)


@needs.callback()
def _needs() -> None:
    """What customers need, as their contacts tell."""


@needs.command("signals")
def needs_signals(
    from_: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day, included.")] = None,
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Look for signals of needs (by default in the last four weeks); exit 1 where one waits for a decision."""
    from pledgeline.web.cli import needs as command

    command.signals(first=from_, last=to, format_=format_)


@notifications.callback()
def _notifications() -> None:
    """What people are told."""


@notifications.command("send")
def notifications_send() -> None:
    """Send the mails and webhooks that are due (the worker does it by itself)."""
    from pledgeline.web.cli import house

    house.send_notifications()


@plan.command("forecast")
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


@plan.command("backtest")
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


@plan.command("required")
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


@plan.command("gap")
def plan_gap(code: Annotated[str, typer.Argument(help="Code of the plan.")]) -> None:
    """Each stage of a plan against what is required, as JSON."""
    from pledgeline.web.cli import planning

    planning.gap(code)


@plan.command("hand-over")
def plan_hand_over(
    code: Annotated[str, typer.Argument(help="Code of the plan.")],
    forecast: Annotated[str, typer.Option(help="Code of a frozen forecast that covers its days.")],
) -> None:
    """Give a centre the forecast its plan rests on."""
    from pledgeline.web.cli import planning

    planning.hand_over(code, forecast=forecast)


@plan.command("reckon")
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


@plan.command("share-out")
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


@plan.command("whatif")
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


@plan.command("accuracy")
def plan_accuracy(forecast: Annotated[str, typer.Argument(help="Code of a frozen forecast.")]) -> None:
    """How good a frozen forecast was, level by level, and whose error each day was, as JSON."""
    from pledgeline.web.cli import planning

    planning.accuracy(forecast)


@plan.command()
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


@statement.command("make")
def statement_make(
    terms: Annotated[str, typer.Argument(help="Code of the signed terms.")],
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help="A month that is over.")],
    why_en: Annotated[str, typer.Option(help="Why a final statement is restated, in English.")] = "",
    why_zh: Annotated[str, typer.Option(help="The same in Chinese.")] = "",
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="SNAPSHOT", help="Count on an older snapshot.")
    ] = None,
) -> None:
    """Count a month by the signed metrics; prints the code of the draft."""
    from pledgeline.web.cli import statements

    statements.make(terms, month, why_en=why_en, why_zh=why_zh, as_of=as_of)


@statement.command("show")
def statement_show(
    code: Annotated[str, typer.Argument(help="The statement.")],
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Print a statement: raw and adjusted side by side, with what each line rests on."""
    from pledgeline.web.cli import statements

    statements.show(code, format_=format_)


@statement.command("present")
def statement_present(code: Annotated[str, typer.Argument(help="A draft.")]) -> None:
    """Put a draft before the centre; prints the last day to object."""
    from pledgeline.web.cli import statements

    statements.present(code)


@statement.command("freeze")
def statement_freeze(code: Annotated[str, typer.Argument(help="A statement before the centre.")]) -> None:
    """Make it final, once nothing is open on it; prints its digest."""
    from pledgeline.web.cli import statements

    statements.freeze(code)


@statement.command("check")
def statement_check(code: Annotated[str, typer.Argument(help="The statement.")]) -> None:
    """Count the month again on the same snapshot; exit 1 where it says something else."""
    from pledgeline.web.cli import statements

    statements.check(code)


@plan.command("simulate")
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


@register.command("list")
def register_list(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List the registers and their columns."""
    from pledgeline.web.cli import registers

    registers.list_all(as_json=as_json)


@register.command("export")
def register_export(
    name: Annotated[str, typer.Argument(help="As “register list” names it.")],
    to: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")],
    format_: Annotated[str, typer.Option("--format", help="xlsx or json.")] = "xlsx",
) -> None:
    """Write a register to a file."""
    from pledgeline.web.cli import registers

    registers.export(name, format_=format_, to=to)


@register.command("import")
def register_import(
    name: Annotated[str, typer.Argument(help="As “register list” names it.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook or JSON, as exported.")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Take a register in: all of it, or nothing."""
    from pledgeline.web.cli import registers

    registers.take_in(name, file, as_json=as_json)
