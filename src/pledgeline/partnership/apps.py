from pathlib import Path

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "pledgeline.partnership"
    label = "partnership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.organisation.core import parameters
        from pledgeline.organisation.wording import name_actions
        from pledgeline.partnership.wording import ACTIONS

        name_actions(ACTIONS)
        parameters.declare(Path(__file__).parent / "core" / "parameters.yaml")
