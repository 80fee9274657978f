from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "pledgeline.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pledgeline.contacts.wording import ACTIONS
        from pledgeline.organisation.wording import name_actions

        name_actions(ACTIONS)
