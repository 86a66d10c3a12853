"""The encoder that ships, back in PyTorch: later stages go on from it where no checkpoint was kept."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from dialogs.reading.local import WEIGHTS

Array = NDArray[np.float32]
HEADS = 12


def state(folder: Path = WEIGHTS) -> dict[str, Tensor]:
    """The weights of `Encoder` as they are in a folder's model.onnx.

    Whole numbers times their scales: what int8 rounded away stays away.
    """
    graph = onnx.load(str(folder / "model.onnx")).graph
    kept: dict[str, Array] = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    words = kept["words.codes"].astype(np.float32) * kept["words.scale"]
    found = {"words.weight": words}
    found |= {n: v for n, v in kept.items() if n.endswith((".weight", ".bias")) and ".all." not in n}
    for node in graph.node:
        place = re.sub(r"(/Gemm)?[/_]MatMul(_quant)?$", "", node.name).strip("/").replace("/", ".")
        if node.op_type == "MatMulInteger":
            codes, zero = kept[node.input[1]].astype(np.float32), kept[node.input[3]].astype(np.float32)
            scale = kept[node.input[1].removesuffix("_quantized") + "_scale"]
            found[place + ".weight"] = ((codes - zero) * scale).T
        elif node.op_type == "MatMul" and node.input[1] in kept:
            found[place + ".weight"] = kept[node.input[1]].T
    for place in [name.removesuffix(".all.weight") for name in found if name.endswith(".all.weight")]:
        found |= _apart(place, found.pop(place + ".all.weight"), kept[place + ".all.bias"])
        found[place + ".down.weight"] = np.hstack(
            [found.pop(f"{place}.{part}.weight") for part in ("near", "far")]
        )
        found[place + ".down.bias"] = found.pop(place + ".near.bias")
    return {name: torch.tensor(np.ascontiguousarray(value)) for name, value in found.items()}


def _apart(layer: str, weight: Array, bias: Array) -> dict[str, Array]:
    """Query, key and value, which the export makes one matrix, with the query's scale taken out again."""
    hidden = weight.shape[1]
    parts = {}
    for i, name in enumerate(("query", "key", "value")):
        factor = np.float32((hidden // HEADS) ** 0.5 if i == 0 else 1)
        rows = slice(i * hidden, (i + 1) * hidden)
        parts[f"{layer}.{name}.weight"] = weight[rows] * factor
        parts[f"{layer}.{name}.bias"] = bias[rows] * factor
    return parts
