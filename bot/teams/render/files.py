"""A file in the private chat: asked for first, because it is put into the person's own OneDrive; then where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.teams.render.packing import Part
from dialogs.replies import Document

CONSENT_TYPE: Final = "application/vnd.microsoft.teams.card.file.consent"
INFO_TYPE: Final = "application/vnd.microsoft.teams.card.file.info"
DELIVERY: Final = "delivery"
NUMBER: Final = "file"


@dataclass(frozen=True, slots=True)
class SavedFile:
    """Where Teams put a file."""

    name: str
    content_url: str
    unique_id: str
    file_type: str


@dataclass(frozen=True, slots=True)
class Upload:
    """What came with a consent: for which file of which message, where to put it, and where it will be."""

    delivery: str
    number: int
    url: str
    file: SavedFile
    card: str
    """The activity that asked, which becomes the file's own."""


def consent(document: Document, delivery: str, number: int) -> Part:
    """Asks whether the file may be saved. What comes back names the message that it belongs to."""
    which = {DELIVERY: delivery, NUMBER: str(number)}
    asks = {
        "contentType": CONSENT_TYPE,
        "name": document.name,
        "content": {
            "description": _SAYS.get(document.media_type, "Everything I hold about you"),
            "sizeInBytes": len(document.content.encode()),
            "acceptContext": which,
            "declineContext": which,
        },
    }
    return Part(f"May I save {document.name} to your OneDrive?", attachment=asks)


_SAYS: Final = {
    "text/markdown": "Everything I hold about you, to read",
    "application/json": "Everything I hold about you, for machines",
}


def saved(file: SavedFile) -> dict[str, Any]:
    """The file as it stands in the chat from then on, to be opened with one press."""
    return {
        "contentType": INFO_TYPE,
        "name": file.name,
        "contentUrl": file.content_url,
        "content": {"uniqueId": file.unique_id, "fileType": file.file_type},
    }
