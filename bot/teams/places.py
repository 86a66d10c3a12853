"""Where a talk began that goes on in private: carried by its buttons, sealed for the person whose talk it is.

Somebody asks in a channel, and what is for their eyes only goes to their private chat. A button pressed there must
still mean "here" as it was said: the channel. What comes back from a client could name any place, so a place is only
taken with our own seal on it, and only from the person it was made for.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace

from bot.teams import websafe
from bot.teams.reference import KIND
from bot.teams.settings import TeamsSettings
from dialogs.activity import ConversationReference


class Places:
    """Seals places and opens them again, in any process with the same settings."""

    def __init__(self, settings: TeamsSettings) -> None:
        secret = f"{settings.app_id}|{settings.app_password.get_secret_value()}"
        self._key = hashlib.blake2b(secret.encode(), person=b"teams-places").digest()

    def sealed(self, reference: ConversationReference) -> str | None:
        """A shared place, for the buttons of a message that goes elsewhere; None where it is private anyway."""
        if not reference.shared:
            return None
        place = [reference.conversation, reference.thread, reference.extra.get(KIND, "")]
        content = websafe.written(json.dumps(place, separators=(",", ":")).encode())
        return f"{content}.{self._mark(content, reference)}"

    def begun_in(self, sealed: str, pressed_in: ConversationReference) -> ConversationReference:
        """The place where the talk began, for a button that was pressed in private; where the seal does not hold, the
        place where it was pressed."""
        content, _, mark = sealed.partition(".")
        if pressed_in.shared or not hmac.compare_digest(
            mark.encode(), self._mark(content, pressed_in).encode()
        ):
            return pressed_in
        try:
            conversation, thread, kind = json.loads(websafe.read(content))
        except ValueError:
            return pressed_in
        extra = {**pressed_in.extra, KIND: kind}
        return replace(pressed_in, conversation=conversation, thread=thread, shared=True, extra=extra)

    def _mark(self, content: str, reference: ConversationReference) -> str:
        said = f"{reference.tenant}|{reference.person}|{content}"
        return hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()[:32]
