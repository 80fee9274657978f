from django.urls import path

from pledgeline.ui import views

urlpatterns = [
    path("ui/gallery/", views.gallery, name="ui_gallery"),
]
