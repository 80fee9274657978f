"""The records of this room; one file a kind."""

from pledgeline.experience.models.definitions import Definition, DefinitionVersion
from pledgeline.experience.models.promises import SAID, Promise, PromiseVersion

__all__ = ["SAID", "Definition", "DefinitionVersion", "Promise", "PromiseVersion"]
