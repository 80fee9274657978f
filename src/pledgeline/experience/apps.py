from django.apps import AppConfig


class ExperienceConfig(AppConfig):
    name = "pledgeline.experience"
    label = "experience"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.experience.queries.promised_waits import promised_waits
        from pledgeline.experience.wording import ACTIONS
        from pledgeline.needs.queries.promised import show_promised_waits
        from pledgeline.organisation.wording import name_actions

        name_actions(ACTIONS)
        show_promised_waits(promised_waits)
