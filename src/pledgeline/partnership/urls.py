from django.urls import path

from pledgeline.partnership import views
from pledgeline.partnership.views import (
    audit_pages,
    escalation_pages,
    improvement_pages,
    remark_pages,
    review_pages,
    statement_pages,
    terms_pages,
    workspace_page,
)

app_name = "partnership"
_VERSION = "terms/<str:code>/<int:version>/"
_STATEMENT = "statements/<str:code>/"
_LINE = f"{_STATEMENT}lines/<str:rule>/"
_SERIES = "reviews/<str:code>/"
_ACTION = "actions/<str:code>/"
_ESCALATION = "escalations/<int:number>/"
_AUDIT = "audits/<str:code>/"
urlpatterns = [
    path("", views.standings, name="standings"),
    path("certificates/record/", views.certificate_record, name="certificate_record"),
    path("audits/record/", audit_pages.audit_record, name="audit_record"),
    path(_AUDIT, audit_pages.audit, name="audit"),
    path(f"{_AUDIT}gaps/", audit_pages.gap_record, name="gap_record"),
    path(f"{_AUDIT}gaps/<int:number>/plan/", audit_pages.gap_plan, name="gap_plan"),
    path(f"{_AUDIT}gaps/<int:number>/close/", audit_pages.gap_close, name="gap_close"),
    path("workspace/", workspace_page.workspace, name="workspace"),
    path("terms/", terms_pages.terms_list, name="terms_list"),
    path("terms/draft/", terms_pages.terms_new, name="terms_new"),
    path("terms/<str:code>/", terms_pages.terms, name="terms"),
    path("terms/<str:code>/edit/", terms_pages.terms_edit, name="terms_edit"),
    path("terms/<str:code>/windows/", terms_pages.window_declare, name="window_declare"),
    path("terms/<str:code>/windows/<int:number>/withdraw/", terms_pages.window_withdraw, name="window_withdraw"),
    path(_VERSION, terms_pages.terms, name="terms_version"),
    path(f"{_VERSION}offer/", terms_pages.terms_offer, name="terms_offer"),
    path(f"{_VERSION}withdraw/", terms_pages.terms_withdraw, name="terms_withdraw"),
    path(f"{_VERSION}sign/", terms_pages.terms_sign, name="terms_sign"),
    path("statements/", statement_pages.statements, name="statements"),
    path("statements/make/", statement_pages.statement_make, name="statement_make"),
    path(_STATEMENT, statement_pages.statement, name="statement"),
    path(f"{_STATEMENT}show/", statement_pages.statement_show, name="statement_show"),
    path(f"{_STATEMENT}agree/", statement_pages.statement_agree, name="statement_agree"),
    path(f"{_STATEMENT}freeze/", statement_pages.statement_freeze, name="statement_freeze"),
    path(f"{_LINE}object/", statement_pages.statement_object, name="statement_object"),
    path(f"{_LINE}answer/", statement_pages.statement_answer, name="statement_answer"),
    path("reviews/", review_pages.reviews, name="reviews"),
    path("reviews/begin/", review_pages.series_begin, name="series_begin"),
    path(_SERIES, review_pages.series, name="series"),
    path(f"{_SERIES}prepare/", review_pages.review_prepare, name="review_prepare"),
    path(f"{_SERIES}<int:number>/", review_pages.review, name="review"),
    path("actions/", improvement_pages.improvements, name="improvements"),
    path("actions/open/", improvement_pages.improvement_open, name="improvement_open"),
    path(_ACTION, improvement_pages.improvement, name="improvement"),
    path(f"{_ACTION}done/", improvement_pages.improvement_done, name="improvement_done"),
    path(f"{_ACTION}check/", improvement_pages.improvement_check, name="improvement_check"),
    path("escalations/", escalation_pages.escalations, name="escalations"),
    path("escalations/raise/", escalation_pages.escalation_raise, name="escalation_raise"),
    path(_ESCALATION, escalation_pages.escalation, name="escalation"),
    path(f"{_ESCALATION}answer/", escalation_pages.escalation_answer, name="escalation_answer"),
    path(f"{_ESCALATION}up/", escalation_pages.escalation_take_up, name="escalation_take_up"),
    path(f"{_ESCALATION}close/", escalation_pages.escalation_close, name="escalation_close"),
    path("remarks/<str:kind>/<str:key>/", remark_pages.remarks, name="remarks"),
    path("attachments/<int:number>/<int:place>/", remark_pages.attachment, name="attachment"),
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
