"""Records of this room. Centres and services are kept as codes: a record outlives what it names."""

from pledgeline.partnership.models.escalations import Escalation, EscalationStep
from pledgeline.partnership.models.ideas import Idea, IdeaLink, Recognition
from pledgeline.partnership.models.improvements import EffectCheck, Improvement
from pledgeline.partnership.models.mirror import MirrorRating
from pledgeline.partnership.models.pulse import PulseLink, PulseRound, PulseTally
from pledgeline.partnership.models.remarks import Attachment, Remark
from pledgeline.partnership.models.reviews import Review, ReviewSeries
from pledgeline.partnership.models.standing import Audit, Certificate, Gap
from pledgeline.partnership.models.statements import Objection, Statement, StatementLine
from pledgeline.partnership.models.terms import ExclusionWindow, Terms, TermsSignature, TermsVersion

__all__ = [
    "Attachment",
    "Audit",
    "Certificate",
    "EffectCheck",
    "Escalation",
    "EscalationStep",
    "ExclusionWindow",
    "Gap",
    "Idea",
    "IdeaLink",
    "Improvement",
    "MirrorRating",
    "Objection",
    "PulseLink",
    "PulseRound",
    "PulseTally",
    "Recognition",
    "Remark",
    "Review",
    "ReviewSeries",
    "Statement",
    "StatementLine",
    "Terms",
    "TermsSignature",
    "TermsVersion",
]
