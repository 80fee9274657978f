"""Runs the command line and kills the process with SIGKILL at its N-th act on the file system.

`python -m tests.crash.killed_cli N ARGUMENTS…`: acts are opening a file for writing, renaming, removing, making a
folder, and every statement boundary where Python comes back from DuckDB or delta-rs to do one of these. With N = 0 the
process is not killed; it prints the number of acts on standard error.
"""

from __future__ import annotations

import os
import signal
import sys

_ACTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.rmtree"}


def _is_act(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        _path, mode, flags = arguments
        writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        return writes or (isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR)))
    return event in _ACTS


def main() -> None:
    last = int(sys.argv.pop(1))
    home = os.environ["PLEDGELINE_HOME"]
    count = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if not _is_act(event, arguments) or not any(home in str(argument) for argument in arguments):
            return
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    from pledgeline.web.cli.app import main as command_line

    try:
        command_line()
    finally:
        if last == 0:
            sys.stderr.write(f"acts: {count}\n")


if __name__ == "__main__":
    main()
