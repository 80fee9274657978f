from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "pledgeline.ui"
    label = "ui"
