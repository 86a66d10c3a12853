"""The package's data files. What reads them is imported at first use: it would double an import's time."""

from __future__ import annotations


def read_data(*path: str) -> str:
    """The text of one of this package's own data files."""
    from importlib import resources

    return resources.files(__package__).joinpath(*path).read_text(encoding="utf-8")
