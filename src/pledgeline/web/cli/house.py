"""Setting the house up and running it: init, serve, worker."""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import django
import typer

from pledgeline.kernel.problem import Problem


def prepare() -> None:
    """Django with the home's settings, in the reader's language, and its records within reach.

    Raises Problem `home.missing` before `init`, or `home.records_unreachable`.
    """
    own = own_settings()
    if not own.SECRET_KEY:
        raise Problem("home.missing", file=str(own.HOME))
    _start()
    _reach_records()


def _reach_records() -> None:
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as failed:
        raise Problem("home.records_unreachable", said=str(failed).strip().splitlines()[0]) from failed


def own_settings() -> Any:
    """The settings module itself, before Django reads it: Django's own view refuses to exist without a key."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pledgeline.web.settings")
    from pledgeline.web import settings as own

    return own


def _start() -> None:
    django.setup()
    from django.utils import translation

    from pledgeline.web.cli.screen import language

    translation.activate(language())


def words() -> None:
    """Django for sentences only, with or without a home."""
    own = own_settings()
    # For these sentences only: without a home nothing is signed.
    own.SECRET_KEY = own.SECRET_KEY or secrets.token_urlsafe(32)
    _start()


def explain(problem: Problem) -> str:
    """One sentence: what is wrong, where, what to do."""
    words()
    from pledgeline.web.wording import sentence

    return sentence(problem)


def init(*, with_demo: bool) -> None:
    """Folders, keys, database and lake; then, if asked, the demo organisation. Everything there stays as it is."""
    from pledgeline.web.cli.screen import out

    home = make_home()
    if with_demo:
        from pledgeline.web.demo import records

        records.register()
    from django.utils.translation import gettext as _

    out.print(_("Ready:"), str(home))
    _say_whether_anybody_may_sign_in()


def _say_whether_anybody_may_sign_in() -> None:
    from django.utils.translation import gettext as _

    from pledgeline.organisation import queries
    from pledgeline.web.cli.screen import err

    if not queries.anybody():
        err.print(
            _("Nobody can sign in yet. Let the first administrator in with: %(command)s")
            % {"command": "pledgeline person invite YOUR-NAME --role admin"},
            soft_wrap=True,
        )


def make_home() -> Path:
    """The home folder with keys, migrated database and lake; nothing that exists is changed."""
    own = own_settings()
    own.HOME.mkdir(parents=True, exist_ok=True)
    own.KEYS.mkdir(mode=0o700, exist_ok=True)
    own.SECRET_KEY = own.SECRET_KEY or _new_key(own.KEYS / "secret.key", secrets.token_urlsafe(48))
    own.PLEDGELINE_PSEUDONYM_KEY = own.PLEDGELINE_PSEUDONYM_KEY or _new_key(
        own.KEYS / "pseudonym.key", secrets.token_hex(32)
    )
    _start()
    _reach_records()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from pledgeline.contacts.store import Lake

    Lake(own.PLEDGELINE_LAKE).create()
    return Path(own.HOME)


def _new_key(path: Path, value: str) -> str:
    """Writes a key that only its owner may read; the one that is there wins, should two processes start at once."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(value)
    return value


def serve(*, host: str, port: int) -> None:
    """Granian with one process, and the worker beside it; both end together."""
    prepare()
    from pledgeline.contacts.actions import deliveries

    deliveries.recover()
    _say_whether_anybody_may_sign_in()
    beside = subprocess.Popen([sys.executable, "-m", "pledgeline.web.cli", "worker"])
    try:
        _serve_pages(host, port)
    finally:
        beside.terminate()
        beside.wait(timeout=30)


def _serve_pages(host: str, port: int) -> None:
    import multiprocessing

    from granian import Granian
    from granian.constants import Interfaces

    # Delta Lake's threads do not survive a fork, and this process may have written: after a crash, after an update
    # that brought new tables, after the demo's deliveries.
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "pledgeline.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_access=False,
    ).serve()


def worker() -> None:
    prepare()
    from django.core.management import call_command

    from pledgeline.contacts.actions import uploads

    uploads.resume()
    for name, (step, every_s) in rounds().items():
        Thread(target=_for_ever, args=(name, step, every_s), name=name, daemon=True).start()
    call_command("db_worker", interval=0.5)


# So long may a notification wait beyond the moment it is due.
NOTIFY_EVERY_S = 20
# Each reminder goes out once a day, whenever the day's first round is.
REMIND_EVERY_S = 3_600


def rounds() -> dict[str, tuple[Callable[[], object], float]]:
    """What the worker does again and again, each on its own: a large upload keeps nothing waiting."""
    from django.utils import timezone

    from pledgeline.briefing.actions import rechecks, reminders
    from pledgeline.organisation.actions import notifications

    return {
        "notifications": (lambda: notifications.deliver_due(now=timezone.now()), NOTIFY_EVERY_S),
        "reminders": (lambda: reminders.remind(by=None), REMIND_EVERY_S),
        "samples": (lambda: rechecks.arrange(by=None), REMIND_EVERY_S),
    }


def _for_ever(name: str, step: Callable[[], object], every_s: float) -> None:
    from django.db import close_old_connections

    while True:
        go_round(name, step)
        close_old_connections()
        time.sleep(every_s)


def go_round(name: str, step: Callable[[], object]) -> None:
    """One round; a fault is logged, and the next round tries again."""
    try:
        step()
    except Exception:
        logging.getLogger("pledgeline.worker").exception("the round of %s failed", name)


def send_notifications() -> None:
    """One round now, for a house without a worker or for cron; exit 1 where something failed."""
    prepare()
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from pledgeline.organisation.actions import notifications
    from pledgeline.web.cli.screen import out

    done = notifications.deliver_due(now=timezone.now())
    out.print(
        _("%(sent)s sent, %(waiting)s to be tried again, %(given_up)s given up.")
        % {"sent": done.sent, "waiting": done.waiting, "given_up": done.given_up}
    )
    if done.waiting or done.given_up:
        raise typer.Exit(1)
