"""Loading a catalogue edition, and laying the owner's overlay files over it.

An edition is a folder of YAML files: `edition.yaml` and one file a requirement. An overlay is one YAML file with the
owner's licensed wording, own parameters and additional rows; several are laid over each other in order of file name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pledgeline.assurance.core.canonical import digest
from pledgeline.assurance.core.requirement import Edition, Overlay, OverlayRequirement, Requirement
from pledgeline.kernel import yamlfile
from pledgeline.kernel.problem import Problem

SHIPPED = Path(__file__).resolve().parent.parent / "catalogue"
DEFAULT_EDITION = "gbt-35780.2-2017"


@dataclass(frozen=True)
class Catalogue:
    """`parameters` maps `requirement.parameter` to the value in force; `overlays` are the files laid over."""

    edition: Edition
    requirements: tuple[Requirement, ...]
    parameters: Mapping[str, float] = field(default_factory=dict)
    overlays: tuple[str, ...] = ()

    def requirement(self, wanted: str) -> Requirement:
        """Raises Problem `requirement.unknown`."""
        for one in self.requirements:
            if one.id == wanted:
                return one
        raise Problem("requirement.unknown", requirement=wanted)

    def digest(self) -> str:
        """Names everything that can change a verdict or its words; parameters are stated beside it."""
        return digest([one.model_dump(mode="json") for one in self.requirements])


def load(edition: str = DEFAULT_EDITION, *, overlays: Path | None = None, shipped: Path = SHIPPED) -> Catalogue:
    """The edition with every overlay for it in the folder `overlays`; raises Problem with file, line and field."""
    folder = shipped / edition
    if not (folder / "edition.yaml").is_file():
        raise Problem("catalogue.unknown", edition=edition)
    head = yamlfile.load(Edition, folder / "edition.yaml")
    rows: dict[str, Requirement] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "edition.yaml":
            _add(rows, yamlfile.load(Requirement, path), path.name)
    parameters = {name: one.default for row in rows.values() for name, one in row.parameters().items()}
    laid = []
    for path in sorted(overlays.glob("*.yaml")) if overlays is not None and overlays.is_dir() else ():
        overlay = yamlfile.load(Overlay, path)
        if overlay.edition == edition:
            try:
                parameters |= _lay(rows, overlay)
            except Problem as problem:
                place = [int(part) if part.isdigit() else part for part in (problem.field or "").split(".")]
                raise problem.at(file=path.name, line=yamlfile.line_of(path, place)) from problem
            laid.append(path.name)
    return Catalogue(head, tuple(sorted(rows.values(), key=lambda row: row.order)), parameters, tuple(laid))


def with_parameters(catalogue: Catalogue, changes: Mapping[str, float]) -> Catalogue:
    """The catalogue with other values for some parameters; raises Problem `parameter.unknown` or out of bounds."""
    known = {name: one for row in catalogue.requirements for name, one in row.parameters().items()}
    for name, value in changes.items():
        if name not in known:
            raise Problem("parameter.unknown", parameter=name, known=", ".join(sorted(known)))
        if not known[name].allows(value):
            raise Problem("parameter.out_of_bounds", parameter=name, value=value)
    return Catalogue(catalogue.edition, catalogue.requirements, {**catalogue.parameters, **changes}, catalogue.overlays)


def _add(rows: dict[str, Requirement], row: Requirement, file: str) -> None:
    if row.id in rows:
        raise Problem("catalogue.requirement_twice", file=file, field="id", requirement=row.id)
    rows[row.id] = row


def _lay(rows: dict[str, Requirement], overlay: Overlay) -> dict[str, float]:
    """Changes `rows` in place and returns the parameters that the overlay sets; a Problem's field is its place."""
    parameters: dict[str, float] = {}
    for place, row in enumerate(overlay.additional):
        if row.id in rows:
            raise Problem("catalogue.requirement_twice", field=f"additional.{place}.id", requirement=row.id)
        rows[row.id] = row
        parameters |= {name: one.default for name, one in row.parameters().items()}
    for place, change in enumerate(overlay.requirements):
        at = f"requirements.{place}"
        if change.id not in rows:
            raise Problem("catalogue.overlay_unknown", field=f"{at}.id", requirement=change.id)
        rows[change.id] = _reworded(rows[change.id], change)
        known = rows[change.id].parameters()
        for name, value in change.parameters.items():
            full = f"{change.id}.{name}"
            where = f"{at}.parameters.{name}"
            if full not in known:
                raise Problem("parameter.unknown", field=where, parameter=full, known=", ".join(sorted(known)))
            if not known[full].allows(value):
                raise Problem("parameter.out_of_bounds", field=where, parameter=full, value=value)
            parameters[full] = value
    return parameters


def _reworded(row: Requirement, change: OverlayRequirement) -> Requirement:
    words = {name: getattr(change, name) for name in ("title", "wording") if getattr(change, name) is not None}
    return row.model_copy(update={**words, "text_held": True} if change.wording is not None else words)
