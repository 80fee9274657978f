from pledgeline.contacts.models.receipt import Receipt
from pledgeline.contacts.models.source import Source
from pledgeline.contacts.models.upload import Upload

__all__ = ["Receipt", "Source", "Upload"]
