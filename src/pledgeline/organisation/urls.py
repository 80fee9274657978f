from django.urls import path, re_path

from pledgeline.organisation import views

app_name = "organisation"
urlpatterns = [
    path("centres/", views.centres, name="centres"),
    path("centres/<str:code>/", views.centre, name="centre"),
    path("services/", views.services, name="services"),
    path("services/<str:code>/", views.service, name="service"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    re_path(
        r"^people/(?P<username>[^/]+)/(?P<change>link|deactivate|reactivate)/$",
        views.change_person,
        name="change_person",
    ),
    path("audit/", views.audit, name="audit"),
]
