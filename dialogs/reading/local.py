"""The reader that ships: a small multilingual encoder, fine-tuned on our answers, on one core."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialogs.reading.clauses import Clause, clauses
from dialogs.reading.code import is_code
from dialogs.reading.decision import decided
from dialogs.reading.grams import Grams
from dialogs.reading.pieces import BEGIN, END, PADDING, UNKNOWN, Piece, Pieces
from dialogs.reading.reader import ReaderUnavailableError
from dialogs.reading.reasons import reason, rule_of
from dialogs.rubric import Dimension, Label, Probabilities, Reading, Strength

SCHEMA = 3
WEIGHTS = Path(__file__).parent / "weights"
HEAD, TAIL = 600, 320
"""Characters read of a text too long to be read whole: how it begins and how it ends."""
POLES, ALONE, ALONE_PIECES = 4, 90, 100
"""Of a mixed answer this many clauses, up to so many characters, are read by themselves too, unless that makes more
than so many pieces together with the answer: this bounds the time."""
FEW, PLAIN = 3, 0.9
"""So few words carry a reading only where it is this likely, and one word never does: what it would be read as is an
accident of the word ("done", "Tuesday"), and one more sentence is quickly asked for."""
FOREIGN = 0.3
"""More unknown pieces than this: another script, or no language at all."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the models say of one text: logits, those of the label by the encoder also by piece."""

    pieces: Sequence[Piece]
    by_piece: Array
    label: Array
    """By the encoder alone, or (see `LocalReader.score`) by both members together."""
    strength: Array
    dimension: Array


class LocalReader:
    """Reads answers with weights from a folder (see `load`); nothing leaves the machine."""

    def __init__(self, session: Any, pieces: Pieces, grams: Grams, card: Mapping[str, Any]) -> None:
        self._session = session
        self._pieces = pieces
        self._grams = grams
        self._words_share = float(card["words_share"])
        self.temperature = float(card["temperature"])
        """What logits are divided by before they are probabilities."""
        self._shift = self.temperature * np.array(card["shift"], np.float64)
        self._longest = int(card["longest"])
        self._prefixes: dict[Dimension | None, list[int]] = {
            (Dimension(name) if name else None): [p.id for p in pieces.cut(prefix)]
            for name, prefix in card["prefixes"].items()
        }

    def read(self, text: str, dimension: Dimension | None = None) -> Reading:
        """See `Reader.read`."""
        if not any(character.isalnum() for character in text):
            return _nothing(dimension or Dimension.SUCCESS_METRICS)
        if is_code(text):
            return _nothing(
                dimension or Dimension.SUCCESS_METRICS,
                "That looks like a program, and I read what people say.",
            )
        scores = self.score(text, dimension)
        if _unknown(scores.pieces) > FOREIGN:
            return _nothing(
                dimension or Dimension.SUCCESS_METRICS,
                "I read eight languages in Latin letters, and this is written otherwise.",
            )
        about = dimension or tuple(Dimension)[int(scores.dimension.argmax())]
        shares = _softmax(scores.label / self.temperature)
        probabilities = Probabilities(*(float(share) for share in shares))
        label = decided(probabilities)
        if _is_scrap(text, probabilities.of(label)):
            return _nothing(about, "So few words could mean anything.")
        quote, counter = self._quotes(text, scores, label, about)
        rule = rule_of(label, text, quote)
        return Reading(
            dimension=about,
            label=label,
            probabilities=probabilities,
            strength=_strength(label, scores.strength),
            quote=quote,
            reason=reason(about, label, probabilities.of(label), rule),
            rule=rule,
            counter_quote=counter,
        )

    def score(self, text: str, dimension: Dimension | None) -> Scores:
        """The logits of both members together for one text."""
        found = self._scored([self._cut(text)], dimension)[0]
        seen = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]} {text[-TAIL:]}"
        label = found.label + self._words_share * self._grams.logits(seen) + self._shift
        return replace(found, label=label)

    def _scored(self, cuts: Sequence[list[Piece]], dimension: Dimension | None) -> list[Scores]:
        """The encoder's logits for several texts in one run."""
        prefix = self._prefixes[dimension]
        rows = [[BEGIN, *prefix, *(piece.id for piece in cut), END] for cut in cuts]
        ids = np.full((len(rows), max(map(len, rows))), PADDING, np.int64)
        for line, row in zip(ids, rows, strict=True):
            line[: len(row)] = row
        by_piece, strength, about = self._session.run(None, {"ids": ids, "mask": ids != PADDING})
        first = 1 + len(prefix)
        return [
            Scores(
                pieces=cut,
                by_piece=by_piece[i, first : first + len(cut)].astype(np.float64),
                label=by_piece[i].sum(axis=0, dtype=np.float64),
                strength=strength[i].astype(np.float64),
                dimension=about[i].astype(np.float64),
            )
            for i, cut in enumerate(cuts)
        ]

    def _cut(self, text: str) -> list[Piece]:
        """The pieces that are read; of a long text its beginning and its end."""
        if len(text) <= HEAD + TAIL:
            found = self._pieces.cut(text)
        else:
            later = len(text) - TAIL
            tail = [Piece(p.id, p.start + later, p.end + later) for p in self._pieces.cut(text[later:])]
            found = self._pieces.cut(text[:HEAD])
            found = found[: 2 * self._longest // 3] + tail[-(self._longest // 3) :]
        if len(found) > self._longest:
            return found[: 2 * self._longest // 3] + found[-(self._longest // 3) :]
        return found

    def _quotes(
        self, text: str, scores: Scores, label: Label, dimension: Dimension
    ) -> tuple[str | None, str | None]:
        """The clause that carries the label; for a mixed answer one for either pole, output first."""
        found = clauses(text)
        if label is Label.UNCLEAR or not found:
            return None, None
        if len(found) == 1:
            return found[0].of(text), None
        if label is not Label.MIXED:
            return _carrying(found, scores, label).of(text), None
        return self._poles(text, found, scores, dimension)

    def _poles(
        self, text: str, found: Sequence[Clause], scores: Scores, dimension: Dimension
    ) -> tuple[str | None, str | None]:
        """The clause most for output and the one most for outcome, the longest clauses each read by itself.

        Within one answer every piece knows of both poles, so what a clause adds says little about its own pole.
        """
        kept = sorted(sorted(found, key=lambda c: c.start - c.end)[:POLES], key=lambda c: c.start)
        cuts = [self._pieces.cut(c.of(text)[:ALONE]) for c in kept]
        if len(scores.pieces) + len(cuts) * max(map(len, cuts)) > ALONE_PIECES:
            adds = [_added(c, scores, Label.OUTCOME, (Label.OUTPUT,)) for c in kept]
        else:
            alone = self._scored(cuts, dimension)
            adds = [
                float(_softmax(s.label)[_INDEX[Label.OUTCOME]] - _softmax(s.label)[_INDEX[Label.OUTPUT]])
                for s in alone
            ]
        output, outcome = int(np.argmin(adds)), int(np.argmax(adds))
        return kept[output].of(text), kept[outcome].of(text) if outcome != output else None


_INDEX = {label: i for i, label in enumerate(Label)}


def _carrying(found: Sequence[Clause], scores: Scores, label: Label) -> Clause:
    """The clause whose pieces add most to this label over the mean of all labels."""
    return max(found, key=lambda clause: _added(clause, scores, label, tuple(Label)))


def _added(clause: Clause, scores: Scores, label: Label, against: Sequence[Label]) -> float:
    """What a clause adds to a label over others; longer clauses add more, but not in proportion."""
    starts = np.array([piece.start for piece in scores.pieces])
    inside = (starts >= clause.start) & (starts < clause.end)
    mine = scores.by_piece[inside]
    adds = mine[:, _INDEX[label]] - mine[:, [_INDEX[a] for a in against]].mean(axis=1)
    return float(adds.sum() / max(1, len(adds)) ** 0.5)


def _strength(label: Label, logits: Array) -> Strength:
    if label is Label.UNCLEAR:
        return Strength.NONE
    return Strength.EVIDENCE if logits[0] >= logits[1] else Strength.CLAIM


def _unknown(pieces: Sequence[Piece]) -> float:
    """The share of the pieces that the encoder does not know."""
    return sum(piece.id == UNKNOWN for piece in pieces) / max(1, len(pieces))


def _is_scrap(text: str, likely: float) -> bool:
    """Whether a text has too few words for a reading that is no likelier than that."""
    words = sum(any(character.isalnum() for character in word) for word in text.split())
    return words == 1 or (words <= FEW and likely < PLAIN)


def _nothing(dimension: Dimension, why: str = "There are no words here to read yet.") -> Reading:
    return Reading(
        dimension=dimension,
        label=Label.UNCLEAR,
        probabilities=Probabilities(output=0.0, outcome=0.0, mixed=0.0, unclear=1.0),
        strength=Strength.NONE,
        quote=None,
        reason=why,
    )


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits - logits.max())
    result: Array = powers / powers.sum()
    return result


def load(folder: Path = WEIGHTS) -> LocalReader:
    """The reader with the weights of a folder, checked against its card. Raises ReaderUnavailableError."""
    try:
        import onnxruntime
    except ImportError as missing:
        raise ReaderUnavailableError("onnxruntime is not installed: pip install onnxruntime") from missing
    card = _card(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    with np.load(folder / "pieces.npz", allow_pickle=False) as kept:
        characters = dict(zip(kept["characters"].tolist(), kept["written"].tolist(), strict=True))
        pieces = Pieces(kept["pieces"].tolist(), kept["scores"].tolist(), characters)
    with np.load(folder / "words.npz", allow_pickle=False) as kept:
        grams = Grams(**kept)
    return LocalReader(session, pieces, grams, card)


def _card(folder: Path) -> dict[str, Any]:
    """The folder's card, after checking that encoder and vocabulary are the ones it was made for."""
    try:
        card: dict[str, Any] = json.loads((folder / "card.json").read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise ReaderUnavailableError(f"No readable card.json in {folder}: run make train.") from wrong
    if card.get("schema") != SCHEMA:
        raise ReaderUnavailableError(
            f"The weights are of schema {card.get('schema')}, this version reads {SCHEMA}: run make train."
        )
    for name, expected in card["sha256"].items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as missing:
            raise ReaderUnavailableError(f"{name} is missing beside card.json: run make train.") from missing
        if found != expected:
            raise ReaderUnavailableError(
                f"{name} is not the file that card.json was made for (sha256 {found[:12]}…, expected "
                f"{expected[:12]}…): the weights and the encoder do not fit. Reinstall, or run make train."
            )
    return card
