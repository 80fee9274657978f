"""What people write on the pages of this room."""

from pledgeline.briefing.forms.briefings import AnswerForm, BriefingForm, FilterForm, initial_of
from pledgeline.briefing.forms.campaigns import (
    CampaignForm,
    CancelForm,
    ExpectedForm,
    MoveForm,
    ReasonForm,
    initial_of_plan,
)
from pledgeline.briefing.forms.people import CoverForm, SheetForm

__all__ = [
    "AnswerForm",
    "BriefingForm",
    "CampaignForm",
    "CancelForm",
    "CoverForm",
    "ExpectedForm",
    "FilterForm",
    "MoveForm",
    "ReasonForm",
    "SheetForm",
    "initial_of",
    "initial_of_plan",
]
