from django.urls import path

from pledgeline.experience import views

app_name = "experience"
urlpatterns = [
    path("", views.promises, name="promises"),
    path("<str:code>/", views.promise, name="promise"),
]
