from django.urls import include, path, re_path

from pledgeline.web import home, register_pages

urlpatterns = [
    path("", home.home, name="home"),
    path("health/", home.health, name="health"),
    path("registers/", register_pages.registers, name="registers"),
    path("registers/files/<uuid:code>/", register_pages.handed_in, name="handed_in"),
    re_path(
        r"^registers/files/(?P<code>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<decision>accept|discard)/$",
        register_pages.decide,
        name="hand_in_decide",
    ),
    path("registers/<str:name>/", register_pages.register, name="register"),
    path("registers/<str:name>/hand-in/", register_pages.hand_in, name="hand_in"),
    re_path(r"^registers/(?P<name>[^/]+)/(?P<kind>xlsx|json)/$", register_pages.register_file, name="register_file"),
    path("assurance/", include("pledgeline.assurance.urls")),
    path("data/", include("pledgeline.contacts.urls")),
    path("needs/", include("pledgeline.needs.urls")),
    path("", include("pledgeline.experience.urls")),
    path("briefings/", include("pledgeline.briefing.urls")),
    path("capacity/", include("pledgeline.capacity.urls")),
    path("partnership/", include("pledgeline.partnership.urls")),
    path("", include("pledgeline.ui.urls")),
    path("", include("pledgeline.organisation.account_urls")),
    path("account/", include("allauth.urls")),
    path("organisation/", include("pledgeline.organisation.urls")),
]
