from pathlib import Path

from django.apps import AppConfig


class BriefingConfig(AppConfig):
    name = "pledgeline.briefing"
    label = "briefing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.briefing.wording import ACTIONS
        from pledgeline.organisation.core import parameters
        from pledgeline.organisation.wording import name_actions

        name_actions(ACTIONS)
        parameters.declare(Path(__file__).parent / "core" / "parameters.yaml")
