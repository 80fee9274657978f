"""The questions a pulse asks unless somebody words it otherwise, in our own words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def usual_questions() -> tuple[Mapping[str, str], ...]:
    """Each with `code`, `en` and `zh`."""
    text = resources.files("pledgeline.partnership.core").joinpath("pulse_questions.yaml").read_text(encoding="utf-8")
    return tuple({name: one[name] for name in ("code", "en", "zh")} for one in yaml.safe_load(text)["questions"])
