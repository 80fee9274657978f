from django.urls import path

from pledgeline.capacity import views

app_name = "capacity"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("plans/new/", views.new_plan, name="new_plan"),
    path("plans/<str:code>/", views.plan, name="plan"),
    path("plans/<str:code>/hand-over/", views.hand_over, name="hand_over"),
    path("plans/<str:code>/require/", views.require, name="require"),
    path("plans/<str:code>/reckon/", views.reckon, name="reckon"),
    path("plans/<str:code>/commit/<str:day>/", views.commit, name="commit"),
    path("plans/<str:code>/what-if/", views.what_if, name="what_if"),
    path("plans/<str:code>/sheet/", views.sheet, name="sheet"),
    path("forecasts/", views.forecasts, name="forecasts"),
    path("forecasts/<str:code>/", views.forecast, name="forecast"),
    path("forecasts/<str:code>/share-out/", views.share_out, name="share_out"),
    path("resources/", views.resources, name="resources"),
    path("resources/new/", views.new_resource, name="new_resource"),
    path("resources/<str:code>/", views.resource, name="resource"),
    path("learned/", views.learned, name="learned"),
]
