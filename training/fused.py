"""The encoder as it is exported: the same numbers, with the three products of attention made one, and what int8 cannot
hold set apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.encoder import Encoder, Layer

HIDDEN_SCORE = -1e4
"""Added to the attention of padding, where -inf would need a check for rows of nothing else."""


FAR = 16
"""Hidden units of a layer whose products stay float32. In each layer one unit reaches ten times further than all others
(70 where the rest ends at 6), and one scale for all of them leaves int8 little for the rest."""


class FusedLayer(nn.Module):
    """One layer with query, key and value in one matrix, a tenth faster on one core; and with the inner units in the
    order of how far they reach, so that the furthest are multiplied apart. Which unit is which makes no difference."""

    def __init__(self, layer: Layer, reach: Tensor) -> None:
        super().__init__()
        self.heads = layer.heads
        hidden = layer.query.in_features
        scale = (hidden // layer.heads) ** -0.5
        self.all = nn.Linear(hidden, 3 * hidden)
        parts = (layer.query, layer.key, layer.value)
        with torch.no_grad():
            self.all.weight.copy_(
                torch.cat([p.weight * (scale if i == 0 else 1) for i, p in enumerate(parts)])
            )
            self.all.bias.copy_(torch.cat([p.bias * (scale if i == 0 else 1) for i, p in enumerate(parts)]))
        self.joined, self.first, self.second = layer.joined, layer.first, layer.second
        order, inner = reach.argsort(), layer.up.out_features
        self.up = nn.Linear(hidden, inner)
        self.near = nn.Linear(inner - FAR, hidden)
        self.far = nn.Linear(FAR, hidden, bias=False)
        with torch.no_grad():
            self.up.weight.copy_(layer.up.weight[order])
            self.up.bias.copy_(layer.up.bias[order])
            self.near.weight.copy_(layer.down.weight[:, order[:-FAR]])
            self.near.bias.copy_(layer.down.bias)
            self.far.weight.copy_(layer.down.weight[:, order[-FAR:]])

    def forward(self, x: Tensor, hidden_scores: Tensor, batch: int, length: int) -> Tensor:
        hidden = self.up.in_features
        split = self.all(x).view(batch, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = split[0], split[1], split[2]
        seen = torch.softmax(query @ key.transpose(-1, -2) + hidden_scores, -1) @ value
        x = self.first(x + self.joined(seen.transpose(1, 2).reshape(batch, length, hidden)))
        near, far = functional.gelu(self.up(x)).split([self.near.in_features, FAR], -1)
        return self.second(x + self.near(near) + self.far(far))


class FusedEncoder(nn.Module):
    """What is exported: pieces and their mask in, the three outputs of `Encoder` out. `reaches`: see `reaches_of`."""

    def __init__(self, model: Encoder, reaches: Sequence[Tensor]) -> None:
        super().__init__()
        self.words, self.places, self.norm = model.words, model.places, model.norm
        self.layers = nn.ModuleList(
            FusedLayer(layer, reach) for layer, reach in zip(model.layers, reaches, strict=True)
        )
        self.label, self.strength, self.dimension = model.label, model.strength, model.dimension

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        batch, length = ids.shape  # once for all layers: in the graph each look at a shape is work
        x = self.norm(self.words(ids) + self.places(torch.arange(length)))
        hidden_scores = (1 - mask[:, None, None, :].to(x.dtype)) * HIDDEN_SCORE
        for layer in self.layers:
            x = layer(x, hidden_scores, batch, length)
        share = mask.to(x.dtype) / mask.sum(1, keepdim=True)
        whole = (x * share[:, :, None]).sum(1)
        return self.label(x) * share[:, :, None], self.strength(whole), self.dimension(whole)


def reaches_of(model: Encoder, texts: Iterable[Sequence[int]]) -> list[Tensor]:
    """For each layer, the largest value that each inner unit takes on some texts (as ids)."""
    found = [torch.zeros(layer.up.out_features) for layer in model.layers]

    def watch(number: int) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
        def seen(module: nn.Module, given: tuple[Tensor, ...], made: Tensor) -> None:
            found[number] = torch.maximum(found[number], functional.gelu(made).abs().amax((0, 1)))

        return seen

    watching = [layer.up.register_forward_hook(watch(i)) for i, layer in enumerate(model.layers)]
    model.eval()
    with torch.no_grad():
        for ids in texts:
            one = torch.tensor([list(ids)])
            model(one, torch.ones_like(one, dtype=torch.bool))
    for each in watching:
        each.remove()
    return found
