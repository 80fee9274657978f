from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "pledgeline.capacity"
    label = "capacity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.briefing.queries import show_capacity
        from pledgeline.capacity.evidence import for_campaigns
        from pledgeline.capacity.wording import ACTIONS
        from pledgeline.organisation.wording import name_actions

        name_actions(ACTIONS)
        show_capacity(for_campaigns)
