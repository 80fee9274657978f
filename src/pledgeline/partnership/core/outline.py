"""The outline of Part 1: public headings in our own words. The text of Part 1 is not held."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def headings() -> Mapping[str, Mapping[str, str]]:
    """Code → {en, zh}, in the order of the outline."""
    text = resources.files("pledgeline.partnership.core").joinpath("part1.yaml").read_text(encoding="utf-8")
    return {one["code"]: {"en": one["en"], "zh": one["zh"]} for one in yaml.safe_load(text)["headings"]}
