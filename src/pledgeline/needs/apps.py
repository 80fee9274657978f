from pathlib import Path

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "pledgeline.needs"
    label = "needs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.needs.wording import ACTIONS
        from pledgeline.organisation.core import parameters
        from pledgeline.organisation.wording import name_actions

        name_actions(ACTIONS)
        parameters.declare(Path(__file__).parent / "core" / "parameters.yaml")
