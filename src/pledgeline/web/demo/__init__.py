"""The demo organisation: an invented bank, 90 days of its customers, and the files its three centres deliver.

Front door: `generate(out_dir, seed, progress, scale) -> Story`, `organisation()`, `plot()`, `profile_of(name)`.
"""

from __future__ import annotations

from pathlib import Path

from pledgeline.web.demo.generate import SEED, Story, generate
from pledgeline.web.demo.story import HERE, organisation, plot

__all__ = ["SEED", "Story", "generate", "organisation", "plot", "profile_of", "profile_path"]


def profile_path(name: str) -> Path:
    """The file of one of the demo's own profiles (`demo-north`, `demo-south`, `demo-west`)."""
    return HERE / "profiles" / f"{name}.yaml"


def profile_of(name: str) -> str:
    """What an ingest takes for a profile: one of the demo's own files, else the name of a shipped one."""
    own = profile_path(name)
    return str(own) if own.is_file() else name
