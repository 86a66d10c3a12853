"""The reader that takes a second to load, beside everything else, so that nobody's first message waits; and the second
one, which is asked only for those who said yes to it."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Protocol

from dialogs.activity import ConversationReference, Platform
from dialogs.documents import from_json, to_json
from dialogs.reading.reader import Reader
from dialogs.reading.second import Asked, Opinion
from dialogs.records import Opportunity, Person
from dialogs.replies import Note
from dialogs.rubric import Dimension, Reading
from dialogs.turn import Message, Wake, WakeKind


def warm() -> None:
    """Does once what is slow the first time only (half a second in all), so that the event loop never has to: the
    numeric library, and the ways in and out of JSON."""
    importlib.import_module("dialogs.reading.weighing")

    here = ConversationReference(Platform.TERMINAL, "", "", "")
    now = datetime.now(UTC)
    for each in (
        Person("", ""),
        Opportunity("", "", now, here),
        Message(here, Note("")),
        Wake("", WakeKind.LOOK_BACK, now, now, here, ""),
    ):
        from_json(type(each), to_json(each))


class BackgroundReader:
    """A reader that is being loaded; who reads before it is there waits for it."""

    def __init__(self, load: Callable[[], Reader]) -> None:
        self._loading: Future[Reader] = Future()
        threading.Thread(target=self._load, args=(load,), name="reader-loading", daemon=True).start()

    def read(self, text: str, dimension: Dimension | None = None) -> Reading:
        """Says what `text` shows. Raises what loading raised."""
        return self._loading.result().read(text, dimension)

    @property
    def ready(self) -> bool:
        """Whether it is there, and not for want of trying."""
        return self._loading.done() and self._loading.exception() is None

    def _load(self, load: Callable[[], Reader]) -> None:
        try:
            warm()
            self._loading.set_result(load())
        except BaseException as error:
            self._loading.set_exception(error)


class SecondReader(Protocol):
    """Reads notes that their writer agreed to send."""

    @property
    def address(self) -> str:
        """Where the words go, as the person is told."""
        ...

    async def opinions(self, asked: Sequence[Asked]) -> Mapping[Asked, Opinion]:
        """What it says of those it could read in time. Never raises, and takes no longer than it was given."""
        ...

    def close(self) -> None:
        """Lets go of the endpoint."""
        ...
