from django.urls import path

from pledgeline.partnership import views

app_name = "partnership"
urlpatterns = [
    path("", views.standings, name="standings"),
    path("health/", views.health, name="health"),
    path("mirror/", views.mirror, name="mirror"),
    path("mirror/of/<str:centre>/", views.mirror_of, name="mirror_of"),
    path("mirror/of/<str:centre>/rate/", views.rate, name="rate"),
    path("pulse/", views.pulses, name="pulses"),
    path("pulse/new/", views.new_pulse, name="new_pulse"),
    path("pulse/of/<str:code>/", views.pulse_round, name="pulse_round"),
    path("pulse/answer/<str:token>/", views.pulse_answer, name="pulse_answer"),
    path("ideas/", views.ideas, name="ideas"),
    path("ideas/<int:number>/", views.idea, name="idea"),
    path("ideas/links/<str:centre>/", views.idea_links, name="idea_links"),
    path("ideas/by-link/<str:token>/", views.idea_by_link, name="idea_by_link"),
    path("thanks/", views.recognitions, name="recognitions"),
    path("thanks/give/", views.thank, name="thank"),
]
