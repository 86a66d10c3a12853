"""Which company it is: asked where none was named, or where the name only begins like one they have."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.desk import Desk
from dialogs.engine import DialogInstance, Option, Refused, Scene, Step, anything
from dialogs.flows.finding import as_a_name
from dialogs.wording import clip
from dialogs.words.meaning import Understanding, Verb
from dialogs.words.understand import understand

_NAMED, _ALIKE = "named", "alike"


def notes_of(said: Understanding) -> dict[str, str]:
    """What a dialog that asks which company it is must remember of a name like another one."""
    if said.resembles is None or said.company is None:
        return {}
    return {_NAMED: as_a_name(said.company), _ALIKE: said.resembles}


def step(desk: Desk, instance: DialogInstance, prompt: str, offered: int = 0) -> Step:
    """The question, with the two that may be meant as buttons, or the first few of what they have open."""
    new, alike = instance.notes.get(_NAMED, ""), instance.notes.get(_ALIKE, "")
    if new and alike:
        prompt = f"Is {new} the same as {alike}, or another company?"
        names = [new, alike]
    else:
        names = [o.company for o in desk.person.opportunities if o.open][:offered]
    options = tuple(Option(name, name) for name in names)
    return Step(
        "company",
        prompt,
        parse=_parse(new, alike) if alike else company_named,
        options=options,
        label="Company",
    )


def _parse(new: str, alike: str) -> Callable[[str, Scene], str | Refused]:
    def parse(text: str, scene: Scene) -> str | Refused:
        said = understand(text, now=scene.now, zone=scene.zone).verb
        words = set(text.casefold().strip(" .!").replace(",", " ").split())
        if said is Verb.YES or (words & _SAME and not words & _NOT):
            return alike
        if said is Verb.NO or words & _OTHER or words & _SAME:
            return new
        return company_named(text, scene)

    return parse


LONGEST_NAME = 4
"""Words of a name that is written with capitals throughout: Can You Move It To Friday is none."""


def company_named(text: str, scene: Scene) -> str | Refused:
    """The company in an answer to which one it is: a name alone, or one with a few words around it ("it's with
    Acme"). What says something else is none, however short."""
    typed = anything(text, scene)
    if isinstance(typed, Refused):
        return typed
    words = [w for w in typed.split() if any(c.isalnum() for c in w)]
    said = understand(typed, now=scene.now, zone=scene.zone)
    if said.verb is Verb.INTERVIEW and said.company is None:
        return _no_name(typed)  # a day, a time
    if len(words) == 1:
        return _no_name(typed) if said.ordered else typed.rstrip(".!")
    if len(words) <= LONGEST_NAME and all(_has_capital(w) for w in words):
        return typed.rstrip(".!")
    at_it = understand(f"interview at {typed}", now=scene.now, zone=scene.zone)
    name = at_it.company or ""
    if name.casefold() == typed.casefold():
        return typed  # a name and nothing else, whatever its words mean elsewhere
    something_else = typed.endswith("?") or (said.confident and said.verb not in _NAMES_HEARD_AS)
    timed = at_it.day is not None or at_it.clock is not None
    if something_else or timed or at_it.rest or at_it.verb not in _NAMES_HEARD_AS or not name:
        return _no_name(typed)
    return name if words[0].casefold() in _LEADING else typed.rstrip(".!")


_NAMES_HEARD_AS = frozenset({Verb.UNKNOWN, Verb.INTERVIEW, Verb.OFFER})
"""Verbs that a name in small letters may sound like: price waterhouse coopers."""
_LEADING = frozenset(
    {
        *(
            "it's",
            "it’s",
            "its",
            "it",
            "that's",
            "with",
            "at",
            "for",
            "from",
            "es",
            "bei",
            "mit",
            "von",
            "c'est",
        ),
        *("chez", "avec", "con", "en", "com", "na", "no", "é"),
    }
)
"""Words that lead up to a name: "it's with Acme"."""


def _has_capital(word: str) -> bool:
    return not word[0].isalpha() or word[0].isupper() or word in _BETWEEN


_BETWEEN = frozenset(
    {"and", "of", "the", "for", "und", "der", "für", "de", "del", "la", "et", "y", "e", "do", "da"}
)


def _no_name(typed: str) -> Refused:
    return Refused(
        f"I find no company's name in “{clip(typed, 60)}”. The name alone, with its capitals, is enough; "
        "“cancel” drops this."
    )


_SAME = frozenset({"same", "dieselbe", "gleiche", "misma", "même", "mesma"})
_OTHER = frozenset({"another", "other", "different", "new", "andere", "otra", "autre", "outra"})
_NOT = frozenset({"not", "isn't", "isnt", "no", "nicht", "pas", "não"})
