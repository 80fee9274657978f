from django.urls import path, re_path

from pledgeline.contacts.views import contact_pages, registers, uploading

app_name = "contacts"
urlpatterns = [
    path("", registers.sources, name="sources"),
    path("upload/", uploading.upload, name="upload"),
    path("uploads/<uuid:upload_id>/", uploading.uploaded, name="uploaded"),
    re_path(
        r"^uploads/(?P<upload_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<decision>accept|discard)/$",
        uploading.decide,
        name="decide",
    ),
    path("receipts/", registers.receipts, name="receipts"),
    path("receipts/<str:code>/", registers.receipt, name="receipt"),
    path("receipts/<str:code>/quarantine/", registers.quarantine, name="quarantine"),
    path("receipts/<str:code>/quarantine.csv", registers.quarantine_csv, name="quarantine_csv"),
    path("contacts/", contact_pages.contacts, name="contacts"),
    # A key holds the platform's own id, which may hold a slash.
    path("contacts/<path:key>/", contact_pages.contact, name="contact"),
]
