"""multilingual-e5-small with the heads of the reader, in PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.e5 import Original

LABELS, STRENGTHS, DIMENSIONS = 4, 3, 6
HIDDEN_SCORE = -1e4
"""What attention gives to padding."""


class Layer(nn.Module):
    """One BERT layer: attention and inner layer, each normalised after adding."""

    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(hidden, hidden), nn.Linear(hidden, hidden)
        self.value, self.joined = nn.Linear(hidden, hidden), nn.Linear(hidden, hidden)
        self.first = nn.LayerNorm(hidden, epsilon)
        self.up, self.down = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.second = nn.LayerNorm(hidden, epsilon)

    def forward(self, x: Tensor, mask: Tensor, drop: float) -> Tensor:
        batch, length, hidden = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)

        query = split(self.query(x)) * (hidden // self.heads) ** -0.5
        scores = (query @ split(self.key(x)).transpose(-1, -2)).masked_fill(~mask, HIDDEN_SCORE)
        value = split(self.value(x))
        seen = torch.softmax(scores, -1).to(value.dtype) @ value
        seen = self.joined(seen.transpose(1, 2).reshape(batch, length, hidden))
        x = self.first(x + self.dropped(seen, drop))
        return self.second(x + self.dropped(self.down(functional.gelu(self.up(x))), drop))

    def dropped(self, x: Tensor, drop: float) -> Tensor:
        """Dropout of whole features of a row, the same for all its pieces: a mask a row is cheap to draw."""
        if not self.training or drop == 0:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2]) >= drop
        return x * (kept.to(x.dtype) / (1 - drop))


class Encoder(nn.Module):
    """Pieces in; per piece, what it adds to each label; for the whole, strength and dimension."""

    def __init__(
        self, words: int, places: int, hidden: int, layers: int, heads: int, inner: int, epsilon: float
    ):
        super().__init__()
        self.words, self.places = nn.Embedding(words, hidden), nn.Embedding(places, hidden)
        self.norm = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner, epsilon) for _ in range(layers))
        self.label = nn.Linear(hidden, LABELS)
        self.strength = nn.Linear(hidden, STRENGTHS)
        self.dimension = nn.Linear(hidden, DIMENSIONS)
        for head in (self.label, self.strength, self.dimension):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, ids: Tensor, mask: Tensor, drop: float = 0.0) -> tuple[Tensor, Tensor, Tensor]:
        x = self.pieces(ids, mask, drop)
        share = mask.to(x.dtype) / mask.sum(1, keepdim=True)
        whole = self.pooled(x, mask)
        return self.label(x) * share[:, :, None], self.strength(whole), self.dimension(whole)

    def pieces(self, ids: Tensor, mask: Tensor, drop: float) -> Tensor:
        """One vector a piece."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = functional.dropout(self.norm(self.words(ids) + self.places(places)), drop, self.training)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :], drop)
        return x

    @staticmethod
    def pooled(x: Tensor, mask: Tensor) -> Tensor:
        """The mean over the pieces that are there."""
        return (x * (mask.to(x.dtype) / mask.sum(1, keepdim=True))[:, :, None]).sum(1)


def from_original(original: Original, kept: list[int]) -> Encoder:
    """The encoder with the original's weights, its vocabulary cut to `kept`."""
    t = original.tensors
    model = Encoder(
        len(kept),
        len(t["emb.pos"]),
        original.hidden,
        original.layers,
        original.heads,
        original.inner,
        original.epsilon,
    )
    kind = t["emb.type"][: original.hidden]
    state: dict[str, Tensor] = {
        "words.weight": torch.tensor(t["emb.word"][kept]),
        "places.weight": torch.tensor(t["emb.pos"] + kind),
        "norm.weight": torch.tensor(t["emb.ln.w"]),
        "norm.bias": torch.tensor(t["emb.ln.b"]),
    }
    names = {"q": "query", "k": "key", "v": "value", "ao": "joined", "fi": "up", "fo": "down"}
    for i in range(original.layers):
        for short, long in names.items():
            weight, bias = t[f"l{i}.{short}.w"], t[f"l{i}.{short}.b"]
            state[f"layers.{i}.{long}.weight"] = torch.tensor(weight.reshape(len(bias), -1))
            state[f"layers.{i}.{long}.bias"] = torch.tensor(bias)
        for short, long in (("aln", "first"), ("oln", "second")):
            state[f"layers.{i}.{long}.weight"] = torch.tensor(t[f"l{i}.{short}.w"])
            state[f"layers.{i}.{long}.bias"] = torch.tensor(t[f"l{i}.{short}.b"])
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any(not name.startswith(("label", "strength", "dimension")) for name in missing):
        raise ValueError(f"weights do not fit: missing {missing}, unexpected {unexpected}")
    return model
