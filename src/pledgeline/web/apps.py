from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "pledgeline.web"
    label = "web"

    def ready(self) -> None:
        from pledgeline.briefing.queries import name_promises
        from pledgeline.experience.queries import sentences

        name_promises(sentences)
