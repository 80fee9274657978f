from django.urls import path

from pledgeline.partnership import views

app_name = "partnership"
urlpatterns = [path("", views.standings, name="standings")]
