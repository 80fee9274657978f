"""A process that has loaded the program once, and forks a process of its own for each command.

Starting Python and loading the program takes longer than most commands. `Shell` speaks to this over pipes: a line with
the arguments goes in, a line with the exit status comes out; what the command said stands in two files. Run as
`python -m tests.unit.web.cli.warm OUT ERR`.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn


def serve(out: str, err: str) -> None:
    _load()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(json.loads(line), out, err)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


def _load() -> None:
    """Nothing is opened here, no record, no contact: a fork would share it."""
    from importlib import import_module

    from pledgeline.web.cli import house

    house.own_settings()
    house.prepare()
    for name in ("web.cli.app", "web.urls", "web.registers", "contacts.store", "assurance.actions.assessments"):
        import_module(f"pledgeline.{name}")
    from django.db import connections

    # `prepare` has looked whether the records are within reach.
    connections.close_all()
    assert all(one.connection is None for one in connections.all(initialized_only=True))


def _run(arguments: list[str], out: str, err: str) -> NoReturn:
    """Like `python -m pledgeline.web.cli`, but for the loading; never returns."""
    from pledgeline.web import cli

    for path, descriptor in ((os.devnull, 0), (out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    # Usage names the program as it was called.
    sys.modules["__main__"].__package__ = cli.__name__
    sys.argv = [str(Path(cli.__file__).with_name("__main__.py")), *arguments]
    status = 1
    try:
        cli.main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)


if __name__ == "__main__":
    serve(*sys.argv[1:])
