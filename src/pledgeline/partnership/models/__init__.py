"""Records of this room. Centres and services are kept as codes: a record outlives what it names."""

from pledgeline.partnership.models.standing import Audit, Certificate, Gap

__all__ = ["Audit", "Certificate", "Gap"]
