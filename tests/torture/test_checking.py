"""What explains that something stands twice: nothing but that nobody could know of the first."""

from __future__ import annotations

import pytest

from tests.torture.checking import Happened
from tests.torture.platform import Post

CALM = Happened(frozenset(), (), outlived=2.0)


def _post(at: float, *, answered: bool = True) -> Post:
    return Post("1.000100", "p", at, answered)


@pytest.mark.parametrize(
    ("happened", "first", "second", "explained"),
    [
        (CALM, _post(100.0), _post(101.0), False),
        (CALM, _post(100.0, answered=False), _post(101.0), True),
        (CALM, _post(100.0), _post(102.0), True),
        (Happened(frozenset({"p"}), (), 2.0), _post(100.0), _post(101.0), True),
        (Happened(frozenset({"q"}), (), 2.0), _post(100.0), _post(101.0), False),
        (Happened(frozenset(), (100.5,), 2.0), _post(100.0), _post(101.0), True),
        (Happened(frozenset(), (101.5,), 2.0), _post(100.0), _post(101.0), False),
    ],
    ids=[
        "it was answered and its process lives",
        "it was not answered",
        "its claim may have run out",
        "its process died",
        "another process died",
        "the clock was set",
        "the clock was set later",
    ],
)
def test_a_second_post_needs_a_reason(happened: Happened, first: Post, second: Post, explained: bool) -> None:
    assert happened.explains(first, second) is explained
