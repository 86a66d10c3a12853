"""Writes the fine-tuned encoder as the folder the coach loads: int8 ONNX, vocabulary and card."""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from dialogs.reading.local import SCHEMA
from training import words
from training.e5 import Original
from training.encoder import Encoder
from training.finetune import Setting
from training.fused import FusedEncoder, reaches_of
from training.rows import Row

OPSET = 17
SEEN = 150
"""Rows that are read to see which inner units reach far (see `training.fused`). With these set apart, the root mean
square of the logits' error by int8 is 0.08; with all in int8 it is 0.19."""


def export(
    model: Encoder,
    setting: Setting,
    original: Original,
    kept: list[int],
    data: Sequence[Row],
    folder: Path,
) -> None:
    """Write model.onnx and pieces.npz, and words.npz fitted to the same rows."""
    folder.mkdir(parents=True, exist_ok=True)
    some = data[:: max(1, len(data) // SEEN)]
    fused = FusedEncoder(model, reaches_of(model, (setting.ids(row.text, row.dimension) for row in some)))
    _write_model(fused.eval(), folder / "model.onnx")
    _write_pieces(original, kept, folder / "pieces.npz")
    words.write(words.fitted(data), folder / "words.npz")


def write_card(card: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write card.json with the digests of what lies beside it, and return it."""
    digests = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("model.onnx", "pieces.npz", "words.npz")
    }
    whole = {"schema": SCHEMA, "encoder": "multilingual-e5-small, vocabulary cut to our letters", **card}
    whole["sha256"] = digests
    (folder / "card.json").write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return whole


def _write_model(fused: FusedEncoder, target: Path) -> None:
    ids = torch.randint(4, 1000, (2, 24))
    mask = torch.ones_like(ids, dtype=torch.bool)
    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that needs no further package is called legacy
        plain, small = Path(place) / "plain.onnx", Path(place) / "small.onnx"
        axes = {0: "rows", 1: "pieces"}
        torch.onnx.export(
            fused,
            (ids, mask),
            str(plain),
            dynamo=False,
            opset_version=OPSET,
            input_names=["ids", "mask"],
            output_names=["by_piece", "strength", "dimension"],
            dynamic_axes={
                "ids": axes,
                "mask": axes,
                "by_piece": axes,
                "strength": {0: "rows"},
                "dimension": {0: "rows"},
            },
        )
        quantize_dynamic(
            str(plain),
            str(small),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=[f"/layers.{i}/far/MatMul" for i in range(len(fused.layers))],
        )
        graph = onnx.load(str(small))
        _small_words(graph)
        onnx.save(graph, str(target))


def _small_words(model: onnx.ModelProto) -> None:
    """The word table as int8 with one scale a word: a quarter of the size, and closer than one scale."""
    graph = model.graph
    table = next(t for t in graph.initializer if t.name == "words.weight")
    look = next(n for n in graph.node if n.op_type == "Gather" and table.name in n.input)
    values = numpy_helper.to_array(table)
    scale = np.maximum(np.abs(values).max(axis=1, keepdims=True), 1e-8) / 127
    codes = np.round(values / scale).astype(np.int8)
    graph.initializer.remove(table)
    graph.initializer.extend(
        [
            numpy_helper.from_array(codes, "words.codes"),
            numpy_helper.from_array(scale.astype(np.float32), "words.scale"),
        ]
    )
    ids, out = look.input[1], look.output[0]
    nodes = [
        helper.make_node("Gather", ["words.codes", ids], ["words.found"], name="words.look"),
        helper.make_node("Cast", ["words.found"], ["words.plain"], to=TensorProto.FLOAT, name="words.cast"),
        helper.make_node("Gather", ["words.scale", ids], ["words.factor"], name="words.measure"),
        helper.make_node("Mul", ["words.plain", "words.factor"], [out], name="words.scaled"),
    ]
    place = list(graph.node).index(look)
    graph.node.remove(look)
    for node in reversed(nodes):
        graph.node.insert(place, node)


def _write_pieces(original: Original, kept: list[int], target: Path) -> None:
    np.savez_compressed(
        target,
        pieces=np.array([original.pieces[i] for i in kept]),
        scores=np.array([original.scores[i] for i in kept], np.float32),
        characters=np.array(list(original.characters)),
        written=np.array(list(original.characters.values())),
    )
