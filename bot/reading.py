"""The reader takes a second to load: that happens beside everything else, so that nobody's first message waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from dialogs.reading.reader import Reader
from dialogs.rubric import Dimension, Reading


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
            self._loading.set_result(load())
        except BaseException as error:
            self._loading.set_exception(error)
