"""Addresses outside this room's own folder: the reader's language, and account pages that differ from allauth's.

Included before allauth. Pledgeline sends no mail and takes no sign-ups, so those pages lead to the administrator.
"""

from django.urls import path

from pledgeline.organisation import views

urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("account/password/reset/", views.no_password_by_mail, name="account_reset_password"),
    path("account/password/reset/done/", views.no_password_by_mail, name="account_reset_password_done"),
    path("account/email/", views.no_password_by_mail, name="account_email"),
    path("account/signup/", views.no_password_by_mail, name="account_signup"),
]
