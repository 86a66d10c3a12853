"""Saves a file where the person agreed to have it: in their own OneDrive, by the address that came with their consent.

The address is good for this one file and needs no token of ours. It came by way of a client all the same, so what a
person told us goes to hosts of SharePoint's only.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

import aiohttp
import structlog

from bot.teams.render.files import Upload
from bot.teams.sender import TeamsSender
from bot.teams.serving import Serves
from bot.teams.settings import TeamsSettings
from dialogs.activity import Act, Acted, Activity
from dialogs.replies import Document, Export

log = structlog.get_logger()

TIMEOUT: Final = aiohttp.ClientTimeout(total=30.0, sock_connect=5.0)
PAUSES: Final = (0.5, 2.0)
"""Seconds before the second and the third try."""
PATIENCE: Final = frozenset({408, 429, 500, 502, 503, 504})


class NotSaved(Exception):
    """The file could not be put there; the message says why, in one word for the log."""


class Files:
    """Puts files where they may go, and says how it went."""

    def __init__(self, service: Serves, sender: TeamsSender, settings: TeamsSettings) -> None:
        self._service = service
        self._sender = sender
        self._settings = settings

    async def save(self, activity: Activity, upload: Upload) -> None:
        """Saves the file and turns the question into it; where that fails, says so and offers another way."""
        document = await self._document(activity, upload)
        if document is None:
            await self._tell(activity, "export.stale")
            return
        try:
            await self._put(upload.url, document.content.encode())
        except NotSaved as error:
            log.warning("file not saved", reason=str(error))
            await self._tell(activity, "export.unsaved")
            return
        await self._sender.file_saved(activity.reference, upload.card, upload.file)

    async def _document(self, activity: Activity, upload: Upload) -> Document | None:
        """The file as it was offered, of this person's own messages only; None once its words are not kept."""
        said = await self._service.said(activity.tenant, activity.person, upload.delivery.rpartition("#")[0])
        for message in said:
            if isinstance(message.reply, Export) and 0 <= upload.number < len(message.reply.documents):
                return message.reply.documents[upload.number]
        return None

    async def _tell(self, activity: Activity, act: str) -> None:
        await self._service.handle(replace(activity, event=Acted(Act(act))))

    async def _put(self, url: str, content: bytes) -> None:
        """
        Raises:
            NotSaved: it is not there.
        """
        if not self._settings.takes_files_at(url):
            raise NotSaved("untrusted_address")
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}",
        }
        reason = ""
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            for pause in (*PAUSES, None):
                reason = await _once(session, url, content, headers)
                if not reason:
                    return
                if pause is None or not reason.startswith("later"):
                    break
                await asyncio.sleep(pause)
        raise NotSaved(reason)


async def _once(session: aiohttp.ClientSession, url: str, content: bytes, headers: dict[str, str]) -> str:
    """Why it is not there, or nothing; "later …" where trying again may help."""
    try:
        async with session.put(url, data=content, headers=headers, allow_redirects=False) as got:
            if got.status < 300:
                return ""
            return f"{'later ' if got.status in PATIENCE else ''}{got.status}"
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return f"later {type(error).__name__}"
