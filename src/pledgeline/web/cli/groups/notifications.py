"""`pledgeline notifications …`."""

from __future__ import annotations

import typer

group = typer.Typer(help="What people are told.", no_args_is_help=True)


@group.callback()
def _notifications() -> None:
    """What people are told."""


@group.command("send")
def notifications_send() -> None:
    """Send the mails and webhooks that are due (the worker does it by itself)."""
    from pledgeline.web.cli import house

    house.send_notifications()
