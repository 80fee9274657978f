from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "pledgeline.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.briefing.queries import name_promises
        from pledgeline.experience.queries import sentences
        from pledgeline.organisation.wording import name_actions
        from pledgeline.web.wording import ACTIONS

        name_promises(sentences)
        name_actions(ACTIONS)
