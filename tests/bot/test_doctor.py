"""`coach doctor` says whether a second reader is named and can work."""

from __future__ import annotations

import pytest

from bot import doctor


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({}, "off: COACH_LLM and COACH_LLM_MODEL name one"),
        ({"COACH_LLM": "openai"}, "a second reader needs COACH_LLM"),
        ({"COACH_LLM": "robot"}, "Input should be"),
        (
            {"COACH_LLM": "openai", "COACH_LLM_MODEL": "small", "COACH_LLM_URL": "https://models.example/v1"},
            "small at models.example, for whoever says yes to it",
        ),
    ],
)
def test_the_second_reader_is_looked_at(
    named: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("COACH_LLM", "COACH_LLM_MODEL", "COACH_LLM_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)

    doctor.examine()

    assert says in " ".join(capsys.readouterr().out.split())
