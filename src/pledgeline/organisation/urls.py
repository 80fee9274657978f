from django.urls import path, re_path

from pledgeline.organisation import views

app_name = "organisation"
urlpatterns = [
    path("centres/", views.centres, name="centres"),
    path("centres/<str:code>/", views.centre, name="centre"),
    path("new-centre/", views.new_centre, name="new_centre"),
    path("centres/<str:code>/edit/", views.edit_centre, name="edit_centre"),
    path("engage/", views.engage, name="engage"),
    path("engagements/<str:centre>/<str:service>/end/", views.end_engagement, name="end_engagement"),
    path("services/", views.services, name="services"),
    path("services/<str:code>/", views.service, name="service"),
    path("new-service/", views.new_service, name="new_service"),
    path("services/<str:code>/edit/", views.edit_service, name="edit_service"),
    path("calendars/", views.calendars, name="calendars"),
    path("new-calendar/", views.new_calendar, name="new_calendar"),
    path("calendars/<str:code>/", views.edit_calendar, name="edit_calendar"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    re_path(
        r"^people/(?P<username>[^/]+)/(?P<change>link|deactivate|reactivate)/$",
        views.change_person,
        name="change_person",
    ),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read_all, name="read_all"),
    path("notifications/preferences/", views.preferences, name="preferences"),
    path("notifications/preferences/change/", views.change_preferences, name="change_preferences"),
    path("notifications/webhooks/", views.register_webhook, name="register_webhook"),
    path("notifications/webhooks/<str:code>/remove/", views.remove_webhook, name="remove_webhook"),
    path("notifications/<str:code>/open/", views.open_notification, name="open_notification"),
    path("parameters/", views.parameters, name="parameters"),
    path("parameters/<str:code>/", views.parameter, name="parameter"),
    path("audit/", views.audit, name="audit"),
]
