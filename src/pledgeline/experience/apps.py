from django.apps import AppConfig


class ExperienceConfig(AppConfig):
    name = "pledgeline.experience"
    label = "experience"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.experience.wording import ACTIONS
        from pledgeline.organisation.wording import name_actions

        name_actions(ACTIONS)
