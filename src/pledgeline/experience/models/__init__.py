"""The records of this room; one file a kind."""

from pledgeline.experience.models.clocks import AppliedClock
from pledgeline.experience.models.contracts import ContractSignature, ContractVersion, MetricContract
from pledgeline.experience.models.definitions import Definition, DefinitionVersion
from pledgeline.experience.models.promises import SAID, Promise, PromiseVersion

__all__ = [
    "SAID",
    "AppliedClock",
    "ContractSignature",
    "ContractVersion",
    "Definition",
    "DefinitionVersion",
    "MetricContract",
    "Promise",
    "PromiseVersion",
]
