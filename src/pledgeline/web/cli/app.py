"""Commands and their options. Bodies are one call each: what is imported here is paid by every `--help`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pledgeline.web.cli import groups

app = typer.Typer(
    name="pledgeline",
    help="Pledgeline 守诺: say what customers were promised, and prove from the contacts whether it was kept.",
    rich_markup_mode=None,  # Rich in the help would cost 90 ms of every start
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Day = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")]


for _name, _group in groups.GROUPS.items():
    app.add_typer(_group, name=_name)


@app.callback()
def pledgeline(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        from pledgeline import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.command()
def init(
    demo: Annotated[bool, typer.Option("--demo", help="Also register the demo organisation and its people.")] = False,
) -> None:
    """Create the home folder, the database and the keys; safe to repeat."""
    from pledgeline.web.cli import house

    house.init(with_demo=demo)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="The delivered files.")],
    profile: Annotated[str, typer.Option(help="Name of a shipped profile, or a profile file.")],
    centre: Annotated[str | None, typer.Option(help="Code of the centre that delivers.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the receipts as JSON.")] = False,
) -> None:
    """Take deliveries in: one receipt a file."""
    from pledgeline.web.cli import data

    data.ingest(paths, profile=profile, centre=centre, as_json=as_json)


@app.command()
def metric(
    name: Annotated[str, typer.Argument(help="For example human_or_callback_within.")],
    by: Annotated[
        str, typer.Option(help="Comma-separated: centre,service,channel,queue,reason,hour,weekday,day,week,month.")
    ] = "",
    from_: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day, included.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="K=V", help="For example centre=north; may repeat.")
    ] = None,
    param: Annotated[list[str] | None, typer.Option(metavar="K=V", help="For example limit_s=60; may repeat.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="SNAPSHOT", help="Ask an older snapshot.")] = None,
    format_: Annotated[str, typer.Option("--format", help="table, json or csv.")] = "table",
) -> None:
    """Ask the contacts for a figure."""
    from pledgeline.web.cli import figures

    figures.metric(
        name, by=by, first=from_, last=to, where=where or [], params=param or [], as_of=as_of, format_=format_
    )


@app.command()
def assess(
    from_: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day, included.")] = None,
    centre: Annotated[list[str] | None, typer.Option(help="Only these centres; may repeat.")] = None,
    service: Annotated[list[str] | None, typer.Option(help="Only these services; may repeat.")] = None,
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    out: Annotated[Path | None, typer.Option(help="Write the report files into this folder.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 where a requirement is not met.")] = False,
) -> None:
    """Judge every requirement of the catalogue and say why."""
    from pledgeline.web.cli import figures

    figures.assess(
        first=from_, last=to, centres=centre or [], services=service or [], format_=format_, out=out, strict=strict
    )


@app.command()
def xray(format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table") -> None:
    """Say what the records of the rooms contradict, and where to mend it; exit 1 where they do."""
    from pledgeline.web.cli import xray as rays

    rays.show(format_=format_)


@app.command()
def receipts(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List the receipts of all deliveries and check their seals."""
    from pledgeline.web.cli import data

    data.receipts(as_json=as_json)


@app.command()
def snapshots(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List the snapshots that figures can be asked of."""
    from pledgeline.web.cli import data

    data.snapshots(as_json=as_json)


@app.command()
def recover() -> None:
    """Finish or abandon what an interrupted ingest left behind."""
    from pledgeline.web.cli import data

    data.recover()


@app.command()
def rebuild() -> None:
    """Build the contact store anew from the raw archive and compare it with the receipts."""
    from pledgeline.web.cli import data

    data.rebuild()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Serve the pages, with a worker for uploads beside."""
    from pledgeline.web.cli import house

    house.serve(host=host, port=port)


@app.command()
def worker() -> None:
    """Run only the worker that takes uploads in."""
    from pledgeline.web.cli import house

    house.worker()


@app.command()
def demo(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Make the demo organisation, take its contacts in, assess, report, and serve (PLEDGELINE_DEMO_SERVE=0: stop)."""
    from pledgeline.web.cli import demonstration

    demonstration.run(host=host, port=port)


def main() -> None:
    """Runs a command. A Problem, or a setting that is not understood, is one sentence and exit status 2."""
    from django.core.exceptions import ImproperlyConfigured

    from pledgeline.kernel.problem import Problem

    try:
        app()
    except Problem as problem:
        from pledgeline.web.cli.house import explain

        sys.stderr.write(explain(problem) + "\n")
        sys.exit(2)
    except ImproperlyConfigured as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(2)
