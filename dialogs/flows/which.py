"""Which company it is: asked where none was named, or where the name only begins like one they have."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.desk import Desk
from dialogs.engine import DialogInstance, Option, Refused, Scene, Step, anything
from dialogs.flows.finding import as_a_name
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
        "company", prompt, parse=_parse(new, alike) if alike else anything, options=options, label="Company"
    )


def _parse(new: str, alike: str) -> Callable[[str, Scene], str | Refused]:
    def parse(text: str, scene: Scene) -> str | Refused:
        said = understand(text, now=scene.now, zone=scene.zone).verb
        words = set(text.casefold().strip(" .!").replace(",", " ").split())
        if said is Verb.YES or (words & _SAME and not words & _NOT):
            return alike
        if said is Verb.NO or words & _OTHER or words & _SAME:
            return new
        return anything(text, scene)

    return parse


_SAME = frozenset({"same", "dieselbe", "gleiche", "misma", "même", "mesma"})
_OTHER = frozenset({"another", "other", "different", "new", "andere", "otra", "autre", "outra"})
_NOT = frozenset({"not", "isn't", "isnt", "no", "nicht", "pas", "não"})
