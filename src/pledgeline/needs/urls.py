from django.urls import path

from pledgeline.needs import views

app_name = "needs"
urlpatterns = [
    path("", views.expectations, name="expectations"),
    path("<str:code>/", views.expectation, name="expectation"),
    path("<str:code>/sources/", views.add_source, name="add_source"),
    path("<str:code>/refusals/", views.refuse, name="refuse"),
]
