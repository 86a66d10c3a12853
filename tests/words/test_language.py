"""A language is one file: what a file must hold, and that each one holds it."""

from __future__ import annotations

import copy
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from dialogs.words import Verb
from dialogs.words.detect import detect
from dialogs.words.language import LanguageError, codes, compile_language, language

ENGLISH: dict[str, Any] = tomllib.loads(
    files("dialogs.words").joinpath("languages", "en.toml").read_text("utf-8")
)


def changed(path: str, value: object) -> dict[str, Any]:
    data = copy.deepcopy(ENGLISH)
    *tables, key = path.split(".")
    place = data
    for table in tables:
        place = place[table]
    place[key] = value
    return data


def test_the_five_languages_are_there_and_english_decides() -> None:
    assert codes() == ("en", "de", "es", "fr", "pt")


@pytest.mark.parametrize("code", codes())
def test_every_file_names_every_verb_that_can_be_typed(code: str) -> None:
    language(code)
    data = tomllib.loads(files("dialogs.words").joinpath("languages", f"{code}.toml").read_text("utf-8"))
    assert data["code"] == code
    talk = {"thanks", "greeting", "frustration", "off_topic", "about_bot"}
    assert set(data["verbs"]) == {v.value for v in Verb} - talk - {"unknown"}
    assert set(data["talk"]) == talk


@pytest.mark.parametrize(
    ("path", "value", "part"),
    [
        ("calendar.months", [["january"]], "months should have 12 lists"),
        ("calendar.weekdays", [], "weekdays should have 7 lists"),
        ("words.sometimes", ["now and then"], "sometimes"),
        ("verbs.dance", {"strong": ["tango"]}, "dance"),
        ("talk.greeting.moon", ["full moon"], "moon"),
        ("met.dentist", {"sure": ["dentist"]}, "dentist"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(path: str, value: object, part: str) -> None:
    with pytest.raises(LanguageError, match=part):
        compile_language(changed(path, value), "xx.toml")


def test_a_missing_key_is_named() -> None:
    data = copy.deepcopy(ENGLISH)
    del data["clock24"]
    with pytest.raises(LanguageError, match="clock24"):
        compile_language(data, "xx.toml")


def test_an_unknown_language_says_which_there_are() -> None:
    with pytest.raises(LanguageError, match="en, de, es, fr, pt"):
        language("tlh")


@pytest.mark.parametrize(
    ("said", "preferred", "code"),
    [
        ("interview acme on tuesday", None, "en"),
        ("Gespräch bei Siemens am Dienstag", None, "de"),
        ("entretien chez Danone mardi", None, "fr"),
        ("entrevista en Zara el martes", None, "es"),
        ("entrevista na Natura amanhã", None, "pt"),
        ("entrevista Zara", "pt", "pt"),
        ("entrevista Zara", "es", "es"),
        ("uber vs lyft", None, "en"),
        ("Acme", "fr", "fr"),
        ("", None, "en"),
        ("interview acme on tuesday", "xx", "en"),
    ],
)
def test_the_language_is_heard(said: str, preferred: str | None, code: str) -> None:
    assert detect(said, preferred) == code
