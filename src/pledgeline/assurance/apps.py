from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "pledgeline.assurance"
    label = "assurance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.assurance.wording import ACTIONS
        from pledgeline.organisation.wording import name_actions

        name_actions(ACTIONS)
