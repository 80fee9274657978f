"""The parameters of the catalogue in force in this home: reading the YAML files costs more than a page may."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from pledgeline.assurance.core import catalogue as catalogues


def parameters_in_force() -> Mapping[str, float]:
    """`requirement.parameter` → value, with the overlays of this home laid over; read again when one changes."""
    folder: Path = settings.PLEDGELINE_HOME / "catalogue"
    laid = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    return _parameters(folder, tuple((path.name, path.stat().st_mtime_ns) for path in laid))


@lru_cache(maxsize=8)
def _parameters(folder: Path, _files: tuple[tuple[str, int], ...]) -> Mapping[str, float]:
    return catalogues.load(overlays=folder).parameters
