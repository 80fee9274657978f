"""Profiles: the shipped ones by name, a user's own by path. See `core/profile.py` for what they may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from pledgeline.contacts.connectors import REGISTRY
from pledgeline.contacts.core.profile import ProfileBase
from pledgeline.kernel import yamlfile
from pledgeline.kernel.problem import Problem

_SHIPPED = Path(__file__).parent


class _Header(BaseModel):
    """Only enough to know whose schema the file follows."""

    model_config = ConfigDict(extra="ignore")
    connector: str


def names() -> tuple[str, ...]:
    """Names of the shipped profiles, sorted."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yaml")))


def path_of(name_or_path: str | Path) -> Path:
    """The profile's file; raises Problem `profile.unknown` where there is neither such a name nor such a file."""
    shipped = _SHIPPED / f"{name_or_path}.yaml"
    if str(name_or_path) in names():
        return shipped
    path = Path(name_or_path)
    if path.is_file():
        return path
    raise Problem("profile.unknown", field=str(name_or_path)[:200], known=", ".join(names()))


def load(name_or_path: str | Path) -> ProfileBase:
    """The validated profile, of the model its connector brings.

    Raises Problem `profile.unknown`, `profile.connector_unknown`, or `definition.*` naming file, line and field.
    """
    path = path_of(name_or_path)
    header = yamlfile.load(_Header, path)
    connector = REGISTRY.get(header.connector)
    if connector is None:
        raise Problem(
            "profile.connector_unknown",
            file=path.name,
            field="connector",
            value=header.connector[:80],
            known=", ".join(sorted(REGISTRY)),
        )
    profile: Any = yamlfile.load(connector.profile_model, path)
    assert isinstance(profile, ProfileBase)
    return profile
