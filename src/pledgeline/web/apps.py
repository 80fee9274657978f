from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "pledgeline.web"
    label = "web"
