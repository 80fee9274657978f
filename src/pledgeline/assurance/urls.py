from django.urls import path

from pledgeline.assurance import views

app_name = "assurance"
urlpatterns = [
    path("", views.requirements, name="requirements"),
    path("x-ray/", views.xray, name="xray"),
    path("assessments/", views.assessments, name="assessments"),
    path("assessments/run/", views.run, name="run"),
    path("assessments/<str:code>/", views.assessment, name="assessment"),
    path("assessments/<str:code>/json/", views.assessment_json, name="assessment_json"),
    path("assessments/<str:code>/report/", views.report, name="report"),
    path("assessments/<str:code>/<str:requirement>/", views.requirement, name="requirement"),
    path("assessments/<str:code>/<str:requirement>/<int:number>/", views.finding, name="finding"),
]
