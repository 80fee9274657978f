from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "pledgeline.assurance"
    label = "assurance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.assurance.queries.remarked import KIND, finding_subject
        from pledgeline.assurance.wording import ACTIONS
        from pledgeline.organisation.wording import name_actions
        from pledgeline.partnership.queries import also

        name_actions(ACTIONS)
        also(KIND, finding_subject)
