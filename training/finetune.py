"""Fine-tunes the encoder end to end on labelled answers, on the CPU, with a fixed seed."""

from __future__ import annotations

import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from dialogs.reading.pieces import BEGIN, END, PADDING, Pieces
from dialogs.rubric import Dimension, Label, Strength
from training import e5
from training.encoder import Encoder, from_original
from training.plan import Plan
from training.rows import NEVER_TRAIN, Row

LABELS, STRENGTHS, DIMENSIONS = list(Label), list(Strength), list(Dimension)
VOCABULARY = 40_000
LONGEST = 192
POLES = 2
"""Output and outcome are the first two labels."""


@dataclass(frozen=True)
class Example:
    """One row as numbers; `dimension` is None where it is withheld."""

    ids: list[int]
    label: int
    strength: int
    dimension: int
    hidden: bool


@dataclass
class Setting:
    """What turns rows into numbers."""

    pieces: Pieces
    longest: int = LONGEST
    prefixes: dict[Dimension | None, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        names: dict[Dimension | None, str] = {None: "query"} | {d: d.value.split("_")[0] for d in Dimension}
        self.prefixes = {d: [p.id for p in self.pieces.cut(name + ":")] for d, name in names.items()}

    def ids(self, text: str, dimension: Dimension | None) -> list[int]:
        """The pieces of one answer, with the dimension's name in front."""
        body = [p.id for p in self.pieces.cut(text)][: self.longest]
        return [BEGIN, *self.prefixes[dimension], *body, END]


def compose(row: Row, others: Sequence[Row], chance: random.Random) -> tuple[str, Label, Strength]:
    """A row joined to another of its dimension, where the rubric says what the two make.

    Practice after a slogan is the practice (rule 1); both poles make mixed. All else stays as it is.
    """
    other = chance.choice(others)
    poles = {row.label, other.label}
    if len(row.text) + len(other.text) > 420 or row.label is Label.MIXED or other.label is Label.MIXED:
        return row.text, row.label, row.strength
    first, second = (row, other) if chance.random() < 0.5 else (other, row)
    text = first.text.rstrip() + chance.choice((" ", " ", "\n", " But ", "; ", " And ")) + second.text
    if poles == {Label.OUTPUT, Label.OUTCOME}:
        return text, Label.MIXED, row.strength
    if Label.UNCLEAR in poles and len(poles) == 2:
        practice = row if row.label is not Label.UNCLEAR else other
        return text, practice.label, practice.strength
    return row.text, row.label, row.strength


def examples(setting: Setting, data: Sequence[Row], plan: Plan, chance: random.Random) -> list[Example]:
    """One epoch's rows, some with the dimension withheld, some composed."""
    alike: dict[Dimension, list[Row]] = {d: [r for r in data if r.dimension is d] for d in Dimension}
    made = []
    for row in data:
        text, label, strength = row.text, row.label, row.strength
        if chance.random() < plan.composed:
            text, label, strength = compose(row, alike[row.dimension], chance)
        if chance.random() < 0.1:
            text = text.lower()
        if chance.random() < plan.noise:
            text = slipped(text, chance)
        hidden = chance.random() < plan.hidden_dimension
        made.append(
            Example(
                setting.ids(text, None if hidden else row.dimension),
                LABELS.index(label),
                STRENGTHS.index(strength),
                DIMENSIONS.index(row.dimension),
                hidden,
            )
        )
    return made


def slipped(text: str, chance: random.Random) -> str:
    """The text with one letter in thirty or so left out, doubled or swapped with the next."""
    letters = list(text)
    for _ in range(1 + len(text) // 30):
        place = chance.randrange(max(1, len(letters) - 1))
        kind = chance.randrange(3)
        if kind == 0:
            del letters[place : place + 1]
        elif kind == 1:
            letters[place:place] = letters[place : place + 1]
        else:
            letters[place : place + 2] = letters[place : place + 2][::-1]
    return "".join(letters) or text


def shares_of(new: Sequence[Row], known: Sequence[Row], plan: Plan) -> dict[Label, float]:
    """The share of each label in what a stage trains on, composed rows as what they make."""
    chance = random.Random(plan.seed)
    counted: Counter[Label] = Counter()
    for _ in range(4):
        data = [*new, *chance.sample(known, round(plan.replayed * len(known)))]
        alike: dict[Dimension, list[Row]] = {d: [r for r in data if r.dimension is d] for d in Dimension}
        for row in data:
            other = chance.random() < plan.composed
            counted[compose(row, alike[row.dimension], chance)[1] if other else row.label] += 1
    return {label: counted[label] / counted.total() for label in Label}


def batches(made: list[Example], pieces: int, chance: random.Random) -> Iterator[list[Example]]:
    """Rows of like length together, in a random order, about `pieces` pieces each."""
    ordered = sorted(made, key=lambda e: len(e.ids) + chance.random() * 8)
    groups: list[list[Example]] = [[]]
    for each in ordered:
        if groups[-1] and (len(groups[-1]) + 1) * len(each.ids) > pieces:
            groups.append([])
        groups[-1].append(each)
    chance.shuffle(groups)
    yield from groups


def padded(lists: Sequence[list[int]]) -> tuple[Tensor, Tensor]:
    """Ids filled up to one length, and which of them are real."""
    longest = max(map(len, lists))
    ids = torch.tensor([each + [PADDING] * (longest - len(each)) for each in lists])
    return ids, ids != PADDING


def loss_of(model: Encoder, group: list[Example], plan: Plan) -> Tensor:
    """Cross entropy of the label, and with less weight of strength and (where withheld) dimension."""
    ids, mask = padded([e.ids for e in group])
    with torch.autocast("cpu", torch.bfloat16):  # half the time of float32 on processors that know it
        found = model(ids, mask, plan.dropout)
    per_piece, strength, dimension = (each.float() for each in found)
    logits = per_piece.sum(1)
    wanted = torch.tensor([e.label for e in group])
    loss = functional.cross_entropy(logits, wanted, label_smoothing=plan.smoothing)
    if plan.flip_cost:
        shares = torch.softmax(logits, 1)
        opposite = shares.gather(1, (1 - wanted).clamp(min=0)[:, None])[:, 0]
        loss = loss + plan.flip_cost * (opposite * (wanted < POLES)).mean()
    loss = loss + 0.3 * functional.cross_entropy(strength, torch.tensor([e.strength for e in group]))
    hidden = [i for i, e in enumerate(group) if e.hidden]
    if hidden:
        about = torch.tensor([group[i].dimension for i in hidden])
        loss = loss + 0.4 * functional.cross_entropy(dimension[hidden], about)
    return loss


def optimiser(model: Encoder, plan: Plan) -> torch.optim.Optimizer:
    """Smaller steps the lower the layer; the words stay as they are, which keeps the languages together."""
    groups: list[dict[str, Any]] = []
    for name, weight in model.named_parameters():
        if name.startswith(("words", "places", "norm")):
            weight.requires_grad_(False)
            continue
        head = not name.startswith("layers")
        depth = 0 if head else len(model.layers) - 1 - int(name.split(".")[1])
        if depth >= len(model.layers) - plan.frozen_layers:
            weight.requires_grad_(False)
            continue
        rate = plan.head_rate if head else plan.rate * plan.layer_decay**depth
        groups.append({"params": [weight], "lr": rate, "weight_decay": 0.01 if weight.ndim > 1 else 0.0})
    return torch.optim.AdamW(groups, fused=True)


def predict(
    model: Encoder, setting: Setting, data: Sequence[Row], known: bool = True
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Logits of label, strength and dimension for every row."""
    model.eval()
    lists = [setting.ids(r.text, r.dimension if known else None) for r in data]
    order = sorted(range(len(data)), key=lambda i: len(lists[i]))
    out = [np.zeros((len(data), n)) for n in (4, 3, 6)]
    with torch.no_grad():
        for start in range(0, len(order), 16):
            chosen = order[start : start + 16]
            ids, mask = padded([lists[i] for i in chosen])
            with torch.autocast("cpu", torch.bfloat16):
                per_piece, strength, dimension = model(ids, mask)
            for target, values in zip(out, (per_piece.float().sum(1), strength, dimension), strict=True):
                target[chosen] = values.double().numpy()
    return out[0], out[1], out[2]


class Mean:
    """The running mean of the weights over the last steps, which reads unseen authors better than the last step."""

    def __init__(self, model: Encoder, kept: float) -> None:
        self.kept = kept
        self.weights = {
            name: each.detach().clone() for name, each in model.named_parameters() if each.requires_grad
        }
        self.steps = 0

    def add(self, model: Encoder) -> None:
        """Take in the weights after one more step; the first steps count fully."""
        self.steps += 1
        new = 1 - min(self.kept, self.steps / (self.steps + 10))
        named = dict(model.named_parameters())
        for name, mean in self.weights.items():
            mean.lerp_(named[name].detach(), new)

    def of(self, model: Encoder) -> dict[str, Tensor]:
        """The model's state with the means in place."""
        return {**model.state_dict(), **self.weights}


def finetune(
    model: Encoder, setting: Setting, new: Sequence[Row], known: Sequence[Row], plan: Plan, log: Path
) -> None:
    """Train in place, to the mean of the last weights; they go to `log`.pt after every epoch, and the loss to
    `log`.jsonl. `known` are the rows of earlier stages. Nothing is held out here, so nothing can be stopped by it.

    ValueError when a row is from a file that never trains.
    """
    if held := {row.file for row in (*new, *known) if row.file.startswith(NEVER_TRAIN)}:
        raise ValueError(f"held out for good, nothing trains on it: {', '.join(sorted(held))}")
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    steps = optimiser(model, plan)
    mean = Mean(model, plan.averaged)
    peaks = [g["lr"] for g in steps.param_groups]
    replayed = round(plan.replayed * len(known))

    def epoch_batches(chance: random.Random) -> list[list[Example]]:
        data = [*new, *chance.sample(known, replayed)]
        return list(batches(examples(setting, data, plan, chance), plan.batch_pieces, chance))

    total, done = len(epoch_batches(random.Random(1))) * plan.epochs, 0
    model.train()
    for epoch in range(min(plan.epochs, plan.stop_after)):
        started, losses = time.monotonic(), []
        for group in epoch_batches(chance):
            share = _share_of_rate(done, total)
            for g, peak in zip(steps.param_groups, peaks, strict=True):
                g["lr"] = peak * share
            loss = loss_of(model, group, plan)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            steps.step()
            steps.zero_grad()
            mean.add(model)
            losses.append(float(loss.detach()))
            done += 1
        torch.save(mean.of(model), log.with_suffix(".pt"))
        line = {"epoch": epoch, "loss": float(np.mean(losses)), "seconds": time.monotonic() - started}
        with log.with_suffix(".jsonl").open("a") as out:
            out.write(json.dumps(line) + "\n")
    model.load_state_dict(mean.of(model))


def _share_of_rate(done: int, total: int) -> float:
    """Of the highest rate: up over the first 4 % of the steps, then down as a cosine."""
    warm = min(1.0, (done + 1) / (0.04 * total))
    return warm * max(0.02, 0.5 * (1 + math.cos(math.pi * min(1.0, done / total))))


def prepared(original: e5.Original, seed: int) -> tuple[Encoder, Setting, list[int]]:
    """The encoder before any training, what turns rows into numbers for it, and the pieces that were kept."""
    kept = e5.kept_pieces(original, VOCABULARY)
    pieces = Pieces(
        [original.pieces[i] for i in kept], [original.scores[i] for i in kept], original.characters
    )
    torch.manual_seed(seed)
    return from_original(original, kept), Setting(pieces), kept
