"""Words that every room's pages share: verdicts, modalities, and what is said where nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.kernel.verdict import Modality, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

VERDICTS: dict[Verdict, StrPromise] = {
    Verdict.MET: pgettext_lazy("verdict", "Met"),
    Verdict.NOT_MET: pgettext_lazy("verdict", "Not met"),
    Verdict.NOT_DEMONSTRATED: pgettext_lazy("verdict", "Not demonstrated"),
    Verdict.NOT_APPLICABLE: pgettext_lazy("verdict", "Not applicable"),
    Verdict.IMPROVEMENT: pgettext_lazy("verdict", "Improvement opportunity"),
}

MODALITIES: dict[Modality, StrPromise] = {
    Modality.SHALL: pgettext_lazy("modality", "shall"),
    Modality.SHOULD: pgettext_lazy("modality", "should"),
    Modality.MAY: pgettext_lazy("modality", "may"),
    Modality.SCOPE: pgettext_lazy("modality", "scope"),
}

NO_DATA: StrPromise = _("no data")
