"""The reader that ships, loaded once."""

from __future__ import annotations

import pytest

from dialogs.reading.local import LocalReader, load


@pytest.fixture(scope="session")
def reader() -> LocalReader:
    return load()
