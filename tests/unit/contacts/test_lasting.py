"""What is loaded once is set apart from what the garbage collector looks through."""

import gc
import subprocess
import sys

from pledgeline.contacts.store.lasting import settle


def test_what_is_loaded_is_set_apart_once_and_later_objects_are_not() -> None:
    settle()
    set_apart = gc.get_freeze_count()
    later: list[object] = []
    settle()
    assert gc.get_freeze_count() == set_apart
    assert any(one is later for one in gc.get_objects())


def test_a_process_that_settled_ends_without_a_word() -> None:
    """DuckDB's binding reports a leak on stderr for each of its types that the last collection did not give back."""
    program = "import duckdb; from pledgeline.contacts.store.lasting import settle; settle(); duckdb.sql('SELECT 1')"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("", "")
