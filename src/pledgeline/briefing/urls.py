from django.urls import path

from pledgeline.briefing import views

app_name = "briefing"
urlpatterns = [
    path("", views.briefings, name="briefings"),
    path("due/", views.due, name="due"),
    path("calendar/", views.calendar, name="calendar"),
    path("matrix/", views.matrix, name="matrix"),
    path("new/", views.new, name="new"),
    path("of/<str:code>/", views.briefing, name="briefing"),
    path("of/<str:code>/write/", views.write, name="write"),
    path("of/<str:code>/publish/<int:number>/", views.publish, name="publish"),
    path("of/<str:code>/acknowledge/<int:number>/", views.acknowledge_own, name="acknowledge_own"),
    path("of/<str:code>/check/<int:number>/", views.check, name="check"),
    path("of/<str:code>/ask/<int:number>/", views.ask, name="ask"),
    path("of/<str:code>/people/<str:centre>/", views.people, name="people"),
    path("of/<str:code>/people/<str:centre>/links/", views.issue_links, name="issue_links"),
    path("of/<str:code>/people/<str:centre>/draw/", views.draw, name="draw"),
    path("of/<str:code>/people/<str:centre>/sheet/", views.sheet, name="sheet"),
    path("questions/", views.questions, name="questions"),
    path("questions/<int:number>/", views.question, name="question"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/<str:code>/", views.campaign, name="campaign"),
    path("campaigns/<str:code>/override/", views.override, name="override"),
    path("rosters/", views.rosters, name="rosters"),
    path("rosters/<str:centre>/", views.roster, name="roster"),
    path("rosters/<str:centre>/sheet/", views.roster_sheet, name="roster_sheet"),
    path("link/<str:token>/", views.link, name="link"),
]
