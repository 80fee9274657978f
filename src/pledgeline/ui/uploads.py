"""Files on their way in: written to disk as they arrive, and never more than is allowed."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    """Stops writing at PLEDGELINE_MAX_UPLOAD_BYTES; the rest of the file is read and dropped, so that the form can
    answer. `request.upload_too_large` is then set and the file is missing from `request.FILES`."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > settings.PLEDGELINE_MAX_UPLOAD_BYTES:
            if self.request is not None:
                self.request.upload_too_large = True  # type: ignore[attr-defined]
            raise SkipFile
        super().receive_data_chunk(raw_data, start)
