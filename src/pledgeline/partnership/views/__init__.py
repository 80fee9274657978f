"""Pages of partnership, a module a subject."""

from pledgeline.partnership.views.health_pages import health
from pledgeline.partnership.views.idea_pages import idea, idea_by_link, idea_links, ideas, recognitions, thank
from pledgeline.partnership.views.mirror_pages import mirror, mirror_of, rate
from pledgeline.partnership.views.pulse_pages import new_pulse, pulse_answer, pulse_round, pulses
from pledgeline.partnership.views.standing_page import certificate_record, standings

__all__ = [
    "certificate_record",
    "health",
    "idea",
    "idea_by_link",
    "idea_links",
    "ideas",
    "mirror",
    "mirror_of",
    "new_pulse",
    "pulse_answer",
    "pulse_round",
    "pulses",
    "rate",
    "recognitions",
    "standings",
    "thank",
]
