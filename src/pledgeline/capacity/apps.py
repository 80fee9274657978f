from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "pledgeline.capacity"
    label = "capacity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.capacity.wording import ACTIONS
        from pledgeline.organisation.wording import name_actions

        name_actions(ACTIONS)
