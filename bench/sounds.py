"""How the mindset reader reads the bank's own examples of answers. Prints JSON; run: python -m bench.sounds

They are short and lean on their question, as people speak and as people type: a hard set that the reader was
never trained on. `wrong_pole` is what must stay small: output taken for outcome or the reverse.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from dialogs.questions.bank import Question
from dialogs.questions.loading import load_bank
from dialogs.reading.reader import load_reader
from dialogs.rubric import Label


def _examples(question: Question) -> Iterator[tuple[Label, str]]:
    yield Label.OUTPUT, question.sounds_output
    yield Label.OUTCOME, question.sounds_outcome
    yield Label.UNCLEAR, question.sounds_empty
    for variant in question.trades:
        if variant.sounds_output:
            yield Label.OUTPUT, variant.sounds_output
        if variant.sounds_outcome:
            yield Label.OUTCOME, variant.sounds_outcome


def main() -> None:
    """Reads every example with its question's dimension and prints what became of it."""
    reader = load_reader()
    read = Counter(
        (meant, reader.read(text, question.dimension).label)
        for question in load_bank()
        for meant, text in _examples(question)
    )
    total = sum(read.values())
    poles = {(Label.OUTPUT, Label.OUTCOME), (Label.OUTCOME, Label.OUTPUT)}
    result = {
        "examples": total,
        "right": round(sum(n for (meant, label), n in read.items() if meant is label) / total, 3),
        "wrong_pole": round(sum(n for pair, n in read.items() if pair in poles) / total, 3),
        "meant_to_read": {f"{meant} as {label}": n for (meant, label), n in sorted(read.items())},
    }
    print(json.dumps(result, indent=2))  # noqa: T201


if __name__ == "__main__":
    main()
