from django.urls import include, path

from pledgeline.web import home

urlpatterns = [
    path("", home.home, name="home"),
    path("health/", home.health, name="health"),
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
