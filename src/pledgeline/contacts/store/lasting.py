"""What is loaded once and stays: the garbage collector need not look through it again and again."""

from __future__ import annotations

import atexit
import gc
from functools import cache


@cache
def settle() -> None:
    """Everything loaded so far is taken to live as long as the process. Call it once the libraries are loaded.

    Django, Ibis and their like are some 140,000 objects. Looking through them takes the collector 60 ms, and that
    fell into the first question after a start: a quarter of a count over twenty million contacts.
    """
    gc.freeze()
    # Libraries written in C++ report as leaks whatever the last collection did not give back.
    atexit.register(gc.unfreeze)
