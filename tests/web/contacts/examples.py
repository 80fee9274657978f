"""What may stand in the data pages' addresses; `delivered` has taken in a file of each centre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID


def examples() -> dict[str, Mapping[str, Mapping[str, Any]]]:
    from django.contrib.auth import get_user_model
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from pledgeline.contacts.models import Upload
    from tests.deliveries import HEADER, SOUTH

    waiting = {}
    for label, person, centre in (("A", "bob", "north"), ("B", "cora", "south")):
        browser = Client()
        browser.force_login(
            get_user_model().objects.get(username=person), backend="pledgeline.organisation.sign_in.PasswordBackend"
        )
        file = SimpleUploadedFile(f"{label}.csv", "\n".join([HEADER, *SOUTH, ""]).encode())
        browser.post("/data/upload/", {"centre": centre, "profile": "csv-cn", "file": file})
        waiting[label] = Upload.objects.get(centre=centre).pk
    nowhere = UUID(int=0)
    decisions = {
        f"{label} ({decision})": {"upload_id": upload, "decision": decision}
        for label, upload in waiting.items()
        for decision in ("accept", "discard")
    }
    receipts = {"A": {"code": "r000001"}, "B": {"code": "r000002"}, "unknown": {"code": "r000009"}}
    uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return {
        "data/uploads/<uuid:upload_id>/": {
            **{label: {"upload_id": upload} for label, upload in waiting.items()},
            "unknown": {"upload_id": nowhere},
        },
        f"data/^uploads/(?P<upload_id>{uuid})/(?P<decision>accept|discard)/$": {
            **decisions,
            "unknown": {"upload_id": nowhere, "decision": "accept"},
        },
        "data/receipts/<str:code>/": receipts,
        "data/receipts/<str:code>/quarantine/": receipts,
        "data/receipts/<str:code>/quarantine.csv": receipts,
        "data/contacts/<path:key>/": {
            "A": {"key": "north.csv-cn:anna"},
            "B": {"key": "south.csv-cn:gus"},
            "unknown": {"key": "south.csv-cn:no-such-contact"},
        },
    }


def many(n: int) -> None:
    """Feeds of the north centre, files it delivered again, and files of its manager that wait for a decision."""
    from pledgeline.contacts.models import Receipt, Source, Upload
    from tests.web.growth import KEY, more
    from tests.web.who_may_ask_what import copies

    original = Receipt.objects.get(number=1)
    more(original, n, number=KEY, same_as=original.pk)
    more(Source.objects.filter(centre="north").earliest("pk"), n, code="more-{n}")
    Upload.objects.bulk_create(copies(Upload.objects.filter(centre="north").earliest("pk"), n), batch_size=1_000)
