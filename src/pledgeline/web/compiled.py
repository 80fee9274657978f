"""Where compiled code is kept, and compiling before anybody waits for it. `python -m pledgeline.web.compiled` does it.

Numba keeps what it compiled beside the source. Where the package may not be written to, it is kept in the home.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def keep_in(home: Path, package: Path) -> None:
    """Must come before Numba is imported: it reads its variable once."""
    if not os.access(package, os.W_OK):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(home / "compiled"))


def warm_up() -> None:
    """Says so on standard error before it takes its minute."""
    from pledgeline.capacity.core import simulation

    if simulation.is_compiled():
        return
    sys.stderr.write("Compiling the simulation for this machine, once ...\n")
    started = time.monotonic()
    simulation.warm_up()
    sys.stderr.write(f"Compiled in {time.monotonic() - started:.0f} s.\n")


if __name__ == "__main__":
    warm_up()
