from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "pledgeline.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.organisation import sign_in  # noqa: F401  (connects the sign-in signals)
