from django.urls import path

from pledgeline.needs.views import conflict_pages, draft_pages, one_expectation, segment_pages, signal_pages

app_name = "needs"
# Names of pages come first; `core.expectation.PAGES` keeps expectations from being called like one.
urlpatterns = [
    path("", one_expectation.expectations, name="expectations"),
    path("new/", draft_pages.new, name="new"),
    path("drafts/", draft_pages.drafts, name="drafts"),
    path("drafts/<str:code>/", draft_pages.draft, name="draft"),
    path("segments/", segment_pages.segments, name="segments"),
    path("segments/<str:code>/", segment_pages.segment, name="segment"),
    path("kinds/<str:kind>/", segment_pages.rule_out, name="rule_out"),
    path("conflicts/", conflict_pages.conflicts, name="conflicts"),
    path("conflicts/<int:number>/", conflict_pages.conflict, name="conflict"),
    path("signals/", signal_pages.signals, name="signals"),
    path("signals/look/", signal_pages.look, name="look"),
    path("signals/<int:number>/", signal_pages.decide_signal, name="signal"),
    path("<str:code>/", one_expectation.expectation, name="expectation"),
    path("<str:code>/sources/", one_expectation.add_source, name="add_source"),
    path("<str:code>/refusals/", one_expectation.refuse, name="refuse"),
    path("<str:code>/revise/", one_expectation.revise, name="revise"),
]
